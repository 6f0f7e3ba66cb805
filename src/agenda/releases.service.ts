import { Inject, Injectable } from '@nestjs/common'
import { In, type EntityManager } from 'typeorm'
import type { MeetingId, ReleaseId } from '../kernel/id.ts'
import { BoundedCache } from '../platform/bounded-cache.ts'
import { Database } from '../platform/database/database.ts'
import { inForce, momentsOf, underLabel, type ReleaseMoment } from './chain.ts'
import { Release } from './release.entity.ts'
import type { ReleaseContent, ReleaseLabel } from './release.ts'

/** A release without its sessions: for lists. */
export type ReleaseSummary = Omit<Release, 'content'>

/** What a released session weighs in memory, roughly, and what may be kept of all of them. */
const SESSION_BYTES = 4_000
const KEPT_BYTES = 64_000_000

/** Reads releases. They never change, so their contents are kept by id. */
@Injectable()
export class Releases {
  private readonly contents = new BoundedCache<ReleaseContent>(
    KEPT_BYTES,
    (c) => 1_000 + c.sessions.length * SESSION_BYTES,
  )

  constructor(@Inject(Database) private readonly database: Database) {}

  /** All releases of a meeting, oldest first, also withdrawn ones. */
  async all(meeting: MeetingId, tx: EntityManager = this.database.manager): Promise<ReleaseSummary[]> {
    const { content: _content, ...columns } = everyColumn
    return tx.find(Release, { where: { meetingId: meeting }, select: columns, order: { version: 'ASC' } })
  }

  /** The release in force; undefined when nothing is published. */
  async current(meeting: MeetingId, tx: EntityManager = this.database.manager): Promise<Release | undefined> {
    return this.whole(inForce(await this.all(meeting, tx)), tx)
  }

  /** The release in force of each of these meetings that has one: two questions, however many they are. */
  async currentIn(meetings: readonly MeetingId[]): Promise<ReadonlyMap<MeetingId, Release>> {
    const { content: _content, ...columns } = everyColumn
    const all = await this.database.manager.find(Release, {
      where: { meetingId: In(meetings) },
      select: columns,
      order: { version: 'ASC' },
    })
    const current = [...Map.groupBy(all, ({ meetingId }) => meetingId).values()].flatMap((of) => inForce(of) ?? [])
    const contents = await this.contentsOf(current.map(({ id }) => id))
    return new Map(current.map((summary) => [summary.meetingId, { ...summary, content: contents.get(summary.id)! }]))
  }

  /** The last release under a label; undefined when there is none, or it is withdrawn. */
  async byLabel(meeting: MeetingId, label: ReleaseLabel): Promise<Release | undefined> {
    return this.whole(underLabel(await this.all(meeting), label))
  }

  /** A release of a meeting, also a withdrawn one; undefined when it has none of that id. */
  async byId(meeting: MeetingId, id: ReleaseId): Promise<Release | undefined> {
    return this.whole((await this.all(meeting)).find((release) => release.id === id))
  }

  /** What was in force when, oldest first, with the return from withdrawn releases. */
  async chain(meeting: MeetingId): Promise<ReleaseMoment[]> {
    const summaries = await this.all(meeting)
    const known = await this.contentsOf(summaries.map(({ id }) => id))
    return momentsOf(summaries.map((summary): Release => ({ ...summary, content: known.get(summary.id)! })))
  }

  private async contentsOf(ids: readonly ReleaseId[]): Promise<ReadonlyMap<ReleaseId, ReleaseContent>> {
    // Held here while the others are read: what is kept may be let go at any moment.
    const known = new Map<ReleaseId, ReleaseContent>()
    for (const id of ids) {
      const kept = this.contents.get(id)
      if (kept) known.set(id, kept)
    }
    const missing = ids.filter((id) => !known.has(id))
    if (missing.length) {
      const rows = await this.database.manager.find(Release, {
        where: { id: In(missing) },
        select: { id: true, content: true },
      })
      for (const { id, content } of rows) {
        known.set(id, content)
        this.contents.set(id, content)
      }
    }
    return known
  }

  private async whole(
    summary: ReleaseSummary | undefined,
    tx: EntityManager = this.database.manager,
  ): Promise<Release | undefined> {
    if (!summary) return undefined
    const kept = this.contents.get(summary.id)
    if (kept) return { ...summary, content: kept }
    const { content } = await tx.findOneOrFail(Release, {
      where: { id: summary.id },
      select: { id: true, content: true },
    })
    this.contents.set(summary.id, content)
    return { ...summary, content }
  }
}

const everyColumn = {
  id: true,
  meetingId: true,
  version: true,
  label: true,
  note: true,
  content: true,
  workingVersion: true,
  publishedAt: true,
  publishedBy: true,
  withdrawnAt: true,
} as const satisfies Record<keyof Release, true>
