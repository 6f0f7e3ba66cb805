import { changesByEntry, type AgendaChanges, type Change, type ChangedEntry } from '../access/changes.ts'
import { isNamed, type NamedEntry, type SessionView } from '../access/view.ts'
import { isPause } from '../agenda/release.ts'
import type { SessionId } from '../kernel/id.ts'

/** Whether a detail of a session is about how to take part. */
export const isHow = (detail: string): boolean => detail === 'format' || detail === 'online'

/** Whether who attends must know: where, when, whether it takes place, or how to join. A new title can wait. */
export const mustKnow = (change: Change): boolean => {
  switch (change.kind) {
    case 'moved':
    case 'cancelled':
    case 'reinstated':
    case 'removed':
      return true
    case 'changed':
      return change.details.some(isHow)
    default:
      return false
  }
}

/** The sessions that somebody follows, and those in which they hold a place of their own. */
export interface Attends {
  readonly follows: ReadonlySet<SessionId>
  readonly places: ReadonlySet<SessionId>
}

/**
 * Whether a session is one of theirs. Who chose none takes part in what they may attend: a delegate who never followed
 * anything must not miss that the opening has moved.
 */
const isTheirs = (entry: NamedEntry, { follows, places }: Attends): boolean =>
  follows.size || places.size
    ? follows.has(entry.id) || places.has(entry.id)
    : entry.level === 'attend' && !isPause(entry.kind)

/** What changed of somebody's sessions that they must know. What they may not see the code of is nobody's session. */
export const affectedOf = ({ changes }: AgendaChanges, attends: Attends): ChangedEntry[] =>
  changesByEntry(changes).filter(
    ({ entry, changes: of }) => of.some(mustKnow) && isNamed(entry) && isTheirs(entry, attends),
  )

/** A change of a session that starts so soon is told of at once. */
const SOON = { hours: 24 }

/** The times that a change is about: as they were, and as they are. */
const timesOf = (change: Change): SessionView[] =>
  change.kind === 'removed' ? [change.before] : change.kind === 'moved' ? [change.before, change.entry] : [change.entry]

/** Whether something of it, as it was or as it is, starts within a day; what is over is not urgent any more. */
export const isUrgent = (entries: readonly ChangedEntry[], now: Temporal.Instant): boolean =>
  entries
    .flatMap(({ changes }) => changes.filter(mustKnow).flatMap(timesOf))
    .some(
      ({ start, end }) =>
        start !== null &&
        end !== null &&
        Temporal.Instant.compare(start.toInstant(), now.add(SOON)) <= 0 &&
        Temporal.Instant.compare(end.toInstant(), now) > 0,
    )
