import type { ComponentChildren } from 'preact'
import { constituency } from '../../delegations/constituency.ts'
import { otherNames, sortedStates } from '../../delegations/state.ts'
import { LOCALE_NAMES } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { capitalized, formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import { shownReference } from '../../registration/reference.ts'
import type { QueueCounts } from '../../registration/review/queue.service.ts'
import type { ReviewedRequest } from '../../registration/review/requests.service.ts'
import { can } from '../../registration/states.ts'
import { Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Says } from '../../ui/badge.tsx'
import { Filters } from '../../ui/filters.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { Note } from '../../ui/note.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { Terms, type Term } from '../../ui/terms.tsx'
import { constituencyName, DayCell, nameOf, representedBy } from '../registrations/registrations-table.tsx'
import { plainRefusal } from './plain-refusal.ts'
import { ONLY, queryOf, type ReviewQuery } from './review-query.ts'

export interface RequestPageProps {
  ctx: RequestContext
  meeting: Meeting
  /** `/en/desk/unnm-2022/review` */
  base: string
  query: ReviewQuery
  request: ReviewedRequest
  counts: QueueCounts
  /** Whether buttons are pressed by keys. */
  keys: boolean
  errors: readonly FieldProblem[]
  /** Somebody else changed it between reading and deciding. */
  changed?: boolean
}

const ClaimWords = ({ ctx: { t, locale }, meeting, request }: RequestPageProps) => {
  const { registration, endorsedAt } = request
  return (
    <>
      {t('desk:review.claim', {
        constituency: constituencyName(registration.claim.constituency, locale),
        name: representedBy(registration, locale),
      })}
      <br />
      <State
        t={t}
        is={registration.verified ? 'verified' : 'under-review'}
        look={!registration.verified && !endorsedAt}
      >
        {registration.verified
          ? `${t('desk:review.verifiedAs')} ${constituencyName(registration.verified.constituency, locale)}`
          : t('desk:review.toVerify')}
      </State>
      {endorsedAt && (
        <>
          <br />
          <State t={t} is="verified">
            {t('review:request.endorsed', {
              moment: formatInstant(endorsedAt, meeting.timeZone, locale, { year: false }),
            })}
          </State>
        </>
      )}
    </>
  )
}

const EmailWords = ({ ctx: { t, locale }, meeting, base, request }: RequestPageProps) => (
  <>
    {request.registration.email}{' '}
    {request.proved ? (
      <Says icon="done" quiet>
        {t('review:request.proved')}
      </Says>
    ) : (
      <span class="quiet">{t('review:request.notProved')}</span>
    )}
    {request.refused && (
      <>
        <br />
        <State t={t} is="warning">
          {t('review:request.refused', {
            moment: formatInstant(request.refused.since, meeting.timeZone, locale, { year: false }),
            why: plainRefusal(t, request.refused.response),
          })}
        </State>
      </>
    )}
    <br />
    <a class="screen" href={`${base}/${request.registration.id}/address`}>
      {request.refused ? t('review:address.correct') : t('review:address.change')}
    </a>
  </>
)

const dayTerms = ({ ctx: { t, locale }, meeting, request }: RequestPageProps): Term[] =>
  meeting.days.map(({ date }) => {
    const day = request.registration.standing.days.find((each) => each.day === date.toString())
    const room = day && request.rooms.find((each) => each.day === day.day && each.mode === day.mode)
    return {
      term: capitalized(formatDay(date, locale, { weekday: true, year: false }), locale),
      detail: (
        <>
          <DayCell t={t} day={day} />
          {room && (
            <>
              <br />
              <span class="quiet">
                {t('review:request.left', { n: Math.max(0, room.capacity - room.taken), of: room.capacity })}
              </span>
            </>
          )}
        </>
      ),
    }
  })

const asksFor = (props: RequestPageProps): Term[] => {
  const { ctx, meeting, request } = props
  const { t, locale } = ctx
  const { registration } = request
  return [
    { term: t('desk:review.claims'), detail: <ClaimWords {...props} /> },
    { term: t('desk:review.jobTitle'), detail: registration.jobTitle || '–' },
    { term: t('desk:review.email'), detail: <EmailWords {...props} /> },
    {
      term: t('desk:review.language'),
      detail: <span lang={registration.language}>{LOCALE_NAMES[registration.language]}</span>,
    },
    ...dayTerms(props),
    ...meeting.registration.questions
      .filter(({ id }) => registration.answers[id])
      .map((question) => ({
        term: localize(question.label, locale, meeting.mainLanguage)?.text ?? question.id,
        detail:
          localize(
            question.options?.find(({ id }) => id === registration.answers[question.id])?.label,
            locale,
            meeting.mainLanguage,
          )?.text ?? String(registration.answers[question.id]),
      })),
  ]
}

/** What was asked of the person, and what they answered. */
const Asked = ({ ctx: { t, locale }, meeting, request }: RequestPageProps) => {
  if (request.inquiries.length === 0) return null
  const moment = (at: Temporal.Instant) => formatInstant(at, meeting.timeZone, locale, { year: false })
  return (
    <section class="panel flow" aria-labelledby="asked">
      <h2 id="asked">{t('review:request.asked')}</h2>
      <Terms
        terms={request.inquiries.map(({ question, askedAt, answer, answeredAt }) => ({
          term: moment(askedAt),
          detail: (
            <span lang={request.registration.language}>
              {question}
              <br />
              {answer === null ? (
                <span lang={locale} class="quiet">
                  {t('review:request.unanswered')}
                </span>
              ) : (
                <>
                  <strong>{answer}</strong>{' '}
                  <span lang={locale} class="quiet">
                    {answeredAt && t('review:request.answeredOn', { moment: moment(answeredAt) })}
                  </span>
                </>
              )}
            </span>
          ),
        }))}
      />
    </section>
  )
}

const VerifyAs = ({ ctx: { t, locale }, meeting, request, errors }: RequestPageProps) => {
  const { claim, verified } = request.registration
  return (
    <>
      <Select
        t={t}
        name="constituency"
        label={t('desk:review.verifyAs')}
        options={meeting.registration.constituencies.map((id) => ({ value: id, label: constituencyName(id, locale) }))}
        value={verified?.constituency ?? claim.constituency}
        error={problemOf(errors, 'constituency')}
      />
      <Select
        t={t}
        name="state"
        label={t('desk:review.state')}
        blank={t('desk:review.noState')}
        find
        optional={constituency(claim.constituency)?.delegationOf !== 'state'}
        options={sortedStates(locale).map((one) => ({
          value: one.iso3,
          label: one.name[locale],
          also: [...otherNames(one.iso3), one.iso3],
        }))}
        value={verified?.state ?? claim.state ?? ''}
        error={problemOf(errors, 'state')}
      />
    </>
  )
}

/** What follows from confirming, day by day where a place must still be given. */
const effectWords = ({ ctx: { t, locale }, request }: RequestPageProps): string[] => {
  const asked = request.registration.standing.days.filter((day) => day.status === 'requested' && day.held !== day.mode)
  const words = asked.flatMap((day) => {
    const room = request.rooms.find((each) => each.day === day.day && each.mode === day.mode)
    const date = formatDay(Temporal.PlainDate.from(day.day), locale, { year: false })
    if (!room) return []
    return room.taken < room.capacity
      ? [t('review:effect.takes', { place: room.taken + 1, of: room.capacity, day: date })]
      : [t('review:effect.waits', { day: date })]
  })
  return [
    ...(words.length ? words : [t('review:effect.kept')]),
    t('review:effect.tells', { language: languageName(locale, request.registration.language) }),
  ]
}

const Decide = (props: RequestPageProps) => {
  const { ctx, request, keys, base, query } = props
  const { t } = ctx
  const { state } = request.registration
  const key = (letter: string) => (keys ? { keys: letter } : {})
  return (
    <aside class="panel flow" aria-labelledby="decide">
      <h2 id="decide">{t('desk:review.decide')}</h2>
      {can('verify', state) && <VerifyAs {...props} />}
      <input type="hidden" name="seen" value={request.seen} />
      <div class="decide">
        {can('verify', state) && (
          <Button name="do" value="confirm" {...key('C')}>
            {state === 'confirmed' ? t('desk:review.correct') : t('desk:review.confirm')}
          </Button>
        )}
        {can('ask', state) && (
          <Button second name="do" value="ask" {...key('Q')}>
            {t('review:do.ask')}
          </Button>
        )}
        {can('decline', state) && (
          <Button second name="do" value="decline" {...key('X')}>
            {t('review:do.decline')}
          </Button>
        )}
        <Button second name="do" value="skip" {...key('S')}>
          {t('review:do.skip')}
        </Button>
      </div>
      {state === 'requested' && (
        <p>
          <strong>{t('review:effect.title')}</strong>
          <br />
          {effectWords(props).join(' ')}
        </p>
      )}
      {state === 'withdrawn' && <p class="quiet">{t('desk:review.withdrawn')}</p>}
      <p class="quiet">
        {keys ? t('review:keys.on') : t('review:keys.off')}{' '}
        <a href={`${base}/${request.registration.id}${queryOf(query, { keys: keys ? 'off' : 'on' })}`}>
          {keys ? t('review:keys.turnOff') : t('review:keys.turnOn')}
        </a>
      </p>
    </aside>
  )
}

/** Narrows the queue; the answers stand in the address. */
export const QueueFilters = ({
  ctx: { t, locale },
  meeting,
  base,
  query,
  counts,
}: Pick<RequestPageProps, 'ctx' | 'meeting' | 'base' | 'query' | 'counts'>) => (
  <Filters t={t} action={base} label={t('review:filter.label')} clear={query.only || query.as ? base : undefined}>
    <Select
      t={t}
      name="only"
      label={t('review:filter.only')}
      options={[
        { value: '', label: t('review:filter.all', { n: counts.all }) },
        ...ONLY.map((value) => ({ value, label: t(`review:filter.${value}`, { n: counts[value] }) })),
      ]}
      value={query.only ?? ''}
    />
    <Select
      t={t}
      name="as"
      label={t('desk:registrations.constituency')}
      options={[
        { value: '', label: t('desk:registrations.any') },
        ...meeting.registration.constituencies.map((id) => ({ value: id, label: constituencyName(id, locale) })),
      ]}
      value={query.as ?? ''}
    />
  </Filters>
)

/** One request: what it asks for, what is known of who asks, and what can be decided. */
export const RequestPage = (props: RequestPageProps & { children?: ComponentChildren }) => {
  const { ctx, meeting, base, query, request, counts, errors, changed, children } = props
  const { t, locale } = ctx
  const { registration } = request
  const received = formatInstant(registration.submittedAt, meeting.timeZone, locale, { year: false })
  return (
    <>
      <DeskHead
        t={t}
        errors={errors}
        title={nameOf(registration)}
        under={
          <>
            {shownReference(registration.reference)} · {t('review:left', { n: counts.left })}
            {counts.asked > 0 && ` · ${t('review:waitForAnswer', { n: counts.asked })}`}
            {' · '}
            {t('review:received', { moment: received })}
            {request.late && ` · ${t('review:late')}`}
          </>
        }
      >
        <ul class="links">
          <li>
            <a href={`${base.replace(/review$/, 'registrations')}/${registration.id}`}>{t('review:link.one')}</a>
          </li>
          <li>
            <a href={`${base}/add`}>{t('review:link.add')}</a>
          </li>
          <li>
            <a href={`${base}/invitations`}>{t('review:link.invitations')}</a>
          </li>
          <li>
            <a href={base.replace(/review$/, 'registrations')}>{t('review:link.table')}</a>
          </li>
        </ul>
      </DeskHead>
      {changed && (
        <Note>
          <p>
            <State t={t} is="warning">
              {t('review:changed')}
            </State>
          </p>
        </Note>
      )}
      {request.elsewhere && (
        <Note>
          <p>{t('review:elsewhere')}</p>
        </Note>
      )}
      <Form action={`${base}/${registration.id}${queryOf(query)}`} class="beside">
        <div>
          <section class="panel" aria-labelledby="asks">
            <h2 id="asks">{t('desk:review.asks')}</h2>
            <Terms terms={asksFor(props)} />
          </section>
          <Asked {...props} />
          {children}
        </div>
        <Decide {...props} />
      </Form>
      <QueueFilters {...props} />
    </>
  )
}
