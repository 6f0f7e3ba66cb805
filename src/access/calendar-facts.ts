import type { SavedRule } from '../agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import type { Release } from '../agenda/release.entity.ts'
import type { AccessRule, ReleasedSession } from '../agenda/release.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Audience, Facts } from './facts.ts'
import { levelFor, only } from './levels.ts'
import { openTo, ruleOf, stricter } from './rule.ts'
import { KeptOfSessions, roomsIn, sessionsIn, type SeenMoment } from './sight.ts'
import type { CalendarFacts, SessionView } from './view.ts'

/** Leaving Draft turns TENTATIVE into CONFIRMED: a change of status as a calendar shows it (RFC 5545, 3.8.1.11). */
const statusOf = ({ status }: Pick<ReleasedSession, 'status'>, release: Release): string =>
  status === 'cancelled' ? 'CANCELLED' : release.label === 'Draft' ? 'TENTATIVE' : 'CONFIRMED'

const counted = new KeptOfSessions<string>()

/** What SEQUENCE counts (RFC 5546, 2.1.4): start, end, place, title and status, as shown. "Closed meeting" never changes. */
const countedOf = (session: ReleasedSession, release: Release, closed: boolean): string => {
  const room = session.room === null ? undefined : roomsIn(release.content).get(session.room)
  const status = statusOf(session, release)
  return counted.of(session, room, `${closed} ${status}`, () =>
    JSON.stringify([
      ...[session.day, session.startsAt, session.endsAt],
      room ? [room.name, room.place, room.onlineOnly] : null,
      closed ? null : session.title,
      status,
    ]),
  )
}

/**
 * What a calendar needs to know of the entry that a session is in the last moment of the chain.
 *
 * *Listed*, *programme* and *attend* show the same start, end, place, title and status under one UID, so they count
 * together: a session that rises from listed to programme must not fall back to 0. A *closed* entry counts for itself.
 * Moments at which nothing of the session was shown count for nothing: SEQUENCE tells of no hidden past.
 */
export const calendarFacts = (
  id: SessionId,
  chain: readonly SeenMoment[],
  saved: SavedRule,
  audience: Audience,
): CalendarFacts => {
  const closed = chain.at(-1)?.seen.get(id)?.level === 'closed'
  let shown: string | undefined
  let stamp: Temporal.Instant | undefined
  for (const { moment, seen } of chain) {
    const sight = seen.get(id)
    const text =
      sight &&
      moment.release &&
      `${statusOf(sight.whole, moment.release)} ${closed ? JSON.stringify(only('closed', sight.whole)) : sight.shown}`
    if (text !== shown && text !== undefined) stamp = moment.at
    shown = text
  }
  const at = stamp ?? chain.at(-1)!.moment.at
  const ruleAt = levelChangedBySaving(id, chain, saved, audience)
  return {
    uid: closed ? saved.closedUid : id,
    sequence: sequenceOf(id, chain, saved, audience, closed),
    stamp: ruleAt && Temporal.Instant.compare(ruleAt, at) > 0 ? ruleAt : at,
  }
}

/**
 * How often what is counted changed in what this audience was told, each time under the rule that was saved then. A rule that is
 * saved later hides what was told, but does not untell it: a program that has a SEQUENCE ignores a lower one (RFC 5546, 2.1.5).
 */
const sequenceOf = (
  id: SessionId,
  chain: readonly SeenMoment[],
  saved: SavedRule,
  audience: Audience,
  closed: boolean,
): number => {
  let sequence = 0
  let told: string | undefined
  for (const { release, rule } of tellings(chain, saved)) {
    const session = sessionsIn(release.content).get(id)
    const level = session && levelFor(stricter(ruleOf(session.access), ruleOf(rule)), audience, session.day)
    if (!level || (level === 'closed') !== closed) continue
    const now = countedOf(session, release, closed)
    if (told !== undefined && told !== now) sequence++
    told = now
  }
  return sequence
}

/** A release that came into force, or a rule that was saved, with what held then. */
interface Telling {
  readonly release: Release
  readonly rule: AccessRule
}

/** By the last moment of a chain, which stands in no other, and the rule: the same for every audience and language. */
const told = new WeakMap<ReleaseMoment, WeakMap<SavedRule, readonly Telling[]>>()

/** Each time that something could be seen anew. */
const tellings = (chain: readonly SeenMoment[], saved: SavedRule): readonly Telling[] => {
  const last = chain.at(-1)
  if (!last) return []
  const known = told.get(last.moment) ?? new WeakMap<SavedRule, readonly Telling[]>()
  told.set(last.moment, known)
  const list = known.get(saved) ?? listTellings(chain, saved)
  known.set(saved, list)
  return list
}

const listTellings = (chain: readonly SeenMoment[], saved: SavedRule): Telling[] => {
  const first = chain[0]?.moment.at
  const times = [
    ...chain.map(({ moment }) => moment.at),
    ...saved.history.map(({ savedAt }) => savedAt).filter((at) => first && Temporal.Instant.compare(at, first) > 0),
  ].sort(Temporal.Instant.compare)
  return times.flatMap((at) => {
    const by = (then: Temporal.Instant): boolean => Temporal.Instant.compare(then, at) <= 0
    const release = chain.findLast(({ moment }) => by(moment.at))?.moment.release
    const rule = saved.history.findLast(({ savedAt }) => by(savedAt)) ?? saved.history[0] ?? saved
    return release ? [{ release, rule: rule.rule }] : []
  })
}

/** The last moment at which saving a rule changed, by itself, the level of what was released then, or whom it is said to be for. */
const levelChangedBySaving = (
  id: SessionId,
  chain: readonly SeenMoment[],
  saved: SavedRule,
  audience: Audience,
): Temporal.Instant | undefined =>
  saved.history.reduce<Temporal.Instant | undefined>((last, { rule, savedAt }, index) => {
    const before = saved.history[index - 1]?.rule
    if (!before) return last
    const then = chain.findLast(({ moment }) => Temporal.Instant.compare(moment.at, savedAt) <= 0)
    const released = then?.moment.release && sessionsIn(then.moment.release.content).get(id)
    if (!released) return last
    const inRelease = ruleOf(released.access)
    const shown = (by: AccessRule): string => {
      const held = stricter(inRelease, ruleOf(by))
      const level = levelFor(held, audience, released.day)
      return JSON.stringify([level, level && level !== 'closed' ? openTo(held) : null])
    }
    return shown(before) === shown(rule) ? last : savedAt
  }, undefined)

/**
 * DTSTAMP for one person: that of the entry or, if later, the moment the person's own facts last changed its level.
 * It is not in the view, which all readers with the same facts share.
 */
export const stampFor = (entry: SessionView, facts: Facts): Temporal.Instant => {
  const changed = facts.changed
  const rule = 'openTo' in entry ? entry.openTo.attend : 'invited'
  const moments = [
    changed?.days?.get(entry.day.toString()),
    rule === 'constituencies' ? changed?.constituency : undefined,
    rule === 'invited' && entry.level !== 'closed' ? changed?.groups : undefined,
  ].filter((moment) => moment !== undefined)
  return moments.reduce(
    (latest, moment) => (Temporal.Instant.compare(moment, latest) > 0 ? moment : latest),
    entry.calendar.stamp,
  )
}
