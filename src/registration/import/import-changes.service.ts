import { Injectable, Logger } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { Delegations } from '../../delegations/delegations.service.ts'
import { DomainError } from '../../kernel/domain-error.ts'
import type { PersonId, RegistrationId } from '../../kernel/id.ts'
import { isLocale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { wordsFor } from '../../platform/i18n/i18n.ts'
import { Pools } from '../places/pools.service.ts'
import type { Registration } from '../registration.entity.ts'
import { Arrangements } from '../review/arrangements.service.ts'
import { Review } from '../review/review.service.ts'
import { Turns } from '../turns.service.ts'
import { wereSeen, wishesOtherwise } from './differences.ts'
import type { Mapping } from './import-fields.ts'
import { isOfTheRow, type Difference, type ImportId, type Outcome } from './import.ts'
import { outcomeOfKnown } from './import-check.service.ts'
import { KnownPeople, type Known } from './known-people.service.ts'
import { readRow, type GoodRow, type RowProblem } from './read-row.ts'

interface Frame {
  meeting_id: Meeting['id']
  state: string
  mapping: Mapping
  by: PersonId
}

interface Row {
  number: number
  cells: string[]
  differences: Difference[]
  registration_id: RegistrationId
}

/** What became of a row; what is not said stays as it was. */
interface Result {
  outcome: Outcome
  problems?: readonly RowProblem[]
  differences?: readonly Difference[]
}

const CHANGED_SINCE: RowProblem = { column: -1, message: 'import.changed-since' }

/**
 * Changes those who are registered otherwise than a row says, by the same commands as an organiser changes one by hand. One
 * row is one transaction, which also notes what became of it: it is done whole or not at all, and once.
 */
@Injectable()
export class ImportChanges {
  private readonly logger = new Logger(ImportChanges.name)

  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly known: KnownPeople,
    private readonly delegations: Delegations,
    private readonly pools: Pools,
    private readonly turns: Turns,
    private readonly arrangements: Arrangements,
    private readonly review: Review,
    private readonly clock: Clock,
  ) {}

  /** Changes the next; false when there is none, or the import was stopped. */
  async next(id: ImportId): Promise<boolean> {
    let number: number | undefined
    try {
      return await this.database.transaction(async (tx) => {
        const [frame] = await this.database.query<Frame>(
          'SELECT meeting_id, state, mapping, by FROM registration_import WHERE id = $1 FOR UPDATE',
          [id],
          tx,
        )
        if (frame?.state !== 'importing') return false
        const [row] = await this.database.query<Row>(
          `SELECT number, cells, differences, registration_id FROM registration_import_row
            WHERE import_id = $1 AND outcome = 'to-change' ORDER BY number LIMIT 1`,
          [id],
          tx,
        )
        if (!row) return false
        number = row.number
        await this.note(tx, id, number, await this.change(tx, frame, row))
        return true
      })
    } catch (error) {
      if (number === undefined || !isOfTheRow(error)) throw error
      this.logger.warn({ err: error, import: id }, 'A registration could not be changed by an import')
      const at = number
      await this.database.transaction((tx) =>
        this.note(tx, id, at, { outcome: 'problem', problems: problemsOf(error) }),
      )
      return true
    }
  }

  private async change(tx: EntityManager, frame: Frame, row: Row): Promise<Result> {
    const meeting = await this.meetings.byId(frame.meeting_id, tx)
    const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
    const { value, problems } = readRow(row.cells, { meeting, mapping: frame.mapping, today })
    if (problems) return { outcome: 'problem', problems }
    const registration = await this.turns.byId(tx, meeting.id, row.registration_id)
    const there = (await this.known.among(meeting, [value], tx)).get(value)
    if (!registration || there?.id !== registration.id) return { outcome: 'problem', problems: [CHANGED_SINCE] }
    const outcome = outcomeOfKnown(there)
    if (outcome !== 'differs') return { outcome, differences: [] }
    // Only what was shown is changed; the organiser looks at the rest first.
    if (!wereSeen(there.differences, row.differences))
      return { outcome, problems: [CHANGED_SINCE], differences: there.differences }
    await this.carryOut(tx, meeting, frame.by, registration, value, there)
    return { outcome: 'changed', differences: [] }
  }

  /** Each part of it as if it were typed on the page of the registration: its rule, its entry in the history, its mail. */
  private async carryOut(
    tx: EntityManager,
    meeting: Meeting,
    by: PersonId,
    { id, language: spoken, jobTitle }: Registration,
    row: GoodRow,
    there: Known,
  ): Promise<void> {
    const now = new Map(there.differences.map((each) => [each.field, each.now]))
    const differs = (...fields: Difference['field'][]): boolean => fields.some((field) => now.has(field))
    const language = now.get('language')
    const why = wordsFor(isLocale(language) ? language : spoken, 'tables:import.reason')
    const claims = differs('constituency', 'state', 'organization')
    const wishes = wishesOtherwise(row, there)
    if (claims || wishes.length || differs('verified')) await this.lock(tx, meeting, row)
    if (differs('givenNames', 'familyName', 'jobTitle')) {
      const names = differs('givenNames', 'familyName') && { names: row.names }
      await this.arrangements.name(meeting, id, by, { ...names, jobTitle: now.get('jobTitle') ?? jobTitle }, why, tx)
    }
    if (claims) {
      const organization = now.get('organization') ?? row.claim.organization
      await this.arrangements.represent(meeting, id, by, { ...row.claim, organization, wishes }, why, tx)
    }
    if (differs('verified')) await this.review.verify(meeting, id, by, undefined, why, undefined, tx)
    if (!claims && wishes.length) await this.arrangements.choose(meeting, id, by, wishes, why, tx)
    const answers = Object.entries(row.answers).filter(([question]) => differs(`answer:${question}`))
    if (answers.length || language) {
      const given = { answers: Object.fromEntries(answers), ...(isLocale(language) && { language }) }
      await this.arrangements.answer(meeting, id, by, given, why, tx)
    }
  }

  /** Several commands in one transaction: their pools are made and locked before the first, in order, as for one. */
  private async lock(tx: EntityManager, meeting: Meeting, { claim }: GoodRow): Promise<void> {
    const days = meeting.days.map(({ date }) => date.toString())
    const [delegation = null] = await this.delegations.forClaims(tx, meeting.id, [claim])
    const seeker = { constituency: claim.constituency, delegation: claim.state ?? delegation }
    await this.pools.ensureDelegation(tx, meeting.id, days, seeker)
    await this.pools.lock(tx, meeting.id, days)
  }

  private async note(tx: EntityManager, id: ImportId, number: number, result: Result): Promise<void> {
    const { outcome, problems = [], differences } = result
    const now = this.clock.now().toString()
    await this.database.query(
      `UPDATE registration_import_row
          SET outcome = $3, problems = $4, differences = coalesce($5::jsonb, differences), outlook = '[]',
              cells = CASE WHEN $3 IN ('changed', 'known') THEN '[]' ELSE cells END
        WHERE import_id = $1 AND number = $2 AND outcome = 'to-change'`,
      [id, number, outcome, JSON.stringify(problems), differences ? JSON.stringify(differences) : null],
      tx,
    )
    await this.database.query('UPDATE registration_import SET changed_at = $2 WHERE id = $1', [id, now], tx)
  }
}

const problemsOf = (error: unknown): RowProblem[] => {
  if (!(error instanceof DomainError)) return [{ column: -1, message: 'import.unexpected' }]
  if (error.fields.length === 0) return [{ column: -1, message: 'import.not-changed' }]
  return error.fields.map(({ message, params }) => ({ column: -1, message, ...(params && { params }) }))
}
