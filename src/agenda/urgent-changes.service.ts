import { isDeepStrictEqual } from 'node:util'
import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, PersonId, ReleaseId, SessionId } from '../kernel/id.ts'
import { cleanLocalizedText, type LocalizedText } from '../kernel/localized-text.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Database } from '../platform/database/database.ts'
import { nextLabels, proposedLabel } from './label.ts'
import { lockMeeting } from './meeting-lock.ts'
import { MeetingVersions } from './meeting-versions.ts'
import { nameableIn, Press } from './press.service.ts'
import { WorkingCopyMoved, type Review } from './publishing.service.ts'
import type { Release } from './release.entity.ts'
import type { ReleaseLabel } from './release.ts'
import { NotReleased, withUrgent, type UrgentChange } from './urgent-change.ts'
import { warningsOf } from './warnings.ts'
import { sameContent, workingCopyChanges } from './working-copy-changes.ts'
import { WorkingCopy } from './working-copy.service.ts'

/** What an organiser approves: one change to one session, on top of what is in force. */
export interface UrgentOrder {
  session: SessionId
  change: UrgentChange
  /** The release that was in force when it was looked at; on top of any other it is refused. */
  after: ReleaseId
  label: ReleaseLabel
  note: LocalizedText
  tell?: boolean
  by: PersonId
}

/** What publishing one change would do; the changes are those of that session alone. */
export type UrgentReview = Omit<Review, 'workingVersion' | 'current'> & { current: Release }

/** Room, time or cancellation of one session, published at once and alone; the working copy learns of it too. */
@Injectable()
export class UrgentChanges {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Press) private readonly press: Press,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
  ) {}

  /** What it would do. @throws NotReleased, InvalidInput */
  async review(meeting: MeetingId, session: SessionId, change: UrgentChange): Promise<UrgentReview> {
    const frame = await this.meetings.byId(meeting)
    const candidate = await this.press.candidate(meeting)
    const { last, history, rules } = candidate
    if (!last) throw new NotReleased()
    const content = withUrgent(last.content, session, change, frame)
    return {
      changes: workingCopyChanges(last.content, content),
      warnings: warningsOf(content, { ...frame, last: last.content }),
      current: last,
      content,
      proposed: proposedLabel(history, this.press.publicSeesChange(candidate, content)),
      labels: nextLabels(history),
      nameable: nameableIn(candidate, content),
      rules,
    }
  }

  /**
   * Publishes one change of one session and writes it into the working copy, in one transaction. The same order given
   * twice is one release.
   * @throws WorkingCopyMoved, NotReleased, RoomDoubleBooked, NothingToPublish, LabelCannotFollow, NoteNamesRestricted,
   * InvalidInput
   */
  async publish(meeting: MeetingId, order: UrgentOrder): Promise<Release> {
    const note = cleanLocalizedText(order.note)
    const release = await this.database.transaction(async (tx) => {
      await lockMeeting(this.database, tx, meeting)
      const frame = await this.meetings.byId(meeting, tx)
      const before = await this.press.candidate(meeting, undefined, tx)
      if (!before.last) throw new NotReleased()
      const content = withUrgent(before.last.content, order.session, order.change, frame)
      if (isRepeat(before.last, order, note) && sameContent(before.last.content, content)) return before.last
      if (before.last.id !== order.after) throw new WorkingCopyMoved()
      await this.write(tx, meeting, order)
      // Read again: the working copy has the change now, and its version has risen.
      const counters = await lockMeeting(this.database, tx, meeting)
      const candidate = await this.press.candidate(meeting, undefined, tx)
      const { label, tell = true, by } = order
      const printed = { label, note, content, workingVersion: counters.workingVersion, tell, by }
      return this.press.print(tx, meeting, counters, candidate, printed)
    })
    await this.versions.ask(meeting)
    return release
  }

  private async write(tx: EntityManager, meeting: MeetingId, { session, change, by }: UrgentOrder): Promise<void> {
    const { version } = await this.workingCopy.get(meeting, session, tx)
    if (change.what === 'cancel') {
      await this.workingCopy.cancel(meeting, session, version, by, tx)
      return
    }
    const { what: _what, ...fields } = change
    await this.workingCopy.edit(meeting, session, version, fields, by, tx)
  }
}

const isRepeat = (last: Release, order: UrgentOrder, note: LocalizedText): boolean =>
  last.label === order.label && last.publishedBy === order.by && isDeepStrictEqual(last.note, note)
