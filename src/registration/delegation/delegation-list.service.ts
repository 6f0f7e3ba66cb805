import { Injectable } from '@nestjs/common'
import { quotaKeyOf, type Delegation } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import type { FocalPoint } from '../../delegations/focal-point.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import type { DelegationId, MeetingId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Database } from '../../platform/database/database.ts'

/** A delegation in the organisers' list. */
export interface ListedDelegation {
  delegation: Delegation
  focalPoints: readonly FocalPoint[]
  confirmed: number
  requested: number
  /** Seats in the room: the day on which the delegation has most of its own quota taken; null without a quota. */
  room: { taken: number; capacity: number } | null
}

/** The delegations of a meeting with their state of affairs: a fixed number of queries, however many they are. */
@Injectable()
export class DelegationList {
  constructor(
    private readonly database: Database,
    private readonly delegations: Delegations,
    private readonly focalPoints: FocalPoints,
  ) {}

  /**
   * Of each of these meetings, in how many delegations somebody asks to take part and nobody speaks for them, and how many
   * people ask to be focal point; a meeting without delegations is absent.
   */
  async needingIn(
    meetings: readonly MeetingId[],
  ): Promise<ReadonlyMap<MeetingId, { withoutFocalPoint: number; askingToSpeak: number }>> {
    const rows = await this.database.query<{ meeting: MeetingId; without: number; asking: number }>(
      `SELECT d.meeting_id AS meeting, coalesce(sum(f.requested), 0)::int AS asking,
              count(*) FILTER (WHERE coalesce(f.active, 0) = 0 AND EXISTS (
                SELECT FROM registration r WHERE r.delegation_id = d.id AND r.state = 'requested'))::int AS without
         FROM delegation d LEFT JOIN LATERAL (
           SELECT count(*) FILTER (WHERE state = 'active') AS active, count(*) FILTER (WHERE state = 'requested') AS requested
             FROM focal_point WHERE delegation_id = d.id) f ON true
        WHERE d.meeting_id = ANY ($1::uuid[]) GROUP BY d.meeting_id`,
      [meetings],
    )
    return new Map(
      rows.map(({ meeting, without, asking }) => [meeting, { withoutFocalPoint: without, askingToSpeak: asking }]),
    )
  }

  async of(meeting: Meeting): Promise<ListedDelegation[]> {
    const [all, focalPoints, counts, quotas] = await Promise.all([
      this.delegations.of(meeting.id),
      this.focalPoints.inMeeting(meeting.id, ['active']),
      this.database.query<{ delegation_id: DelegationId; confirmed: number; requested: number }>(
        `SELECT delegation_id, count(*) FILTER (WHERE state = 'confirmed')::int AS confirmed,
                count(*) FILTER (WHERE state = 'requested')::int AS requested
           FROM registration WHERE meeting_id = $1 AND delegation_id IS NOT NULL GROUP BY delegation_id`,
        [meeting.id],
      ),
      this.database.query<{ constituency: string; delegation: string; taken: number; capacity: number }>(
        `SELECT DISTINCT ON (constituency, delegation) constituency, delegation, taken, capacity FROM pool
          WHERE meeting_id = $1 AND delegation IS NOT NULL AND mode = 'in-person' AND session_id IS NULL
          ORDER BY constituency, delegation, taken DESC, capacity, id`,
        [meeting.id],
      ),
    ])
    const led = Map.groupBy(focalPoints, (each) => each.delegation)
    const counted = new Map(counts.map((row) => [row.delegation_id, row]))
    const rooms = new Map(quotas.map((row) => [`${row.constituency} ${row.delegation}`, row]))
    return all.map((delegation) => {
      const room = rooms.get(`${delegation.constituency} ${quotaKeyOf(delegation)}`)
      return {
        delegation,
        focalPoints: led.get(delegation.id) ?? [],
        confirmed: counted.get(delegation.id)?.confirmed ?? 0,
        requested: counted.get(delegation.id)?.requested ?? 0,
        room: room ? { taken: room.taken, capacity: room.capacity } : null,
      }
    })
  }
}
