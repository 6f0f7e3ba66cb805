import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, InvalidInput } from '../kernel/domain-error.ts'
import { newId, type MeetingId, type PersonId, type SessionId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { toMilliseconds } from '../kernel/time.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { brokenConstraint, Database } from '../platform/database/database.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import { AccessRules, type SavedRules } from './access-rules.service.ts'
import { checkLabel, type LabelHistory } from './label.ts'
import { countUp, type AgendaCounters } from './meeting-lock.ts'
import type { PlannedReleaseId } from './planned-release.entity.ts'
import { PublicSight } from './public-sight.ts'
import { checkNote, nameable, type Nameable } from './release-note.ts'
import { Release } from './release.entity.ts'
import { releasePublished } from './release-published.ts'
import type { ReleaseContent, ReleaseLabel } from './release.ts'
import { Releases, type ReleaseSummary } from './releases.service.ts'
import { RoomDoubleBooked, roomClashes, slotsOf } from './room-clash.ts'
import { snapshot, withOnly } from './snapshot.ts'
import { sameContent } from './working-copy-changes.ts'
import { WorkingCopy } from './working-copy.service.ts'

/** Nothing differs from what is released, and the label is the same. */
export class NothingToPublish extends DomainError {
  readonly code = 'nothing-to-publish'
  readonly status = 422
}

/** What could be published, and what it is judged by. */
export interface Candidate {
  /** In force. */
  last: Release | undefined
  /** The whole working copy. */
  now: ReleaseContent
  /** What would be published of it. */
  content: ReleaseContent
  history: LabelHistory
  /** When anything was published or withdrawn. */
  dates: readonly Temporal.Instant[]
  rules: SavedRules
}

/** What is to be printed. */
export interface ToPrint {
  label: ReleaseLabel
  note: LocalizedText
  content: ReleaseContent
  /** The working version that was reviewed. */
  workingVersion: number
  tell: boolean
  by: PersonId
  /** The plan that is carried out by it; any other is overtaken. */
  plan?: PlannedReleaseId
}

/**
 * Where releases are made, whoever orders one: published now, at a set time, or for one urgent change. All of it happens
 * in the transaction that holds the meeting's lock, so a crash leaves all of a release or none.
 */
@Injectable()
export class Press {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(AccessRules) private readonly rules: AccessRules,
    @Inject(PublicSight) private readonly publicSight: PublicSight,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What would be published: the whole working copy, or only what is ticked. @throws InvalidInput */
  async candidate(meeting: MeetingId, ticked?: readonly SessionId[], tx?: EntityManager): Promise<Candidate> {
    const { rooms } = await this.meetings.byId(meeting, tx)
    const sessions = await this.workingCopy.list(meeting, tx)
    const all = await this.releases.all(meeting, tx)
    const last = await this.releases.current(meeting, tx)
    const now = snapshot(sessions, rooms)
    const known = new Set([...now.sessions, ...(last?.content.sessions ?? [])].map(({ id }) => id))
    if (ticked?.some((id) => !known.has(id)))
      throw new InvalidInput({ fields: [{ pointer: '/sessions', message: 'field.not-a-choice' }] })
    return {
      last,
      now,
      content: ticked ? withOnly(new Set(ticked), now, last?.content) : now,
      history: historyOf(all),
      dates: datesOf(all),
      rules: await this.rules.of(meeting, tx),
    }
  }

  /** Whether the public would see any difference. */
  publicSeesChange({ last, rules }: Candidate, content: ReleaseContent): boolean {
    return this.publicSight.seesChange(last?.content, content, rules)
  }

  /**
   * Refuses what may not be published: a label that cannot follow, a note that names what is restricted, a room booked
   * twice, nothing new.
   * @throws LabelCannotFollow, NoteNamesRestricted, RoomDoubleBooked, NothingToPublish
   */
  check(candidate: Candidate, { label, note, content }: Pick<ToPrint, 'label' | 'note' | 'content'>): void {
    const { last, history } = candidate
    checkLabel(label, history, this.publicSeesChange(candidate, content))
    if (last && last.label === label && sameContent(last.content, content)) throw new NothingToPublish()
    checkNote(note, nameableIn(candidate, content))
    const clash = roomClashes(content)[0]
    if (clash) throw new RoomDoubleBooked(clash)
  }

  /** Prints a release, under the meeting's lock whose counters are given. @throws as `check` does */
  async print(
    tx: EntityManager,
    meeting: MeetingId,
    counters: AgendaCounters,
    candidate: Candidate,
    order: ToPrint,
  ): Promise<Release> {
    this.check(candidate, order)
    const release = Object.assign(new Release(), {
      id: newId<'Release'>(),
      meetingId: meeting,
      version: counters.releaseVersion + 1,
      label: order.label,
      note: order.note,
      content: order.content,
      workingVersion: order.workingVersion,
      publishedAt: latest(toMilliseconds(this.clock.now()), candidate.dates),
      publishedBy: order.by,
      withdrawnAt: null,
    })
    await this.keep(tx, release)
    // The next review is of other differences, so that a second publisher has to look again.
    await countUp(this.database, tx, meeting, { working: true, release: true })
    await this.overtakePlan(tx, meeting, order.plan)
    await this.audit.write(tx, 'agenda.published', {
      actor: order.by,
      meeting,
      subject: release.id,
      data: { label: order.label, version: release.version, workingVersion: order.workingVersion, told: order.tell },
    })
    const told = { release: release.id, before: candidate.last?.id ?? null, version: release.version, tell: order.tell }
    await this.jobs.send(tx, releasePublished, { meeting, ...told }, { cause: release.id })
    return release
  }

  /** Keeps a release and the rooms it books. */
  async keep(tx: EntityManager, release: Release): Promise<void> {
    const clash = roomClashes(release.content)[0]
    if (clash) throw new RoomDoubleBooked(clash)
    await tx.insert(Release, release)
    const slots = slotsOf(release.content).map((slot) => ({
      session: slot.session.id,
      room: slot.room,
      start: slot.start.toString(),
      end: slot.end.toString(),
    }))
    try {
      await this.database.query(
        `INSERT INTO released_slot (release_id, session_id, room_id, span)
         SELECT $1, slot.session, slot.room, tstzrange(slot.start, slot."end")
           FROM jsonb_to_recordset($2) AS slot (session uuid, room uuid, start timestamptz, "end" timestamptz)`,
        [release.id, JSON.stringify(slots)],
        tx,
      )
      await this.database.query('SET CONSTRAINTS released_sessions_never_overlap_in_a_room IMMEDIATE', [], tx)
    } catch (error) {
      const first = roomClashes(release.content)[0]
      if (brokenConstraint(error) === 'released_sessions_never_overlap_in_a_room' && first)
        throw new RoomDoubleBooked(first, error)
      throw error
    }
  }

  /** What was planned was approved to follow what was in force then: it does not follow anything else. */
  async overtakePlan(tx: EntityManager, meeting: MeetingId, except?: PlannedReleaseId): Promise<void> {
    const [plan] = await this.database.query<{ id: string }>(
      `UPDATE planned_release SET state = 'overtaken', ended_at = $2
        WHERE meeting_id = $1 AND state = 'planned' AND id IS DISTINCT FROM $3 RETURNING id`,
      [meeting, this.clock.now().toString(), except ?? null],
      tx,
    )
    if (plan) await this.audit.write(tx, 'agenda.plan-overtaken', { meeting, subject: plan.id })
  }
}

/** What a note could name. */
export const nameableIn = ({ last, now, rules }: Candidate, content: ReleaseContent): Nameable[] =>
  nameable([content, now, ...(last ? [last.content] : [])], rules)

export const historyOf = (all: readonly ReleaseSummary[]): LabelHistory =>
  all.map(({ label, withdrawnAt }) => ({ label, withdrawn: withdrawnAt !== null }))

export const datesOf = (all: readonly ReleaseSummary[]): Temporal.Instant[] =>
  all.flatMap((release) => [release.publishedAt, ...(release.withdrawnAt ? [release.withdrawnAt] : [])])

/** Now, but never before what was published already: clocks of two machines differ, an agenda's history does not. */
export const latest = (now: Temporal.Instant, dates: readonly Temporal.Instant[]): Temporal.Instant =>
  dates.reduce((last, date) => (Temporal.Instant.compare(date, last) > 0 ? date : last), now)
