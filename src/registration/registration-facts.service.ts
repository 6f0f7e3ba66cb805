import { Injectable, type OnModuleInit } from '@nestjs/common'
import { FactSource, FactSources, type Facts } from '../access/facts.ts'
import { Groups } from '../agenda/groups.service.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import { Database } from '../platform/database/database.ts'
import type { PlaceMode, RegistrationState } from './registration.ts'

interface Row {
  state: RegistrationState
  verified_constituency: ConstituencyId | null
  verified_at: Date | null
  day: string
  held: PlaceMode | null
  since: Date | null
  moved_at: Date | null
}

/** Every day of the meeting, chosen or not: one lost to a correction has no choice any more, and changed with it. */
const READ = `
  SELECT r.state, r.verified_constituency, r.verified_at, d.date AS day, c.held,
         coalesce(c.since, r.verified_at) AS since,
         (SELECT max(h.at) FROM registration_change h
           WHERE h.registration_id = r.id AND h.from_state <> h.to_state) AS moved_at
    FROM registration r
    JOIN meeting_day d ON d.meeting_id = r.meeting_id
    LEFT JOIN day_choice c ON c.registration_id = r.id AND c.day = d.date
   WHERE r.meeting_id = $1 AND r.person_id = $2`

const latest = (...moments: (Date | null)[]): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(Math.max(0, ...moments.map((moment) => moment?.getTime() ?? 0)))

/** Tells the gate what is true of a person: only what was verified, only places that are confirmed, at this moment. */
@Injectable()
export class RegistrationFacts extends FactSource implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly groups: Groups,
    private readonly sources: FactSources,
  ) {
    super()
  }

  onModuleInit(): void {
    this.sources.register(this)
  }

  override async factsOf(meeting: MeetingId, person: PersonId): Promise<Facts | undefined> {
    const [rows, groups] = await Promise.all([
      this.database.query<Row>(READ, [meeting, person]),
      this.groups.of(meeting, person),
    ])
    const [first] = rows
    if (!first && groups.size === 0) return undefined
    const confirmed = first?.state === 'confirmed'
    const days = new Map<string, PlaceMode>()
    const changed = new Map<string, Temporal.Instant>()
    for (const { day, held, since, moved_at } of rows) {
      if (confirmed && held) days.set(day, held)
      changed.set(day, latest(since, moved_at))
    }
    return {
      person,
      days,
      ...(confirmed && first.verified_constituency && { constituency: first.verified_constituency }),
      groups,
      ...(first && { changed: { days: changed, constituency: latest(first.verified_at, first.moved_at) } }),
    }
  }
}
