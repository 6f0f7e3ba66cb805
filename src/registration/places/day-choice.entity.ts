import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { RegistrationId } from '../../kernel/id.ts'
import { instantColumn, plainDateColumn } from '../../platform/database/columns.ts'
import type { ChoiceState, DayMode, PlaceMode } from '../registration.ts'

/** What a person asked for on a day, and the place they hold, which may be another until theirs comes. */
@Entity({ name: 'day_choice' })
export class DayChoice {
  @PrimaryColumn('uuid', { name: 'registration_id' })
  registrationId: RegistrationId

  @PrimaryColumn({ type: plainDateColumn.type, transformer: plainDateColumn.transformer })
  day: Temporal.PlainDate

  @Column('text')
  mode: DayMode

  @Column('text')
  state: ChoiceState

  @Column('text', { nullable: true })
  held: PlaceMode | null

  /** Whether a place online is wanted while waiting for one in the room. */
  @Column('boolean')
  meanwhile: boolean

  /** When an offer ends. */
  @Column({ ...instantColumn, name: 'offered_until', nullable: true })
  offeredUntil: Temporal.Instant | null

  @Column(instantColumn)
  since: Temporal.Instant
}
