import { isDeepStrictEqual } from 'node:util'
import type { ReleaseContent, ReleasedSession } from './release.ts'

/** What of a session can differ between a release and the working copy. */
export type ChangeableField = Exclude<keyof ReleasedSession, 'id' | 'code' | 'start' | 'end'>

const FIELDS = Object.keys({
  kind: true,
  title: true,
  abstract: true,
  day: true,
  startsAt: true,
  endsAt: true,
  room: true,
  format: true,
  interpretation: true,
  officers: true,
  items: true,
  access: true,
  capacity: true,
  status: true,
} satisfies Record<ChangeableField, true>) as ChangeableField[]

/** How a session of the working copy differs from the last release. */
export type WorkingChange =
  | { kind: 'added'; session: ReleasedSession }
  | { kind: 'removed'; session: ReleasedSession }
  | { kind: 'changed'; before: ReleasedSession; session: ReleasedSession; fields: readonly ChangeableField[] }

/** The fields in which two states of a session differ. */
export const changedFields = (before: ReleasedSession, after: ReleasedSession): ChangeableField[] =>
  FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]))

/** What publishing the whole working copy would change, in the order of the agenda. */
export const workingCopyChanges = (last: ReleaseContent | undefined, now: ReleaseContent): WorkingChange[] => {
  const before = new Map((last?.sessions ?? []).map((session) => [session.id, session]))
  const kept = new Set(now.sessions.map((session) => session.id))
  const changes = now.sessions.flatMap((session): WorkingChange[] => {
    const old = before.get(session.id)
    if (!old) return [{ kind: 'added', session }]
    const fields = changedFields(old, session)
    return fields.length ? [{ kind: 'changed', before: old, session, fields }] : []
  })
  const removed = [...before.values()].filter((session) => !kept.has(session.id))
  return [...changes, ...removed.map((session): WorkingChange => ({ kind: 'removed', session }))]
}

/** Whether two contents say the same, in whatever order the database keeps their keys. */
export const sameContent = (a: ReleaseContent, b: ReleaseContent): boolean => {
  const usedRooms = (content: ReleaseContent): unknown[] =>
    content.rooms
      .filter((room) => content.sessions.some((session) => session.room === room.id))
      .toSorted((x, y) => (x.id < y.id ? -1 : 1))
  return !workingCopyChanges(a, b).length && isDeepStrictEqual(usedRooms(a), usedRooms(b))
}
