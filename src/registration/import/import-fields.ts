import { searchForm } from '../../delegations/state.ts'
import { LOCALES } from '../../kernel/locale.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import type { MeetingRules } from '../form/draft.ts'
import { questionsOf } from '../questions/badge-questions.ts'

/** What every meeting's table may have, in the order of the template. */
export const FIXED_FIELDS = [
  'givenNames',
  'familyName',
  'email',
  'contactEmail',
  'constituency',
  'state',
  'organization',
  'jobTitle',
  'mode',
  'language',
  'verified',
] as const

/** What a column holds: one of these, `day:1` for how they attend a day, `answer:<id>` for an answer; `''`: not read. */
export type ImportField = '' | (typeof FIXED_FIELDS)[number] | `day:${number}` | `answer:${string}`

/** Which field each column holds, in the order of the columns. */
export type Mapping = readonly ImportField[]

/** Other headings that people give a column, in any of our languages; the field's own names are known anyway. */
const ALSO: Readonly<Partial<Record<ImportField, readonly string[]>>> = {
  givenNames: [
    'given name',
    'first name',
    'first names',
    'forename',
    'forenames',
    'full name',
    'name',
    'prénom',
    'prénoms',
    'nom complet',
    'nombre',
    'nombres',
    'nombre completo',
  ],
  familyName: ['family name', 'family names', 'last name', 'surname', 'nom', 'nom de famille', 'apellido', 'apellidos'],
  email: [
    'e-mail',
    'email',
    'e-mail address',
    'email address',
    'mail',
    'courriel',
    'adresse électronique',
    'correo',
    'correo electrónico',
    'dirección de correo electrónico',
  ],
  contactEmail: [
    'contact address',
    'contact e-mail',
    'contact email',
    'courriel de contact',
    'adresse de contact',
    'correo de contacto',
    'dirección de contacto',
  ],
  constituency: [
    'category',
    'participant type',
    'representing',
    'catégorie',
    'type de participant',
    'categoría',
    'tipo de participante',
  ],
  state: ['country', 'member state', 'iso3', 'pays', 'état', 'país', 'estado'],
  organization: [
    'organisation',
    'organization',
    'entity',
    'affiliation',
    'institution',
    'entité',
    'organización',
    'entidad',
    'institución',
  ],
  jobTitle: ['job title', 'title', 'function', 'position', 'fonction', 'titre', 'poste', 'cargo', 'función', 'puesto'],
  mode: ['attendance', 'mode', 'participation', 'attends', 'asistencia', 'participación', 'modalidad', 'modalité'],
  language: ['language', 'langue', 'idioma', 'lengua'],
  verified: ['verified', 'status', 'vérifié', 'vérification', 'verificado', 'verificación'],
}

/** A meeting as far as its table needs it. */
export type TableRules = Pick<MeetingRules, 'days' | 'registration'>

/** The questions that a cell can answer: a file cannot be in one. */
export const questionsInTable = ({ registration }: TableRules): readonly Question[] =>
  questionsOf(registration).filter((question) => !question.retired && question.type !== 'file')

/** Every field that a table of this meeting may have, in the order of the template. */
export const fieldsOf = (meeting: TableRules): ImportField[] => {
  const [before, after] = [FIXED_FIELDS.slice(0, 9), FIXED_FIELDS.slice(9)]
  return [
    ...before,
    ...meeting.days.map((_, index): ImportField => `day:${index + 1}`),
    ...after,
    ...questionsInTable(meeting).map(({ id }): ImportField => `answer:${id}`),
  ]
}

/** The name of a field, as the template and the page say it. */
export const fieldName = (field: ImportField, meeting: TableRules, locale: (typeof LOCALES)[number]): string => {
  const t = translator(locale)
  const [kind, of = ''] = field.split(/:(.*)/s)
  if (kind === 'day') {
    const day = meeting.days[Number(of) - 1]
    return day ? t('tables:field.day', { day: formatDay(day.date, locale, { year: false }) }) : ''
  }
  if (kind === 'answer') {
    const label = questionsInTable(meeting).find(({ id }) => id === of)?.label
    return label?.[locale] ?? label?.en ?? Object.values(label ?? {})[0] ?? of
  }
  return t(`tables:field.${field as (typeof FIXED_FIELDS)[number]}`)
}

/** All headings by which a field is known, as compared. */
const headingsOf = (field: ImportField, meeting: TableRules): ReadonlySet<string> => {
  const [kind, of = ''] = field.split(/:(.*)/s)
  const day = kind === 'day' ? meeting.days[Number(of) - 1] : undefined
  const names = [
    field,
    ...LOCALES.map((locale) => fieldName(field, meeting, locale)),
    ...(ALSO[field] ?? []),
    ...(kind === 'answer' ? [of] : []),
    ...(day
      ? [
          day.date.toString(),
          `day ${of}`,
          `jour ${of}`,
          `día ${of}`,
          ...LOCALES.flatMap((locale) =>
            [{}, { year: false }, { weekday: true }, { weekday: true, year: false }].map((format) =>
              formatDay(day.date, locale, format),
            ),
          ),
        ]
      : []),
  ]
  return new Set(names.map(searchForm))
}

/** Guesses what each column holds by its heading, in any of our languages; each field is guessed once. */
export const guessMapping = (columns: readonly string[], meeting: TableRules): ImportField[] => {
  const known = fieldsOf(meeting).map((field) => ({ field, headings: headingsOf(field, meeting) }))
  const taken = new Set<ImportField>()
  const mapping = columns.map((column): ImportField => {
    const heading = searchForm(column)
    const found = known.find(({ field, headings }) => !taken.has(field) && headings.has(heading))?.field ?? ''
    if (found) taken.add(found)
    return found
  })
  return mapping
}

/** What a mapping lacks before anything can be read by it: the one or the other of each. */
export const missingIn = (mapping: Mapping): ('names' | 'address' | 'constituency' | 'mode')[] => {
  const has = (test: (field: ImportField) => boolean): boolean => mapping.some(test)
  return [
    ...(has((field) => field === 'givenNames' || field === 'familyName') ? [] : (['names'] as const)),
    ...(has((field) => field === 'email' || field === 'contactEmail') ? [] : (['address'] as const)),
    ...(has((field) => field === 'constituency' || field === 'state') ? [] : (['constituency'] as const)),
    ...(has((field) => field === 'mode' || field.startsWith('day:')) ? [] : (['mode'] as const)),
  ]
}

/** A field that two columns claim. */
export const doubledIn = (mapping: Mapping): ImportField | undefined =>
  mapping.find((field, index) => field !== '' && mapping.indexOf(field) !== index)
