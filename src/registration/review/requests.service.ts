import { Injectable } from '@nestjs/common'
import { asId, type PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Pools } from '../places/pools.service.ts'
import type { PlaceMode } from '../registration.ts'
import { Inquiries, type Inquiry } from './inquiries.service.ts'
import { RegistrationList, type ListedRegistration } from './registration-list.service.ts'
import { Review, type Seen } from './review.service.ts'

/** How full a day is for everybody, for the words beside what somebody asks for. */
export interface DayRoom {
  day: string
  mode: PlaceMode
  taken: number
  capacity: number
}

/** All that a reviewer needs to decide on one request. */
export interface ReviewedRequest {
  registration: ListedRegistration
  /** Handed back with the decision. */
  seen: Seen
  late: boolean
  endorsedAt: Temporal.Instant | null
  /** Whether the address was proven by a code. */
  proved: boolean
  /** What the server of their address said when it refused our mail. */
  refused: { since: Temporal.Instant; response: string } | null
  inquiries: readonly Inquiry[]
  rooms: readonly DayRoom[]
  /** Whether another reviewer looks at it now. */
  elsewhere: boolean
}

interface Row {
  late: boolean
  endorsed_at: Date | null
  proved: boolean | null
  since: Date | null
  response: string | null
  claimed_by: PersonId | null
}

const instant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime())

/** Reads a request as a reviewer sees it. */
@Injectable()
export class ReviewRequests {
  constructor(
    private readonly database: Database,
    private readonly list: RegistrationList,
    private readonly review: Review,
    private readonly inquiries: Inquiries,
    private readonly pools: Pools,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound */
  async one(meeting: Meeting, id: string, reviewer: PersonId): Promise<ReviewedRequest> {
    const registration = await this.list.one(meeting.id, id)
    const days = meeting.days.map((day) => day.date.toString())
    const [seen, inquiries, pools, [row]] = await Promise.all([
      this.review.lastChange(asId(id)),
      this.inquiries.of(asId(id)),
      this.pools.of(meeting.id, days),
      this.database.query<Row>(
        `SELECT r.late, r.endorsed_at, i.proved_at IS NOT NULL AND i.email IS NOT NULL AS proved, u.since, u.response,
                c.person_id AS claimed_by
           FROM registration r
           LEFT JOIN identity i ON i.person_id = r.person_id
           LEFT JOIN unreachable u ON u.person_id = r.person_id
           LEFT JOIN review_claim c ON c.registration_id = r.id AND c.until > $2
          WHERE r.id = $1`,
        [id, this.clock.now().toString()],
      ),
    ])
    return {
      registration,
      seen,
      late: row!.late,
      endorsedAt: row!.endorsed_at && instant(row!.endorsed_at),
      proved: row!.proved ?? false,
      refused: row!.since && { since: instant(row!.since), response: row!.response ?? '' },
      inquiries,
      rooms: pools
        .filter((pool) => pool.constituency === null && pool.delegation === null && pool.session === null)
        .flatMap(({ day, mode, taken, capacity }) => (mode === 'floor' ? [] : [{ day, mode, taken, capacity }])),
      elsewhere: row!.claimed_by !== null && row!.claimed_by !== reviewer,
    }
  }
}
