import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { instantColumn } from '../platform/database/columns.ts'
import type { FieldChanges } from './session-state.ts'

/** What one deed did to one session. */
export interface ChangedSession {
  id: SessionId
  code: string
  title: LocalizedText
  did: 'added' | 'changed' | 'deleted'
  /** Of the session, after the deed. */
  version: number
  fields: FieldChanges
}

/** What one deed did to a text of a room, a day or the meeting itself, in one language. */
export interface ChangedText {
  /** Of `AgendaText`: `room/<id>/name`. */
  key: string
  locale: Locale
  was: string | null
  is: string | null
}

/** One deed at the desk, with what was there before: so that it can be undone. */
@Entity({ name: 'working_copy_change' })
export class WorkingCopyChange {
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  /** Of the meeting, after the deed. */
  @Column('integer', { name: 'working_version' })
  workingVersion: number

  @Column(instantColumn)
  at: Temporal.Instant

  @Column('uuid', { nullable: true })
  by: PersonId | null

  /** `session.edited`, as the audit trail calls it. */
  @Column('text')
  action: string

  @Column('jsonb')
  sessions: ChangedSession[]

  /** Translations of what is not in a session. */
  @Column('jsonb')
  texts: ChangedText[]

  /** The change that this one took back. */
  @Column('uuid', { nullable: true })
  undoes: string | null
}
