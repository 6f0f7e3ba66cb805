import { sortedStates } from '../../delegations/state.ts'
import { LOCALE_NAMES, LOCALES, type Locale } from '../../kernel/locale.ts'
import type { MeetingDraft } from '../../meetings/meeting-draft.ts'
import { capitalized, zoneCity } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Axis } from '../../ui/axis.tsx'
import { HintAndError } from '../../ui/field.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { idOf, problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import { Tongues } from '../agenda/tongues.tsx'
import { Boxes } from '../boxes.tsx'

interface Props {
  t: TFunction
  locale: Locale
  draft: MeetingDraft
  errors: readonly FieldProblem[]
  /** `https://plenary.example.org/` */
  site: string
}

const ZONES = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))

/** The official languages of the UN, which its meetings are interpreted into, and one more that regions ask for. */
const INTERPRETED = ['ar', 'en', 'es', 'fr', 'ru', 'zh', 'pt'] as const

/** One text in all languages, under a legend of its own: several stand in one part of the form. */
const Texts = ({
  t,
  name,
  label,
  hint,
  text,
  rows = 1,
  errors,
}: {
  t: TFunction
  name: string
  label: string
  hint?: string
  text: MeetingDraft['title']
  rows?: number
  errors: readonly FieldProblem[]
}) => (
  <fieldset class="field" id={idOf(name)} tabIndex={-1}>
    <legend>{label}</legend>
    <HintAndError t={t} id={idOf(name)} {...(hint && { hint })} />
    <Tongues t={t} name={name} label={label} text={text} rows={rows} errors={errors} />
  </fieldset>
)

const Names = ({ t, draft, errors, site }: Props) => (
  <Axis title={t('setup:meeting.names')}>
    <div class="flow">
      <Texts t={t} name="title" label={t('setup:meeting.title')} text={draft.title} rows={2} errors={errors} />
      <Texts
        t={t}
        name="shortTitle"
        label={t('setup:meeting.shortTitle')}
        hint={t('setup:meeting.shortTitleHint')}
        text={draft.shortTitle}
        errors={errors}
      />
      <TextInput
        t={t}
        name="slug"
        label={t('setup:meeting.slug')}
        hint={t('setup:meeting.slugHint', { address: `${site}${draft.slug || 'forum-2027'}` })}
        value={draft.slug}
        spellcheck={false}
        error={problemOf(errors, 'slug')}
      />
      <Texts
        t={t}
        name="summary"
        label={t('setup:meeting.summary')}
        hint={t('setup:meeting.summaryHint')}
        text={draft.summary}
        rows={3}
        errors={errors}
      />
      <Texts t={t} name="organizer" label={t('setup:meeting.organizer')} text={draft.organizer} errors={errors} />
    </div>
  </Axis>
)

const Place = ({ t, locale, draft, errors }: Props) => (
  <Axis title={t('setup:meeting.where')}>
    <div class="flow">
      <RadioChoices
        t={t}
        name="format"
        label={t('setup:meeting.format')}
        choices={(['hybrid', 'in-person', 'online'] as const).map((value) => ({
          value,
          label: t(`desk:format.${value}`),
        }))}
        value={draft.format}
        error={problemOf(errors, 'format')}
      />
      <Texts
        t={t}
        name="city"
        label={t('setup:meeting.city')}
        hint={t('setup:meeting.cityHint')}
        text={draft.city}
        errors={errors}
      />
      <Select
        t={t}
        name="country"
        label={t('setup:meeting.country')}
        blank={t('setup:choose')}
        options={sortedStates(locale).map(({ iso3, name }) => ({ value: iso3, label: name[locale] }))}
        value={draft.country}
        find
        error={problemOf(errors, 'country')}
      />
      <Select
        t={t}
        name="timeZone"
        label={t('setup:meeting.timeZone')}
        hint={t('setup:meeting.timeZoneHint')}
        blank={t('setup:choose')}
        options={[...new Set([...ZONES, ...(draft.timeZone ? [draft.timeZone] : [])])]
          .map((zone) => ({ value: zone, label: `${zoneCity(zone, locale)} (${zone})` }))
          .sort((a, b) => a.label.localeCompare(b.label, locale))}
        value={draft.timeZone}
        find
        error={problemOf(errors, 'timeZone')}
      />
      <Texts t={t} name="venue[name]" label={t('setup:meeting.venue')} text={draft.venue.name} errors={errors} />
      <Texts
        t={t}
        name="venue[address]"
        label={t('setup:meeting.address')}
        text={draft.venue.address}
        rows={2}
        errors={errors}
      />
      <Texts
        t={t}
        name="venue[access]"
        label={t('setup:meeting.access')}
        hint={t('setup:meeting.accessHint')}
        text={draft.venue.access}
        rows={2}
        errors={errors}
      />
    </div>
  </Axis>
)

const Languages = ({ t, locale, draft, errors }: Props) => (
  <Axis title={t('setup:meeting.languages')}>
    <div class="form">
      <RadioChoices
        t={t}
        name="mainLanguage"
        label={t('setup:meeting.main')}
        hint={t('setup:meeting.mainHint')}
        choices={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
        value={draft.mainLanguage}
        error={problemOf(errors, 'mainLanguage')}
      />
      <Boxes
        t={t}
        id="workingLanguages"
        legend={t('setup:meeting.working')}
        hint={t('setup:meeting.workingHint')}
        error={problemOf(errors, 'workingLanguages')}
      >
        {LOCALES.map((tag) => (
          <Tick
            t={t}
            name="workingLanguages[]"
            id={`working-${tag}`}
            value={tag}
            label={<span lang={tag}>{LOCALE_NAMES[tag]}</span>}
            checked={draft.workingLanguages.includes(tag)}
          />
        ))}
      </Boxes>
      <Boxes
        t={t}
        id="interpretation"
        legend={t('setup:meeting.interpretation')}
        hint={t('setup:meeting.interpretationHint')}
        error={problemOf(errors, 'interpretation')}
      >
        {[...new Set([...INTERPRETED, ...draft.interpretation])].map((tag) => (
          <Tick
            t={t}
            name="interpretation[]"
            id={`interpretation-${tag}`}
            value={tag}
            label={capitalized(languageName(locale, tag), locale)}
            checked={draft.interpretation.includes(tag)}
          />
        ))}
      </Boxes>
    </div>
  </Axis>
)

const Contact = ({ t, draft, errors }: Props) => (
  <Axis title={t('setup:meeting.contact')}>
    <div class="flow">
      <Texts
        t={t}
        name="contact[name]"
        label={t('setup:meeting.contactName')}
        text={draft.contact.name}
        errors={errors}
      />
      <TextInput
        t={t}
        name="contact[email]"
        type="email"
        label={t('setup:meeting.contactEmail')}
        hint={t('setup:meeting.contactEmailHint')}
        value={draft.contact.email}
        spellcheck={false}
        error={problemOf(errors, 'contact[email]')}
      />
    </div>
  </Axis>
)

/** What the form of a meeting asks, new or not. */
export const MeetingFields = (props: Props) => (
  <>
    <Names {...props} />
    <Place {...props} />
    <Languages {...props} />
    <Contact {...props} />
  </>
)
