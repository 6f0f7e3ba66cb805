import type { AgendaItem, Officer } from '../../agenda/release.ts'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { constituencyFrom, isNone, roleFrom } from './cell-words.ts'

// People and items stand in one cell a language, each on a line of its own: `Chair: Coordinator [Member State]`, `2 | Workplan`.

/** What a line says besides its words, and in which languages there are words. */
interface Entry {
  /** What must be the same in all languages. */
  key: string
  words: LocalizedText
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** A cell of people or items of a language, line by line. */
type Cells = Readonly<Partial<Record<Locale, string>>>

/**
 * The lines of all languages put together; those of languages that are not given come from what there is: line by line
 * where there are as many, else by the same words. Undefined when the lines do not belong together.
 */
const together = (
  given: Cells,
  before: readonly Entry[],
  read: (line: string, nth: number) => Entry & { text: string },
) => {
  const said = LOCALES.flatMap((locale) => {
    const cell = given[locale]
    if (cell === undefined) return []
    const lines = isNone(cell) ? [] : cell.split('\n').map(oneLine).filter(Boolean)
    return [{ locale, lines: lines.map(read) }]
  })
  const [first] = said
  if (!first) return [...before]
  if (said.some(({ lines }) => lines.length !== first.lines.length)) return undefined
  const entries: Entry[] = []
  for (const [nth, { key }] of first.lines.entries()) {
    if (said.some(({ lines }) => lines[nth]!.key !== key)) return undefined
    const own = Object.fromEntries(
      said.flatMap(({ locale, lines }) => (lines[nth]!.text ? [[locale, lines[nth]!.text]] : [])),
    ) as LocalizedText
    const same = (words: LocalizedText, locale: Locale): boolean => oneLine(words[locale] ?? '') === own[locale]
    const other =
      before.length === first.lines.length
        ? before[nth]
        : before.find(({ words }) => said.some(({ locale }) => own[locale] && same(words, locale)))
    // What is the same but for its spaces stays as it is.
    const kept = Object.entries(other?.words ?? {}).filter(
      ([locale]) => given[locale as Locale] === undefined || same(other!.words, locale as Locale),
    )
    entries.push({ key, words: { ...own, ...Object.fromEntries(kept) } })
  }
  return entries
}

const officerKey = (role: Officer['role'], constituency?: ConstituencyId): string => `${role} ${constituency ?? ''}`

/** `Chair: Coordinator of the Network [Member State]`; without a role somebody speaks. */
const readOfficer = (line: string): Entry & { text: string } => {
  const colon = line.indexOf(':')
  const role = colon < 0 ? undefined : roleFrom(line.slice(0, colon))
  const rest = role ? line.slice(colon + 1).trim() : line
  const bracket = /^(.*)\[([^[\]]*)\]$/.exec(rest)
  const of = bracket ? constituencyFrom(bracket[2]!) : undefined
  // `[]` says that what stands in brackets before it belongs to the name.
  const text = bracket && (of || bracket[2] === '') ? bracket[1]!.trim() : rest
  return { key: officerKey(role ?? 'speaker', of), words: {}, text }
}

/** Who chairs and speaks, from the cells that are given and what there is; undefined when the lines do not belong together. */
export const officersIn = (given: Cells, before: readonly Officer[]): Officer[] | undefined =>
  together(
    given,
    before.map(({ role, constituency, name }) => ({ key: officerKey(role, constituency), words: name })),
    readOfficer,
  )?.map(({ key, words }) => {
    const [role, constituency] = key.split(' ') as [Officer['role'], ConstituencyId]
    return { role, name: words, ...(constituency && { constituency }) }
  })

/** The same as a cell of a language. */
export const officerLines = (officers: readonly Officer[], locale: Locale): string => {
  const t = translator(locale)
  if (!officers.some(({ name }) => name[locale])) return ''
  return officers
    .map(({ role, name, constituency }) => {
      const text = oneLine(name[locale] ?? '')
      const of = constituency ? ` [${constituency}]` : text.endsWith(']') ? ' []' : ''
      return `${t(`plan:form.${role}`)}: ${text}${of}`
    })
    .join('\n')
}

/** `2 | Workplan`, `2. Workplan`, `(a) Workplan`; without a number it has none. */
const readItem = (line: string): Entry & { text: string } => {
  const bar = line.indexOf('|')
  if (bar >= 0) return { key: line.slice(0, bar).trim(), words: {}, text: line.slice(bar + 1).trim() }
  const numbered = /^(\d+(?:\.\d+)*|\([a-z\d]{1,3}\))[.)]?\s+(.*)$/i.exec(line)
  return { key: numbered?.[1] ?? '', words: {}, text: numbered?.[2] ?? line }
}

/** The items, from the cells that are given and what there is; undefined when the lines do not belong together. */
export const itemsIn = (given: Cells, before: readonly AgendaItem[]): AgendaItem[] | undefined =>
  together(
    given,
    before.map(({ number, title }) => ({ key: number, words: title })),
    readItem,
  )?.map(({ key, words }) => ({ number: key, title: words }))

/** The same as a cell of a language. */
export const itemLines = (items: readonly AgendaItem[], locale: Locale): string =>
  items.some(({ title }) => title[locale])
    ? items.map(({ number, title }) => `${oneLine(number)} | ${oneLine(title[locale] ?? '')}`).join('\n')
    : ''
