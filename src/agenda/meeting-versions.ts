import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import type { MeetingId } from '../kernel/id.ts'
import { Database } from '../platform/database/database.ts'

/** What decides whether anything kept about a meeting's agenda is still true. Both only rise. */
export interface Versions {
  /** Rises with each publish and withdrawal; 0 before the first. */
  release: number
  /** Rises with each access rule saved. */
  rules: number
}

interface Row extends Versions {
  id: MeetingId
  slug: string
  hidden: boolean
}

const EVERY_MS = 500
/** An answer older than this is not trusted. */
const TRUSTED_MS = 1000

const SELECT = `SELECT id, slug, release_version AS release, rules_revision AS rules,
                       NOT announced AND release_version = 0 AS hidden FROM meeting`

/**
 * What every process knows of the versions of all meetings: it asks in one query every half second. If its last answer
 * is over a second old (the database was away), each request asks for itself.
 */
@Injectable()
export class MeetingVersions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MeetingVersions.name)
  private readonly known = new Map<MeetingId, Versions>()
  /** Of each address that was heard of, whether its meeting shows at its desk only. */
  private readonly hidden = new Map<string, boolean>()
  /** On the monotonic clock: when the question of the last answer was asked. */
  private askedAt = -Infinity
  private timer: NodeJS.Timeout | undefined
  private stopped = false
  private silent = false

  constructor(@Inject(Database) private readonly database: Database) {}

  onApplicationBootstrap(): void {
    void this.poll()
  }

  onApplicationShutdown(): void {
    this.stopped = true
    clearTimeout(this.timer)
  }

  /** The versions of a meeting, at most a second old; undefined when there is no such meeting. */
  async of(meeting: MeetingId): Promise<Versions | undefined> {
    const known = this.known.get(meeting)
    // A meeting not heard of may be new since the last answer.
    if (known && performance.now() - this.askedAt <= TRUSTED_MS) return known
    return this.ask(meeting)
  }

  /** The same without waiting: undefined also when the last answer is not to be trusted any more. */
  peek(meeting: MeetingId): Versions | undefined {
    return performance.now() - this.askedAt <= TRUSTED_MS ? this.known.get(meeting) : undefined
  }

  /** Whether there is a meeting at this address which is not announced yet: it shows at its desk only. */
  isHidden(slug: string): boolean | Promise<boolean> {
    const known = this.hidden.get(slug)
    // A meeting not heard of may be new since the last answer.
    return known !== undefined && performance.now() - this.askedAt <= TRUSTED_MS ? known : this.askWhetherHidden(slug)
  }

  private async askWhetherHidden(slug: string): Promise<boolean> {
    const [row] = await this.database.query<Row>(`${SELECT} WHERE slug = $1`, [slug])
    if (row) this.hear(row)
    return row?.hidden ?? false
  }

  /** Asks about one meeting now: after a deed of this process, whose people should see it at once. */
  async ask(meeting: MeetingId): Promise<Versions | undefined> {
    const [row] = await this.database.query<Row>(`${SELECT} WHERE id = $1`, [meeting])
    return row && this.hear(row)
  }

  /** Takes in what somebody has just read beside something else, so that nothing older is made from here on. */
  learn(meeting: MeetingId, versions: Versions): void {
    if (this.known.has(meeting)) this.rise(meeting, versions)
  }

  /** Asks about all meetings. */
  async refresh(): Promise<void> {
    const asked = performance.now()
    const rows = await this.database.query<Row>(SELECT)
    for (const row of rows) this.hear(row)
    this.askedAt = Math.max(this.askedAt, asked)
  }

  private hear(row: Row): Versions {
    this.hidden.set(row.slug, row.hidden)
    return this.rise(row.id, row)
  }

  /** Answers may overtake each other; as both numbers only rise, the larger is the later. */
  private rise(meeting: MeetingId, { release, rules }: Versions): Versions {
    const before = this.known.get(meeting)
    const versions = { release: Math.max(release, before?.release ?? 0), rules: Math.max(rules, before?.rules ?? 0) }
    this.known.set(meeting, versions)
    return versions
  }

  private async poll(): Promise<void> {
    try {
      await this.refresh()
      if (this.silent) this.logger.log('The database answers again.')
      this.silent = false
    } catch (error) {
      if (!this.silent && !this.stopped)
        this.logger.warn(`The versions of the meetings could not be asked for: ${String(error)}`)
      this.silent = true
    }
    if (this.stopped) return
    this.timer = setTimeout(() => void this.poll(), EVERY_MS)
    this.timer.unref()
  }
}
