import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { MeetingId, PoolId, RegistrationId, SessionId } from '../../kernel/id.ts'
import { instantColumn, plainDateColumn } from '../../platform/database/columns.ts'
import type { PoolMode } from '../registration.ts'

/**
 * Places of one kind: of a day and mode, and where set only for one constituency, delegation or session. A place is a
 * unit of every pool that applies. `taken` counts provisional, confirmed and offered places.
 */
@Entity({ name: 'pool' })
export class Pool {
  @PrimaryColumn('uuid')
  id: PoolId

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  @Column(plainDateColumn)
  day: Temporal.PlainDate

  @Column('text')
  mode: PoolMode

  @Column('text', { nullable: true })
  constituency: ConstituencyId | null

  /** ISO 3166-1 alpha-3 code of the State, else the id of an organization's delegation. */
  @Column('text', { nullable: true })
  delegation: string | null

  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId: SessionId | null

  @Column('integer')
  capacity: number

  @Column('integer')
  taken: number

  /** Of this constituency's pool, each delegation gets at most so many; the delegation's own pool is made from it. */
  @Column('integer', { name: 'per_delegation', nullable: true })
  perDelegation: number | null

  /** Places beyond the capacity that the organiser holds back. */
  @Column('integer', { name: 'held_back' })
  heldBack: number

  /** Of a delegation that has more than it may: what its pool gets smaller to as it gives places back. */
  @Column('integer', { name: 'shrinks_to', nullable: true })
  shrinksTo: number | null

  /** Whether a place is given when it is asked for, or when the organiser has verified who asks. */
  @Column('text')
  gives: 'on-request' | 'on-approval'
}

/** One unit of a pool, held by a registration. */
@Entity({ name: 'place' })
export class Place {
  @PrimaryColumn('uuid', { name: 'registration_id' })
  registrationId: RegistrationId

  @PrimaryColumn('uuid', { name: 'pool_id' })
  poolId: PoolId

  @Column(instantColumn)
  since: Temporal.Instant
}
