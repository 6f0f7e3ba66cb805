import { hash } from 'node:crypto'
import type { SavedRules } from '../agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import type { ReleaseContent, ReleasedRoom, ReleasedSession } from '../agenda/release.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Audience } from './facts.ts'
import { levelFor, only, type EntryLevel } from './levels.ts'
import { NOBODY, openTo, ruleOf, stricter, type Rule } from './rule.ts'

/** A session as an audience sees it, in all languages still: what is compared from release to release. */
export interface Sight {
  readonly level: EntryLevel
  /** Everything known of it; only the gate, which cuts it down to its level, holds one. */
  readonly whole: Whole
  /** A digest of what is shown at its level, to compare. */
  readonly shown: string
}

/** A released session with its room, as the rule in force describes it. */
export type Whole = ReturnType<typeof wholeOf>

const wholeOf = (session: ReleasedSession, room: ReleasedRoom | undefined, rule: Rule) => ({
  id: session.id,
  code: session.code,
  kind: session.kind,
  title: session.title,
  abstract: session.abstract,
  day: session.day,
  start: session.startsAt,
  end: session.endsAt,
  /** Not shown: a session that moves between two rooms of one name moved for nobody. */
  roomId: session.room,
  room: room && { name: room.name, place: room.place, onlineOnly: room.onlineOnly },
  format: session.format,
  interpretation: session.interpretation,
  officers: session.officers.map(({ role, name }) => ({ role, name })),
  items: session.items,
  openTo: openTo(rule),
  online: session.format !== 'in-person',
  capacity: session.capacity,
  status: session.status,
})

/** The stricter of the rule in a release and the rule saved now. A session without a saved rule is shown to nobody. */
export const ruleInForce = (session: ReleasedSession, rules: SavedRules): Rule => {
  const saved = rules.get(session.id)
  return saved ? stricter(ruleOf(session.access), ruleOf(saved.rule)) : NOBODY
}

/** What a content holds by its ids; a content is never altered. */
const byId = <Id extends string, Part extends { readonly id: Id }>(
  parts: (content: ReleaseContent) => readonly Part[],
) => {
  const known = new WeakMap<ReleaseContent, ReadonlyMap<Id, Part>>()
  return (content: ReleaseContent): ReadonlyMap<Id, Part> => {
    const found = known.get(content) ?? new Map(parts(content).map((part) => [part.id, part]))
    known.set(content, found)
    return found
  }
}

export const sessionsIn = byId(({ sessions }) => sessions)

export const roomsIn = byId(({ rooms }) => rooms)

/** What is kept of a session in its room: a release of some sessions only has the others as before, in rooms that may be new. */
export class KeptOfSessions<Value> {
  private readonly kept = new WeakMap<ReleasedSession, WeakMap<object, Map<string, Value>>>()

  /** What is kept under a key, or made now. */
  of(session: ReleasedSession, room: ReleasedRoom | undefined, key: string, make: () => Value): Value {
    const inRooms = this.kept.get(session) ?? new WeakMap<object, Map<string, Value>>()
    this.kept.set(session, inRooms)
    const here = inRooms.get(room ?? session) ?? new Map<string, Value>()
    inRooms.set(room ?? session, here)
    const known = here.get(key)
    if (known !== undefined) return known
    const made = make()
    here.set(key, made)
    return made
  }
}

/** By level and whom it is said to be for: the same for every audience and language. */
const sights = new KeptOfSessions<Sight>()

const sightAt = (level: EntryLevel, session: ReleasedSession, room: ReleasedRoom | undefined, rule: Rule): Sight => {
  const to = openTo(rule)
  const key = `${level} ${to.attend} ${to.attend === 'constituencies' ? to.constituencies.join() : ''}`
  return sights.of(session, room, key, () => {
    const whole = wholeOf(session, room, rule)
    return { level, whole, shown: hash('sha256', JSON.stringify([level, only(level, whole)]), 'base64url') }
  })
}

/**
 * What an audience sees of a content: by session, and nothing at all of what is unlisted to it. No session is
 * shown more openly than each content of `noMoreThan` shows it.
 */
export const sightOf = (
  content: ReleaseContent,
  rules: SavedRules,
  audience: Audience,
  noMoreThan: readonly ReleaseContent[] = [],
): ReadonlyMap<SessionId, Sight> => {
  const bounds = noMoreThan.map(sessionsIn)
  const rooms = roomsIn(content)
  const seen = new Map<SessionId, Sight>()
  for (const session of content.sessions) {
    const rule = bounds.reduce(
      (all, bound) => {
        const before = bound.get(session.id)
        return before && before !== session ? stricter(all, ruleOf(before.access)) : all
      },
      ruleInForce(session, rules),
    )
    const level = levelFor(rule, audience, session.day)
    if (!level) continue
    seen.set(session.id, sightAt(level, session, session.room ? rooms.get(session.room) : undefined, rule))
  }
  return seen
}

/** Whether two sights show the same. */
export const sameSight = (before: ReadonlyMap<SessionId, Sight>, after: ReadonlyMap<SessionId, Sight>): boolean =>
  before.size === after.size && [...after].every(([id, sight]) => before.get(id)?.shown === sight.shown)

/** A moment of the chain, as an audience saw it under the rules that hold now. */
export interface SeenMoment {
  readonly moment: ReleaseMoment
  readonly seen: ReadonlyMap<SessionId, Sight>
}

/** What an audience sees of each moment of the chain. */
export const sightsOf = (
  moments: readonly ReleaseMoment[],
  rules: SavedRules,
  audience: Audience,
  noMoreThan: readonly ReleaseContent[] = [],
): SeenMoment[] =>
  moments.map((moment) => ({
    moment,
    seen: moment.release ? sightOf(moment.release.content, rules, audience, noMoreThan) : new Map<SessionId, Sight>(),
  }))
