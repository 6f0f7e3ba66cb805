import { LOCALE_NAMES, type Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { capitalized, formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { dayDoor } from '../../registration/places/days-open.ts'
import { shownReference } from '../../registration/reference.ts'
import type { HistoryEntry } from '../../registration/review/history.service.ts'
import type { ListedRegistration } from '../../registration/review/registration-list.service.ts'
import { can, type Move } from '../../registration/states.ts'
import { ActionLink, Actions, Button, ButtonLink, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Note } from '../../ui/note.tsx'
import { State } from '../../ui/state.tsx'
import { Terms, type Term } from '../../ui/terms.tsx'
import { constituencyName, DayCell, nameOf, representedBy } from './registrations-table.tsx'

export interface RegistrationPageProps {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022` */
  path: string
  registration: ListedRegistration
  history: readonly HistoryEntry[]
  /** What the reader did last and can take back. */
  undoable: Move | undefined
  today: Temporal.PlainDate
  /** A word about what has just been done. */
  done?: 'resent' | 'undone' | undefined
}

const statusOf = ({ state }: Pick<ListedRegistration, 'state'>) => (state === 'draft' ? 'requested' : state)

const claimTerms = ({ t, locale, path, registration }: RegistrationPageProps): Term[] => {
  const { claim, verified, delegation, state } = registration
  const change = can('amend', state) && (
    <ActionLink href={`${path}/registrations/${registration.id}/represent`} about={t('desk:registrations.represents')}>
      {t('desk:registrations.one.change')}
    </ActionLink>
  )
  return [
    {
      term: t('desk:review.claims'),
      detail: t('desk:review.claim', {
        constituency: constituencyName(claim.constituency, locale),
        name: representedBy(registration, locale),
      }),
      ...(change && { action: change }),
    },
    {
      term: t('desk:registrations.one.verified'),
      detail: (
        <State t={t} is={verified ? 'verified' : 'under-review'} look={!verified && state === 'requested'}>
          {verified
            ? t('desk:review.claim', {
                constituency: constituencyName(verified.constituency, locale),
                name: representedBy({ claim: { ...claim, state: verified.state } }, locale),
              })
            : t('desk:review.toVerify')}
        </State>
      ),
    },
    ...(delegation
      ? [
          {
            term: t('desk:registrations.one.delegation'),
            detail: (
              <>
                {delegation.role ? t(`desk:registrations.role.${delegation.role}`) : t('desk:registrations.one.noRole')}
                {delegation.rank !== null && ` · ${t('desk:registrations.one.rank', { rank: delegation.rank })}`}
              </>
            ),
          },
        ]
      : []),
  ]
}

const personTerms = ({ t, path, registration }: RegistrationPageProps): Term[] => {
  const { names, jobTitle, email, language, state, consents } = registration
  const change = can('amend', state) && (
    <ActionLink href={`${path}/registrations/${registration.id}/name`} about={t('desk:registrations.one.name')}>
      {t('desk:registrations.one.change')}
    </ActionLink>
  )
  const yesNo = (yes: boolean | undefined) => (yes ? t('desk:registrations.one.yes') : t('desk:registrations.one.no'))
  return [
    {
      term: t('desk:registrations.one.name'),
      detail: [names.givenNames, names.familyName].filter(Boolean).join(' ') || '–',
      ...(change && { action: change }),
    },
    { term: t('desk:review.jobTitle'), detail: jobTitle || '–' },
    { term: t('desk:review.email'), detail: email || '–' },
    { term: t('desk:review.language'), detail: <span lang={language}>{LOCALE_NAMES[language]}</span> },
    { term: t('desk:registrations.one.listed'), detail: yesNo(consents.list) },
    ...(registration.nominated
      ? [{ term: t('desk:registrations.one.nominated'), detail: t('desk:registrations.one.yes') }]
      : []),
  ]
}

const dayTerms = ({ t, locale, meeting, path, registration, today }: RegistrationPageProps): Term[] =>
  meeting.days.map((of) => {
    const constituency = registration.verified?.constituency ?? registration.claim.constituency
    const door = dayDoor(of, constituency, today)
    const heading = capitalized(formatDay(of.date, locale, { weekday: true, year: false }), locale)
    return {
      term: heading,
      detail: (
        <DayCell
          t={t}
          day={registration.standing.days.find(({ day }) => day === of.date.toString())}
          shut={door === 'not-for-you'}
        />
      ),
      ...(can('choose', registration.state) &&
        door === 'open' && {
          action: (
            <ActionLink href={`${path}/registrations/${registration.id}/days`} about={heading}>
              {t('desk:registrations.one.change')}
            </ActionLink>
          ),
        }),
    }
  })

const answerTerms = ({ locale, meeting, registration }: RegistrationPageProps): Term[] =>
  meeting.registration.questions
    .filter(({ id }) => registration.answers[id])
    .map((question) => {
      const said = registration.answers[question.id]!
      const label = question.options?.find(({ id }) => id === said)?.label
      return {
        term: localize(question.label, locale, meeting.mainLanguage)?.text ?? question.id,
        detail: localize(label, locale, meeting.mainLanguage)?.text ?? said,
      }
    })

const byWords = (t: TFunction, by: HistoryEntry['by']): string =>
  by.who === 'other' ? by.name || t('desk:registrations.history.somebody') : t(`desk:registrations.history.${by.who}`)

const History = ({ t, locale, meeting, history }: RegistrationPageProps) => (
  <ol class="flow" reversed>
    {history.map((entry) => (
      <li>
        <strong>{t(`desk:registrations.history.move.${entry.move}`)}</strong>
        <br />
        <span class="quiet">
          <time dateTime={entry.at.toString()}>{formatInstant(entry.at, meeting.timeZone, locale)}</time> ·{' '}
          {byWords(t, entry.by)}
          {entry.from !== entry.to && entry.to !== 'draft' && <> · {t(`desk:status.${entry.to}`)}</>}
        </span>
        {entry.days.map((day) => (
          <>
            <br />
            {formatDay(Temporal.PlainDate.from(day.day), locale, { year: false })} <DayCell t={t} day={day} />
          </>
        ))}
        {entry.why && (
          <>
            <br />
            {t('desk:registrations.bulk.reason', { why: entry.why })}
          </>
        )}
      </li>
    ))}
  </ol>
)

const Deeds = ({ t, path, registration, undoable }: RegistrationPageProps) => {
  const { id, state } = registration
  const base = `${path}/registrations/${id}`
  return (
    <Form action={base}>
      <Actions>
        {can('verify', state) && (
          <ButtonLink href={`${path}/review/${id}`}>
            {state === 'requested' ? t('desk:registrations.one.review') : t('desk:registrations.one.correct')}
          </ButtonLink>
        )}
        {undoable && (
          <Button second name="do" value="undo">
            {t('desk:registrations.one.undo', { what: t(`desk:registrations.history.move.${undoable}`) })}
          </Button>
        )}
        {registration.email && (
          <Button second name="do" value="resend">
            {t('desk:registrations.one.resend')}
          </Button>
        )}
        {can('withdraw', state) && <a href={`${base}/withdraw`}>{t('desk:registrations.one.withdraw')}</a>}
      </Actions>
    </Form>
  )
}

/** One registration: what is known of it, what can be done, and what happened to it. */
export const RegistrationPage = (props: RegistrationPageProps) => {
  const { t, locale, meeting, path, registration, done } = props
  const answers = answerTerms(props)
  return (
    <>
      <DeskHead
        t={t}
        title={nameOf(registration)}
        under={
          <>
            {shownReference(registration.reference)} · {t(`desk:status.${statusOf(registration)}`)}
            {registration.late && <> · {t('desk:registrations.late')}</>} ·{' '}
            {t('desk:review.receivedAt', {
              when: formatInstant(registration.submittedAt, meeting.timeZone, locale, { sentence: true }),
            })}{' '}
            <span class="screen">
              · <ActionLink href={`${path}/registrations`}>{t('desk:review.all')}</ActionLink>
            </span>
          </>
        }
      />
      <div class="flow">
        {done && (
          <Note>
            <p role="status">{t(`desk:registrations.one.${done}`)}</p>
          </Note>
        )}
        <Deeds {...props} />
      </div>
      <div class="beside">
        <div class="flow">
          <section class="panel" aria-labelledby="days">
            <h2 id="days">{t('desk:registrations.one.days')}</h2>
            <Terms terms={dayTerms(props)} />
          </section>
          <section class="panel" aria-labelledby="represents">
            <h2 id="represents">{t('desk:registrations.represents')}</h2>
            <Terms terms={claimTerms(props)} />
          </section>
          <section class="panel" aria-labelledby="person">
            <h2 id="person">{t('desk:registrations.who')}</h2>
            <Terms terms={personTerms(props)} />
          </section>
          {answers.length > 0 && (
            <section class="panel" aria-labelledby="answers">
              <h2 id="answers">{t('desk:registrations.one.answers')}</h2>
              <Terms terms={answers} />
            </section>
          )}
        </div>
        <section class="panel flow" aria-labelledby="history">
          <h2 id="history">{t('desk:registrations.history.title')}</h2>
          <History {...props} />
        </section>
      </div>
    </>
  )
}
