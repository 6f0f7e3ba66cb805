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
import { Database } from '../platform/database/database.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import type { SavedRules } from './access-rules.service.ts'
import { checkLabel, nextLabels, proposedLabel } from './label.ts'
import { countUp, lockMeeting } from './meeting-lock.ts'
import { MeetingVersions } from './meeting-versions.ts'
import { datesOf, historyOf, latest, nameableIn, Press } from './press.service.ts'
import type { Nameable } from './release-note.ts'
import { Release } from './release.entity.ts'
import { releasePublished } from './release-published.ts'
import { isReleaseLabel, type ReleaseContent, type ReleaseLabel } from './release.ts'
import { Releases } from './releases.service.ts'
import { warningsOf, type Warning } from './warnings.ts'
import { sameContent, workingCopyChanges, type WorkingChange } from './working-copy-changes.ts'

/** The working copy is not the one that was reviewed any more: look again, then publish. */
export class WorkingCopyMoved extends DomainError {
  readonly code = 'working-copy-moved'
  readonly status = 409
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
  /** Whether those with an affected session are told; so unless it says no. */
  tell?: boolean
  by: PersonId
}

/** What an organiser looks at before publishing. */
export interface Review {
  /** To be named when publishing. */
  workingVersion: number
  /** Of the whole working copy; what is ticked may be less. */
  changes: readonly WorkingChange[]
  warnings: readonly Warning[]
  /** In force. */
  current: Release | undefined
  /** What would be published. */
  content: ReleaseContent
  /** The label to propose: the one in force while the public would see no change. */
  proposed: ReleaseLabel
  /** The new labels that may come next. */
  labels: readonly ReleaseLabel[]
  /** The sessions that the note could name, with what the rest see of them. */
  nameable: readonly Nameable[]
  rules: SavedRules
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
    @Inject(Press) private readonly press: Press,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What publishing would change, what is doubtful, and which label may come next. */
  async review(meeting: MeetingId, ticked?: readonly SessionId[]): Promise<Review> {
    // The version is read first: an edit that comes in between makes publishing refuse, never publish unseen.
    const { workingVersion, days, rooms } = await this.meetings.byId(meeting)
    const candidate = await this.press.candidate(meeting, ticked)
    const { last, now, content, history, rules } = candidate
    return {
      workingVersion,
      changes: workingCopyChanges(last?.content, now),
      warnings: warningsOf(content, { days, rooms, last: last?.content }),
      current: last,
      content,
      proposed: proposedLabel(history, this.press.publicSeesChange(candidate, content)),
      labels: nextLabels(history),
      nameable: nameableIn(candidate, content),
      rules,
    }
  }

  /**
   * Publishes what was reviewed. The same order given twice is one release.
   * @throws WorkingCopyMoved, LabelCannotFollow, RoomDoubleBooked, NothingToPublish, NoteNamesRestricted, InvalidInput
   */
  async publish(meeting: MeetingId, order: PublishOrder): Promise<Release> {
    const note = cleanLocalizedText(order.note)
    const release = await this.database.transaction(async (tx) => {
      const counters = await lockMeeting(this.database, tx, meeting)
      const candidate = await this.press.candidate(meeting, order.sessions, tx)
      const { last, content } = candidate
      // Given again before any edit, the same order finds nothing left to do; with another choice of sessions it is another.
      const untouched = counters.workingVersion === order.workingVersion + 1
      if (last && isRepeat(last, order, note) && (!untouched || sameContent(last.content, content))) return last
      if (order.workingVersion !== counters.workingVersion) throw new WorkingCopyMoved()
      const { label, workingVersion, tell = true, by } = order
      return this.press.print(tx, meeting, counters, candidate, { label, note, content, workingVersion, tell, by })
    })
    await this.versions.ask(meeting)
    return release
  }

  /**
   * Takes a release back: the one before is in force again. Its label is not used again, and the record keeps both. Who
   * sees a difference is told, if `tell` says so. Twice is once.
   * @throws NotFound
   */
  async withdraw(meeting: MeetingId, id: ReleaseId, by: PersonId, { tell = true } = {}): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { releaseVersion } = await lockMeeting(this.database, tx, meeting)
      const all = await this.releases.all(meeting, tx)
      const release = all.find((one) => one.id === id)
      if (!release) throw new NotFound()
      if (release.withdrawnAt) return
      const before = await this.releases.current(meeting, tx)
      await tx.update(Release, { id }, { withdrawnAt: latest(toMilliseconds(this.clock.now()), datesOf(all)) })
      await countUp(this.database, tx, meeting, { working: true, release: true })
      await this.press.overtakePlan(tx, meeting)
      await this.audit.write(tx, 'agenda.withdrawn', {
        actor: by,
        meeting,
        subject: id,
        data: { label: release.label, told: tell },
      })
      const after = await this.releases.current(meeting, tx)
      // An old release that was taken back was not what anybody read.
      if (before?.id === after?.id) return
      const now = { release: after?.id ?? null, before: before?.id ?? null, version: releaseVersion + 1, tell }
      await this.jobs.send(tx, releasePublished, { meeting, ...now }, { cause: `${id} withdrawn` })
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
    await this.press.keep(tx, release)
    await countUp(this.database, tx, meeting, { release: true })
    return release
  }
}

/** Whether the newest release came from this very order: the button was pressed twice. */
const isRepeat = (last: Release, order: PublishOrder, note: LocalizedText): boolean =>
  last.workingVersion === order.workingVersion &&
  last.label === order.label &&
  last.publishedBy === order.by &&
  isDeepStrictEqual(last.note, note)
