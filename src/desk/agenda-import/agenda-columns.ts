import { searchForm } from '../../delegations/state.ts'
import { LOCALES, LOCALE_NAMES, type Locale } from '../../kernel/locale.ts'
import { translator, type TFunction } from '../../platform/i18n/i18n.ts'
import type { Table } from '../../platform/tables/table.ts'

/** What a session has once in each language. */
export const TEXTS = ['title', 'abstract', 'people', 'items'] as const
export type TextField = (typeof TEXTS)[number]

/** What it has once. */
const PLAIN = [
  'code',
  'reference',
  'kind',
  'day',
  'start',
  'end',
  'room',
  'format',
  'interpretation',
  'attend',
  'show',
  'capacity',
  'status',
] as const
export type PlainColumn = (typeof PLAIN)[number]

/** A column of a table of sessions: `title_fr`; a text without a language is in the one that is chosen for all. */
export type Column = PlainColumn | TextField | `${TextField}_${Locale}`

const inAllLanguages = (text: TextField): Column[] => LOCALES.map((locale): Column => `${text}_${locale}`)

/** The columns that we write, in their order. */
export const COLUMNS: readonly Column[] = [
  'code',
  'kind',
  ...inAllLanguages('title'),
  'day',
  'start',
  'end',
  'room',
  'format',
  'interpretation',
  ...inAllLanguages('people'),
  ...inAllLanguages('items'),
  ...inAllLanguages('abstract'),
  'attend',
  'show',
  'capacity',
  'status',
]

const isTextField = (name: string): name is TextField => (TEXTS as readonly string[]).includes(name)

/** The text and the language that a column is of; undefined for one that has no language. */
export const textOfColumn = (column: Column): { text: TextField; locale: Locale } | undefined => {
  const [text = '', locale] = column.split('_') as [string, Locale | undefined]
  return locale && isTextField(text) ? { text, locale } : undefined
}

/** What a column is called: `Title (Français)`. */
export const columnName = (column: Column, t: TFunction): string => {
  const of = textOfColumn(column)
  return of
    ? t('plan:field.of', { field: t(`intake:column.${of.text}`), language: LOCALE_NAMES[of.locale] })
    : t(`intake:column.${column as PlainColumn | TextField}`)
}

/** Other headings that programs and people give a column. */
const ALSO: Readonly<Partial<Record<Column, readonly string[]>>> = {
  code: ['session code'],
  reference: ['uid', 'id', 'external id', 'identifier', 'identifiant', 'identificador'],
  kind: ['type', 'session type', 'category', 'categorie', 'categoria'],
  day: ['date', 'fecha'],
  start: ['start time', 'begins', 'from', 'debut', 'inicio'],
  end: ['end time', 'until', 'to', 'fin'],
  room: ['location', 'lieu', 'lugar'],
  title: ['summary'],
  abstract: ['description'],
  people: ['speakers', 'intervenants', 'oradores'],
}

/** Words for a language that stand after a heading: `title_sp`, `Title (Spanish)`. */
const LANGUAGE_WORDS: Readonly<Record<Locale, readonly string[]>> = {
  en: ['en', 'english', 'anglais', 'ingles', 'eng'],
  fr: ['fr', 'french', 'francais', 'frances', 'fra'],
  es: ['es', 'sp', 'spanish', 'espagnol', 'espanol', 'spa'],
}

const headings = (column: PlainColumn | TextField): string[] =>
  [column, ...(ALSO[column] ?? []), ...LOCALES.map((locale) => translator(locale)(`intake:column.${column}`))].map(
    searchForm,
  )

const KNOWN: ReadonlyMap<string, Column> = new Map<string, Column>([
  ...PLAIN.flatMap((column) => headings(column).map((heading) => [heading, column] as const)),
  ...TEXTS.flatMap((text) =>
    headings(text).flatMap((heading) => [
      [heading, text] as const,
      ...LOCALES.flatMap((locale) =>
        LANGUAGE_WORDS[locale].map((word): [string, Column] => [`${heading} ${word}`, `${text}_${locale}`]),
      ),
    ]),
  ),
])

/** The column that a heading means, in any of our languages, without regard to case, accents and signs. */
export const columnFrom = (heading: string): Column | undefined => KNOWN.get(searchForm(heading))

/** What each column of a table holds, and the headings that are none of ours or stand there twice: those are not read. */
export const columnsIn = ({ columns }: Table): { places: ReadonlyMap<Column, number>; notRead: string[] } => {
  const places = new Map<Column, number>()
  const notRead: string[] = []
  columns.forEach((heading, at) => {
    const column = columnFrom(heading)
    if (column && !places.has(column)) places.set(column, at)
    else if (heading !== '') notRead.push(heading)
  })
  return { places, notRead }
}

/** Whether these are columns of sessions: each row must say at least which session it is about. */
export const nameSessions = (places: ReadonlyMap<Column, number>): boolean =>
  places.has('code') || places.has('title') || LOCALES.some((locale) => places.has(`title_${locale}`))
