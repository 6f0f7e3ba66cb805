import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { Gate } from '../access/gate.service.ts'
import { releasePublished, type InForceNow } from '../agenda/release-published.ts'
import { newId, type MeetingId, type PersonId, type ReleaseId } from '../kernel/id.ts'
import { toMilliseconds } from '../kernel/time.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { defineJob } from '../platform/jobs/job.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import { isUrgent } from './affected.ts'
import { CirculationRound, type RoundId } from './circulation-round.entity.ts'
import { Recipients } from './recipients.service.ts'
import { dueAt, QUIET_MINUTES } from './round.ts'

/** Tells a round whose time has come. */
export const tellRound = defineJob<{ round: RoundId }>('circulation.tell', { urgent: true })

interface Settings {
  quiet: number
  toldUpTo: number
}

/**
 * Gathers releases that follow each other, so that people get one message for them. A round says what is different
 * between what people knew before it and what is in force when it is told; so what was moved and moved back is not told of.
 */
@Injectable()
export class Rounds implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly gate: Gate,
    private readonly recipients: Recipients,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(releasePublished, (now) => this.hear(now))
  }

  /**
   * A release came into force. It joins the round that waits, or begins one; of one that nobody is to be told of alone,
   * nothing comes. Again, or too late, it changes nothing.
   */
  async hear(now: InForceNow): Promise<void> {
    const { meeting, version, release, before, tell } = now
    // A first release says nothing that anybody knew otherwise; without any in force there is nothing to say.
    const urgent = tell && before && release ? await this.isUrgent(meeting, before, release) : false
    await this.database.transaction(async (tx) => {
      const { quiet, toldUpTo } = await this.lock(tx, meeting)
      if (version <= toldUpTo) return
      const waiting = await this.waiting(meeting, tx)
      if (!waiting && (!tell || !before)) return
      const at = toMilliseconds(this.clock.now())
      const began = waiting?.beganAt ?? at
      const round = Object.assign(
        waiting ??
          Object.assign(new CirculationRound(), {
            id: newId<'CirculationRound'>(),
            meetingId: meeting,
            fromRelease: before,
            fromVersion: version,
            upToVersion: version,
            beganAt: at,
            dueAt: at,
            state: 'waiting' as const,
            ...{ toRelease: null, afterPerson: null, told: 0, endedAt: null },
          }),
        // Jobs may come in another order than the releases did.
        waiting && before && tell && version < waiting.fromVersion && { fromRelease: before, fromVersion: version },
        waiting && { upToVersion: Math.max(waiting.upToVersion, version) },
        tell &&
          (urgent || !waiting || version > waiting.upToVersion) && { dueAt: dueAt({ now: at, began, quiet, urgent }) },
      )
      await tx.save(CirculationRound, round)
      const cause = `${round.id} ${round.dueAt.toString()}`
      await this.jobs.send(tx, tellRound, { round: round.id }, { cause, startAfter: round.dueAt })
    })
  }

  /** Those of a meeting, newest first. */
  async of(meeting: MeetingId): Promise<CirculationRound[]> {
    return this.database.manager.find(CirculationRound, {
      where: { meetingId: meeting },
      order: { beganAt: 'DESC', id: 'DESC' },
      take: 50,
    })
  }

  /** Nobody is told of what waits; what comes next is told of from there. Twice is once. */
  async callOff(meeting: MeetingId, id: RoundId, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx, meeting)
      const round = await tx.findOneBy(CirculationRound, { id, meetingId: meeting, state: 'waiting' })
      if (!round) return
      const ended = { state: 'called-off' as const, endedAt: toMilliseconds(this.clock.now()) }
      await tx.update(CirculationRound, { id }, ended)
      await this.toldUpTo(tx, meeting, round.upToVersion)
      await this.audit.write(tx, 'circulation.called-off', { actor: by, meeting, subject: id })
    })
  }

  /** Tells what waits now. Twice is once. */
  async hasten(meeting: MeetingId, id: RoundId, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx, meeting)
      const round = await tx.findOneBy(CirculationRound, { id, meetingId: meeting, state: 'waiting' })
      const now = toMilliseconds(this.clock.now())
      if (!round || Temporal.Instant.compare(round.dueAt, now) <= 0) return
      await tx.update(CirculationRound, { id }, { dueAt: now })
      await this.audit.write(tx, 'circulation.hastened', { actor: by, meeting, subject: id })
      await this.jobs.send(tx, tellRound, { round: id }, { cause: `${id} ${now.toString()}` })
    })
  }

  /** How many minutes a meeting waits for another release. */
  async quietMinutes(meeting: MeetingId): Promise<number> {
    const [row] = await this.database.query<{ quiet: number }>(
      'SELECT quiet_minutes AS quiet FROM circulation WHERE meeting_id = $1',
      [meeting],
    )
    return row?.quiet ?? QUIET_MINUTES
  }

  /** Sets it; what waits already keeps its time. */
  async setQuietMinutes(meeting: MeetingId, minutes: number, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { quiet } = await this.lock(tx, meeting)
      if (quiet === minutes) return
      await this.database.query(
        'UPDATE circulation SET quiet_minutes = $2 WHERE meeting_id = $1',
        [meeting, minutes],
        tx,
      )
      await this.audit.write(tx, 'circulation.configured', { actor: by, meeting, data: { quiet: minutes } })
    })
  }

  /**
   * Takes a round whose time has come, up to what is in force now; one that was begun and not ended, as it was. Undefined
   * when there is nothing to tell (yet, or any more).
   */
  async take(id: RoundId): Promise<CirculationRound | undefined> {
    const found = await this.database.manager.findOneBy(CirculationRound, { id })
    if (!found) return undefined
    const inForce = await this.gate.standing(found.meetingId)
    return this.database.transaction(async (tx) => {
      await this.lock(tx, found.meetingId)
      const round = await tx.findOneBy(CirculationRound, { id })
      if (round?.state === 'telling') return round
      if (round?.state !== 'waiting' || Temporal.Instant.compare(round.dueAt, this.clock.now()) > 0) return undefined
      if (!inForce || inForce.id === round.fromRelease) {
        await tx.update(CirculationRound, { id }, { state: 'called-off', endedAt: toMilliseconds(this.clock.now()) })
        await this.toldUpTo(tx, round.meetingId, inForce?.version ?? round.upToVersion)
        return undefined
      }
      const taken = { state: 'telling' as const, toRelease: inForce.id }
      await tx.update(CirculationRound, { id }, taken)
      await this.toldUpTo(tx, round.meetingId, inForce.version)
      return Object.assign(round, taken)
    })
  }

  private async isUrgent(meeting: MeetingId, from: ReleaseId, to: ReleaseId): Promise<boolean> {
    const frame = await this.meetings.byId(meeting)
    // This process may not have heard of the release yet.
    await this.gate.standing(meeting)
    const compare = await this.gate.comparing(frame, from, to)
    if (!compare) return false
    const now = this.clock.now()
    for await (const { affected } of this.recipients.all(frame, compare)) if (isUrgent(affected, now)) return true
    return false
  }

  private async waiting(meeting: MeetingId, tx: EntityManager): Promise<CirculationRound | undefined> {
    return (await tx.findOneBy(CirculationRound, { meetingId: meeting, state: 'waiting' })) ?? undefined
  }

  private async toldUpTo(tx: EntityManager, meeting: MeetingId, version: number): Promise<void> {
    await this.database.query(
      'UPDATE circulation SET told_up_to = greatest(told_up_to, $2) WHERE meeting_id = $1',
      [meeting, version],
      tx,
    )
  }

  /** One after the other: what joins a round does not meet what takes it. */
  private async lock(tx: EntityManager, meeting: MeetingId): Promise<Settings> {
    await this.database.query(
      `INSERT INTO circulation (meeting_id, quiet_minutes, told_up_to) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING`,
      [meeting, QUIET_MINUTES],
      tx,
    )
    const [row] = await this.database.query<Settings>(
      'SELECT quiet_minutes AS quiet, told_up_to AS "toldUpTo" FROM circulation WHERE meeting_id = $1 FOR UPDATE',
      [meeting],
      tx,
    )
    return row!
  }
}
