import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { Id, PersonId, RegistrationId } from '../kernel/id.ts'
import { instantColumn } from '../platform/database/columns.ts'
import type { RegistrationState } from './registration.ts'
import type { Standing } from './standing.ts'
import type { Move } from './states.ts'

/** Every change of state: who, when, why, and where the person stood then. Append only: a trigger refuses the rest. */
@Entity({ name: 'registration_change' })
export class RegistrationChange {
  @PrimaryColumn('uuid')
  id: Id<'RegistrationChange'>

  @Column('uuid', { name: 'registration_id' })
  registrationId: RegistrationId

  /** The order in which changes were made. */
  @Column({ type: 'bigint', insert: false, update: false })
  number: string

  @Column(instantColumn)
  at: Temporal.Instant

  /** Who did it; null when the house did, such as giving a freed place. */
  @Column('uuid', { nullable: true })
  by: PersonId | null

  @Column('text')
  move: Move

  @Column('text', { name: 'from_state' })
  fromState: RegistrationState

  @Column('text', { name: 'to_state' })
  toState: RegistrationState

  @Column('text')
  why: string

  /** What the mail about this change says, whenever it goes out. */
  @Column('jsonb')
  standing: Standing
}
