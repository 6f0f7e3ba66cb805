import { Injectable } from '@nestjs/common'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { PersonId, SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Database } from '../../platform/database/database.ts'
import { PLACE_MODES, type PlaceMode, type RegistrationState } from '../registration.ts'
import { Registrations } from '../registrations.service.ts'
import { Pools, poolsFor, type PoolRow } from './pools.service.ts'
import { extraStatus } from '../standing.ts'
import type { ExtraState } from './choices.service.ts'
import { letsIn, sessionPlace, type SessionPlace } from './session-place.ts'

const FREE: Readonly<Record<PlaceMode, SessionPlace>> = { 'in-person': { is: 'free' }, online: { is: 'free' } }

/** Says how people stand with sessions that have places of their own, at this moment. */
@Injectable()
export class SessionPlaces {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly registrations: Registrations,
  ) {}

  /** In the room and online; `free` where nobody needs a place in it. */
  async of(
    meeting: Meeting,
    person: PersonId,
    { id, day }: { id: SessionId; day: Temporal.PlainDate },
  ): Promise<Readonly<Record<PlaceMode, SessionPlace>>> {
    const date = day.toString()
    const pools = (await this.pools.of(meeting.id, [date])).filter(({ session }) => session === id)
    if (pools.length === 0) return FREE
    const own = await this.registrations.own(meeting, person)
    const constituency = own?.verified?.constituency ?? own?.claim?.constituency ?? null
    const limited = limitedIn(pools, constituency)
    const standing = own?.standing.days
      .find((each) => each.day === date)
      ?.sessions?.find(({ session }) => session === id)
    return {
      'in-person': sessionPlace(limited, 'in-person', standing),
      online: sessionPlace(limited, 'online', standing),
    }
  }

  /** Who of many people may go in online, as far as the places of the session go; two queries, however many they are. */
  async letInOnline(
    meeting: Meeting,
    { id, day }: { id: SessionId; day: Temporal.PlainDate },
    persons: readonly PersonId[],
  ): Promise<ReadonlySet<PersonId>> {
    const date = day.toString()
    const pools = (await this.pools.of(meeting.id, [date])).filter(({ session }) => session === id)
    if (pools.length === 0) return new Set(persons)
    const rows = await this.database.query<{
      person_id: PersonId
      constituency: ConstituencyId | null
      state: RegistrationState
      extra: ExtraState | null
    }>(
      `SELECT r.person_id, coalesce(r.verified_constituency, r.claimed_constituency) AS constituency, r.state, e.state AS extra
         FROM registration r
         LEFT JOIN extra_choice e ON e.registration_id = r.id AND e.day = $3 AND e.session_id = $2
        WHERE r.meeting_id = $1 AND r.person_id = ANY ($4::uuid[])`,
      [meeting.id, id, date, persons],
    )
    return new Set(
      rows.flatMap(({ person_id, constituency, state, extra }) => {
        const standing = extra ? { status: extraStatus(state, extra) } : undefined
        return letsIn(sessionPlace(limitedIn(pools, constituency), 'online', standing)) ? [person_id] : []
      }),
    )
  }
}

/** In which ways people of a constituency need a place in the session that these pools are of. */
const limitedIn = (pools: readonly PoolRow[], constituency: ConstituencyId | null): ReadonlySet<PlaceMode> =>
  new Set(
    PLACE_MODES.filter((mode) =>
      pools.some(
        ({ day, session }) => poolsFor(pools, { constituency, delegation: null }, { day, mode, session }).length > 0,
      ),
    ),
  )
