import { Injectable } from '@nestjs/common'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { StateId } from '../delegations/state.ts'
import { isId, type MeetingId, type PersonId, type RegistrationId } from '../kernel/id.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { Locale } from '../kernel/locale.ts'
import { People } from '../people/people.service.ts'
import { Database } from '../platform/database/database.ts'
import type { Answers, Claim, Consents, Names, PlaceMode, RegistrationState } from './registration.ts'
import { Registration } from './registration.entity.ts'
import type { Standing } from './standing.ts'
import { Standings } from './standings.service.ts'

/** A registration as an organiser sees it; drafts are only their owners'. */
export interface ListedRegistration {
  id: RegistrationId
  person: PersonId
  names: Names
  email: string
  state: RegistrationState
  standing: Standing
  jobTitle: string
  claim: Claim
  verified: { constituency: ConstituencyId; state: StateId | null } | null
  language: Locale
  answers: Answers
  consents: Partial<Consents>
  submittedAt: Temporal.Instant
}

/** Which registrations to list; what is absent is not asked. */
export interface ListFilter {
  state?: RegistrationState
  constituency?: ConstituencyId
  /** ISO 3166-1 alpha-3. */
  country?: StateId
  /** ISO date; with `mode`, who holds a place so, with `waiting`, who is in line. */
  day?: string
  mode?: PlaceMode
  waiting?: boolean
  /** Part of a name, an address or an organization. */
  search?: string
}

/** A page of a list, in the order of sending; `next` is where the following one begins. */
export interface Page<T> {
  rows: readonly T[]
  next?: string
}

/** Numbers for the desk. */
export interface RegistrationCounts {
  states: Readonly<Record<Exclude<RegistrationState, 'draft'>, number>>
  days: readonly DayCount[]
}

export interface DayCount {
  /** ISO date. */
  day: string
  mode: PlaceMode
  /** Null where there is no limit. */
  capacity: number | null
  /** Places held, provisional ones included. */
  held: number
  /** Of those, by confirmed people. */
  confirmed: number
  waiting: number
}

const COUNT_DAYS = `
  SELECT d.date AS day, m.mode,
         (SELECT capacity FROM pool p WHERE p.meeting_id = d.meeting_id AND p.day = d.date AND p.mode = m.mode
             AND p.constituency IS NULL AND p.delegation IS NULL AND p.session_id IS NULL) AS capacity,
         count(c.registration_id) FILTER (WHERE c.held = m.mode)::int AS held,
         count(c.registration_id) FILTER (WHERE c.held = m.mode AND r.state = 'confirmed')::int AS confirmed,
         count(c.registration_id) FILTER (WHERE c.state = 'waiting' AND c.mode = m.mode)::int AS waiting
    FROM meeting_day d CROSS JOIN (VALUES ('in-person'), ('online')) AS m (mode)
    LEFT JOIN registration r ON r.meeting_id = d.meeting_id
    LEFT JOIN day_choice c ON c.registration_id = r.id AND c.day = d.date
   WHERE d.meeting_id = $1 GROUP BY d.meeting_id, d.date, m.mode ORDER BY d.date, m.mode`

/** What the desk reads. As many queries for a thousand registrations as for one. */
@Injectable()
export class RegistrationList {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly standings: Standings,
  ) {}

  /** A page of a meeting's registrations, first sent first. */
  async list(
    meeting: MeetingId,
    filter: ListFilter = {},
    { after, limit = 50 }: { after?: string; limit?: number } = {},
  ): Promise<Page<ListedRegistration>> {
    const rows = await this.matching(meeting, filter, after, limit + 1)
    const shown = await this.listed(rows.slice(0, limit))
    return { rows: shown, ...(rows.length > limit && { next: shown.at(-1)!.id }) }
  }

  /** @throws NotFound */
  async one(meeting: MeetingId, id: string): Promise<ListedRegistration> {
    const found = isId(id)
      ? await this.database.manager
          .createQueryBuilder(Registration, 'r')
          .where("r.id = :id AND r.meetingId = :meeting AND r.submittedAt IS NOT NULL AND r.state <> 'draft'", {
            id,
            meeting,
          })
          .getMany()
      : []
    const [row] = await this.listed(found)
    if (!row) throw new NotFound()
    return row
  }

  /** How many there are, by state and by day. */
  async counts(meeting: MeetingId): Promise<RegistrationCounts> {
    const [states, days] = await Promise.all([
      this.database.query<{ state: RegistrationState; count: number }>(
        'SELECT state, count(*)::int AS count FROM registration WHERE meeting_id = $1 GROUP BY state',
        [meeting],
      ),
      this.database.query<DayCount>(COUNT_DAYS, [meeting]),
    ])
    const of = (state: RegistrationState) => states.find((row) => row.state === state)?.count ?? 0
    return {
      states: {
        requested: of('requested'),
        confirmed: of('confirmed'),
        declined: of('declined'),
        withdrawn: of('withdrawn'),
      },
      days,
    }
  }

  private async matching(
    meeting: MeetingId,
    filter: ListFilter,
    after: string | undefined,
    limit: number,
  ): Promise<Registration[]> {
    const query = this.database.manager
      .createQueryBuilder(Registration, 'r')
      .where("r.meetingId = :meeting AND r.submittedAt IS NOT NULL AND r.state <> 'draft'", { meeting })
      .orderBy('r.submittedAt')
      .addOrderBy('r.id')
      .limit(limit)
    if (after && isId(after))
      query.andWhere('(r.submittedAt, r.id) > (SELECT submitted_at, id FROM registration WHERE id = :after)', { after })
    if (filter.state) query.andWhere('r.state = :state', { state: filter.state })
    if (filter.constituency)
      query.andWhere('r.quotaConstituency = :constituency', { constituency: filter.constituency })
    if (filter.country) query.andWhere('r.quotaDelegation = :country', { country: filter.country })
    if (filter.day || filter.mode || filter.waiting) {
      const held = filter.waiting ? "c.state = 'waiting' AND (:mode::text IS NULL OR c.mode = :mode)" : HELD
      query.andWhere(
        `EXISTS (SELECT FROM day_choice c WHERE c.registration_id = r.id AND (:day::date IS NULL OR c.day = :day) AND ${held})`,
        { day: filter.day ?? null, mode: filter.mode ?? null },
      )
    }
    if (filter.search)
      query.andWhere(
        `(r.organization ILIKE :search OR EXISTS (SELECT FROM identity i WHERE i.person_id = r.person_id
           AND (i.given_names || ' ' || i.family_name ILIKE :search OR i.email ILIKE :search)))`,
        { search: `%${filter.search.replace(/[\\%_]/g, '\\$&')}%` },
      )
    return query.getMany()
  }

  private async listed(rows: readonly Registration[]): Promise<ListedRegistration[]> {
    const [people, standings] = await Promise.all([
      this.people.byIds(rows.map((row) => row.personId)),
      this.standings.of(rows),
    ])
    return rows.map((row) => {
      const who = people.get(row.personId)
      return {
        id: row.id,
        person: row.personId,
        names: { givenNames: who?.givenNames ?? '', familyName: who?.familyName ?? '' },
        email: who?.email ?? who?.contactEmail ?? '',
        state: row.state,
        standing: standings.get(row.id)!,
        jobTitle: row.jobTitle,
        claim: {
          constituency: row.claimedConstituency ?? '',
          state: row.claimedState,
          organization: row.organization,
        },
        verified: row.verifiedConstituency
          ? { constituency: row.verifiedConstituency, state: row.verifiedState }
          : null,
        language: row.language,
        answers: row.answers,
        consents: row.consents,
        submittedAt: row.submittedAt!,
      }
    })
  }
}

const HELD = 'c.held IS NOT NULL AND (:mode::text IS NULL OR c.held = :mode)'
