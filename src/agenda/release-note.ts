import { DomainError } from '../kernel/domain-error.ts'
import type { SessionId } from '../kernel/id.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { SavedRules } from './access-rules.service.ts'
import { SHOW_LEVELS, type ReleaseContent, type ReleasedSession, type ShowLevel } from './release.ts'

/** Everybody whose agenda changes reads the note: it may not name what is closed or unlisted to some of them. */
export class NoteNamesRestricted extends DomainError {
  readonly code = 'note-names-restricted'
  readonly status = 422

  constructor(readonly named: readonly NamedInNote[]) {
    super({
      fields: named.map(({ locale, code }) => ({
        pointer: `/note/${locale}`,
        message: 'note.names-restricted',
        params: { code },
      })),
    })
  }
}

/** A session as a note could name it. */
export interface Nameable {
  readonly code: string
  /** All titles that it has or had, in any language. */
  readonly titles: readonly string[]
  /** What those who may not attend see of it. */
  readonly show: ShowLevel
}

/** A session that a note names, and in which language of the note. */
export interface NamedInNote {
  readonly locale: Locale
  readonly code: string
  readonly show: ShowLevel
}

/** Words alone, between single spaces: neither case nor accents nor signs make another name of one. */
const wordsIn = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `

/**
 * The restricted sessions that a note names by their code or a title, in whatever language. A title that a session open to
 * all has as well tells nothing.
 */
export const restrictedIn = (note: LocalizedText, sessions: readonly Nameable[]): NamedInNote[] => {
  const open = new Set(sessions.filter(({ show }) => show === 'programme').flatMap(({ titles }) => titles.map(wordsIn)))
  const restricted = sessions
    .filter(({ show }) => show !== 'programme')
    .map(({ code, titles, show }) => ({
      code,
      show,
      names: [wordsIn(code), ...titles.map(wordsIn).filter((title) => !open.has(title))].filter((name) => name.trim()),
    }))
  return LOCALES.flatMap((locale) => {
    const text = wordsIn(note[locale] ?? '')
    return restricted
      .filter(({ names }) => names.some((name) => text.includes(name)))
      .map(({ code, show }) => ({ locale, code, show }))
  })
}

/** The lowest of several levels. */
const lowest = (levels: readonly ShowLevel[]): ShowLevel =>
  SHOW_LEVELS[Math.max(0, ...levels.map((level) => SHOW_LEVELS.indexOf(level)))]!

/**
 * What notes could name: every session of what would be published, of what is in force and of the working copy. A session
 * is as restricted as the strictest of its rules is, that saved now among them; without one it is shown to nobody.
 */
export const nameable = (contents: readonly ReleaseContent[], rules: SavedRules): Nameable[] => {
  const all = Map.groupBy(
    contents.flatMap(({ sessions }) => sessions),
    ({ id }: ReleasedSession): SessionId => id,
  )
  return [...all].map(([id, states]) => ({
    code: states[0]!.code,
    titles: [...new Set(states.flatMap(({ title }) => Object.values(title)))],
    show: lowest([states[0]!.access.show, rules.get(id)?.rule.show ?? 'unlisted']),
  }))
}

/** @throws NoteNamesRestricted */
export const checkNote = (note: LocalizedText, sessions: readonly Nameable[]): void => {
  const named = restrictedIn(note, sessions).filter(({ show }) => show !== 'listed')
  if (named.length) throw new NoteNamesRestricted(named)
}
