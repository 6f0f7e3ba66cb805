import { isDeepStrictEqual } from 'node:util'
import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, InvalidInput, NotFound } from '../kernel/domain-error.ts'
import { newId, type MeetingId, type PersonId, type ReleaseId, type SessionId } from '../kernel/id.ts'
import { cleanLocalizedText, type LocalizedText } from '../kernel/localized-text.ts'
import { toMilliseconds } from '../kernel/time.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { brokenConstraint, Database } from '../platform/database/database.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import { checkLabel, nextLabels, proposedLabel, type LabelHistory } from './label.ts'
import { countUp, lockMeeting } from './meeting-lock.ts'
import { MeetingVersions } from './meeting-versions.ts'
import { PublicSight } from './public-sight.ts'
import { Release } from './release.entity.ts'
import { releasePublished } from './release-published.ts'
import { isReleaseLabel, type ReleaseContent, type ReleaseLabel } from './release.ts'
import { Releases, type ReleaseSummary } from './releases.service.ts'
import { RoomDoubleBooked, roomClashes, slotsOf } from './room-clash.ts'
import { AccessRules } from './access-rules.service.ts'
import { snapshot, withOnly } from './snapshot.ts'
import { warningsOf, type Warning } from './warnings.ts'
import { sameContent, workingCopyChanges, type WorkingChange } from './working-copy-changes.ts'
import { WorkingCopy } from './working-copy.service.ts'

/** The working copy is not the one that was reviewed any more: look again, then publish. */
export class WorkingCopyMoved extends DomainError {
  readonly code = 'working-copy-moved'
  readonly status = 409
}

/** Nothing differs from what is released, and the label is the same. */
export class NothingToPublish extends DomainError {
  readonly code = 'nothing-to-publish'
  readonly status = 422
}

/** What an organiser approves. */
export interface PublishOrder {
  /** The working version that was reviewed; any other is refused. */
  workingVersion: number
  label: ReleaseLabel
  /** What changed, for readers. */
  note: LocalizedText
  /** Only these changed sessions, the others as they were released last; all when absent. */
  sessions?: readonly SessionId[]
  by: PersonId
}

/** What an organiser looks at before publishing. */
export interface Review {
  /** To be named when publishing. */
  workingVersion: number
  changes: readonly WorkingChange[]
  warnings: readonly Warning[]
  current: ReleaseSummary | undefined
  /** The label to propose: the one in force while the public would see no change. */
  proposed: ReleaseLabel
  /** The new labels that may come next. */
  labels: readonly ReleaseLabel[]
}

/** A release of the past, as a file tells it. */
export interface PastRelease {
  label: ReleaseLabel
  note: LocalizedText
  publishedAt: Temporal.Instant
  content: ReleaseContent
}

/** Freezes the working copy into releases, and takes releases back. */
@Injectable()
export class Publishing {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(AccessRules) private readonly rules: AccessRules,
    @Inject(PublicSight) private readonly publicSight: PublicSight,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What publishing would change, what is doubtful, and which label may come next. */
  async review(meeting: MeetingId, ticked?: readonly SessionId[]): Promise<Review> {
    // The version is read first: an edit that comes in between makes publishing refuse, never publish unseen.
    const { workingVersion, days } = await this.meetings.byId(meeting)
    const { last, now, history, content } = await this.candidate(meeting, ticked)
    const seen = this.publicSight.seesChange(last?.content, content, await this.rules.of(meeting))
    return {
      workingVersion,
      changes: workingCopyChanges(last?.content, now),
      warnings: warningsOf(now, days),
      current: last,
      proposed: proposedLabel(history, seen),
      labels: nextLabels(history),
    }
  }

  /**
   * Publishes what was reviewed. The same order given twice is one release.
   * @throws WorkingCopyMoved, LabelCannotFollow, RoomDoubleBooked, NothingToPublish, InvalidInput
   */
  async publish(meeting: MeetingId, order: PublishOrder): Promise<Release> {
    const note = cleanLocalizedText(order.note)
    const release = await this.database.transaction(async (tx) => {
      const { workingVersion, releaseVersion } = await lockMeeting(this.database, tx, meeting)
      const { last, history, content, dates } = await this.candidate(meeting, order.sessions, tx)
      // Given again before any edit, the same order finds nothing left to do; with another choice of sessions it is another.
      const untouched = workingVersion === order.workingVersion + 1
      if (last && isRepeat(last, order, note) && (!untouched || sameContent(last.content, content))) return last
      if (order.workingVersion !== workingVersion) throw new WorkingCopyMoved()
      const seen = this.publicSight.seesChange(last?.content, content, await this.rules.of(meeting, tx))
      checkLabel(order.label, history, seen)
      if (last && last.label === order.label && sameContent(last.content, content)) throw new NothingToPublish()

      const published = Object.assign(new Release(), {
        id: newId<'Release'>(),
        meetingId: meeting,
        version: releaseVersion + 1,
        label: order.label,
        note,
        content,
        workingVersion,
        publishedAt: latest(toMilliseconds(this.clock.now()), dates),
        publishedBy: order.by,
        withdrawnAt: null,
      })
      await this.keep(tx, published)
      // The next review is of other differences, so that a second publisher has to look again.
      await countUp(this.database, tx, meeting, { working: true, release: true })
      await this.audit.write(tx, 'agenda.published', {
        actor: order.by,
        meeting,
        subject: published.id,
        data: { label: order.label, version: published.version, workingVersion },
      })
      const job = { meeting, release: published.id, version: published.version }
      await this.jobs.send(tx, releasePublished, job, { cause: published.id })
      return published
    })
    await this.versions.ask(meeting)
    return release
  }

  /**
   * Takes a release back: the one before is in force again. Its label is not used again. Twice is once.
   * @throws NotFound
   */
  async withdraw(meeting: MeetingId, id: ReleaseId, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockMeeting(this.database, tx, meeting)
      const all = await this.releases.all(meeting, tx)
      const release = all.find((one) => one.id === id)
      if (!release) throw new NotFound()
      if (release.withdrawnAt) return
      await tx.update(Release, { id }, { withdrawnAt: latest(toMilliseconds(this.clock.now()), datesOf(all)) })
      await countUp(this.database, tx, meeting, { working: true, release: true })
      await this.audit.write(tx, 'agenda.withdrawn', {
        actor: by,
        meeting,
        subject: id,
        data: { label: release.label },
      })
    })
    await this.versions.ask(meeting)
  }

  /**
   * Writes down a release that was published before it came to us: the history of a meeting loaded from a file. Nobody
   * is told of it.
   * @throws RoomDoubleBooked, LabelCannotFollow
   */
  async recordPast(tx: EntityManager, meeting: MeetingId, past: PastRelease): Promise<Release> {
    const { workingVersion, releaseVersion } = await lockMeeting(this.database, tx, meeting)
    const all = await this.releases.all(meeting, tx)
    if (!isReleaseLabel(past.label))
      throw new InvalidInput({ fields: [{ pointer: '/label', message: 'field.invalid' }] })
    checkLabel(past.label, historyOf(all), true)
    const release = Object.assign(new Release(), {
      id: newId<'Release'>(),
      meetingId: meeting,
      version: releaseVersion + 1,
      label: past.label,
      note: cleanLocalizedText(past.note),
      content: past.content,
      workingVersion,
      publishedAt: latest(toMilliseconds(past.publishedAt), datesOf(all)),
      publishedBy: null,
      withdrawnAt: null,
    })
    await this.keep(tx, release)
    await countUp(this.database, tx, meeting, { release: true })
    return release
  }

  /** What would be published: the whole working copy, or only what is ticked. */
  private async candidate(meeting: MeetingId, ticked?: readonly SessionId[], tx?: EntityManager) {
    const { rooms } = await this.meetings.byId(meeting, tx)
    const sessions = await this.workingCopy.list(meeting, tx)
    if (ticked?.some((id) => !sessions.some((session) => session.id === id)))
      throw new InvalidInput({ fields: [{ pointer: '/sessions', message: 'field.not-a-choice' }] })
    const all = await this.releases.all(meeting, tx)
    const last = await this.releases.current(meeting, tx)
    const now = snapshot(sessions, rooms)
    const content = ticked ? withOnly(new Set(ticked), now, last?.content) : now
    return { last, now, content, history: historyOf(all), dates: datesOf(all) }
  }

  /** Keeps a release and the rooms it books. */
  private async keep(tx: EntityManager, release: Release): Promise<void> {
    const clash = roomClashes(release.content)[0]
    if (clash) throw new RoomDoubleBooked(clash)
    await tx.insert(Release, release)
    for (const slot of slotsOf(release.content))
      await this.database.query(
        `INSERT INTO released_slot (release_id, session_id, room_id, span)
           VALUES ($1, $2, $3, tstzrange($4::timestamptz, $5::timestamptz))`,
        [release.id, slot.session.id, slot.room, slot.start.toString(), slot.end.toString()],
        tx,
      )
    try {
      await this.database.query('SET CONSTRAINTS released_sessions_never_overlap_in_a_room IMMEDIATE', [], tx)
    } catch (error) {
      const first = roomClashes(release.content)[0]
      if (brokenConstraint(error) === 'released_sessions_never_overlap_in_a_room' && first)
        throw new RoomDoubleBooked(first, error)
      throw error
    }
  }
}

const historyOf = (all: readonly ReleaseSummary[]): LabelHistory =>
  all.map(({ label, withdrawnAt }) => ({ label, withdrawn: withdrawnAt !== null }))

const datesOf = (all: readonly ReleaseSummary[]): Temporal.Instant[] =>
  all.flatMap((release) => [release.publishedAt, ...(release.withdrawnAt ? [release.withdrawnAt] : [])])

/** Now, but never before what was published already: clocks of two machines differ, an agenda's history does not. */
const latest = (now: Temporal.Instant, dates: readonly Temporal.Instant[]): Temporal.Instant =>
  dates.reduce((last, date) => (Temporal.Instant.compare(date, last) > 0 ? date : last), now)

/** Whether the newest release came from this very order: the button was pressed twice. */
const isRepeat = (last: Release, order: PublishOrder, note: LocalizedText): boolean =>
  last.workingVersion === order.workingVersion &&
  last.label === order.label &&
  last.publishedBy === order.by &&
  isDeepStrictEqual(last.note, note)
