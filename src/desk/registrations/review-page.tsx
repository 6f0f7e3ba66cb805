import { constituency } from '../../delegations/constituency.ts'
import { otherNames, sortedStates } from '../../delegations/state.ts'
import { LOCALE_NAMES, type Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { capitalized, formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { ListedRegistration } from '../../registration/registration-list.service.ts'
import { can } from '../../registration/states.ts'
import { ActionLink, Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { Terms, type Term } from '../../ui/terms.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { constituencyName, DayCell, nameOf, representedBy } from './registrations-table.tsx'

interface Props {
  t: TFunction
  locale: Locale
  meeting: Meeting
  base: string
  registration: ListedRegistration
  errors: readonly FieldProblem[]
}

const asksFor = ({ t, locale, meeting, registration }: Props): Term[] => [
  {
    term: t('desk:review.claims'),
    detail: (
      <>
        {t('desk:review.claim', {
          constituency: constituencyName(registration.claim.constituency, locale),
          name: representedBy(registration, locale),
        })}
        <br />
        <State t={t} is={registration.verified ? 'verified' : 'under-review'} look={!registration.verified}>
          {registration.verified
            ? `${t('desk:review.verifiedAs')} ${constituencyName(registration.verified.constituency, locale)}`
            : t('desk:review.toVerify')}
        </State>
      </>
    ),
  },
  { term: t('desk:review.jobTitle'), detail: registration.jobTitle || '–' },
  {
    term: t('desk:review.email'),
    detail: (
      <>
        {registration.email} <span class="quiet">{t('desk:review.proved')}</span>
      </>
    ),
  },
  {
    term: t('desk:review.language'),
    detail: <span lang={registration.language}>{LOCALE_NAMES[registration.language]}</span>,
  },
  ...meeting.days.map(({ date }) => ({
    term: capitalized(formatDay(date, locale, { weekday: true, year: false }), locale),
    detail: <DayCell t={t} day={registration.standing.days.find(({ day }) => day === date.toString())} />,
  })),
  ...meeting.registration.questions
    .filter(({ id }) => registration.answers[id])
    .map((question) => ({
      term: localize(question.label, locale, meeting.mainLanguage)?.text ?? question.id,
      detail:
        localize(
          question.options?.find(({ id }) => id === registration.answers[question.id])?.label,
          locale,
          meeting.mainLanguage,
        )?.text ?? registration.answers[question.id]!,
    })),
]

const Decide = ({ t, locale, meeting, registration, errors }: Props) => {
  const { claim, state } = registration
  const mayVerify = can('verify', state)
  const speaksForState = constituency(claim.constituency)?.delegationOf === 'state'
  return (
    <aside class="panel flow" aria-labelledby="decide">
      <h2 id="decide">{t('desk:review.decide')}</h2>
      {mayVerify && (
        <>
          <Select
            t={t}
            name="constituency"
            label={t('desk:review.verifyAs')}
            options={meeting.registration.constituencies.map((id) => ({
              value: id,
              label: constituencyName(id, locale),
            }))}
            value={registration.verified?.constituency ?? claim.constituency}
            error={problemOf(errors, 'constituency')}
          />
          <Select
            t={t}
            name="state"
            label={t('desk:review.state')}
            blank={t('desk:review.noState')}
            find
            optional={!speaksForState}
            options={sortedStates(locale).map((one) => ({
              value: one.iso3,
              label: one.name[locale],
              also: [...otherNames(one.iso3), one.iso3],
            }))}
            value={registration.verified?.state ?? claim.state ?? ''}
            error={problemOf(errors, 'state')}
          />
        </>
      )}
      <Textarea t={t} name="why" label={t('desk:review.why')} hint={t('desk:review.whyHint')} optional rows={2} />
      <div class="decide">
        {mayVerify && (
          <Button name="do" value="confirm" keys="C">
            {state === 'confirmed' ? t('desk:review.correct') : t('desk:review.confirm')}
          </Button>
        )}
        {can('decline', state) && (
          <Button second name="do" value="decline" keys="X">
            {t('desk:review.decline')}
          </Button>
        )}
      </div>
      {state === 'requested' && <p class="quiet">{t('desk:review.effect')}</p>}
      {state === 'withdrawn' && <p class="quiet">{t('desk:review.withdrawn')}</p>}
    </aside>
  )
}

/** One registration: what it asks for, and what can be decided. */
export const ReviewPage = (props: Props) => {
  const { t, locale, meeting, base, registration, errors } = props
  return (
    <>
      <DeskHead
        t={t}
        errors={errors}
        title={nameOf(registration)}
        under={
          <>
            {t('desk:review.receivedAt', {
              when: formatInstant(registration.submittedAt, meeting.timeZone, locale, { sentence: true }),
            })}{' '}
            · {t(`desk:status.${registration.state === 'draft' ? 'requested' : registration.state}`)} ·{' '}
            <ActionLink href={base}>{t('desk:review.all')}</ActionLink>
          </>
        }
      />
      <Form action={`${base}/${registration.id}`} class="beside">
        <section class="panel" aria-labelledby="asks">
          <h2 id="asks">{t('desk:review.asks')}</h2>
          <Terms terms={asksFor(props)} />
        </section>
        <Decide {...props} />
      </Form>
    </>
  )
}
