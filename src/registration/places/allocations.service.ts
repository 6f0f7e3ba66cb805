import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { ChangedMeanwhile, InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import type { MeetingId, PersonId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Database } from '../../platform/database/database.ts'
import { Turns } from '../turns.service.ts'
import { planAllocation, type AllocationRule, type Candidate, type Plan } from './allocation.ts'
import type { Freed } from './freed.ts'
import { HOLDERS, MOST_PLACES, Pools, type PoolRow, type Queue } from './pools.service.ts'
import { Serving, type Served } from './serving.service.ts'
import { inQueue, WaitingList } from './waiting-list.service.ts'

/** What carrying out a rule would do, as shown before it is done. */
export interface Preview {
  plan: Plan
  /** All the room of the queue; null where it has no limit, so that there is nothing to give out by rule. */
  total: number | null
  taken: number
  waiting: number
  /** Whether places are given, or only offered; kept once the day is over. */
  how: Freed['how']
  /** Who stays in line, in its order: a limit of theirs is reached, or no place is left. */
  staying: readonly { registration: RegistrationId; because: 'limit' | 'full' }[]
  /** Names exactly this effect: carried out is what was seen, or nothing. */
  fingerprint: string
}

interface Situation {
  whole: (PoolRow & { heldBack: number }) | undefined
  plan: Plan
  candidates: readonly Candidate[]
  how: Freed['how']
}

/** Gives out the places of one queue by a rule, after showing what that does. */
@Injectable()
export class Allocations {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly line: WaitingList,
    private readonly serving: Serving,
    private readonly turns: Turns,
    private readonly audit: Audit,
  ) {}

  /** What a rule would do now. @throws InvalidInput at `/perDelegation` or `/holdBack` */
  async preview(meeting: Meeting, queue: Queue, rule: AllocationRule): Promise<Preview> {
    return this.database.transaction(async (tx) => {
      const pools = await this.pools.of(meeting.id, [queue.day], tx)
      return previewOf(queue, rule, await this.plan(tx, meeting.id, queue, rule, pools))
    })
  }

  /**
   * Carries a rule out as it was seen, in one transaction: who gets a place is told; what is held back stays so.
   * @throws InvalidInput, ChangedMeanwhile when the effect is another now
   */
  async carryOut(
    meeting: Meeting,
    queue: Queue,
    rule: AllocationRule,
    fingerprint: string,
    by: PersonId,
  ): Promise<Plan> {
    return this.database.transaction(async (tx) => {
      const pools = await this.pools.lock(tx, meeting.id, [queue.day])
      const situation = await this.plan(tx, meeting.id, queue, rule, pools)
      const { whole, plan } = situation
      if (!whole || previewOf(queue, rule, situation).fingerprint !== fingerprint) throw new ChangedMeanwhile()
      const total = whole.capacity + whole.heldBack
      await this.holdBack(tx, whole, Math.min(rule.holdBack, total - whole.taken))
      const served = await this.serveAll(tx, pools, meeting.id, queue, plan)
      await this.audit.write(tx, 'places.allocated', {
        actor: by,
        meeting: meeting.id,
        data: { ...queue, ...rule, given: served.map(({ registration }) => registration) },
      })
      // A place online that somebody leaves for the room is free for the next.
      const after = await this.serving.promote(tx, pools, meeting.id)
      await this.turns.tellServed(tx, served, by)
      await this.turns.tellServed(tx, after)
      return plan
    })
  }

  private async serveAll(
    tx: EntityManager,
    pools: PoolRow[],
    meeting: MeetingId,
    queue: Queue,
    plan: Plan,
  ): Promise<Served[]> {
    const freed = await this.serving.freed(tx, meeting, queue)
    if (freed.how === 'keep') throw new ChangedMeanwhile()
    const served: Served[] = []
    for (const { registration } of plan.given) {
      const entry = await this.line.entryOf(tx, meeting, queue, registration)
      if (entry) served.push(await this.serving.serve(tx, pools, meeting, queue, entry, freed))
    }
    return served
  }

  private async holdBack(tx: EntityManager, whole: PoolRow & { heldBack: number }, count: number): Promise<void> {
    await this.database.query(
      'UPDATE pool SET capacity = capacity + held_back - $2, held_back = $2 WHERE id = $1',
      [whole.id, count],
      tx,
    )
    whole.capacity += whole.heldBack - count
    whole.heldBack = count
  }

  private async plan(
    tx: EntityManager,
    meeting: MeetingId,
    queue: Queue,
    rule: AllocationRule,
    pools: PoolRow[],
  ): Promise<Situation> {
    const wrong = wrongNumbers(rule)
    if (wrong.length) throw new InvalidInput({ fields: wrong })
    const own = pools.filter((pool) => pool.mode === queue.mode && pool.session === queue.session)
    const pool = own.find(({ constituency }) => constituency === null)
    const candidates = await this.candidates(tx, meeting, queue)
    const { how } = await this.serving.freed(tx, meeting, queue)
    if (!pool) return { whole: undefined, plan: { given: [], blocked: [], left: 0 }, candidates, how }
    const [row] = await this.database.query<{ heldBack: number }>(
      'SELECT held_back AS "heldBack" FROM pool WHERE id = $1',
      [pool.id],
      tx,
    )
    const whole = Object.assign(pool, row!)
    const plan = planAllocation(rule, {
      total: whole.capacity + whole.heldBack,
      candidates,
      pools: own,
      held: await this.heldByDelegation(tx, meeting, queue),
    })
    return { whole, plan, candidates, how }
  }

  private async candidates(tx: EntityManager, meeting: MeetingId, queue: Queue): Promise<Candidate[]> {
    const rows = await this.database.query<{ registration: RegistrationId; constituency: string; delegation: string }>(
      `SELECT registration_id AS registration, constituency, delegation FROM waiting_entry w
        WHERE ${inQueue(queue)} ORDER BY w.rank`,
      [meeting, queue.day, queue.mode, queue.session],
      tx,
    )
    return rows.map(({ registration, constituency, delegation }) => ({
      registration,
      constituency: constituency || null,
      delegation: delegation || null,
    }))
  }

  private async heldByDelegation(tx: EntityManager, meeting: MeetingId, queue: Queue): Promise<Map<string, number>> {
    const rows = await this.database.query<{ delegation: string; count: number }>(
      `SELECT delegation, count(*)::int AS count FROM (${HOLDERS}) AS holder
        WHERE holder.day = $2 AND holder.mode = $3 AND holder.session_id IS NOT DISTINCT FROM $4::uuid
          AND delegation IS NOT NULL GROUP BY delegation`,
      [meeting, queue.day, queue.mode, queue.session],
      tx,
    )
    return new Map(rows.map(({ delegation, count }) => [delegation, count]))
  }
}

const wrongNumbers = (rule: AllocationRule): FieldError[] =>
  (['perDelegation', 'holdBack'] as const).flatMap((field) =>
    Number.isInteger(rule[field]) && rule[field] >= 0 && rule[field] <= MOST_PLACES
      ? []
      : [{ pointer: `/${field}`, message: 'places.not-a-count', params: { limit: MOST_PLACES } }],
  )

const previewOf = (queue: Queue, rule: AllocationRule, { whole, plan, candidates, how }: Situation): Preview => {
  const total = whole ? whole.capacity + whole.heldBack : null
  const seen = JSON.stringify([queue.day, queue.mode, queue.session, rule, total, plan.given, how])
  const given = new Set(plan.given.map(({ registration }) => registration))
  const because = plan.left > 0 ? 'limit' : 'full'
  return {
    plan,
    total,
    taken: whole?.taken ?? 0,
    waiting: candidates.length,
    how,
    staying: candidates.flatMap(({ registration }) => (given.has(registration) ? [] : [{ registration, because }])),
    fingerprint: createHash('sha256').update(seen).digest('base64url'),
  }
}
