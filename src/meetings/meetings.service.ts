import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, NotFound } from '../kernel/domain-error.ts'
import type { MeetingId } from '../kernel/id.ts'
import { MeetingDirectory } from '../people/meeting-directory.ts'
import { BoundedCache } from '../platform/bounded-cache.ts'
import { Database } from '../platform/database/database.ts'
import { MeetingDay } from './meeting-day.entity.ts'
import { frameOf, wordsOf } from './meeting-frame.ts'
import { isPublic, Meeting } from './meeting.entity.ts'
import type { RegistrationSettings } from './registration-settings.ts'
import { Room } from './room.entity.ts'
import { isSlug } from './slug.ts'

/** A slug that is taken, reserved or not one word. */
export class SlugNotPossible extends DomainError {
  readonly code = 'slug-not-possible'
  readonly status = 422
}

/** Finds meetings with their days and rooms, and lays down new ones. */
@Injectable()
export class Meetings implements OnModuleInit {
  /**
   * Meetings as they were read, and which versions of their rows that was: every write makes another (`xmin`, `ctid`), also
   * within a transaction, and nobody is shown what was true before.
   */
  private readonly known = new BoundedCache<{ rows: string; meeting: Meeting }>(200)

  constructor(
    private readonly database: Database,
    private readonly directory: MeetingDirectory,
  ) {}

  onModuleInit(): void {
    this.directory.provide({
      bySlug: async (slug) => {
        const meeting = await this.bySlug(slug)
        return (
          meeting && {
            id: meeting.id,
            slug: meeting.slug,
            lastDay: lastDayOf(meeting),
            timeZone: meeting.timeZone,
            contactEmail: meeting.contact.email,
          }
        )
      },
      frame: async (slug, locale) => {
        const meeting = await this.bySlug(slug)
        return meeting && isPublic(meeting) ? frameOf(meeting, locale) : undefined
      },
      choices: async (locale) =>
        (await this.list()).map((meeting) => ({
          id: meeting.id,
          slug: meeting.slug,
          title: wordsOf(meeting.title, meeting, locale),
        })),
      ids: async (tx) => {
        const rows = await this.database.query<{ id: MeetingId }>('SELECT id FROM meeting ORDER BY id', [], tx)
        return rows.map(({ id }) => id)
      },
    })
  }

  /** The meeting of that address, with days and rooms; undefined when there is none. */
  async bySlug(slug: string, tx: EntityManager = this.database.manager): Promise<Meeting | undefined> {
    // Whatever stands in an address may be asked for; a column can hold only some of it.
    return isSlug(slug) ? this.find({ slug }, tx) : undefined
  }

  /** @throws NotFound */
  async named(slug: string): Promise<Meeting> {
    const meeting = await this.bySlug(slug)
    if (!meeting) throw new NotFound()
    return meeting
  }

  /** @throws NotFound */
  async byId(id: MeetingId, tx: EntityManager = this.database.manager): Promise<Meeting> {
    const meeting = await this.find({ id }, tx)
    if (!meeting) throw new NotFound()
    return meeting
  }

  /** These meetings, in this order; without those that are none. */
  async byIds(ids: readonly MeetingId[]): Promise<Meeting[]> {
    const found = await this.findAll('m.id = ANY ($1)', [ids], this.database.manager)
    return ids.flatMap((id) => found.filter((meeting) => meeting.id === id))
  }

  /** Every meeting, newest first day first. */
  async list(): Promise<Meeting[]> {
    const meetings = await this.database.manager.find(Meeting, { relations: { days: true, rooms: true } })
    return meetings
      .map(inOrder)
      .sort((a, b) => Temporal.PlainDate.compare(firstDayOf(b), firstDayOf(a)) || a.slug.localeCompare(b.slug))
  }

  /**
   * Lays down a meeting with its days and rooms.
   * @throws SlugNotPossible
   */
  async create(tx: EntityManager, meeting: Meeting): Promise<void> {
    if (!isSlug(meeting.slug) || (await this.bySlug(meeting.slug, tx)))
      throw new SlugNotPossible({ params: { slug: meeting.slug } })
    await tx.insert(Meeting, meeting)
    await tx.insert(MeetingDay, meeting.days)
    await tx.insert(Room, meeting.rooms)
  }

  /**
   * Changes how people register. Two organisers who save at once take turns on the meeting's row, and each starts from
   * what the other saved: `change` gets what is saved now.
   * @throws NotFound, and what `change` throws
   */
  async configureRegistration(
    tx: EntityManager,
    id: MeetingId,
    change: (now: RegistrationSettings, meeting: Meeting) => RegistrationSettings,
  ): Promise<RegistrationSettings> {
    await this.database.query('SELECT id FROM meeting WHERE id = $1 FOR NO KEY UPDATE', [id], tx)
    const meeting = await this.byId(id, tx)
    const registration = change(meeting.registration, meeting)
    await this.database.query(
      'UPDATE meeting SET registration = $2::jsonb WHERE id = $1',
      [id, JSON.stringify(registration)],
      tx,
    )
    return registration
  }

  /** Changes what a meeting says of itself; whether it may is for who calls this under the meeting's lock. */
  async reframe(
    tx: EntityManager,
    id: MeetingId,
    changes: Partial<Omit<Meeting, 'id' | 'days' | 'rooms'>>,
  ): Promise<void> {
    await tx.update(Meeting, { id }, changes)
  }

  private async find(where: { id: MeetingId } | { slug: string }, tx: EntityManager): Promise<Meeting | undefined> {
    const [column, value] = 'id' in where ? ['id', where.id] : ['slug', where.slug]
    const [meeting] = await this.findAll(`m.${column} = $1`, [value], tx)
    return meeting
  }

  /** In one question, which only asks further for meetings that changed. */
  private async findAll(condition: string, values: readonly unknown[], tx: EntityManager): Promise<Meeting[]> {
    const found = await this.database.query<{ id: MeetingId; rows: string }>(
      `SELECT m.id, concat_ws(' ', m.xmin, m.ctid,
                (SELECT string_agg(concat_ws(' ', d.xmin, d.ctid), ' ' ORDER BY d.ctid) FROM meeting_day d WHERE d.meeting_id = m.id), '/',
                (SELECT string_agg(concat_ws(' ', r.xmin, r.ctid), ' ' ORDER BY r.ctid) FROM room r WHERE r.meeting_id = m.id)) AS rows
         FROM meeting m WHERE ${condition}`,
      values,
      tx,
    )
    const meetings = await Promise.all(
      found.map(async ({ id, rows }) => {
        const known = this.known.get(id)
        if (known?.rows === rows) return known.meeting
        const meeting = await this.read(id, tx)
        if (meeting) this.known.set(id, { rows, meeting })
        return meeting
      }),
    )
    return meetings.filter((meeting) => meeting !== undefined)
  }

  private async read(id: MeetingId, tx: EntityManager): Promise<Meeting | undefined> {
    // Three statements; TypeORM's own ways are five, or one with a row for each day and room.
    const meeting = await tx.findOneBy(Meeting, { id })
    if (!meeting) return undefined
    meeting.days = await tx.findBy(MeetingDay, { meetingId: id })
    meeting.rooms = await tx.findBy(Room, { meetingId: id })
    // Whoever asks next gets the same one.
    Object.freeze(inOrder(meeting).days)
    Object.freeze(meeting.rooms)
    return Object.freeze(meeting)
  }
}

const inOrder = (meeting: Meeting): Meeting => {
  meeting.days.sort((a, b) => a.number - b.number)
  meeting.rooms.sort((a, b) => a.position - b.position)
  return meeting
}

/** The first day of a meeting. */
export const firstDayOf = (meeting: Meeting): Temporal.PlainDate => meeting.days[0]!.date

/** The last day of a meeting. */
export const lastDayOf = (meeting: Meeting): Temporal.PlainDate => meeting.days.at(-1)!.date
