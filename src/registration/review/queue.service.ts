import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { MeetingId, PersonId, RegistrationId } from '../../kernel/id.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'

/** Which requests a reviewer wants to see; what is absent is not asked. */
export interface QueueFilter {
  /** Sent after registration had closed. */
  late?: boolean
  constituency?: ConstituencyId
  /** Confirmed by a focal point already: the second of two steps. */
  endorsed?: boolean
  /** A question was asked and is answered. */
  answered?: boolean
  /** Our mail does not reach them. */
  unreachable?: boolean
}

/** How much there is to do. */
export interface QueueCounts {
  /** To decide, by this filter. */
  left: number
  /** To decide in all. */
  all: number
  late: number
  endorsed: number
  answered: number
  unreachable: number
  /** Out of the queue until the person has answered. */
  asked: number
}

/** How far two reviewers are kept apart: so long a request that somebody looks at is shown to nobody else. */
const CLAIM_MINUTES = 5

/**
 * What is to be decided: requests, and confirmed people with days that somebody must grant. Who was asked something is
 * out of it until they answer.
 */
const OPEN = `
  SELECT r.id, r.meeting_id, r.submitted_at, r.late, r.endorsed_at, r.quota_constituency, q.asked, q.answered_at,
         u.person_id IS NOT NULL AS unreachable
    FROM (SELECT id FROM registration WHERE meeting_id = ANY ($1::uuid[]) AND state = 'requested'
          UNION
          SELECT o.id FROM day_choice d JOIN registration o ON o.id = d.registration_id
           WHERE d.state = 'requested' AND o.meeting_id = ANY ($1::uuid[]) AND o.state = 'confirmed') AS due
    JOIN registration r ON r.id = due.id
    LEFT JOIN unreachable u ON u.person_id = r.person_id
    LEFT JOIN LATERAL (SELECT bool_or(answer IS NULL) AS asked, max(answered_at) AS answered_at
                         FROM registration_question WHERE registration_id = r.id) q ON true`

const MATCHES = `
      ($2::boolean IS NOT TRUE OR o.late)
  AND ($3::text IS NULL OR o.quota_constituency = $3)
  AND ($4::boolean IS NOT TRUE OR o.endorsed_at IS NOT NULL)
  AND ($5::boolean IS NOT TRUE OR o.answered_at IS NOT NULL)
  AND ($6::boolean IS NOT TRUE OR o.unreachable)`

const valuesOf = (meeting: MeetingId, filter: QueueFilter): unknown[] => [
  [meeting],
  filter.late ?? null,
  filter.constituency ?? null,
  filter.endorsed ?? null,
  filter.answered ?? null,
  filter.unreachable ?? null,
]

/** The requests that wait for a decision, one at a time; two reviewers at once do not meet on one by chance. */
@Injectable()
export class ReviewQueue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * The request to look at now, kept for this reviewer for a few minutes: answered questions first, then what a focal
   * point has confirmed, then the oldest; what they skipped comes at the end. Undefined when nothing is left for them.
   */
  async next(meeting: MeetingId, reviewer: PersonId, filter: QueueFilter = {}): Promise<RegistrationId | undefined> {
    return this.database.transaction(async (tx) => {
      // Whoever comes second finds the claim of the first, and looks again.
      for (let attempt = 0; attempt < 20; attempt++) {
        const [first] = await this.database.query<{ id: RegistrationId }>(
          `WITH o AS (${OPEN})
           SELECT o.id FROM o
             LEFT JOIN review_claim c ON c.registration_id = o.id AND c.until > $8
             LEFT JOIN review_skip s ON s.registration_id = o.id AND s.person_id = $7
            WHERE o.asked IS NOT TRUE AND ${MATCHES} AND (c.person_id IS NULL OR c.person_id = $7)
            ORDER BY (c.person_id IS NOT NULL) DESC, s.at NULLS FIRST, (o.answered_at IS NOT NULL) DESC,
                     (o.endorsed_at IS NOT NULL) DESC, o.submitted_at, o.id
            LIMIT 1`,
          [...valuesOf(meeting, filter), reviewer, this.clock.now().toString()],
          tx,
        )
        if (!first) return undefined
        if (await this.claim(tx, first.id, reviewer)) return first.id
      }
      return undefined
    })
  }

  /** Keeps a request for a reviewer who opens it; false when somebody else is looking at it, which stops nobody. */
  async look(registration: RegistrationId, reviewer: PersonId): Promise<boolean> {
    return this.database.transaction((tx) => this.claim(tx, registration, reviewer))
  }

  /** Not now: it comes back to this reviewer at the end, and is free for the others. */
  async skip(registration: RegistrationId, reviewer: PersonId): Promise<void> {
    const now = this.clock.now().toString()
    await this.database.transaction(async (tx) => {
      await this.database.query(
        `INSERT INTO review_skip (person_id, registration_id, at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id, registration_id) DO UPDATE SET at = excluded.at`,
        [reviewer, registration, now],
        tx,
      )
      await this.release(tx, registration, reviewer)
    })
  }

  /** Lets go of a request: it is decided, or is another's to look at. */
  async release(tx: EntityManager, registration: RegistrationId, reviewer: PersonId): Promise<void> {
    await this.database.query(
      'DELETE FROM review_claim WHERE registration_id = $1 AND person_id = $2',
      [registration, reviewer],
      tx,
    )
  }

  /** How much is left. */
  async counts(meeting: MeetingId, filter: QueueFilter = {}): Promise<QueueCounts> {
    const [counts] = await this.database.query<QueueCounts>(
      `WITH o AS (${OPEN})
       SELECT count(*) FILTER (WHERE asked IS NOT TRUE AND ${MATCHES})::int AS left,
              count(*) FILTER (WHERE asked IS NOT TRUE)::int AS all,
              count(*) FILTER (WHERE asked IS NOT TRUE AND late)::int AS late,
              count(*) FILTER (WHERE asked IS NOT TRUE AND endorsed_at IS NOT NULL)::int AS endorsed,
              count(*) FILTER (WHERE asked IS NOT TRUE AND answered_at IS NOT NULL)::int AS answered,
              count(*) FILTER (WHERE asked IS NOT TRUE AND unreachable)::int AS unreachable,
              count(*) FILTER (WHERE asked)::int AS asked
         FROM o`,
      valuesOf(meeting, filter),
    )
    return counts!
  }

  /** How much is to decide in each of these meetings; one in which nothing is is absent. */
  async leftIn(meetings: readonly MeetingId[]): Promise<ReadonlyMap<MeetingId, number>> {
    const rows = await this.database.query<{ meeting: MeetingId; left: number }>(
      `WITH o AS (${OPEN})
       SELECT meeting_id AS meeting, count(*)::int AS left FROM o WHERE asked IS NOT TRUE GROUP BY meeting_id`,
      [meetings],
    )
    return new Map(rows.map(({ meeting, left }) => [meeting, left]))
  }

  /** Whether somebody works with keys; on until they turn them off. */
  async keysOf(reviewer: PersonId): Promise<boolean> {
    const [row] = await this.database.query<{ keys: boolean }>('SELECT keys FROM reviewer WHERE person_id = $1', [
      reviewer,
    ])
    return row?.keys ?? true
  }

  async setKeys(reviewer: PersonId, keys: boolean): Promise<void> {
    await this.database.query(
      'INSERT INTO reviewer (person_id, keys) VALUES ($1, $2) ON CONFLICT (person_id) DO UPDATE SET keys = excluded.keys',
      [reviewer, keys],
    )
  }

  private async claim(tx: EntityManager, registration: RegistrationId, reviewer: PersonId): Promise<boolean> {
    const now = this.clock.now()
    const claimed = await this.database.query(
      `INSERT INTO review_claim (registration_id, person_id, until) VALUES ($1, $2, $3)
       ON CONFLICT (registration_id) DO UPDATE SET person_id = excluded.person_id, until = excluded.until
        WHERE review_claim.until <= $4 OR review_claim.person_id = excluded.person_id
       RETURNING registration_id`,
      [registration, reviewer, now.add({ minutes: CLAIM_MINUTES }).toString(), now.toString()],
      tx,
    )
    return claimed.length > 0
  }
}
