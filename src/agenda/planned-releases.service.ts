import { isDeepStrictEqual } from 'node:util'
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common'
import { In, type EntityManager } from 'typeorm'
import { DomainError, InvalidInput, NotFound } from '../kernel/domain-error.ts'
import { newId, type MeetingId, type PersonId } from '../kernel/id.ts'
import { cleanLocalizedText } from '../kernel/localized-text.ts'
import { toMilliseconds } from '../kernel/time.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { defineJob } from '../platform/jobs/job.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import { countUp, lockMeeting } from './meeting-lock.ts'
import { MeetingVersions } from './meeting-versions.ts'
import { PlannedRelease, type PlannedReleaseId } from './planned-release.entity.ts'
import { Press } from './press.service.ts'
import { WorkingCopyMoved, type PublishOrder } from './publishing.service.ts'
import { sameContent } from './working-copy-changes.ts'

/** Publishes what was planned, at its time. */
const publishPlanned = defineJob<{ plan: PlannedReleaseId }>('agenda.publish-planned', { urgent: true })

/** A release is planned already: it is called off before another one is planned. */
export class ReleaseIsPlanned extends DomainError {
  readonly code = 'release-is-planned'
  readonly status = 409
}

/** It is published, called off or overtaken: there is nothing to call off any more. */
export class PlanIsOver extends DomainError {
  readonly code = 'plan-is-over'
  readonly status = 409
}

/** How often each process looks for what is due and no job has seen to. */
const SWEEP_MS = 5_000

/** The farthest that a release can be planned ahead. */
const FARTHEST = { hours: 24 * 90 }

/**
 * Releases approved now and published at a set time. What was approved is frozen; whatever is published or withdrawn
 * meanwhile overtakes it, because it was approved to follow what was in force then.
 */
@Injectable()
export class PlannedReleases implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PlannedReleases.name)
  private timer: NodeJS.Timeout | undefined
  private sweeping: Promise<unknown> = Promise.resolve()

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Press) private readonly press: Press,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(publishPlanned, ({ plan }) => this.publish(plan))
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep().catch((err: unknown) => this.logger.warn({ err }, 'The sweep for plans failed'))
    }, SWEEP_MS)
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer)
    await this.sweeping
  }

  /** The plan that stands; undefined when nothing is planned. */
  async standing(meeting: MeetingId): Promise<PlannedRelease | undefined> {
    return (
      (await this.database.manager.findOneBy(PlannedRelease, { meetingId: meeting, state: 'planned' })) ?? undefined
    )
  }

  /** The plans that stand in these meetings. */
  async standingIn(
    meetings: readonly MeetingId[],
  ): Promise<Pick<PlannedRelease, 'meetingId' | 'label' | 'publishAt'>[]> {
    return this.database.manager.find(PlannedRelease, {
      where: { meetingId: In(meetings), state: 'planned' },
      select: { id: true, meetingId: true, label: true, publishAt: true },
    })
  }

  /** The plan that ended last, for whoever wonders what became of it. */
  async lastEnded(meeting: MeetingId): Promise<PlannedRelease | undefined> {
    const [found] = await this.database.manager.find(PlannedRelease, {
      where: { meetingId: meeting },
      order: { approvedAt: 'DESC', id: 'DESC' },
      take: 1,
    })
    return found && found.state !== 'planned' ? found : undefined
  }

  /**
   * Approves a release to be published at a time. The same order given twice is one plan.
   * @throws WorkingCopyMoved, ReleaseIsPlanned, InvalidInput, and all that publishing now throws
   */
  async plan(meeting: MeetingId, order: PublishOrder & { at: Temporal.Instant }): Promise<PlannedRelease> {
    const note = cleanLocalizedText(order.note)
    const now = toMilliseconds(this.clock.now())
    const at = toMilliseconds(order.at)
    return this.database.transaction(async (tx) => {
      const { workingVersion } = await lockMeeting(this.database, tx, meeting)
      const standing = await tx.findOneBy(PlannedRelease, { meetingId: meeting, state: 'planned' })
      const candidate = await this.press.candidate(meeting, order.sessions, tx)
      const { content, last } = candidate
      const { label, tell = true, by } = order
      const same = { label, note, tell, approvedBy: by, workingVersion: order.workingVersion }
      if (standing && isSame(standing, same, at) && sameContent(standing.content, content)) return standing
      if (Temporal.Instant.compare(at, now) <= 0)
        throw new InvalidInput({ fields: [{ pointer: '/at', message: 'publish.not-in-future' }] })
      if (Temporal.Instant.compare(at, now.add(FARTHEST)) > 0)
        throw new InvalidInput({ fields: [{ pointer: '/at', message: 'publish.too-far-ahead' }] })
      if (order.workingVersion !== workingVersion) throw new WorkingCopyMoved()
      if (standing) throw new ReleaseIsPlanned()
      this.press.check(candidate, { label, note, content })
      const plan = Object.assign(new PlannedRelease(), {
        ...same,
        id: newId<'PlannedRelease'>(),
        meetingId: meeting,
        content,
        afterRelease: last?.id ?? null,
        publishAt: at,
        approvedAt: now,
        state: 'planned' as const,
        ...{ refusedFor: null, releaseId: null, endedAt: null, endedBy: null },
      })
      await tx.insert(PlannedRelease, plan)
      // A second organiser who has the page open looks again, and sees the plan.
      await countUp(this.database, tx, meeting, { working: true })
      await this.audit.write(tx, 'agenda.planned', {
        actor: by,
        meeting,
        subject: plan.id,
        data: { label, at: at.toString(), workingVersion: order.workingVersion },
      })
      await this.jobs.send(tx, publishPlanned, { plan: plan.id }, { cause: plan.id, startAfter: at })
      return plan
    })
  }

  /** Calls a plan off; twice is once. @throws NotFound, PlanIsOver */
  async callOff(meeting: MeetingId, id: PlannedReleaseId, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockMeeting(this.database, tx, meeting)
      const plan = await tx.findOneBy(PlannedRelease, { id, meetingId: meeting })
      if (!plan) throw new NotFound()
      if (plan.state === 'called-off') return
      if (plan.state !== 'planned') throw new PlanIsOver()
      await this.end(tx, plan, { state: 'called-off', endedBy: by })
      await this.audit.write(tx, 'agenda.plan-called-off', { actor: by, meeting, subject: id })
    })
  }

  /** Publishes a plan whose time has come; again, or when it was called off, it does nothing. */
  async publish(id: PlannedReleaseId): Promise<void> {
    const found = await this.database.manager.findOneBy(PlannedRelease, { id })
    if (found?.state !== 'planned' || !this.isDue(found)) return
    try {
      await this.database.transaction((tx) => this.print(tx, found))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      // What was allowed when it was approved is not any more: a rule was tightened, and the note names the session.
      await this.database.transaction(async (tx) => {
        await lockMeeting(this.database, tx, found.meetingId)
        const plan = await tx.findOneBy(PlannedRelease, { id, state: 'planned' })
        if (!plan) return
        await this.end(tx, plan, { state: 'refused', refusedFor: error.code })
        await this.audit.write(tx, 'agenda.plan-refused', {
          meeting: plan.meetingId,
          subject: id,
          data: { for: error.code },
        })
      })
    }
    await this.versions.ask(found.meetingId)
  }

  /** Publishes every plan that is due: should a job be lost, or early, nobody waits for it. */
  async sweep(): Promise<void> {
    const due = await this.database.query<{ id: PlannedReleaseId }>(
      `SELECT id FROM planned_release WHERE state = 'planned' AND publish_at <= $1 LIMIT 20`,
      [this.clock.now().toString()],
    )
    for (const { id } of due) await this.publish(id)
  }

  private async print(tx: EntityManager, { id, meetingId }: PlannedRelease): Promise<void> {
    const counters = await lockMeeting(this.database, tx, meetingId)
    const plan = await tx.findOneBy(PlannedRelease, { id, state: 'planned' })
    if (!plan) return
    const candidate = await this.press.candidate(meetingId, undefined, tx)
    if ((candidate.last?.id ?? null) !== plan.afterRelease) return this.press.overtakePlan(tx, meetingId)
    const { label, note, content, workingVersion, tell, approvedBy: by } = plan
    const order = { label, note, content, workingVersion, tell, by, plan: id }
    const release = await this.press.print(tx, meetingId, counters, candidate, order)
    await this.end(tx, plan, { state: 'published', releaseId: release.id })
  }

  private async end(tx: EntityManager, plan: PlannedRelease, how: Partial<PlannedRelease>): Promise<void> {
    await tx.update(PlannedRelease, { id: plan.id }, { ...how, endedAt: toMilliseconds(this.clock.now()) })
  }

  private isDue({ publishAt }: PlannedRelease): boolean {
    return Temporal.Instant.compare(publishAt, this.clock.now()) <= 0
  }
}

const isSame = (
  plan: PlannedRelease,
  { note, ...rest }: Pick<PlannedRelease, 'label' | 'note' | 'tell' | 'approvedBy' | 'workingVersion'>,
  at: Temporal.Instant,
): boolean =>
  plan.publishAt.equals(at) &&
  isDeepStrictEqual(plan.note, note) &&
  Object.entries(rest).every(([key, value]) => plan[key as keyof typeof rest] === value)
