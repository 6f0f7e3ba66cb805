import { Injectable } from '@nestjs/common'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { StateId } from '../../delegations/state.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import { asId, isId, type DelegationId, type MeetingId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import { DEFAULT_LOCALE, type Locale } from '../../kernel/locale.ts'
import type { DelegationRole } from '../../delegations/delegation.ts'
import { People } from '../../people/people.service.ts'
import { Database } from '../../platform/database/database.ts'
import {
  PLACE_MODES,
  type Answers,
  type Claim,
  type Consents,
  type Names,
  type PlaceMode,
  type RegistrationState,
} from '../registration.ts'
import { Registration } from '../registration.entity.ts'
import type { Standing } from '../standing.ts'
import { Standings } from '../standings.service.ts'
import { finding, LISTED_STATES, matching, sortKey, type ListFilter, type Paging, type Sort } from './listing.ts'

/** A registration as an organiser sees it; drafts are only their owners'. */
export interface ListedRegistration {
  id: RegistrationId
  /** For `shownReference`. */
  reference: string
  person: PersonId
  names: Names
  email: string
  state: RegistrationState
  standing: Standing
  jobTitle: string
  claim: Claim
  verified: { constituency: ConstituencyId; state: StateId | null } | null
  delegation: { id: DelegationId; role: DelegationRole | null; rank: number | null } | null
  nominated: boolean
  late: boolean
  language: Locale
  answers: Answers
  consents: Partial<Consents>
  submittedAt: Temporal.Instant
  changedAt: Temporal.Instant
}

/** A page of a list; `next` and `previous` name the registration after, or before, which the others lie. */
export interface Page<T> {
  rows: readonly T[]
  next?: string
  previous?: string
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
  waiting: number
}

/**
 * So few registrations that words mean, or else that gave an answer or wait, are named one by one: what words mean takes
 * longer to look up, and more of them are soon met on the way along the order.
 */
const FEW = { words: 1000, others: 3000 }

const COUNT_STATES = `
  SELECT s.state, (SELECT count(*)::int FROM (
           SELECT FROM registration r WHERE r.meeting_id = $1 AND r.state = s.state AND r.submitted_at IS NOT NULL
            LIMIT $3) AS counted) AS count
    FROM unnest($2::text[]) AS s (state)`

/** A limited pool knows how many it gave; only where there is no limit are they counted. */
const COUNT_DAYS = `
  SELECT d.date AS day, m.mode, p.capacity,
         coalesce(p.taken, (SELECT count(*)::int FROM (
           SELECT FROM day_choice c JOIN registration r ON r.id = c.registration_id
            WHERE c.day = d.date AND c.held = m.mode AND r.meeting_id = d.meeting_id LIMIT $3) AS counted)) AS held,
         (SELECT count(*)::int FROM (
           SELECT FROM waiting_entry w
            WHERE w.meeting_id = d.meeting_id AND w.day = d.date AND w.mode = m.mode AND w.session_id IS NULL
            LIMIT $3) AS counted) AS waiting
    FROM meeting_day d CROSS JOIN unnest($2::text[]) AS m (mode)
    LEFT JOIN pool p ON p.meeting_id = d.meeting_id AND p.day = d.date AND p.mode = m.mode
         AND p.constituency IS NULL AND p.delegation IS NULL AND p.session_id IS NULL
   WHERE d.meeting_id = $1 ORDER BY d.date, m.mode`

/** What the desk reads. As many queries for a thousand registrations as for one. */
@Injectable()
export class RegistrationList {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly standings: Standings,
  ) {}

  /** A page of a meeting's registrations, first sent first unless asked otherwise. */
  async list(meeting: MeetingId, filter: ListFilter = {}, paging: Paging = {}): Promise<Page<ListedRegistration>> {
    const { after, before, limit = 50 } = paging
    const found = await this.ids(meeting, filter, { ...paging, limit: limit + 1 })
    const backwards = before !== undefined && after === undefined
    const shown = found.slice(0, limit)
    if (backwards) shown.reverse()
    const more = found.length > limit
    const rows = await this.byIds(meeting, shown)
    const onward = backwards ? shown.length > 0 : more
    const back = backwards ? more : after !== undefined && shown.length > 0
    return { rows, ...(onward && { next: shown.at(-1)! }), ...(back && { previous: shown[0]! }) }
  }

  /** These registrations of a meeting, in this order. */
  async byIds(meeting: MeetingId, ids: readonly RegistrationId[]): Promise<ListedRegistration[]> {
    if (ids.length === 0) return []
    const found = await this.database.manager
      .createQueryBuilder(Registration, 'r')
      .where("r.id = ANY (:ids) AND r.meetingId = :meeting AND r.submittedAt IS NOT NULL AND r.state <> 'draft'", {
        ids,
        meeting,
      })
      .getMany()
    const places = new Map(ids.map((id, index) => [id, index]))
    return this.listed(found.sort((a, b) => places.get(a.id)! - places.get(b.id)!))
  }

  /** @throws NotFound */
  async one(meeting: MeetingId, id: string): Promise<ListedRegistration> {
    const [row] = isId(id) ? await this.byIds(meeting, [asId<'Registration'>(id)]) : []
    if (!row) throw new NotFound()
    return row
  }

  /**
   * Looks words and who waits up first, and names the few that are meant: then the rest of the question costs little,
   * whatever the order. What means many is left as it is: walking along the order soon finds a page of them.
   */
  async narrow(meeting: MeetingId, filter: ListFilter): Promise<ListFilter> {
    const few = filter.search === undefined ? FEW.others : FEW.words
    const first = filter.ids || filter.among || filter.wide ? undefined : finding(meeting, filter, few + 1)
    if (!first) return filter
    const [found] = await this.database.query<{ count: number; ids: string | null }>(
      `SELECT count(*)::int AS count, CASE WHEN count(*) <= ${few} THEN coalesce(array_agg(id), '{}')::text END AS ids
         FROM (${first.sql}) AS found`,
      first.values,
    )
    const { count = 0, ids } = found ?? {}
    return ids ? { ...first.rest, among: { ids, count } } : { ...filter, wide: true }
  }

  /** How many pass a filter, counted up to a limit: whoever needs more than "more than 1,000" asks for more. */
  async count(meeting: MeetingId, filter: ListFilter, upTo = 1000): Promise<number> {
    const { wide, ...asked } = await this.narrow(meeting, filter)
    const { among, ...rest } = asked
    // Nothing else was asked for, and how many that are is known, or that they are more than need be counted.
    if (among && Object.keys(rest).length === 0) return Math.min(among.count, upTo + 1)
    if (wide && upTo <= FEW.words && Object.keys(finding(meeting, asked, 1)?.rest ?? asked).length === 0)
      return upTo + 1
    const { from, where, values } = matching(meeting, asked)
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (SELECT FROM ${from} WHERE ${where} LIMIT ${upTo + 1}) AS found`,
      values,
    )
    return row!.count
  }

  /** How many there are, by state and by day; each counted up to a limit, as counting all of 100,000 takes long. */
  async counts(
    meeting: MeetingId,
    { modes = PLACE_MODES, upTo = null }: { modes?: readonly PlaceMode[]; upTo?: number | null } = {},
  ): Promise<RegistrationCounts> {
    const [states, days] = await Promise.all([
      this.database.query<{ state: RegistrationState; count: number }>(COUNT_STATES, [meeting, LISTED_STATES, upTo]),
      this.database.query<DayCount>(COUNT_DAYS, [meeting, modes, upTo]),
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

  /** The ids on a page; going back, nearest first. */
  private async ids(meeting: MeetingId, filter: ListFilter, paging: Paging): Promise<RegistrationId[]> {
    const { sort = 'sent', descending = false, locale = DEFAULT_LOCALE, after, before, limit = 50 } = paging
    const key = sortKey(sort, locale)
    const { from, where, values } = matching(meeting, await this.narrow(meeting, filter), sort)
    const forward = before === undefined || after !== undefined
    const start = forward ? after : before
    const down = descending === forward
    const cursor = start !== undefined && isId(start) ? await this.placeOf(meeting, start, sort, locale) : undefined
    const beyond = cursor
      ? `AND (${key.column}, ${key.id}) ${down ? '<' : '>'} ($${values.push(cursor)}::${key.type}, $${values.push(start)}::uuid)`
      : ''
    const way = down ? 'DESC' : 'ASC'
    const rows = await this.database.query<{ id: RegistrationId }>(
      `SELECT r.id FROM ${from} WHERE ${where} ${beyond}
        ORDER BY ${key.column} ${way}, ${key.id} ${way} LIMIT ${Math.max(1, Math.trunc(limit))}`,
      values,
    )
    return rows.map((row) => row.id)
  }

  /** What a registration is sorted by. Looked up, so that no address of a page holds a name. */
  private async placeOf(meeting: MeetingId, id: string, sort: Sort, locale: Locale): Promise<string | undefined> {
    const { column } = sortKey(sort, locale)
    const [row] = await this.database.query<{ key: string }>(
      `SELECT ${column}::text AS key FROM registration r JOIN registration_finder f ON f.registration_id = r.id
        WHERE r.meeting_id = $1 AND r.id = $2`,
      [meeting, id],
    )
    return row?.key
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
        reference: row.reference,
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
        delegation: row.delegationId
          ? { id: row.delegationId, role: row.delegationRole, rank: row.delegationRank }
          : null,
        nominated: row.nominatedBy !== null,
        late: row.late,
        language: row.language,
        answers: row.answers,
        consents: row.consents,
        submittedAt: row.submittedAt!,
        changedAt: row.changedAt,
      }
    })
  }
}
