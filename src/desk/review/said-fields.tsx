import { UN_ENTITIES } from '../../delegations/organization.ts'
import { otherNames, sortedStates } from '../../delegations/state.ts'
import { LOCALE_NAMES, LOCALES, type Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { capitalized, formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { modesOf } from '../../registration/places/days-open.ts'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { constituencyName } from '../registrations/registrations-table.tsx'
import type { AddForm, InviteForm } from './people.forms.ts'

/** Whom people represent, how they attend day by day, and the language we write to them in. */
export const SaidFields = ({
  t,
  locale,
  meeting,
  form,
  errors,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  form: Pick<AddForm | InviteForm, 'claim' | 'days' | 'language'>
  errors: readonly FieldProblem[]
}) => (
  <>
    <Select
      t={t}
      name="claim[constituency]"
      label={t('desk:registrations.constituency')}
      blank={t('review:add.choose')}
      options={meeting.registration.constituencies.map((id) => ({ value: id, label: constituencyName(id, locale) }))}
      value={form.claim?.constituency ?? ''}
      error={problemOf(errors, 'claim[constituency]')}
    />
    <Select
      t={t}
      name="claim[state]"
      label={t('desk:review.state')}
      hint={t('review:add.stateHint')}
      blank={t('desk:review.noState')}
      find
      options={sortedStates(locale).map((one) => ({
        value: one.iso3,
        label: one.name[locale],
        also: [...otherNames(one.iso3), one.iso3],
      }))}
      value={form.claim?.state ?? ''}
      error={problemOf(errors, 'claim[state]')}
    />
    <TextInput
      t={t}
      name="claim[organization]"
      label={t('review:add.organization')}
      hint={t('review:add.organizationHint')}
      value={form.claim?.organization}
      list="organizations"
      error={problemOf(errors, 'claim[organization]')}
    />
    <datalist id="organizations">
      {UN_ENTITIES.map(({ name, acronym }) => (
        <option value={`${name[locale]} (${acronym[locale]})`} />
      ))}
    </datalist>
    {meeting.days.map(({ date }, index) => (
      <>
        <input type="hidden" name={`days[${index}][day]`} value={date.toString()} />
        <Select
          t={t}
          name={`days[${index}][mode]`}
          label={capitalized(formatDay(date, locale, { weekday: true, year: false }), locale)}
          options={[
            { value: 'none', label: t('review:add.none') },
            ...modesOf(meeting.format).map((mode) => ({ value: mode, label: t(`desk:format.${mode}`) })),
          ]}
          value={form.days?.find((each) => each.day === date.toString())?.mode ?? 'none'}
          error={problemOf(errors, `days[${index}][mode]`)}
        />
      </>
    ))}
    <Select
      t={t}
      name="language"
      label={t('desk:review.language')}
      options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
      value={form.language ?? meeting.mainLanguage}
      error={problemOf(errors, 'language')}
    />
  </>
)
