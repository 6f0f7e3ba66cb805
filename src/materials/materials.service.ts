import { Injectable } from '@nestjs/common'
import { In, type EntityManager } from 'typeorm'
import { Gate } from '../access/gate.service.ts'
import type { Audience } from '../access/facts.ts'
import type { AgendaView } from '../access/view.ts'
import { NotFound } from '../kernel/domain-error.ts'
import { newId, type MaterialId, type MeetingId, type PersonId, type SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { localize, type LocalizedText } from '../kernel/localized-text.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Database } from '../platform/database/database.ts'
import { Material, MaterialFileRow, SessionMaterial } from './material.entity.ts'
import {
  FILE_LANGUAGES,
  mayRead,
  readerOf,
  type FileLanguage,
  type MaterialDefinition,
  type MaterialFile,
  type MaterialFileView,
  type MaterialView,
} from './material.ts'

/** A file somebody may have. */
export interface FetchedFile {
  mediaType: string
  name: string
  bytes: Buffer
  /** Whether everybody may have it. */
  public: boolean
}

type Known = Material & { sessions: SessionId[] }

/** Documents and recordings, as one reader may see them. */
@Injectable()
export class Materials {
  constructor(
    private readonly database: Database,
    private readonly gate: Gate,
    private readonly audit: Audit,
  ) {}

  /**
   * What this audience may read in a meeting, in the organiser's order. `view` is the agenda in force as the same
   * audience sees it: it says which sessions they attend.
   */
  async readable(
    meeting: Meeting,
    audience: Audience,
    view: AgendaView | undefined,
    locale: Locale,
  ): Promise<MaterialView[]> {
    const reader = readerOf(audience, view)
    const materials = (await this.ofMeeting(meeting)).filter((material) => mayRead(termsOf(material), reader))
    const files = await this.filesOf(materials.map(({ id }) => id))
    const newer = new Map(
      materials.flatMap((material) => (material.supersedes ? [[material.supersedes, material.key] as const] : [])),
    )
    const shown = new Set(
      (view?.days ?? []).flatMap((day) =>
        day.sessions.flatMap((entry) => (entry.level === 'programme' || entry.level === 'attend' ? [entry.id] : [])),
      ),
    )
    return materials.map((material) => {
      const supersededBy = newer.get(material.key)
      return {
        id: material.id,
        key: material.key,
        ...(material.symbol ? { symbol: material.symbol } : {}),
        kind: material.kind,
        title: localize(material.title, locale, meeting.mainLanguage) ?? { text: material.key, lang: locale },
        files: files.get(material.id) ?? [],
        // A public paper of a restricted session is public; that the session has it is not.
        sessions: material.sessions.filter((session) => shown.has(session)),
        ...(supersededBy ? { supersededBy } : {}),
      }
    })
  }

  /** The titles of what everybody may read, by the session that it belongs to: for the desk alone. */
  async publicBySession(meetings: readonly MeetingId[]): Promise<ReadonlyMap<SessionId, readonly LocalizedText[]>> {
    const rows = await this.database.query<{ session: SessionId; title: LocalizedText }>(
      `SELECT s.session_id AS session, m.title FROM session_material s JOIN material m ON m.id = s.material_id
        WHERE m.meeting_id = ANY ($1::uuid[]) AND m.public ORDER BY m.position`,
      [meetings],
    )
    const titles = new Map<SessionId, LocalizedText[]>()
    for (const { session, title } of rows) titles.set(session, [...(titles.get(session) ?? []), title])
    return titles
  }

  /** One language of a material. @throws NotFound alike when there is none and when this audience may not read it. */
  async fetch(meeting: Meeting, audience: Audience, key: string, language: FileLanguage): Promise<FetchedFile> {
    const material = (await this.ofMeeting(meeting, key))[0]
    if (!material) throw new NotFound()
    const view = material.public ? undefined : await this.gate.view(meeting, audience, meeting.mainLanguage)
    if (!mayRead(termsOf(material), readerOf(audience, view))) throw new NotFound()
    const file = await this.database.manager.findOne(MaterialFileRow, {
      where: { materialId: material.id, language },
      select: { materialId: true, language: true, mediaType: true, name: true, bytes: true },
    })
    if (!file) throw new NotFound()
    return { mediaType: file.mediaType, name: file.name, bytes: file.bytes, public: material.public }
  }

  /** Writes down who was given a file that is not for everybody. */
  async noteOpened(meeting: MeetingId, person: PersonId, key: string, language: FileLanguage): Promise<void> {
    await this.database.transaction((tx) =>
      this.audit.write(tx, 'material.opened', { actor: person, meeting, subject: key, data: { language } }),
    )
  }

  /** What every paper of a meeting is called, by its key; for its organisers. */
  async titles(meeting: MeetingId): Promise<Pick<Material, 'key' | 'title'>[]> {
    return this.database.manager.find(Material, { select: { key: true, title: true }, where: { meetingId: meeting } })
  }

  /** Lays down a meeting's materials with their files, in this order; said again, it changes them to what is said now. */
  async define(
    tx: EntityManager,
    meeting: Meeting,
    materials: readonly MaterialDefinition[],
    files: readonly MaterialFile[],
  ): Promise<void> {
    const known = new Map(
      (await tx.findBy(Material, { meetingId: meeting.id })).map((material) => [material.key, material.id]),
    )
    for (const [position, { sessions, ...definition }] of materials.entries()) {
      const id = known.get(definition.key) ?? newId<'Material'>()
      await tx.save(
        Material,
        {
          id,
          meetingId: meeting.id,
          key: definition.key,
          symbol: definition.symbol ?? null,
          kind: definition.kind,
          title: definition.title,
          access: definition.access,
          public: definition.public,
          supersedes: definition.supersedes ?? null,
          position,
        },
        { reload: false },
      )
      await tx.delete(SessionMaterial, { materialId: id })
      if (sessions.length)
        await tx.insert(
          SessionMaterial,
          sessions.map((sessionId) => ({ materialId: id, sessionId })),
        )
      for (const file of files.filter(({ key }) => key === definition.key))
        await tx.upsert(
          MaterialFileRow,
          {
            materialId: id,
            language: file.language,
            mediaType: file.mediaType,
            name: file.name,
            size: file.bytes.byteLength,
            bytes: Buffer.from(file.bytes),
          },
          ['materialId', 'language'],
        )
    }
  }

  private async ofMeeting(meeting: Meeting, key?: string): Promise<Known[]> {
    const materials = await this.database.manager.find(Material, {
      where: { meetingId: meeting.id, ...(key === undefined ? {} : { key }) },
      order: { position: 'ASC' },
    })
    if (!materials.length) return []
    const links = await this.database.manager.findBy(SessionMaterial, { materialId: In(materials.map(({ id }) => id)) })
    return materials.map((material) => ({
      ...material,
      sessions: links.filter(({ materialId }) => materialId === material.id).map(({ sessionId }) => sessionId),
    }))
  }

  private async filesOf(materials: readonly MaterialId[]): Promise<Map<MaterialId, MaterialFileView[]>> {
    if (!materials.length) return new Map()
    const rows = await this.database.manager.find(MaterialFileRow, {
      where: { materialId: In([...materials]) },
      select: { materialId: true, language: true, mediaType: true, size: true },
    })
    rows.sort((a, b) => FILE_LANGUAGES.indexOf(a.language) - FILE_LANGUAGES.indexOf(b.language))
    return Map.groupBy(rows, ({ materialId }) => materialId)
  }
}

const termsOf = (material: Known) => ({
  public: material.public,
  rule: material.access,
  sessions: material.sessions,
})
