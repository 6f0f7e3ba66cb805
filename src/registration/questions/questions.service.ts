import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { ChangedMeanwhile, DomainError, InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import type { MeetingId, PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Database } from '../../platform/database/database.ts'
import { checkQuestion, moved, type QuestionDraft } from './question.ts'

/** A question would stand before the one that it follows from. */
export class QuestionBeforeItsCondition extends DomainError {
  readonly code = 'question-before-its-condition'
  readonly status = 409
}

/** What a question says, as a short text that changes with it: names the version that an organiser saw. */
export const versionOf = (question: Question): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 16)

/** The questions that organisers ask of who registers: each command is one transaction and can be repeated. */
@Injectable()
export class Questions {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly audit: Audit,
  ) {}

  /** How many have answered each question, in registrations that were sent. */
  async answered(meeting: MeetingId): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ id: string; count: number }>(
      `SELECT answer.key AS id, count(*)::int AS count FROM registration, jsonb_each_text(answers) answer
        WHERE meeting_id = $1 AND state <> 'draft' AND answer.value <> '' GROUP BY answer.key`,
      [meeting],
    )
    return new Map(rows.map(({ id, count }) => [id, count]))
  }

  /**
   * Adds a question at the end. The very same again is the same question: a form that is sent twice adds one.
   * @throws InvalidInput
   */
  async add(meeting: Meeting, draft: QuestionDraft, by: PersonId): Promise<Question> {
    return this.configure(meeting, by, 'added', (questions, now) => {
      const question = this.checked(draft, now, questions, undefined, 0)
      const known = questions.find((each) => versionOf({ ...each, id: '' }) === versionOf({ ...question, id: '' }))
      return known ? { questions, question: known, unchanged: true } : { questions: [...questions, question], question }
    })
  }

  /**
   * Changes a question that is as `seen`; answers given before keep their meaning.
   * @throws NotFound, ChangedMeanwhile, InvalidInput
   */
  async change(
    meeting: Meeting,
    id: string,
    seen: string | undefined,
    draft: QuestionDraft,
    by: PersonId,
  ): Promise<Question> {
    const answered = (await this.answered(meeting.id)).get(id) ?? 0
    return this.configure(meeting, by, 'changed', (questions, now) => {
      const before = this.named(questions, id)
      const question = this.checked(draft, now, questions, before, answered)
      const same = versionOf(question) === versionOf(before)
      // Sent twice: it says already what this form says.
      if (same) return { questions, question: before, unchanged: true }
      if (seen !== undefined && seen !== versionOf(before)) throw new ChangedMeanwhile()
      return { questions: questions.map((each) => (each.id === id ? question : each)), question }
    })
  }

  /** What is wrong with a question as it would be kept, new or in place of the one it changes; for who has more to say. */
  async problemsOf(meeting: Meeting, draft: QuestionDraft, id?: string): Promise<readonly FieldError[]> {
    const { questions } = meeting.registration
    const before = id === undefined ? undefined : this.named(questions, id)
    const answered = before ? ((await this.answered(meeting.id)).get(before.id) ?? 0) : 0
    return this.check(draft, meeting, questions, before, answered).problems ?? []
  }

  /** Puts a question at another place (from 0). @throws NotFound, QuestionBeforeItsCondition */
  async move(meeting: Meeting, id: string, to: number, by: PersonId): Promise<Question> {
    return this.configure(meeting, by, 'moved', (questions) => {
      const question = this.named(questions, id)
      const after = moved(questions, id, to)
      if (!after) throw new QuestionBeforeItsCondition()
      return { questions: after, question, unchanged: after.every((each, index) => each === questions[index]) }
    })
  }

  /** Asks it of nobody any more; what was answered stays readable. Or asks it again. */
  async retire(meeting: Meeting, id: string, retired: boolean, by: PersonId): Promise<Question> {
    return this.configure(meeting, by, retired ? 'retired' : 'restored', (questions) => {
      const before = this.named(questions, id)
      const { retired: was = false, ...rest } = before
      const question: Question = retired ? { ...rest, retired: true } : rest
      return {
        questions: questions.map((each) => (each.id === id ? question : each)),
        question,
        unchanged: was === retired,
      }
    })
  }

  private named(questions: readonly Question[], id: string): Question {
    const found = questions.find((question) => question.id === id)
    if (!found) throw new NotFound()
    return found
  }

  private checked(
    draft: QuestionDraft,
    meeting: Meeting,
    questions: readonly Question[],
    before: Question | undefined,
    answered: number,
  ): Question {
    const { value, problems } = this.check(draft, meeting, questions, before, answered)
    if (problems) throw new InvalidInput({ fields: problems })
    return value
  }

  private check(
    draft: QuestionDraft,
    { mainLanguage, days, registration: { constituencies } }: Meeting,
    questions: readonly Question[],
    before: Question | undefined,
    answered: number,
  ): ReturnType<typeof checkQuestion> {
    return checkQuestion(draft, {
      questions,
      ...(before && { before }),
      answered,
      mainLanguage,
      days: days.length,
      constituencies,
    })
  }

  private async configure(
    meeting: Meeting,
    by: PersonId,
    what: 'added' | 'changed' | 'moved' | 'retired' | 'restored',
    work: (
      questions: readonly Question[],
      now: Meeting,
    ) => { questions: readonly Question[]; question: Question; unchanged?: boolean },
  ): Promise<Question> {
    return this.database.transaction(async (tx) => {
      let done: ReturnType<typeof work> | undefined
      await this.meetings.configureRegistration(tx, meeting.id, (settings, now) => {
        done = work(settings.questions, now)
        return done.unchanged ? settings : { ...settings, questions: done.questions }
      })
      if (!done) throw new NotFound()
      if (!done.unchanged)
        await this.audit.write(tx, `question.${what}`, {
          actor: by,
          meeting: meeting.id,
          data: { question: done.question.id },
        })
      return done.question
    })
  }
}
