import { Injectable } from '@nestjs/common'
import { In } from 'typeorm'
import { quotaKeyOf, type Delegation, type DelegationRole } from '../../delegations/delegation.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import type { PersonId, RegistrationId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { People } from '../../people/people.service.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { dayDoor, modesOf } from '../places/days-open.ts'
import { Pools } from '../places/pools.service.ts'
import { PLACE_MODES, type Names, type PlaceMode, type RegistrationState } from '../registration.ts'
import { Registration } from '../registration.entity.ts'
import type { Standing } from '../standing.ts'
import { Standings } from '../standings.service.ts'
import { endOfMeeting } from '../windows.ts'
import { deadlinesOf, inOrder } from './nomination.ts'
import { quotaSeats, type QuotaSeat } from './quota-seats.ts'

/** Somebody of a delegation, or who asks to join it. */
export interface Member {
  id: RegistrationId
  person: PersonId
  names: Names
  /** Their own address, or the one they are reached at. */
  address: string
  /** Whether they have proved an address of their own: online, nobody gets in without. */
  proved: boolean
  jobTitle: string
  role: DelegationRole | null
  rank: number | null
  state: RegistrationState
  language: Locale
  standing: Standing
  nominatedAt: Temporal.Instant | null
  /** Confirmed by a focal point; the secretariat may have its say after that. */
  endorsed: boolean
}

/** How many places a delegation has of a day, and how many it may have. */
export interface Quota {
  /** ISO date. */
  day: string
  mode: PlaceMode
  taken: number
  /** Null for no limit of its own. */
  capacity: number | null
}

/** Somebody who speaks for the delegation, as the others see them. */
export interface Colleague {
  person: PersonId
  name: string
  address: string
  since: Temporal.Instant
}

/** All that a focal point sees of their delegation. */
export interface DelegationRoom {
  delegation: Delegation
  members: readonly Member[]
  requests: readonly Member[]
  quotas: readonly Quota[]
  /** Which places of the quotas each takes. */
  seats: ReadonlyMap<RegistrationId, readonly QuotaSeat[]>
  focalPoints: readonly Colleague[]
  /** Whether names are still taken, and people confirmed and put in order. */
  open: Readonly<Record<'nominate' | 'confirm', boolean>>
  deadlines: Readonly<Record<'nominate' | 'confirm', Temporal.Instant>>
}

/** Reads how a delegation stands. */
@Injectable()
export class DelegationRooms {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly people: People,
    private readonly focalPoints: FocalPoints,
    private readonly pools: Pools,
    private readonly standings: Standings,
  ) {}

  /** Everything about one delegation. */
  async of(meeting: Meeting, delegation: Delegation): Promise<DelegationRoom> {
    const [all, focalPoints] = await Promise.all([this.members(delegation), this.focalPoints.of(delegation.id)])
    const asks = ({ endorsed, state, standing }: Member) => state === 'requested' && !endorsed && !standing.late
    const colleagues = await this.people.byIds(focalPoints.map(({ person }) => person))
    const deadlines = deadlinesOf(meeting.registration, endOfMeeting(meeting.days, meeting.timeZone))
    const before = (moment: Temporal.Instant) => Temporal.Instant.compare(this.clock.now(), moment) < 0
    const [members, requests] = [inOrder(all.filter((member) => !asks(member))), all.filter(asks)]
    const quotas = await this.quotas(meeting, delegation, all)
    return {
      delegation,
      members,
      requests,
      quotas,
      seats: quotaSeats(quotas, [...members, ...requests]),
      focalPoints: focalPoints.map(({ person, since }) => {
        const who = colleagues.get(person)
        const address = who?.email ?? who?.contactEmail ?? ''
        const name = [who?.givenNames, who?.familyName].filter(Boolean).join(' ')
        return { person, name: name || address, address, since }
      }),
      open: { nominate: before(deadlines.nominate), confirm: before(deadlines.confirm) },
      deadlines,
    }
  }

  /** One of its people. @throws NotFound */
  async member(delegation: Delegation, id: string): Promise<Member> {
    const found = (await this.members(delegation)).find((member) => member.id === id)
    if (!found) throw new NotFound()
    return found
  }

  private async members({ id, meeting }: Delegation): Promise<Member[]> {
    const found = await this.database.manager.find(Registration, {
      where: { meetingId: meeting, delegationId: id, state: In(['requested', 'confirmed']) },
      order: { submittedAt: 'ASC', id: 'ASC' },
    })
    const persons = found.map(({ personId }) => personId)
    const [who, standings, proved] = await Promise.all([
      this.people.byIds(persons),
      this.standings.of(found),
      this.database.query<{ person_id: PersonId }>(
        'SELECT person_id FROM identity WHERE person_id = ANY ($1::uuid[]) AND proved_at IS NOT NULL',
        [persons],
      ),
    ])
    return found.map((registration) => {
      const person = who.get(registration.personId)
      return {
        id: registration.id,
        person: registration.personId,
        names: { givenNames: person?.givenNames ?? '', familyName: person?.familyName ?? '' },
        address: person?.email ?? person?.contactEmail ?? '',
        proved: proved.some(({ person_id }) => person_id === registration.personId),
        jobTitle: registration.jobTitle,
        role: registration.delegationRole,
        rank: registration.delegationRank,
        state: registration.state,
        language: registration.language,
        standing: standings.get(registration.id)!,
        nominatedAt: registration.nominatedAt,
        endorsed: registration.endorsedAt !== null,
      }
    })
  }

  private async quotas(meeting: Meeting, delegation: Delegation, members: readonly Member[]): Promise<Quota[]> {
    const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
    const days = meeting.days.filter((day) => dayDoor(day, delegation.constituency, today) !== 'not-for-you')
    const pools = await this.pools.of(
      meeting.id,
      days.map(({ date }) => date.toString()),
    )
    return days.flatMap(({ date }) =>
      PLACE_MODES.filter((mode) => modesOf(meeting.format).includes(mode)).map((mode): Quota => {
        const day = date.toString()
        const of = pools.filter(
          (pool) => pool.day === day && pool.mode === mode && pool.constituency === delegation.constituency,
        )
        const own = of.find((pool) => pool.delegation === quotaKeyOf(delegation))
        const ceiling = of.find((pool) => pool.perDelegation !== null)?.perDelegation ?? null
        const taken = members.filter(({ standing }) =>
          standing.days.some((each) => each.day === day && each.held === mode),
        ).length
        return { day, mode, taken, capacity: own?.capacity ?? ceiling }
      }),
    )
  }
}
