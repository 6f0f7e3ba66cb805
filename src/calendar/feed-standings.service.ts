import DataLoader from 'dataloader'
import { Inject, Injectable } from '@nestjs/common'
import type { FeedId } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { keptReady } from '../platform/database/connection.ts'
import { Database } from '../platform/database/database.ts'
import { Secrets } from '../platform/secrets/secrets.ts'
import type { Client } from './client.ts'
import { remembersSince, standingFrom, standingsSql, type FeedStanding, type StandingRow } from './feed-standing.ts'
import { FEED_PURPOSE } from './feeds.service.ts'

const BY_SECRET = keptReady(standingsSql('secret_digest'))
const BY_ID = keptReady(standingsSql('id'))

/** So many statements are on their way at once: while PostgreSQL works on one, we read the answer to another. */
const AT_ONCE = 2
/** The most feeds in one statement: later ones go with the next. */
const TOGETHER = 64

/** Who asks for which feed. */
interface Question {
  /** The digests of its address: one a key of the service, for as long as old keys count. */
  readonly digests: readonly Buffer[]
  readonly client: Client
}

/**
 * What decides a feed, as PostgreSQL knows it at this moment: nothing is remembered, so that who may no longer see something does not.
 * Feeds asked for while others are being looked up are looked up together, in one statement.
 */
@Injectable()
export class FeedStandings {
  private underway = 0
  private readonly ready: (() => void)[] = []
  private readonly together: DataLoader<Question, FeedStanding | undefined>

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Secrets) private readonly secrets: Secrets,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.together = new DataLoader((questions) => this.lookUp(questions), {
      cache: false,
      maxBatchSize: TOGETHER,
      batchScheduleFn: (go) => {
        this.ready.push(go)
        this.goOn()
      },
    })
  }

  /** The feed at a secret address; undefined when it was stopped, or never issued. */
  async at(secret: string, client: Client): Promise<FeedStanding | undefined> {
    return this.together.load({ digests: this.secrets.digests(FEED_PURPOSE, secret), client })
  }

  /** A feed by its id. */
  async byId(id: FeedId): Promise<FeedStanding | undefined> {
    const [row] = await this.ask(BY_ID, [id], ['other'], [0])
    return row && standingFrom(row)
  }

  private goOn(): void {
    if (this.underway >= AT_ONCE) return
    const go = this.ready.shift()
    if (!go) return
    this.underway++
    // Requests that came in by the same read of the network are on their way to us.
    setImmediate(go)
  }

  private async lookUp(questions: readonly Question[]): Promise<(FeedStanding | undefined)[]> {
    try {
      const asked = questions.flatMap(({ digests, client }, question) =>
        digests.map((digest) => ({ digest, client, question })),
      )
      const rows = await this.ask(
        BY_SECRET,
        asked.map(({ digest }) => digest),
        asked.map(({ client }) => client),
        asked.map(({ question }) => question),
      )
      const found = new Map(rows.map((row) => [row.question, row]))
      return questions.map((_, question) => {
        const row = found.get(question)
        return row && standingFrom(row)
      })
    } finally {
      this.underway--
      this.goOn()
    }
  }

  private ask(
    sql: string,
    by: readonly unknown[],
    clients: readonly Client[],
    questions: readonly number[],
  ): Promise<StandingRow[]> {
    return this.database.query(sql, [by, clients, remembersSince(this.clock.now()), questions])
  }
}
