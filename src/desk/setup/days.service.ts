import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { countUp, lockMeeting } from '../../agenda/meeting-lock.ts'
import { MeetingVersions } from '../../agenda/meeting-versions.ts'
import { Releases } from '../../agenda/releases.service.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { constituency } from '../../delegations/constituency.ts'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import type { MeetingId, PersonId } from '../../kernel/id.ts'
import { cleanLocalizedText, type LocalizedText } from '../../kernel/localized-text.ts'
import { MeetingDay } from '../../meetings/meeting-day.entity.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { daysBetween, MOST_DAYS } from '../../meetings/meeting-draft.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Database } from '../../platform/database/database.ts'
import { dayErrors, withDaysRenumbered, type DayUse } from './days.ts'
import { SetupChangedMeanwhile } from './meeting-setup.service.ts'
import { respanSessions } from './respan-sessions.ts'
import { changedSince } from './seen.ts'

/** What an organiser says of a day. */
export interface DayDraft {
  title: LocalizedText
  /** Ids of constituencies; undefined for everybody. */
  openTo: readonly string[] | undefined
}

const refuse = (pointer: string, message: string, params?: FieldError['params']): never => {
  throw new InvalidInput({ fields: [{ pointer, message: `meeting.${message}`, ...(params && { params }) }] })
}

/** A day as its form shows it: what is compared when two save at once. */
export const dayWords = ({ title, openTo }: Pick<MeetingDay, 'title' | 'openTo'>) => ({
  title: title ?? {},
  openTo: [...openTo],
})

/** The days of a meeting: which there are, what they are called, whom they are for. */
@Injectable()
export class MeetingDays {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** Adds a day, wherever it falls among the others. The same again changes nothing. @throws InvalidInput */
  async add(id: MeetingId, written: string, by: PersonId): Promise<void> {
    const { days, errors } = daysBetween(written, '')
    if (errors) throw new InvalidInput({ fields: errors.map((error) => ({ ...error, pointer: '/date' })) })
    const date = days[0]!
    await this.change(id, async (tx, meeting) => {
      if (meeting.days.some((day) => day.date.equals(date))) return false
      if (meeting.days.length >= MOST_DAYS) refuse('/date', 'too-long', { limit: MOST_DAYS })
      const row = { meetingId: id, date, number: 20_000, title: null, openTo: [] }
      await tx.insert(MeetingDay, Object.assign(new MeetingDay(), row))
      await this.renumber(tx, meeting, [...meeting.days.map((day) => day.date), date])
      await this.audit.write(tx, 'meeting.day-added', { actor: by, meeting: id, data: { date: date.toString() } })
      return true
    })
  }

  /** What stands on a day, and so whether it can go. @throws NotFound */
  async use(meeting: Meeting, date: Temporal.PlainDate, tx?: EntityManager): Promise<DayUse> {
    const day = meeting.days.find((one) => one.date.equals(date))
    if (!day) throw new NotFound()
    const sessions = await this.workingCopy.list(meeting.id, tx)
    const released = await this.releases.current(meeting.id, tx)
    const [row] = await this.database.query<{ people: number }>(
      `SELECT count(*)::int AS people FROM day_choice c JOIN registration r ON r.id = c.registration_id
        WHERE r.meeting_id = $1 AND c.day = $2 AND c.mode <> 'none'`,
      [meeting.id, date.toString()],
      tx,
    )
    return {
      sessions: sessions.filter((session) => session.day.equals(date)).map(({ code }) => code),
      released: released?.content.sessions.filter((one) => one.day === date.toString()).map(({ code }) => code) ?? [],
      people: row?.people ?? 0,
      questions: meeting.registration.questions.filter(({ appliesTo, retired }) => {
        const days = appliesTo?.days
        return !retired && days?.length === 1 && days[0] === day.number
      }).length,
    }
  }

  /** Takes a day away on which nothing stands, with the places that it offered. Twice is once. @throws InvalidInput */
  async remove(id: MeetingId, date: Temporal.PlainDate, by: PersonId): Promise<void> {
    await this.change(id, async (tx, meeting) => {
      if (!meeting.days.some((day) => day.date.equals(date))) return false
      const fields = dayErrors(await this.use(meeting, date, tx), meeting.days.length === 1)
      if (fields.length) throw new InvalidInput({ fields })
      await this.database.query(
        `DELETE FROM day_choice c USING registration r
          WHERE r.id = c.registration_id AND r.meeting_id = $1 AND c.day = $2 AND c.mode = 'none'`,
        [id, date.toString()],
        tx,
      )
      await this.database.query('DELETE FROM pool WHERE meeting_id = $1 AND day = $2', [id, date.toString()], tx)
      await tx.delete(MeetingDay, { meetingId: id, date })
      const left = meeting.days.map((day) => day.date).filter((one) => !one.equals(date))
      await this.renumber(tx, meeting, left)
      await this.audit.write(tx, 'meeting.day-removed', { actor: by, meeting: id, data: { date: date.toString() } })
      return true
    })
  }

  /** Says what a day is called and whom it is for. @throws InvalidInput, NotFound, SetupChangedMeanwhile */
  async describe(
    id: MeetingId,
    date: Temporal.PlainDate,
    seen: string | undefined,
    draft: DayDraft,
    by: PersonId,
  ): Promise<void> {
    if (draft.openTo && (!draft.openTo.length || !draft.openTo.every(constituency)))
      refuse('/constituencies', 'nobody-chosen')
    await this.change(id, async (tx, meeting) => {
      const day = meeting.days.find((one) => one.date.equals(date))
      if (!day) throw new NotFound()
      const title = cleanLocalizedText(draft.title)
      const after = { title: Object.keys(title).length ? title : null, openTo: [...(draft.openTo ?? [])] }
      if (JSON.stringify(dayWords(day)) === JSON.stringify(dayWords(after))) return false
      const meanwhile = changedSince(seen, dayWords(day))
      if (meanwhile.length) throw new SetupChangedMeanwhile(meanwhile)
      await tx.update(MeetingDay, { meetingId: id, date }, after)
      await this.audit.write(tx, 'meeting.day-changed', { actor: by, meeting: id, data: { date: date.toString() } })
      return true
    })
  }

  /**
   * Moves the whole meeting so that it begins on another day: days, sessions, places and the windows of registration keep
   * their distance. Only while nobody can have it in a calendar.
   * @throws InvalidInput
   */
  async shift(id: MeetingId, written: string, by: PersonId): Promise<void> {
    const { days, errors } = daysBetween(written, '')
    if (errors) throw new InvalidInput({ fields: errors })
    await this.change(id, async (tx, meeting) => {
      const shift = meeting.days[0]!.date.until(days[0]!).days
      if (shift === 0) return false
      const registered = await this.database.query('SELECT 1 FROM registration WHERE meeting_id = $1 LIMIT 1', [id], tx)
      if (meeting.releaseVersion > 0) refuse('/firstDay', 'dates-are-released')
      if (registered.length) refuse('/firstDay', 'dates-have-people')
      const sessions = await this.workingCopy.list(id, tx)
      const moved = sessions.map((session) => ({ ...session, day: session.day.add({ days: shift }) }))
      await respanSessions(this.database, tx, moved, meeting.timeZone, '/firstDay')
      await this.shiftRows(tx, id, 'meeting_day', 'date', shift)
      await this.shiftRows(tx, id, 'pool', 'day', shift)
      await this.meetings.configureRegistration(tx, id, (now) => shiftedWindows(now, shift, meeting.timeZone))
      const data = { from: meeting.days[0]!.date.toString(), days: shift }
      await this.audit.write(tx, 'meeting.dates-moved', { actor: by, meeting: id, data })
      return true
    })
  }

  private async shiftRows(tx: EntityManager, id: MeetingId, table: string, column: string, by: number): Promise<void> {
    // Far away and back: on the way no two rows stand on one day.
    for (const days of [FAR + by, -FAR])
      await this.database.query(
        `UPDATE ${table} SET ${column} = ${column} + $2::int WHERE meeting_id = $1`,
        [id, days],
        tx,
      )
  }

  private async change(id: MeetingId, work: (tx: EntityManager, meeting: Meeting) => Promise<boolean>): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockMeeting(this.database, tx, id)
      if (await work(tx, await this.meetings.byId(id, tx))) await countUp(this.database, tx, id, { working: true })
    })
    await this.versions.ask(id)
  }

  private async renumber(tx: EntityManager, meeting: Meeting, dates: readonly Temporal.PlainDate[]): Promise<void> {
    const after = dates.toSorted(Temporal.PlainDate.compare)
    const rows = after.map((date, index) => ({ date: date.toString(), number: index + 1 }))
    await this.database.query(
      'UPDATE meeting_day SET number = number + 10000 WHERE meeting_id = $1 AND number < 10000',
      [meeting.id],
      tx,
    )
    await this.database.query(
      `UPDATE meeting_day SET number = day.number FROM jsonb_to_recordset($2) AS day (date date, number int)
        WHERE meeting_day.meeting_id = $1 AND meeting_day.date = day.date`,
      [meeting.id, JSON.stringify(rows)],
      tx,
    )
    const before = meeting.days.map((day) => day.date)
    await this.meetings.configureRegistration(tx, meeting.id, (now) => ({
      ...now,
      questions: withDaysRenumbered(now.questions, before, after),
    }))
  }
}

/** More days than any meeting is moved by. */
const FAR = 100_000

const MOMENTS = ['opens', 'closes', 'closesInPerson', 'nominateBy', 'confirmBy'] as const

const shiftedWindows = (now: Meeting['registration'], days: number, zone: string): Meeting['registration'] => ({
  ...now,
  ...Object.fromEntries(
    MOMENTS.flatMap((name) => {
      const moment = now[name]
      if (!moment) return []
      const moved = Temporal.Instant.from(moment).toZonedDateTimeISO(zone).add({ days })
      return [[name, moved.toInstant().toString()]]
    }),
  ),
})
