import { readFile, readdir } from 'node:fs/promises'
import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { Publishing } from '../../agenda/publishing.service.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { snapshot } from '../../agenda/snapshot.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { JoinLinks } from '../../checkin/join-links.service.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import type { PersonId } from '../../kernel/id.ts'
import { isFileLanguage, type MaterialFile } from '../../materials/material.ts'
import { Materials } from '../../materials/materials.service.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Pools } from '../../registration/places/pools.service.ts'
import { meetingRow } from './meeting-rows.ts'
import { labelOf, sessionsOf, type FileSession, type MeetingFile } from './meeting-file.ts'
import { instantFrom, type LoadedOn } from './relative-date.ts'
import { asItWas, materialsOf, newSession } from './session-rows.ts'

/** What to load, and how much of its history. */
export interface LoadOptions {
  /** Publish the file's releases up to this number; all of them when absent. */
  atRelease?: number
  /** A folder with `<material>.<language>.txt` or `.pdf`: the files of its materials. */
  documents?: string
  /** Only its desk shows the meeting, until it is announced or published. */
  hidden?: boolean
  /** Who laid it down, for the audit. */
  by?: PersonId
}

/** Lays down a whole meeting from a file: frame, rooms, agenda with its releases, places, papers, ways to join. */
@Injectable()
export class LoadMeeting {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(Pools) private readonly pools: Pools,
    @Inject(Materials) private readonly materials: Materials,
    @Inject(JoinLinks) private readonly joinLinks: JoinLinks,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Loads a checked file (`checkMeetingFile`) in one transaction: all of it, or nothing.
   * @throws SlugNotPossible when there is such a meeting already; InvalidInput, RoomDoubleBooked
   */
  async load(file: MeetingFile, options: LoadOptions = {}): Promise<Meeting> {
    const now = this.clock.now()
    const zone = file.meeting.timeZone
    const loaded: LoadedOn = { day: now.toZonedDateTimeISO(zone).toPlainDate(), zone }
    const meeting = meetingRow(file, loaded, now)
    meeting.announced &&= !options.hidden
    const files = options.documents ? await documentsIn(options.documents) : []
    await this.database.transaction(async (tx) => {
      await this.meetings.create(tx, meeting)
      if (options.by)
        await this.audit.write(tx, 'meeting.created', {
          actor: options.by,
          meeting: meeting.id,
          data: { slug: meeting.slug },
        })
      const rows = await this.addSessions(tx, meeting, file.sessions)
      const ids = new Map([...rows].map(([code, row]) => [code, row.id]))
      for (const release of (file.releases ?? []).filter(({ number }) => number <= (options.atRelease ?? Infinity)))
        await this.publishing.recordPast(tx, meeting.id, {
          label: labelOf(release)!,
          note: release.note,
          publishedAt: instantFrom(release.publishedAt, loaded),
          content: snapshot(sessionsOf(file, release).map(asItWas(rows, meeting)), meeting.rooms),
        })
      await this.pools.define(
        tx,
        meeting,
        file.meeting.registration.seatPools.map(({ session, ...pool }) => ({
          ...pool,
          ...(session !== undefined && { session: ids.get(session)! }),
        })),
      )
      await this.materials.define(tx, meeting, materialsOf(file, ids), files)
      for (const session of file.sessions)
        if (session.joinLink) await this.joinLinks.set(tx, ids.get(session.code)!, session.joinLink)
    })
    return this.meetings.byId(meeting.id)
  }

  private async addSessions(
    tx: EntityManager,
    meeting: Meeting,
    sessions: readonly FileSession[],
  ): Promise<Map<string, Session>> {
    const rows = new Map<string, Session>()
    for (const [index, session] of sessions.entries()) {
      const added = this.workingCopy.add(meeting.id, newSession(session, meeting), { tx })
      rows.set(session.code, await added.catch(atSession(index)))
    }
    return rows
  }
}

/** Says of a refusal which session of the file it is about. */
const atSession =
  (index: number) =>
  (error: unknown): never => {
    if (!(error instanceof InvalidInput)) throw error
    const fields = error.fields.map((field) => ({ ...field, pointer: `/sessions/${index}${field.pointer}` }))
    throw new InvalidInput({ fields, cause: error })
  }

const MEDIA_TYPES: Readonly<Record<string, string>> = { txt: 'text/plain; charset=utf-8', pdf: 'application/pdf' }

const documentsIn = async (folder: string): Promise<MaterialFile[]> => {
  const names = (await readdir(folder)).toSorted()
  const files = names.map(async (name): Promise<MaterialFile | undefined> => {
    const [key, language, extension] = name.split('.')
    const mediaType = MEDIA_TYPES[extension ?? '']
    if (!key || !language || !mediaType || !isFileLanguage(language)) return undefined
    return {
      key,
      language,
      mediaType,
      name: `${key}-${language}.${extension}`,
      bytes: await readFile(`${folder}/${name}`),
    }
  })
  return (await Promise.all(files)).filter((file) => file !== undefined)
}
