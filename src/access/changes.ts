import type { ReleaseLabel } from '../agenda/release.ts'
import type { Localized } from '../kernel/localized-text.ts'
import type { AgendaView, ClosedEntry, MeetingView, NamedEntry, ReleaseView, SessionView } from './view.ts'
import type { Locale } from '../kernel/locale.ts'

/** What else of a session can change beside time, room, title and whether it takes place. */
export const DETAILS = [
  'kind',
  'format',
  'interpretation',
  'openTo',
  'abstract',
  'officers',
  'items',
  'online',
  'capacity',
] as const
export type Detail = (typeof DETAILS)[number]

/** One thing that is different about an entry, for one audience, in one language. */
export type Change =
  | { readonly kind: 'added'; readonly entry: SessionView }
  | { readonly kind: 'removed'; readonly before: SessionView }
  /** What was only "Closed meeting" can be seen now. */
  | { readonly kind: 'opened'; readonly before: ClosedEntry; readonly entry: NamedEntry }
  /** To another time, another room, or both. */
  | {
      readonly kind: 'moved'
      readonly before: SessionView
      readonly entry: SessionView
      readonly time: boolean
      readonly room: boolean
    }
  | { readonly kind: 'cancelled'; readonly entry: SessionView }
  | { readonly kind: 'reinstated'; readonly entry: SessionView }
  | { readonly kind: 'retitled'; readonly before: Localized; readonly entry: NamedEntry }
  | {
      readonly kind: 'changed'
      readonly before: NamedEntry
      readonly entry: NamedEntry
      readonly details: readonly Detail[]
    }

/** The difference between two releases as one audience sees them. */
export interface AgendaChanges {
  readonly locale: Locale
  readonly meeting: MeetingView
  /** Absent when there is nothing before. */
  readonly from?: ReleaseView
  readonly to: ReleaseView
  readonly changes: readonly Change[]
  /** Labels between which one may choose, oldest first. */
  readonly labels: readonly ReleaseLabel[]
}

/** All that changed of one entry. */
export interface ChangedEntry {
  readonly entry: SessionView
  readonly changes: readonly Change[]
}

const entryOf = (change: Change): SessionView => (change.kind === 'removed' ? change.before : change.entry)

/** The changes by entry, in the order of the agenda. */
export const changesByEntry = (changes: readonly Change[]): ChangedEntry[] =>
  [...Map.groupBy(changes, (change) => entryOf(change).calendar.uid)].map(([, of]) => ({
    entry: entryOf(of[0]!),
    changes: of,
  }))

/** Everything in a view, in its order. */
export const entriesOf = (view: AgendaView): SessionView[] => view.days.flatMap((day) => day.sessions)

const keyOf = (entry: SessionView): string => (entry.level === 'closed' ? entry.calendar.uid : entry.id)

const text = (value: unknown): string => JSON.stringify(value ?? null)

/** What people call a room: its key, which only stands in addresses, is no news. */
const roomOf = ({ room }: SessionView): string => text(room && [room.name, room.place, room.onlineOnly])

/** Where and when, as people see it. */
const timeOf = (entry: SessionView): string => text([entry.day, entry.start, entry.end])

const detailsOf = (before: NamedEntry, entry: NamedEntry): Detail[] =>
  DETAILS.filter((detail) => {
    const was = detail in before ? text(before[detail as keyof NamedEntry]) : undefined
    const is = detail in entry ? text(entry[detail as keyof NamedEntry]) : undefined
    // What only one of the two levels shows did not change: it was not shown.
    return was !== undefined && is !== undefined ? was !== is : before.level === entry.level && was !== is
  })

const changesOf = (before: SessionView, entry: SessionView): Change[] => {
  const changes: Change[] = []
  if (before.status !== entry.status)
    changes.push({ kind: entry.status === 'cancelled' ? 'cancelled' : 'reinstated', entry })
  const time = timeOf(before) !== timeOf(entry)
  const room = roomOf(before) !== roomOf(entry)
  if (time || room) changes.push({ kind: 'moved', before, entry, time, room })
  if (before.level === 'closed' || entry.level === 'closed') return changes
  if (text(before.title) !== text(entry.title)) changes.push({ kind: 'retitled', before: before.title, entry })
  const details = detailsOf(before, entry)
  if (details.length) changes.push({ kind: 'changed', before, entry, details })
  return changes
}

/**
 * What is different in `after`, in the order of the agenda. Both views are of one audience and made under the same
 * rules, so nothing that left by restriction is in either.
 */
export const diff = (before: AgendaView, after: AgendaView): Change[] => {
  const was = new Map(entriesOf(before).map((entry) => [keyOf(entry), entry]))
  const is = new Map(entriesOf(after).map((entry) => [keyOf(entry), entry]))
  const gone = [...was.values()].filter((entry) => !is.has(keyOf(entry)))
  const opened = new Set<SessionView>()
  const changes = [...is.values()].flatMap((entry): Change[] => {
    const old = was.get(keyOf(entry))
    if (old) return changesOf(old, entry)
    const closed = gone.find(
      (one): one is ClosedEntry =>
        one.level === 'closed' &&
        !opened.has(one) &&
        text([timeOf(one), one.room]) === text([timeOf(entry), entry.room]),
    )
    if (!closed || entry.level === 'closed') return [{ kind: 'added', entry }]
    opened.add(closed)
    return [{ kind: 'opened', before: closed, entry }]
  })
  const removed = gone
    .filter((entry) => !opened.has(entry))
    .map((entry): Change => ({ kind: 'removed', before: entry }))
  return [...changes, ...removed].sort((a, b) => (whenOf(a) < whenOf(b) ? -1 : whenOf(a) > whenOf(b) ? 1 : 0))
}

const whenOf = (change: Change): string => {
  const entry = change.kind === 'removed' ? change.before : change.entry
  return `${entry.day} ${entry.start?.toInstant() ?? '~'}`
}
