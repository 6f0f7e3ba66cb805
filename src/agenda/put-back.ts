import type { SessionId } from '../kernel/id.ts'
import { LOCALES } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { ReleaseContent, ReleasedSession } from './release.ts'
import type { SessionChanges } from './session.ts'

/** What an old release asks of a session of the working copy. Who may attend is not put back: rules stay as saved. */
export type PutBackChanges = SessionChanges & { status: 'confirmed' | 'cancelled' }

/** What putting a release back would do. */
export interface PuttingBack {
  /** By session: as it was in that release. */
  readonly changes: ReadonlyMap<SessionId, PutBackChanges>
  /** Sessions that were published since: they were announced, so they are cancelled and not dropped. */
  readonly cancelled: readonly ReleasedSession[]
  /** Sessions that were never published: they stay as they are being prepared. */
  readonly kept: readonly ReleasedSession[]
  /** Sessions of the release that cannot come back: they are gone from the meeting, or their day is. */
  readonly lost: readonly ReleasedSession[]
}

/** Every language named, so that one that was not there then goes away. */
const whole = (text: LocalizedText): LocalizedText =>
  Object.fromEntries(LOCALES.map((locale) => [locale, text[locale] ?? '']))

const time = (text: string | null): Temporal.PlainTime | null => (text === null ? null : Temporal.PlainTime.from(text))

const fieldsOf = (session: ReleasedSession, rooms: ReadonlySet<string>): PutBackChanges => ({
  kind: session.kind,
  title: whole(session.title),
  abstract: whole(session.abstract),
  day: Temporal.PlainDate.from(session.day),
  start: time(session.start),
  end: time(session.end),
  room: session.room && rooms.has(session.room) ? session.room : null,
  format: session.format,
  interpretation: session.interpretation,
  officers: session.officers,
  items: session.items,
  capacity: session.capacity,
  status: session.status,
})

/**
 * What makes the working copy say what an old release said, as edits of its sessions. `now` is the working copy, `inForce`
 * what readers know. A room that the meeting gave up since is to be announced.
 */
export const puttingBack = (
  old: ReleaseContent,
  now: ReleaseContent,
  inForce: ReleaseContent | undefined,
  days: readonly { readonly date: Temporal.PlainDate }[],
): PuttingBack => {
  const rooms = new Set(now.rooms.map(({ id }) => id as string))
  const dates = new Set(days.map(({ date }) => date.toString()))
  const here = new Set(now.sessions.map(({ id }) => id))
  const then = new Map(old.sessions.map((session) => [session.id, session]))
  const known = new Set(inForce?.sessions.map(({ id }) => id))
  const since = now.sessions.filter(({ id }) => !then.has(id))
  const cancelled = since.filter(({ id, status }) => known.has(id) && status === 'confirmed')
  const back = old.sessions.filter(({ id, day }) => here.has(id) && dates.has(day))
  return {
    changes: new Map([
      ...back.map((session): [SessionId, PutBackChanges] => [session.id, fieldsOf(session, rooms)]),
      ...cancelled.map(({ id }): [SessionId, PutBackChanges] => [id, { status: 'cancelled' }]),
    ]),
    cancelled,
    kept: since.filter(({ id }) => !known.has(id)),
    lost: old.sessions.filter((session) => !back.includes(session)),
  }
}
