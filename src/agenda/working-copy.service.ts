import { isDeepStrictEqual } from 'node:util'
import { randomUUID } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { ChangedMeanwhile, NotFound } from '../kernel/domain-error.ts'
import { newId, type MeetingId, type PersonId, type SessionId } from '../kernel/id.ts'
import { LOCALES } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { toMilliseconds } from '../kernel/time.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { brokenConstraint, Database } from '../platform/database/database.ts'
import { countUp, lockMeeting } from './meeting-lock.ts'
import { MeetingVersions } from './meeting-versions.ts'
import type { AccessRule } from './release.ts'
import {
  CodeTaken,
  codeErrors,
  instantsOf,
  mergeText,
  refuse,
  ruleErrors,
  sessionErrors,
  type NewSession,
  type SessionChanges,
  type SessionFields,
} from './session.ts'
import { Session } from './session.entity.ts'

/** Somebody else changed the session since; `current` is how it is now, `changed` which fields are new (`start`, `title.fr`). */
export class SessionChangedMeanwhile extends ChangedMeanwhile {
  constructor(
    readonly current: Session,
    readonly changed: readonly string[],
  ) {
    super({ params: { code: current.code, fields: changed.join(', ') } })
  }
}

/** Who does it, and in whose transaction; without one, in a transaction of its own. */
export interface Act {
  by?: PersonId
  tx?: EntityManager
}

/** What organisers prepare. Nothing here is seen by readers before it is published, but a stricter access rule acts on save. */
@Injectable()
export class WorkingCopy {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
  ) {}

  /** All sessions of a meeting, by day, start and code; those whose time is to be announced last in their day. */
  async list(meeting: MeetingId, tx: EntityManager = this.database.manager): Promise<Session[]> {
    const sessions = await tx.findBy(Session, { meetingId: meeting })
    const key = (session: Session): string => `${session.day} ${session.startsAt ?? '~'} ${session.code}`
    return sessions.sort((a, b) => (key(a) < key(b) ? -1 : 1))
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
      const fields = fieldsOf(input)
      refuse([...codeErrors(input.code), ...sessionErrors(fields, frame), ...ruleErrors(input.access)])
      const now = toMilliseconds(this.clock.now())
      const session = Object.assign(new Session(), {
        ...columnsOf(fields, frame.timeZone),
        id: newId(),
        meetingId: meeting,
        code: input.code,
        access: input.access,
        status: input.status ?? 'confirmed',
        closedUid: randomUUID(),
        version: 1,
        createdAt: now,
        changedAt: now,
      })
      session.fieldVersions = Object.fromEntries(differences(undefined, session).map((field) => [field, 1]))
      const existing = (await this.list(meeting, tx)).find((one) => sameCode(one.code, input.code))
      if (existing && !differences(existing, session).length) return existing
      if (existing) throw new CodeTaken({ fields: [{ pointer: '/code', message: 'session.code-taken' }] })
      try {
        await tx.insert(Session, session)
      } catch (error) {
        if (brokenConstraint(error) === 'session_code_unique')
          throw new CodeTaken({ fields: [{ pointer: '/code', message: 'session.code-taken' }], cause: error })
        throw error
      }
      await this.keepRule(tx, session, counters.rulesRevision + 1)
      await countUp(this.database, tx, meeting, { working: true, rules: true })
      await this.audit.write(tx, 'session.added', entry(session, act, { code: session.code }))
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
  ): Promise<Session> {
    return this.change(meeting, id, expected, 'session.edited', actOf(by, tx), (session, frame) => {
      const before = sessionFields(session)
      const after: SessionFields = {
        ...before,
        ...changes,
        title: mergeText(before.title, changes.title ?? {}),
        abstract: mergeText(before.abstract, changes.abstract ?? {}),
      }
      refuse(sessionErrors(after, frame))
      return columnsOf(after, frame.timeZone)
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
      const changed = differences(before, after)
      if (!changed.length) return before // said twice, or as it is already
      if (before.version !== expected) throw new SessionChangedMeanwhile(before, changedSince(before, expected))
      after.version = before.version + 1
      after.changedAt = toMilliseconds(this.clock.now())
      after.fieldVersions = {
        ...before.fieldVersions,
        ...Object.fromEntries(changed.map((field) => [field, after.version])),
      }
      await tx.save(Session, after)
      const rules = changed.includes('access')
      if (rules) await this.keepRule(tx, after, counters.rulesRevision + 1)
      await countUp(this.database, tx, meeting, { working: true, rules })
      await this.audit.write(
        tx,
        action,
        entry(after, act, { code: after.code, fields: changed, version: after.version }),
      )
      return after
    })
  }

  private async keepRule(tx: EntityManager, session: Session, revision: number): Promise<void> {
    await this.database.query(
      'INSERT INTO session_rule (session_id, revision, rule, saved_at) VALUES ($1, $2, $3, $4)',
      [session.id, revision, JSON.stringify(session.access), session.changedAt.toString()],
      tx,
    )
  }

  private async transaction(
    meeting: MeetingId,
    act: Act,
    work: (tx: EntityManager, frame: Meeting) => Promise<Session>,
  ): Promise<Session> {
    const inside = async (tx: EntityManager): Promise<Session> => work(tx, await this.meetings.byId(meeting, tx))
    if (act.tx) return inside(act.tx)
    const session = await this.database.transaction(inside)
    // The others hear of it within half a second; who saved a stricter rule must not see the old view at all.
    await this.versions.ask(meeting)
    return session
  }
}

const actOf = (by: PersonId, tx: EntityManager | undefined): Act => ({ by, ...(tx && { tx }) })

const sameCode = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const entry = (
  session: Session,
  act: Act,
  data: { code: string; fields?: string[]; version?: number },
): Parameters<Audit['write']>[2] => ({
  ...(act.by ? { actor: act.by } : {}),
  meeting: session.meetingId,
  subject: session.id,
  data,
})

const fieldsOf = (input: NewSession): SessionFields => ({
  kind: input.kind,
  title: mergeText({}, input.title),
  abstract: mergeText({}, input.abstract ?? {}),
  day: input.day,
  start: input.start ?? null,
  end: input.end ?? null,
  room: input.room ?? null,
  format: input.format,
  interpretation: input.interpretation ?? [],
  officers: input.officers ?? [],
  items: input.items ?? [],
  capacity: input.capacity ?? null,
})

/** A row as its organiser writes it. */
export const sessionFields = (session: Session): SessionFields => ({
  kind: session.kind,
  title: session.title,
  abstract: session.abstract,
  day: session.day,
  start: session.start,
  end: session.end,
  room: session.roomId,
  format: session.format,
  interpretation: session.interpretation,
  officers: session.officers,
  items: session.items,
  capacity: session.capacity,
})

const columnsOf = ({ room, ...fields }: SessionFields, timeZone: string): Partial<Session> => {
  const span = instantsOf(fields, timeZone)
  return {
    ...fields,
    interpretation: [...fields.interpretation],
    officers: [...fields.officers],
    items: [...fields.items],
    roomId: room,
    startsAt: span?.startsAt ?? null,
    endsAt: span?.endsAt ?? null,
  }
}

const COMPARED = [
  'kind',
  'day',
  'start',
  'end',
  'roomId',
  'format',
  'interpretation',
  'officers',
  'items',
  'access',
  'capacity',
  'status',
] as const satisfies readonly (keyof Session)[]

const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)))

const textDifferences = (name: 'title' | 'abstract', before: LocalizedText, after: LocalizedText): string[] =>
  LOCALES.filter((locale) => (before[locale] ?? '') !== (after[locale] ?? '')).map((locale) => `${name}.${locale}`)

/** The fields in which two states of a session differ, titles and abstracts language by language. */
const differences = (before: Session | undefined, after: Session): string[] => [
  ...textDifferences('title', before?.title ?? {}, after.title),
  ...textDifferences('abstract', before?.abstract ?? {}, after.abstract),
  ...COMPARED.filter((field) => !before || !isDeepStrictEqual(plain(before[field]), plain(after[field]))),
]

const changedSince = (session: Session, version: number): string[] =>
  Object.keys(session.fieldVersions).filter((field) => session.fieldVersions[field]! > version)
