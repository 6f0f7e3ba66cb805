import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { Id, MeetingId, PersonId, ReleaseId } from '../kernel/id.ts'
import { instantColumn } from '../platform/database/columns.ts'

export type RoundId = Id<'CirculationRound'>

/** How a round stands: it waits for its time, is being told, was told, or was called off. */
export type RoundState = 'waiting' | 'telling' | 'told' | 'called-off'

/** Releases that followed each other, told of together. */
@Entity({ name: 'circulation_round' })
export class CirculationRound {
  @PrimaryColumn('uuid')
  id: RoundId

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  /** What people knew before: the release in force before the first of the round. */
  @Column('uuid', { name: 'from_release' })
  fromRelease: ReleaseId

  /** The release versions of the first and the last of the round. */
  @Column('integer', { name: 'from_version' })
  fromVersion: number

  @Column('integer', { name: 'up_to_version' })
  upToVersion: number

  @Column({ ...instantColumn, name: 'began_at' })
  beganAt: Temporal.Instant

  @Column({ ...instantColumn, name: 'due_at' })
  dueAt: Temporal.Instant

  @Column('text')
  state: RoundState

  /** What was in force when it was told. */
  @Column('uuid', { name: 'to_release', nullable: true })
  toRelease: ReleaseId | null

  /** While it is told: how far it has come. */
  @Column('uuid', { name: 'after_person', nullable: true })
  afterPerson: PersonId | null

  /** How many were written to. */
  @Column('integer')
  told: number

  @Column({ ...instantColumn, name: 'ended_at', nullable: true })
  endedAt: Temporal.Instant | null
}
