import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { isId, newId, type Id, type MeetingId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { Ledger } from '../ledger.service.ts'
import { Registration } from '../registration.entity.ts'
import { mustBeAble } from '../states.ts'
import { Turns } from '../turns.service.ts'

/** Tells somebody by mail what is asked of them. */
export const tellQuestion = defineJob<{ question: string }>('registration.ask')

/** How long a question or an answer may be. */
export const WORDS_LIMIT = 2000

/** What was asked of somebody about their registration, and what they answered. */
export interface Inquiry {
  id: Id<'Inquiry'>
  registration: RegistrationId
  question: string
  askedAt: Temporal.Instant
  answer: string | null
  answeredAt: Temporal.Instant | null
}

interface Row {
  id: Id<'Inquiry'>
  registration_id: RegistrationId
  question: string
  asked_at: Date
  answer: string | null
  answered_at: Date | null
}

const instant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime())

const inquiryFrom = (row: Row): Inquiry => ({
  id: row.id,
  registration: row.registration_id,
  question: row.question,
  askedAt: instant(row.asked_at),
  answer: row.answer,
  answeredAt: row.answered_at && instant(row.answered_at),
})

const COLUMNS = 'q.id, q.registration_id, q.question, q.asked_at, q.answer, q.answered_at'

const checkWords = (text: string, pointer: string, missing: string): string => {
  const words = text.trim().normalize('NFC')
  if (!words) throw new InvalidInput({ fields: [{ pointer, message: missing }] })
  if (words.length > WORDS_LIMIT)
    throw new InvalidInput({
      fields: [{ pointer, message: 'registration.text.too-long', params: { limit: WORDS_LIMIT } }],
    })
  return words
}

/** Questions to a person about their registration; they answer on their own page. */
@Injectable()
export class Inquiries {
  constructor(
    private readonly database: Database,
    private readonly turns: Turns,
    private readonly ledger: Ledger,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks, in the person's language: they get a mail, and the request leaves the queue until they answer. Sent again with
   * the same id, nothing more happens.
   * @throws NotFound, InvalidInput, MoveNotOpen
   */
  async ask(
    meeting: Pick<Meeting, 'id'>,
    registration: RegistrationId,
    by: PersonId,
    asked: { question: string; submissionId: string },
  ): Promise<void> {
    const question = checkWords(asked.question, '/question', 'review.question.missing')
    await this.database.transaction(async (tx) => {
      const found = await this.turns.byId(tx, meeting.id, registration)
      if (!found || found.state === 'draft') throw new NotFound()
      mustBeAble('ask', found.state)
      const id = newId<'Inquiry'>()
      const made = await this.database.query(
        `INSERT INTO registration_question (id, registration_id, asked_by, asked_at, question, submission_id)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (submission_id) DO NOTHING RETURNING id`,
        [id, found.id, by, this.clock.now().toString(), question, `${found.id} ${asked.submissionId}`],
        tx,
      )
      if (made.length === 0) return
      await this.ledger.record(tx, found, { move: 'ask', from: found.state, by, tell: false, data: { inquiry: id } })
      await this.jobs.send(tx, tellQuestion, { question: id }, { cause: id })
    })
  }

  /**
   * The person answers; the request is in the queue again, first. Answering again changes nothing.
   * @throws NotFound, InvalidInput, MoveNotOpen
   */
  async answer(meeting: Pick<Meeting, 'id'>, person: PersonId, id: string, text: string): Promise<void> {
    const answer = checkWords(text, '/answer', 'review.answer.missing')
    await this.database.transaction(async (tx) => {
      const found = await this.turns.own(tx, meeting.id, person)
      const open = found && (await this.ofOne(found.id, id, tx))
      if (!found || !open) throw new NotFound()
      if (open.answer !== null) return
      mustBeAble('answer', found.state)
      await this.database.query(
        'UPDATE registration_question SET answer = $2, answered_at = $3 WHERE id = $1',
        [open.id, answer, this.clock.now().toString()],
        tx,
      )
      // Who skipped it before the answer came has something new to look at.
      await this.database.query('DELETE FROM review_skip WHERE registration_id = $1', [found.id], tx)
      const data = { inquiry: open.id }
      await this.ledger.record(tx, found, { move: 'answer', from: found.state, by: person, tell: false, data })
    })
  }

  /** What was asked about a registration, oldest first. */
  async of(registration: RegistrationId): Promise<Inquiry[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM registration_question q WHERE q.registration_id = $1 ORDER BY q.asked_at, q.id`,
      [registration],
    )
    return rows.map(inquiryFrom)
  }

  /** What was asked of somebody in a meeting, oldest first. */
  async askedOf(meeting: MeetingId, person: PersonId): Promise<Inquiry[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM registration_question q JOIN registration r ON r.id = q.registration_id
        WHERE r.meeting_id = $1 AND r.person_id = $2 ORDER BY q.asked_at, q.id`,
      [meeting, person],
    )
    return rows.map(inquiryFrom)
  }

  /** One question with the registration it is about; undefined when either is gone. */
  async one(id: string): Promise<{ inquiry: Inquiry; registration: Registration } | undefined> {
    const [row] = await this.database.query<Row>(`SELECT ${COLUMNS} FROM registration_question q WHERE q.id = $1`, [id])
    const registration = row && (await this.database.manager.findOneBy(Registration, { id: row.registration_id }))
    return registration ? { inquiry: inquiryFrom(row), registration } : undefined
  }

  private async ofOne(registration: RegistrationId, id: string, tx: EntityManager): Promise<Inquiry | undefined> {
    if (!isId(id)) return undefined
    const [row] = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM registration_question q WHERE q.registration_id = $1 AND q.id = $2`,
      [registration, id],
      tx,
    )
    return row && inquiryFrom(row)
  }
}
