import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, PersonId, RegistrationId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { Erasure, goingOf, stillThere } from './erasure.service.ts'
import { answersOf, goingsOf, nameOfGoing, withoutThose, type AnswersGoing } from './retention.ts'
import { HOLDINGS } from './what-we-hold.ts'

/** So many rows go in one transaction: short enough that nobody waits. */
const BATCH = 500
const PEOPLE = 50

/** Who signed in once and is in no meeting is forgotten after this. */
const WITHOUT_MEETING = 'P1Y'
/** Words of mail that could not be sent, and the fact that mail was sent. */
const MAIL_WORDS = 'P30D'
const MAIL_ROWS = 'P1Y'
/** What the record names by its name, long after it ended. */
const ENDED_TOKENS = 'P1Y'

/** A reason given to many, one of whom was erased while it was being given. */
const REASON = `t.terms ? 'why' AND t.state IN ('done', 'undone') AND t.created_at <= $1 AND EXISTS (
  SELECT FROM registration_bulk_item i JOIN registration r ON r.id = i.registration_id
   WHERE i.bulk_id = t.id AND NOT EXISTS (SELECT FROM identity p WHERE p.person_id = r.person_id))`

/** What went of a meeting on a day. */
export interface Went {
  day: Temporal.PlainDate
  /** A kind of personal data, or `question <id>`. */
  what: string
  count: number
}

/**
 * Carries out how long things are kept, in small transactions; what went is counted in the transaction in which it goes, by
 * day, meeting and kind. It does all that is due, so a day that was missed is caught up; doing it again finds nothing.
 */
@Injectable()
export class Retention {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly erasure: Erasure,
    private readonly clock: Clock,
  ) {}

  /** Everything that is due now. The people of a demonstration are made up, and stay. */
  async carryOut(): Promise<void> {
    const meetings = (await this.meetings.list()).filter(({ demonstration }) => !demonstration)
    for (const meeting of meetings) await this.ofMeeting(meeting)
    await this.people(meetings)
    await this.leftovers()
  }

  /** What went of a meeting, newest first. */
  async wentOf(meeting: MeetingId): Promise<Went[]> {
    const rows = await this.database.query<{ day: string; kind: string; count: number }>(
      'SELECT day, kind, count FROM retention_run WHERE meeting_id = $1 ORDER BY day DESC, kind',
      [meeting],
    )
    return rows.map(({ day, kind, count }) => ({ day: Temporal.PlainDate.from(day), what: kind, count }))
  }

  private async ofMeeting(meeting: Meeting): Promise<void> {
    for (const going of goingsOf(meeting)) {
      if (!this.isOver(going.on)) continue
      const name = nameOfGoing(going)
      const answers = answersOf(going, meeting)
      if (answers) await this.inBatches((tx) => this.answersGo(tx, meeting.id, answers), meeting.id, name)
      if (going.question !== undefined) continue
      for (const holding of HOLDINGS) {
        if (holding.kind !== going.kind || holding.inMeeting === undefined) continue
        // Answers went above, question by question, and their files with them.
        if (answers && holding.table === 'registration') continue
        const condition =
          answers && holding.table === 'stored_file' ? `${holding.inMeeting} AND ${NOT_AN_ANSWER}` : holding.inMeeting
        const some = `t.ctid = ANY (ARRAY(SELECT t.ctid FROM ${holding.table} t WHERE ${stillThere(holding, condition)} LIMIT ${BATCH}))`
        const statement = goingOf(holding, some)
        if (statement) await this.inBatches((tx) => this.count(tx, statement, [meeting.id]), meeting.id, name)
      }
    }
  }

  /** Answers, also those not sent, and the files that were answers. */
  private async answersGo(tx: EntityManager, meeting: MeetingId, going: AnswersGoing): Promise<number> {
    const rows = await this.database.query<{
      id: RegistrationId
      answers: Record<string, string>
      drafted: Record<string, string> | null
    }>(
      `SELECT id, answers, CASE jsonb_typeof(draft->'answers') WHEN 'object' THEN draft->'answers' END AS drafted
         FROM registration r
        WHERE meeting_id = $1
          AND EXISTS (SELECT FROM jsonb_object_keys(
                answers || CASE jsonb_typeof(draft->'answers') WHEN 'object' THEN draft->'answers' ELSE '{}' END) AS id
                 WHERE (id = ANY ($2)) <> $3)
        ORDER BY id LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED`,
      [meeting, going.ids, going.others, BATCH],
      tx,
    )
    for (const { id, answers, drafted } of rows) {
      const sent = withoutThose(answers, going)
      const typed = withoutThose(drafted ?? {}, going)
      await this.database.query(
        `UPDATE registration SET answers = $2, draft = CASE WHEN $3::jsonb IS NULL THEN draft
                                                       ELSE jsonb_set(draft, '{answers}', $3::jsonb) END WHERE id = $1`,
        [id, JSON.stringify(sent.left), drafted && JSON.stringify(typed.left)],
        tx,
      )
      await this.database.query(
        'DELETE FROM stored_file WHERE id = ANY ($1::uuid[])',
        [[...sent.files, ...typed.files]],
        tx,
      )
    }
    return rows.length
  }

  /**
   * Who people are goes when every meeting they have to do with is over for as long as it keeps addresses; nobody who has a
   * role or is signed in.
   */
  private async people(meetings: readonly Meeting[]): Promise<void> {
    const over = meetings.filter((meeting) =>
      goingsOf(meeting).every((going) => (going.kind !== 'contact' && going.kind !== 'name') || this.isOver(going.on)),
    )
    const find = (): Promise<{ person_id: PersonId }[]> =>
      this.database.query<{ person_id: PersonId }>(
        `SELECT i.person_id FROM identity i JOIN person p ON p.id = i.person_id
           CROSS JOIN LATERAL (
             SELECT count(*) AS ties, count(*) FILTER (WHERE NOT tie.meeting_id = ANY ($1::uuid[])) AS still FROM (
               SELECT meeting_id FROM registration WHERE person_id = i.person_id
               UNION ALL SELECT meeting_id FROM session_group_member WHERE person_id = i.person_id
               UNION ALL SELECT d.meeting_id FROM focal_point f JOIN delegation d ON d.id = f.delegation_id
                          WHERE f.person_id = i.person_id AND f.state IN ('requested', 'active')) AS tie) AS meetings
          WHERE still = 0 AND (ties > 0 OR p.created_at < $2)
            AND NOT EXISTS (SELECT FROM role WHERE person_id = i.person_id)
            AND NOT EXISTS (SELECT FROM sign_in s WHERE s.person_id = i.person_id AND s.expires_at > $3)
          ORDER BY i.person_id LIMIT ${PEOPLE}`,
        [over.map(({ id }) => id), this.before(WITHOUT_MEETING).toString(), this.clock.now().toString()],
      )
    for (let found = await find(); found.length > 0; found = await find())
      for (const { person_id } of found)
        await this.erasure.erase(person_id, undefined, (tx) => this.record(tx, null, 'contact', 1))
  }

  /** What belongs to no meeting: mail that is done with, and what has expired. */
  private async leftovers(): Promise<void> {
    const now = this.clock.now().toString()
    const some = (table: string, condition: string): string =>
      `t.ctid = ANY (ARRAY(SELECT t.ctid FROM ${table} t WHERE ${condition} LIMIT ${BATCH}))`
    const words = `t.state IN ('failed', 'outbox') AND t.created_at < $1 AND t.html IS NOT NULL`
    const steps: [string, string, string][] = [
      [
        'mail',
        `UPDATE mail t SET state = 'failed', subject = NULL, html = NULL, body = NULL WHERE ${some('mail', words)}`,
        this.before(MAIL_WORDS).toString(),
      ],
      [
        'mail',
        `DELETE FROM mail t WHERE ${some('mail', `t.state <> 'queued' AND t.created_at < $1`)}`,
        this.before(MAIL_ROWS).toString(),
      ],
      [
        'correspondence',
        `UPDATE registration_bulk t SET terms = t.terms - 'why' WHERE ${some('registration_bulk', REASON)}`,
        now,
      ],
      ['sign-in', `DELETE FROM sign_in_code t WHERE ${some('sign_in_code', 't.expires_at <= $1')}`, now],
      ['registration', `DELETE FROM kept_form t WHERE ${some('kept_form', 't.expires_at <= $1')}`, now],
      ['sign-in', `DELETE FROM sign_in t WHERE ${some('sign_in', 't.expires_at <= $1')}`, now],
      [
        'sign-in',
        `DELETE FROM api_token t WHERE ${some('api_token', 'least(t.ends_at, t.stopped_at) < $1')}`,
        this.before(ENDED_TOKENS).toString(),
      ],
      [
        'roles',
        `DELETE FROM invitation t WHERE ${some('invitation', 't.used_at IS NULL AND t.expires_at <= $1')}`,
        now,
      ],
    ]
    for (const [name, statement, moment] of steps)
      await this.inBatches((tx) => this.count(tx, statement, [moment]), null, name)
  }

  /** Repeats a small piece of work until it finds nothing more, each with its count in its own transaction. */
  private async inBatches(
    work: (tx: EntityManager) => Promise<number>,
    meeting: MeetingId | null,
    name: string,
  ): Promise<void> {
    for (let went = 1; went > 0;)
      went = await this.database.transaction(async (tx) => {
        const count = await work(tx)
        if (count > 0) await this.record(tx, meeting, name, count)
        return count
      })
  }

  private async count(tx: EntityManager, statement: string, values: readonly unknown[]): Promise<number> {
    return (await this.database.query(`${statement} RETURNING 1`, values, tx)).length
  }

  private async record(tx: EntityManager, meeting: MeetingId | null, name: string, count: number): Promise<void> {
    const now = this.clock.now()
    await this.database.query(
      `INSERT INTO retention_run AS run (day, meeting_id, kind, count, at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT retention_run_once DO UPDATE SET count = run.count + excluded.count, at = excluded.at`,
      [now.toZonedDateTimeISO('UTC').toPlainDate().toString(), meeting, name, count, now.toString()],
      tx,
    )
  }

  private isOver(moment: Temporal.Instant): boolean {
    return Temporal.Instant.compare(moment, this.clock.now()) <= 0
  }

  private before(period: string): Temporal.Instant {
    return this.clock.now().toZonedDateTimeISO('UTC').subtract(Temporal.Duration.from(period)).toInstant()
  }
}

/** A file that no answer names any more: of a form that was never sent, or left behind. */
const NOT_AN_ANSWER = `NOT EXISTS (SELECT FROM registration r,
  LATERAL (SELECT value FROM jsonb_each_text(r.answers)
           UNION ALL SELECT value FROM jsonb_each_text(CASE jsonb_typeof(r.draft->'answers') WHEN 'object' THEN r.draft->'answers' ELSE '{}' END)) AS answer
  WHERE r.meeting_id = t.meeting_id AND answer.value = t.id::text)`
