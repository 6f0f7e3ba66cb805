import { Injectable } from '@nestjs/common'
import type { PersonId, SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { PLACE_MODES, type PlaceMode } from '../registration.ts'
import { Registrations } from '../registrations.service.ts'
import { Pools, poolsFor } from './pools.service.ts'
import { sessionPlace, type SessionPlace } from './session-place.ts'

const FREE: Readonly<Record<PlaceMode, SessionPlace>> = { 'in-person': { is: 'free' }, online: { is: 'free' } }

/** Says how people stand with sessions that have places of their own, at this moment. */
@Injectable()
export class SessionPlaces {
  constructor(
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
    const seeker = { constituency, delegation: null }
    const limited = new Set(
      PLACE_MODES.filter((mode) => poolsFor(pools, seeker, { day: date, mode, session: id }).length > 0),
    )
    const standing = own?.standing.days
      .find((each) => each.day === date)
      ?.sessions?.find(({ session }) => session === id)
    return {
      'in-person': sessionPlace(limited, 'in-person', standing),
      online: sessionPlace(limited, 'online', standing),
    }
  }
}
