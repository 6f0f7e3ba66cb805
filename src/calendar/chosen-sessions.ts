import { isNamed, type AgendaView, type NamedEntry } from '../access/view.ts'
import { isFollowable } from './selection.ts'

/** No meeting has more; whoever names more asks for nothing that is there. */
const MOST = 300

/** The codes that an address or a form names (`session=PL-1&session=PL-2`), each once, in whatever case it was typed. */
export const codesIn = (asked: unknown): string[] => {
  const all: unknown[] = typeof asked === 'object' && asked !== null ? Object.values(asked) : [asked]
  const codes = all.filter((code): code is string => typeof code === 'string' && code !== '')
  return [...new Set(codes.slice(0, MOST).map((code) => code.toUpperCase()))]
}

/**
 * The sessions of a view that are named. Others are passed over without a word: one that this reader may not see is answered like
 * one that there never was, and who subscribed to a list keeps it when a session leaves.
 */
export const chosenIn = (view: AgendaView, codes: readonly string[]): NamedEntry[] =>
  followableIn(view).filter((entry) => codes.includes(entry.code.toUpperCase()))

/** The sessions of a view that somebody can follow, in order. */
export const followableIn = (view: AgendaView): NamedEntry[] =>
  view.days.flatMap((day) => day.sessions.filter(isNamed)).filter(isFollowable)

/** Sessions as the query of an address. */
export const sessionsQuery = (entries: readonly NamedEntry[]): string =>
  new URLSearchParams(entries.map(({ code }) => ['session', code])).toString()
