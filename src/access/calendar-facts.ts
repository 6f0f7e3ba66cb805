import type { SavedRule } from '../agenda/access-rules.service.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Audience, Facts } from './facts.ts'
import { levelFor, only } from './levels.ts'
import { ruleOf, stricter } from './rule.ts'
import type { SeenMoment, Sight } from './sight.ts'
import type { CalendarFacts, SessionView } from './view.ts'

/** Leaving Draft turns TENTATIVE into CONFIRMED: a change of status as a calendar shows it (RFC 5545, 3.8.1.11). */
const statusOf = (sight: Sight, { moment }: SeenMoment): string =>
  sight.whole.status === 'cancelled' ? 'CANCELLED' : moment.release?.label === 'Draft' ? 'TENTATIVE' : 'CONFIRMED'

/** What SEQUENCE counts (RFC 5546, 2.1.4): start, end, place, title and status, as shown. "Closed meeting" never changes. */
const countedOf = (sight: Sight, seen: SeenMoment, closed: boolean): string => {
  const { day, start, end, room, title } = sight.whole
  return JSON.stringify([day, start, end, room ?? null, closed ? null : title, statusOf(sight, seen)])
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
  let sequence = 0
  let counted: string | undefined
  let shown: string | undefined
  let stamp: Temporal.Instant | undefined
  for (const seen of chain) {
    const sight = seen.seen.get(id)
    const text =
      sight && `${statusOf(sight, seen)} ${closed ? JSON.stringify(only('closed', sight.whole)) : sight.shown}`
    if (sight && (closed || sight.level !== 'closed')) {
      const now = countedOf(sight, seen, closed)
      if (counted !== undefined && counted !== now) sequence++
      counted = now
    }
    if (text !== shown && text !== undefined) stamp = seen.moment.at
    shown = text
  }
  const at = stamp ?? chain.at(-1)!.moment.at
  const ruleAt = levelChangedBySaving(id, chain, saved, audience)
  return {
    uid: closed ? saved.closedUid : id,
    sequence,
    stamp: ruleAt && Temporal.Instant.compare(ruleAt, at) > 0 ? ruleAt : at,
  }
}

/** The last moment at which saving a rule changed the level, by itself, of what was released then. */
const levelChangedBySaving = (
  id: SessionId,
  chain: readonly SeenMoment[],
  saved: SavedRule,
  audience: Audience,
): Temporal.Instant | undefined =>
  saved.history.reduce<Temporal.Instant | undefined>((last, { rule, savedAt }, index) => {
    const before = saved.history[index - 1]?.rule
    const then = chain.findLast(({ moment }) => Temporal.Instant.compare(moment.at, savedAt) <= 0)
    const released = then?.moment.release?.content.sessions.find((session) => session.id === id)
    if (!before || !released) return last
    const inRelease = ruleOf(released.access)
    const was = levelFor(stricter(inRelease, ruleOf(before)), audience, released.day)
    const is = levelFor(stricter(inRelease, ruleOf(rule)), audience, released.day)
    return was === is ? last : savedAt
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
