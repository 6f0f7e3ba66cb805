import { Inject, Injectable } from '@nestjs/common'
import { In, type EntityManager } from 'typeorm'
import { NotFound } from '../kernel/domain-error.ts'
import type { MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import { toMilliseconds } from '../kernel/time.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { brokenConstraint, Database } from '../platform/database/database.ts'
import { textsOf } from './agenda-texts.ts'
import { editsOf, takingIn, type ManyChanges, type TakenIn } from './many-edits.ts'
import { keepEdits, type Deed, type Edit } from './keep-edits.ts'
import { lockMeeting, type AgendaCounters } from './meeting-lock.ts'
import { MeetingVersions } from './meeting-versions.ts'
import type { AccessRule } from './release.ts'
import {
  CodeTaken,
  refuse,
  ruleErrors,
  sessionErrors,
  SessionInUse,
  SessionWasReleased,
  withChanges,
  type NewSession,
  type SessionChanges,
} from './session.ts'
import { releasedAmong } from './released-among.ts'
import { Session } from './session.entity.ts'
import { columnsOf, newSessionErrors, rowOf, sessionFields } from './session-row.ts'
import { changesBetween, stateOf } from './session-state.ts'
import { undoingTexts } from './text-changes.ts'
import { TextWriter } from './text-writer.ts'
import { WorkingCopyChange } from './working-copy-change.entity.ts'
import { changedSince, SessionChangedMeanwhile, WorkingCopyChangedMeanwhile } from './working-copy-meanwhile.ts'
import { undoing } from './working-copy-undo.ts'

/** Who does it, and in whose transaction; without one, in a transaction of its own. */
export interface Act {
  by?: PersonId
  tx?: EntityManager
}

/** What organisers prepare. Nothing here is seen by readers before it is published, but a stricter access rule acts on save. */
@Injectable()
export class WorkingCopy {
  constructor(
    @Inject(Database) readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Audit) readonly audit: Audit,
    @Inject(Clock) readonly clock: Clock,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
  ) {}

  /** All sessions of a meeting, by day, start and code; those whose time is to be announced last in their day. */
  async list(meeting: MeetingId, tx: EntityManager = this.database.manager): Promise<Session[]> {
    return inOrder(await tx.findBy(Session, { meetingId: meeting }))
  }

  /** The same of many meetings, in one question; a meeting without sessions is absent. */
  async listIn(meetings: readonly MeetingId[]): Promise<ReadonlyMap<MeetingId, Session[]>> {
    const sessions = await this.database.manager.findBy(Session, { meetingId: In(meetings) })
    return Map.groupBy(inOrder(sessions), ({ meetingId }) => meetingId)
  }

  /** @throws NotFound */
  async get(meeting: MeetingId, id: SessionId, tx: EntityManager = this.database.manager): Promise<Session> {
    const session = await tx.findOneBy(Session, { id, meetingId: meeting })
    if (!session) throw new NotFound()
    return session
  }

  /** The session of that code, in whatever case. @throws NotFound */
  async byCode(meeting: MeetingId, code: string): Promise<Session> {
    const session = (await this.list(meeting)).find((one) => one.code.toLowerCase() === code.toLowerCase())
    if (!session) throw new NotFound()
    return session
  }

  /**
   * Adds a session. Adding the same again gives the one that is there.
   * @throws InvalidInput, CodeTaken
   */
  async add(meeting: MeetingId, input: NewSession, act: Act = {}): Promise<Session> {
    return this.transaction(meeting, act, async (tx, frame) => {
      const counters = await lockMeeting(this.database, tx, meeting)
      refuse(newSessionErrors(input, frame))
      const session = rowOf(input, frame, toMilliseconds(this.clock.now()))
      const existing = (await this.list(meeting, tx)).find((one) => sameCode(one.code, input.code))
      if (existing && sameState(existing, session)) return existing
      if (existing) throw new CodeTaken({ fields: [{ pointer: '/code', message: 'session.code-taken' }] })
      await this.keep(tx, frame, counters, { action: 'session.added', by: act.by }, [{ after: session }])
      return session
    })
  }

  /**
   * Changes what an organiser writes of a session. `expected` is the version that was on the screen.
   * @throws InvalidInput, SessionChangedMeanwhile
   */
  async edit(
    meeting: MeetingId,
    id: SessionId,
    expected: number,
    changes: SessionChanges,
    by: PersonId,
    tx?: EntityManager,
    action: 'session.edited' | 'session.moved' = 'session.edited',
  ): Promise<Session> {
    return this.change(meeting, id, expected, action, actOf(by, tx), (session, frame) => {
      const after = withChanges(sessionFields(session), changes)
      refuse(sessionErrors(after, frame))
      return columnsOf(after, frame.timeZone)
    })
  }

  /**
   * Changes many sessions as one deed, which is undone as one. `expected` is the version of the working copy that was
   * on the screen: what follows from it is not done to another.
   * @throws InvalidInput, WorkingCopyChangedMeanwhile
   */
  async editAll(
    meeting: MeetingId,
    expected: number,
    changes: ManyChanges,
    by: PersonId,
    action: 'rooms.swapped' | 'sessions.shifted' | 'release.put-back',
  ): Promise<void> {
    await this.transaction(meeting, { by }, async (tx, frame) => {
      const counters = await this.lockAsSeen(tx, meeting, expected)
      const edits = editsOf(changes, await this.list(meeting, tx), frame)
      await this.keep(tx, frame, counters, { action, by }, edits)
    })
  }

  /**
   * Takes in what a file says, new sessions and changes of those that there are, as one deed. `decide` says what, knowing
   * the agenda under the lock.
   * @throws InvalidInput, CodeTaken, WorkingCopyChangedMeanwhile
   */
  async takeIn(
    meeting: MeetingId,
    expected: number,
    act: Required<Act>,
    decide: (frame: Meeting, sessions: readonly Session[]) => Promise<TakenIn>,
  ): Promise<readonly Session[]> {
    return this.transaction(meeting, act, async (tx, frame) => {
      const counters = await this.lockAsSeen(tx, meeting, expected)
      const sessions = await this.list(meeting, tx)
      const edits = takingIn(await decide(frame, sessions), sessions, frame, toMilliseconds(this.clock.now()))
      await this.keep(tx, frame, counters, { action: 'sessions.imported', by: act.by }, edits)
      return edits.flatMap(({ after }) => after ?? [])
    })
  }

  /** Cancels a session; readers see it as cancelled from the next release on. @throws SessionChangedMeanwhile */
  async cancel(
    meeting: MeetingId,
    id: SessionId,
    expected: number,
    by: PersonId,
    tx?: EntityManager,
  ): Promise<Session> {
    return this.change(meeting, id, expected, 'session.cancelled', actOf(by, tx), () => ({ status: 'cancelled' }))
  }

  /** Takes a cancellation back. @throws SessionChangedMeanwhile */
  async reinstate(meeting: MeetingId, id: SessionId, expected: number, by: PersonId): Promise<Session> {
    return this.change(meeting, id, expected, 'session.reinstated', { by }, () => ({ status: 'confirmed' }))
  }

  /**
   * Says who may attend and what the rest see. Where this is stricter than what is released, it acts on save,
   * everywhere; where it is looser, from the next release on.
   * @throws InvalidInput, SessionChangedMeanwhile
   */
  async setRule(meeting: MeetingId, id: SessionId, expected: number, rule: AccessRule, by: PersonId): Promise<Session> {
    refuse(ruleErrors(rule))
    return this.change(meeting, id, expected, 'session.rule-saved', { by }, () => ({ access: rule }))
  }

  /**
   * Takes a session away that no reader has ever seen; one that was released can only be cancelled. Twice is once.
   * @throws SessionWasReleased, SessionInUse, SessionChangedMeanwhile
   */
  async remove(meeting: MeetingId, id: SessionId, expected: number, by: PersonId): Promise<void> {
    await this.transaction(meeting, { by }, async (tx, frame) => {
      const counters = await lockMeeting(this.database, tx, meeting)
      const before = await tx.findOneBy(Session, { id, meetingId: meeting })
      if (!before) return
      if (before.version !== expected) throw await this.changedSince(before, expected, tx)
      await this.checkNeverReleased(tx, [before])
      await this.keep(tx, frame, counters, { action: 'session.deleted', by }, [{ before }])
    })
  }

  /** Whether a session stands in some release, withdrawn or not. */
  async wasReleased(session: Pick<Session, 'id' | 'meetingId'>, tx?: EntityManager): Promise<boolean> {
    return (await releasedAmong(this.database, [session], tx)).length > 0
  }

  /**
   * Takes a change back, all of it, as far as nobody has changed the same since. Twice is once. `only`: for who may take
   * back nothing else than one kind of deed.
   * @throws NotFound, UndoRefused, InvalidInput, SessionWasReleased, SessionInUse
   */
  async undo(meeting: MeetingId, change: string, by: PersonId, only?: string): Promise<void> {
    await this.transaction(meeting, { by }, async (tx, frame) => {
      const counters = await lockMeeting(this.database, tx, meeting)
      const done = await tx.findOneBy(WorkingCopyChange, { id: change, meetingId: meeting })
      if (!done || (only !== undefined && done.action !== only)) throw new NotFound()
      if (await tx.existsBy(WorkingCopyChange, { undoes: done.id })) return
      const edits = undoing(done, await this.list(meeting, tx), toMilliseconds(this.clock.now()))
      for (const { after } of edits) {
        if (!after) continue
        refuse(sessionErrors(sessionFields(after), frame))
        Object.assign(after, columnsOf(sessionFields(after), frame.timeZone))
      }
      await this.checkNeverReleased(
        tx,
        edits.flatMap(({ before, after }) => (before && !after ? [before] : [])),
      )
      const words = undoingTexts(done.texts, textsOf([], frame, undefined))
      await new TextWriter(this.database, this.meetings, tx, frame).write(words)
      const texts = done.texts.map(({ was, is, ...text }) => ({ ...text, was: is, is: was }))
      await this.keep(tx, frame, counters, { action: 'change.undone', by, undoes: done.id, texts }, edits)
    })
  }

  /** What others did to a session after a version of it, as the error says it to who was slower. */
  async changedSince(current: Session, expected: number, tx?: EntityManager): Promise<SessionChangedMeanwhile> {
    const since = await this.database.rows(
      WorkingCopyChange,
      `meeting_id = $1 AND sessions @> jsonb_build_array(jsonb_build_object('id', $2::text)) ORDER BY working_version`,
      [current.meetingId, current.id],
      tx,
    )
    return new SessionChangedMeanwhile(current, changedSince(current, expected, since), expected)
  }

  private async change(
    meeting: MeetingId,
    id: SessionId,
    expected: number,
    action: string,
    act: Act,
    decide: (session: Session, frame: Meeting) => Partial<Session>,
  ): Promise<Session> {
    return this.transaction(meeting, act, async (tx, frame) => {
      const counters = await lockMeeting(this.database, tx, meeting)
      const before = await this.get(meeting, id, tx)
      const after = Object.assign(new Session(), before, decide(before, frame))
      if (sameState(before, after)) return before // said twice, or as it is already
      if (before.version !== expected) throw await this.changedSince(before, expected, tx)
      await this.keep(tx, frame, counters, { action, by: act.by }, [{ before, after }])
      return after
    })
  }

  private async checkNeverReleased(tx: EntityManager, sessions: readonly Session[]): Promise<void> {
    const [seen] = await releasedAmong(this.database, sessions, tx)
    if (seen) throw new SessionWasReleased({ params: { code: seen.code } })
  }

  /** @throws WorkingCopyChangedMeanwhile */
  private async lockAsSeen(tx: EntityManager, meeting: MeetingId, expected: number): Promise<AgendaCounters> {
    const counters = await lockMeeting(this.database, tx, meeting)
    if (counters.workingVersion !== expected) throw new WorkingCopyChangedMeanwhile()
    return counters
  }

  private async keep(
    tx: EntityManager,
    frame: Meeting,
    counters: AgendaCounters,
    deed: Deed,
    edits: readonly Edit[],
  ): Promise<void> {
    try {
      await keepEdits(this, tx, frame, counters, deed, edits)
    } catch (cause) {
      const broken = brokenConstraint(cause)
      if (broken === 'session_code_unique')
        throw new CodeTaken({ fields: [{ pointer: '/code', message: 'session.code-taken' }], cause })
      if (broken && HOLDS_A_SESSION.has(broken)) throw new SessionInUse({ cause })
      throw cause
    }
  }

  private async transaction<T>(
    meeting: MeetingId,
    act: Act,
    work: (tx: EntityManager, frame: Meeting) => Promise<T>,
  ): Promise<T> {
    const inside = async (tx: EntityManager): Promise<T> => work(tx, await this.meetings.byId(meeting, tx))
    if (act.tx) return inside(act.tx)
    const done = await this.database.transaction(inside)
    // The others hear of it within half a second; who saved a stricter rule must not see the old view at all.
    await this.versions.ask(meeting)
    return done
  }
}

const inOrder = (sessions: Session[]): Session[] => {
  const key = (session: Session): string => `${session.day} ${session.startsAt ?? '~'} ${session.code}`
  return sessions.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

const actOf = (by: PersonId, tx: EntityManager | undefined): Act => ({ by, ...(tx && { tx }) })

/** Places that people hold or wait for in a session; a document, a way in or a follow goes with it. */
const HOLDS_A_SESSION: ReadonlySet<string> = new Set(['pool_session', 'extra_choice_session', 'waiting_entry_session'])

const sameCode = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const sameState = (a: Session, b: Session): boolean => !Object.keys(changesBetween(stateOf(a), stateOf(b))).length
