import { FORMATS, SESSION_KINDS, SHOW_LEVELS, type AccessRule, type Officer } from '../../agenda/release.ts'
import { constituency, CONSTITUENCIES, type ConstituencyId } from '../../delegations/constituency.ts'
import { searchForm } from '../../delegations/state.ts'
import { isLanguageTag, LOCALES, type Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import { translator, type TFunction } from '../../platform/i18n/i18n.ts'
import { languageName } from '../../ui/language-codes.tsx'
import { OFFICER_ROLES } from '../../agenda/release.ts'

/** What takes away what a session has: an empty cell leaves it as it is. */
export const NONE = '–'

export const isNone = (cell: string): boolean => /^[-–—]$/.test(cell)

/** Finds a value by itself or by its words in any of our languages, without regard to case, accents and signs. */
const wordsTo = <T extends string>(values: readonly T[], wordsOf: (value: T, t: TFunction) => readonly string[]) => {
  const known = new Map(
    values.flatMap((value) =>
      [value, ...LOCALES.flatMap((locale) => wordsOf(value, translator(locale)))].map(
        (word) => [searchForm(word), value] as const,
      ),
    ),
  )
  return (cell: string): T | undefined => known.get(searchForm(cell))
}

export const kindFrom = wordsTo(SESSION_KINDS, (kind, t) => [t(`desk:kind.${kind}`), t(`calendar:kind.${kind}`)])
export const formatFrom = wordsTo(FORMATS, (format, t) => [t(`desk:format.${format}`)])
export const levelFrom = wordsTo(SHOW_LEVELS, (level, t) => [t(`desk:level.${level}`), t(`desk:show.${level}`)])
export const roleFrom = wordsTo<Officer['role']>(OFFICER_ROLES, (role, t) => [t(`plan:form.${role}`)])
export const statusFrom = wordsTo(['confirmed', 'cancelled'], (status, t) => [
  status === 'cancelled' ? t('common:state.cancelled') : t('plan:history.takesPlace'),
])

const attendFrom = wordsTo(['everyone', 'invited'], (attend, t) => [
  attend === 'everyone' ? t('desk:rule.everyone') : t('desk:rule.invited'),
])

const constituencies = new Map(
  CONSTITUENCIES.flatMap(({ id, name, plural }) =>
    [id, ...Object.values(name), ...Object.values(plural)].map((word) => [searchForm(word), id] as const),
  ),
)

/** A constituency by its id or name. */
export const constituencyFrom = (typed: string): ConstituencyId | undefined => constituencies.get(searchForm(typed))

const several = (cell: string): string[] =>
  cell
    .split(/[;\n]/)
    .map((one) => one.trim())
    .filter(Boolean)

/** Who may attend, without what the rest see. */
export type Attend =
  | { attend: 'everyone' }
  | { attend: 'constituencies'; constituencies: ConstituencyId[] }
  | { attend: 'invited'; groups: string[] }

/**
 * Who may attend: `Everyone registered`, `By invitation: bureau, friends`, or constituencies with `;` between; the first
 * that is unknown where one is.
 */
export const whoFrom = (cell: string): Attend | { unknown: string } => {
  const [head = '', ...rest] = cell.split(':')
  const word = attendFrom(head)
  if (word === 'everyone' && rest.length === 0) return { attend: 'everyone' }
  if (word === 'invited')
    return {
      attend: 'invited',
      groups: rest
        .join(':')
        .split(/[\s,;]+/)
        .filter(Boolean),
    }
  const named = several(cell)
  const unknown = named.find((one) => !constituencyFrom(one))
  if (unknown !== undefined) return { unknown }
  return { attend: 'constituencies', constituencies: named.flatMap((one) => constituencyFrom(one) ?? []) }
}

/** Who may attend, as `whoFrom` reads it. */
export const whoWords = (rule: AccessRule, locale: Locale): string => {
  const t = translator(locale)
  switch (rule.attend) {
    case 'everyone':
      return t('desk:rule.everyone')
    case 'invited':
      return `${t('desk:rule.invited')}: ${rule.groups.join(', ')}`
    case 'constituencies':
      return rule.constituencies.map((id) => localize(constituency(id)?.plural, locale, locale)?.text ?? id).join('; ')
  }
}

/** Languages that meetings are interpreted into, by their names in ours. */
const SPOKEN = ['ar', 'en', 'es', 'fr', 'ru', 'zh', 'pt', 'de', 'it', 'sw'] as const
const languages = new Map<string, string>([
  ['sp', 'es'],
  ...SPOKEN.flatMap((tag) => LOCALES.map((locale): [string, string] => [searchForm(languageName(locale, tag)), tag])),
])

/** Languages by tag or name, with commas, semicolons or spaces between; the first that is unknown where one is. */
export const languagesFrom = (cell: string): readonly string[] | { unknown: string } => {
  const named = cell.split(/[\s,;/]+/).filter(Boolean)
  const tags = named.map((one) => languages.get(searchForm(one)) ?? (isLanguageTag(one) ? one : tagIn(one)))
  const at = tags.findIndex((tag) => tag === undefined)
  return at >= 0 ? { unknown: named[at]! } : [...new Set(tags.filter((tag) => tag !== undefined))]
}

/** `EN` is a tag that somebody wrote in capitals. */
const tagIn = (typed: string): string | undefined => {
  const lower = typed.toLowerCase()
  return typed === typed.toUpperCase() && isLanguageTag(lower) ? lower : undefined
}
