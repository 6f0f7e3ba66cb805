import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { MaterialId, MeetingId, SessionId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { FileLanguage, MaterialKind, ReadingRule } from './material.ts'

/** A document or recording of a meeting. */
@Entity({ name: 'material' })
export class Material {
  @PrimaryColumn('uuid')
  id: MaterialId

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  /** What stands in its address; unique in its meeting. */
  @Column('text')
  key: string

  /** The UN document symbol, if it has one. */
  @Column('text', { nullable: true })
  symbol: string | null

  @Column('text')
  kind: MaterialKind

  @Column('jsonb')
  title: LocalizedText

  @Column('jsonb')
  access: ReadingRule

  /** Public on purpose. */
  @Column('boolean')
  public: boolean

  /** Key of the one it replaces. */
  @Column('text', { nullable: true })
  supersedes: string | null

  @Column('integer')
  position: number
}

/** That a material belongs to a session. */
@Entity({ name: 'session_material' })
export class SessionMaterial {
  @PrimaryColumn('uuid', { name: 'material_id' })
  materialId: MaterialId

  @PrimaryColumn('uuid', { name: 'session_id' })
  sessionId: SessionId
}

/** One language of a material. */
@Entity({ name: 'material_file' })
export class MaterialFileRow {
  @PrimaryColumn('uuid', { name: 'material_id' })
  materialId: MaterialId

  @PrimaryColumn('text')
  language: FileLanguage

  @Column('text', { name: 'media_type' })
  mediaType: string

  @Column('text')
  name: string

  @Column('integer')
  size: number

  /** Read only when somebody fetches the file. */
  @Column('bytea', { select: false })
  bytes: Buffer
}
