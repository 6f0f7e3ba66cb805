import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { countUp, lockMeeting } from '../../agenda/meeting-lock.ts'
import { MeetingVersions } from '../../agenda/meeting-versions.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { CONSTITUENCIES } from '../../delegations/constituency.ts'
import { ChangedMeanwhile, DomainError, InvalidInput } from '../../kernel/domain-error.ts'
import { newId, type MeetingId, type PersonId } from '../../kernel/id.ts'
import { isPublic, Meeting } from '../../meetings/meeting.entity.ts'
import { MeetingDay } from '../../meetings/meeting-day.entity.ts'
import {
  draftOf,
  meetingErrors,
  wordsFrom,
  type MeetingDraft,
  type MeetingWords,
} from '../../meetings/meeting-draft.ts'
import { Meetings, SlugNotPossible } from '../../meetings/meetings.service.ts'
import type { RegistrationSettings } from '../../meetings/registration-settings.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { brokenConstraint, Database } from '../../platform/database/database.ts'
import { respanSessions } from './respan-sessions.ts'
import { changedSince } from './seen.ts'

/** Somebody else changed the same thing since it was on the screen; `changed` names the fields. */
export class SetupChangedMeanwhile extends ChangedMeanwhile {
  constructor(readonly changed: readonly string[]) {
    super()
  }
}

/** The last day before a meeting on which people still register, and the first. */
const OPENS_BEFORE = 60
const CLOSES_BEFORE = 1

/** Lays down meetings and changes what they say of themselves. */
@Injectable()
export class MeetingSetup {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Lays down a meeting that only its desk shows. The same form sent twice finds its address taken.
   * @throws InvalidInput
   */
  async create(draft: MeetingDraft, days: readonly Temporal.PlainDate[], by: PersonId): Promise<Meeting> {
    refuse(meetingErrors(draft))
    const id = newId<'Meeting'>()
    const meeting = Object.assign(new Meeting(), {
      ...wordsFrom(draft),
      id,
      series: null,
      demonstration: false,
      registration: registrationFrom(days, draft.timeZone),
      announced: false,
      workingVersion: 0,
      releaseVersion: 0,
      rulesRevision: 0,
      createdAt: this.clock.now(),
      days: days.map((date, index) =>
        Object.assign(new MeetingDay(), { meetingId: id, date, number: index + 1, title: null, openTo: [] }),
      ),
      rooms: [],
    })
    try {
      await this.database.transaction(async (tx) => {
        await this.meetings.create(tx, meeting)
        await this.audit.write(tx, 'meeting.created', { actor: by, meeting: id, data: { slug: meeting.slug } })
      })
    } catch (error) {
      throw slugProblem(error)
    }
    return this.meetings.byId(id)
  }

  /**
   * Changes what a meeting says of itself; `seen` is what was on the screen. The same again changes nothing.
   * @throws InvalidInput, SetupChangedMeanwhile
   */
  async change(id: MeetingId, seen: string | undefined, draft: MeetingDraft, by: PersonId): Promise<Meeting> {
    refuse(meetingErrors(draft))
    try {
      await this.database.transaction(async (tx) => {
        await lockMeeting(this.database, tx, id)
        const before = await this.meetings.byId(id, tx)
        const after = wordsFrom(draft, before)
        const changed = changedWords(before, after)
        if (!changed.length) return
        const meanwhile = changedSince(seen, draftOf(before))
        if (meanwhile.length) throw new SetupChangedMeanwhile(meanwhile)
        await this.guard(tx, before, after)
        await this.meetings.reframe(tx, id, after)
        if (changed.includes('timeZone')) {
          const sessions = await this.workingCopy.list(id, tx)
          await respanSessions(this.database, tx, sessions, after.timeZone, '/timeZone')
        }
        await countUp(this.database, tx, id, { working: true })
        await this.audit.write(tx, 'meeting.changed', { actor: by, meeting: id, data: { changed } })
      })
    } catch (error) {
      throw slugProblem(error)
    }
    await this.versions.ask(id)
    return this.meetings.byId(id)
  }

  /** Tells everybody that there is this meeting: on the front page, with its days, its place and its registration. */
  async announce(id: MeetingId, by: PersonId): Promise<void> {
    await this.setAnnounced(id, true, by)
  }

  /**
   * Takes that back, as long as no agenda is published and nobody has registered.
   * @throws InvalidInput
   */
  async hide(id: MeetingId, by: PersonId): Promise<void> {
    await this.setAnnounced(id, false, by)
  }

  private async setAnnounced(id: MeetingId, announced: boolean, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockMeeting(this.database, tx, id)
      const meeting = await this.meetings.byId(id, tx)
      if (meeting.announced === announced) return
      if (!announced && (meeting.releaseVersion > 0 || (await this.hasRegistrations(tx, id))))
        throw new InvalidInput({ fields: [{ pointer: '/announced', message: 'meeting.cannot-hide' }] })
      await this.meetings.reframe(tx, id, { announced })
      const action = announced ? 'meeting.announced' : 'meeting.hidden'
      await this.audit.write(tx, action, { actor: by, meeting: id })
    })
    await this.versions.ask(id)
  }

  /** What people, calendars and releases rely on is not changed under them. */
  private async guard(tx: EntityManager, before: Meeting, after: MeetingWords): Promise<void> {
    if (after.slug !== before.slug && (isPublic(before) || (await this.hasRegistrations(tx, before.id))))
      refuse([{ pointer: '/slug', message: 'meeting.slug-is-known' }])
    if (after.timeZone !== before.timeZone && before.releaseVersion > 0)
      refuse([{ pointer: '/timeZone', message: 'meeting.zone-is-released' }])
    if (after.mainLanguage !== before.mainLanguage) {
      const untitled = (await this.workingCopy.list(before.id, tx)).filter(({ title }) => !title[after.mainLanguage])
      const params = {
        count: untitled.length,
        codes: untitled
          .slice(0, 5)
          .map(({ code }) => code)
          .join(', '),
      }
      if (untitled.length) refuse([{ pointer: '/mainLanguage', message: 'meeting.titles-missing', params }])
    }
  }

  private async hasRegistrations(tx: EntityManager, id: MeetingId): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 FROM registration WHERE meeting_id = $1 LIMIT 1', [id], tx)
    return rows.length > 0
  }
}

const refuse = (fields: InvalidInput['fields']): void => {
  if (fields.length) throw new InvalidInput({ fields })
}

/** The names of what two states of a meeting say differently. */
const changedWords = (before: Meeting, after: MeetingWords): string[] => {
  const was = new Map<string, unknown>(Object.entries(wordsFrom(draftOf(before), before)))
  return Object.entries(after).flatMap(([field, value]) =>
    JSON.stringify(was.get(field)) === JSON.stringify(value) ? [] : [field],
  )
}

const slugProblem = (error: unknown): unknown =>
  error instanceof SlugNotPossible || brokenConstraint(error) === 'meeting_slug_unique'
    ? new InvalidInput({ fields: [{ pointer: '/slug', message: 'meeting.slug-taken' }], cause: error as DomainError })
    : error

/** How people register for a new meeting until its organisers say otherwise: in time, and confirmed by them. */
export const registrationFrom = (days: readonly Temporal.PlainDate[], timeZone: string): RegistrationSettings => {
  const at = (daysBefore: number, time: string): string =>
    days[0]!
      .subtract({ days: daysBefore })
      .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
      .toInstant()
      .toString()
  return {
    opens: at(OPENS_BEFORE, '09:00'),
    closes: at(CLOSES_BEFORE, '18:00'),
    constituencies: CONSTITUENCIES.map(({ id }) => id),
    verification: { default: 'secretariat' },
    questions: [],
  }
}
