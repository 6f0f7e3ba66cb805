import type { Facts } from '../access/facts.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { PersonId } from '../kernel/id.ts'
import type { PlaceMode, RegistrationState } from './registration.ts'

/** Milliseconds since 1970, as JSON carries them. */
type Moment = number

/** What the tables say of a person in a meeting: all that facts follow from. */
export interface Known {
  readonly registration: {
    readonly state: RegistrationState
    readonly constituency: ConstituencyId | null
    readonly verifiedAt: Moment | null
    readonly changedAt: Moment
    /** When it last went from one state into another. */
    readonly movedAt: Moment | null
    /** Every day of the meeting, chosen or not: one lost to a correction has no choice any more, and changed with it. */
    readonly days: readonly (readonly [day: string, held: PlaceMode | null, since: Moment | null])[]
  } | null
  readonly groups: readonly string[] | null
  /** When they last came into a group or left one. */
  readonly groupsAt: Moment | null
}

/** A moment in SQL as milliseconds since 1970: by way of a double, which holds them exactly and costs less than `extract` and its numeric. */
export const ms = (moment: string): string => `(date_part('epoch', ${moment}) * 1000)::bigint`

/** The value (json) that `factsFrom` reads, for a meeting and a person given in SQL: any question can carry it along. */
export const knownSql = (meeting: string, person: string): string => `
  json_build_object(
    'registration', (
      SELECT json_build_object(
               'state', r.state, 'constituency', r.verified_constituency, 'verifiedAt', ${ms('r.verified_at')},
               'changedAt', ${ms('r.changed_at')},
               'movedAt', (SELECT ${ms('max(h.at)')} FROM registration_change h
                            WHERE h.registration_id = r.id AND h.from_state <> h.to_state),
               'days', (SELECT json_agg(json_build_array(d.date, c.held, ${ms('c.since')}) ORDER BY d.date)
                          FROM meeting_day d LEFT JOIN day_choice c ON c.registration_id = r.id AND c.day = d.date
                         WHERE d.meeting_id = r.meeting_id))
        FROM registration r WHERE r.meeting_id = ${meeting} AND r.person_id = ${person}),
    'groups', (SELECT json_agg(g.group_key ORDER BY g.group_key) FROM session_group_member g
                WHERE g.meeting_id = ${meeting} AND g.person_id = ${person}),
    'groupsAt', (SELECT ${ms('g.at')} FROM session_group_change g
                  WHERE g.meeting_id = ${meeting} AND g.person_id = ${person}))`

const latest = (...moments: (Moment | null)[]): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(Math.max(0, ...moments.map((moment) => moment ?? 0)))

/** What is true of a person: only what was verified, only places that are confirmed. Undefined when nothing is known. */
export const factsFrom = ({ registration, groups, groupsAt }: Known, person: PersonId): Facts | undefined => {
  if (!registration && !groups?.length && groupsAt === null) return undefined
  const confirmed = registration?.state === 'confirmed'
  const days = new Map<string, PlaceMode>()
  const changed = new Map<string, Temporal.Instant>()
  for (const [day, held, since] of registration?.days ?? []) {
    if (confirmed && held) days.set(day, held)
    changed.set(day, latest(since ?? registration?.verifiedAt ?? null, registration?.movedAt ?? null))
  }
  return {
    person,
    days,
    ...(confirmed && registration.constituency && { constituency: registration.constituency }),
    groups: new Set(groups),
    changed: {
      ...(registration && {
        days: changed,
        constituency: latest(registration.verifiedAt, registration.movedAt),
      }),
      ...(groupsAt !== null && { groups: latest(groupsAt) }),
    },
  }
}

/** When a registration ended, if it has. */
export const endedAt = ({ registration }: Known): Temporal.Instant | undefined =>
  registration && ['withdrawn', 'declined'].includes(registration.state) ? latest(registration.changedAt) : undefined
