import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { setTimeout as wait } from 'node:timers/promises'
import { constituency as kindOf } from '../../delegations/constituency.ts'
import { DomainError, InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { isId, newId, type Id, type MeetingId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { matching, type ListFilter } from '../review/listing.ts'
import { RegistrationList, type ListedRegistration } from '../review/registration-list.service.ts'
import { Registrations } from '../registrations.service.ts'
import {
  effectOf,
  isUndoable,
  lacksTerms,
  modesFor,
  type BulkAction,
  type BulkTerms,
  type Effect,
} from './bulk-action.ts'
import { BulkHand } from './bulk-hand.service.ts'

export type BulkId = Id<'RegistrationBulk'>

/** What an organiser does, or did, to many registrations. */
export interface Bulk {
  id: BulkId
  meeting: MeetingId
  by: PersonId
  action: BulkAction
  terms: BulkTerms
  state: 'chosen' | 'running' | 'done' | 'undoing' | 'undone'
}

/** How far it has come. `left` are not tried yet; `undone` were taken back; `kept` could not be. */
export interface BulkProgress {
  total: number
  left: number
  done: number
  unchanged: number
  failed: number
  undone: number
  kept: number
}

/** What it would do: to each on this page, and in all, as far as was looked. */
export interface BulkPreview {
  total: number
  looked: number
  effects: readonly { registration: ListedRegistration; effect: Effect }[]
  counts: Readonly<Record<string, number>>
}

/** One that something happened to, or did not. */
export interface BulkResult {
  registration: ListedRegistration
  outcome: 'done' | 'unchanged' | 'failed' | 'undone' | 'kept'
  /** Code of the error that says why not. */
  problem: string | null
}

const runBulk = defineJob<{ bulk: BulkId }>('registration.bulk')

/** So many are looked at for the preview's sums; so many are shown. */
const LOOKED = 2000
const SHOWN = 100
/** So few are done before the page answers. */
const AT_ONCE = 25

interface Row extends Omit<Bulk, 'meeting'> {
  meeting_id: MeetingId
}

/** Chooses many registrations, shows what an action would do to them, does it one by one, and takes it back. */
@Injectable()
export class BulkActions implements OnModuleInit {
  private readonly logger = new Logger(BulkActions.name)

  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly list: RegistrationList,
    private readonly registrations: Registrations,
    private readonly hand: BulkHand,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(runBulk, ({ bulk }) => this.run(bulk))
  }

  /**
   * Keeps who is chosen, so that nobody who comes later is done anything to; nothing happens yet.
   * @throws InvalidInput when nobody is
   */
  async choose(
    meeting: Meeting,
    by: PersonId,
    action: BulkAction,
    whom: readonly RegistrationId[] | ListFilter,
  ): Promise<BulkId> {
    const id = newId<'RegistrationBulk'>()
    const now = this.clock.now()
    const filter: ListFilter = Array.isArray(whom) ? { ids: whom.filter((each) => isId(each)) } : (whom as ListFilter)
    const { from, where, values } = matching(meeting.id, await this.list.narrow(meeting.id, filter))
    await this.database.transaction(async (tx) => {
      await this.database.query(
        "DELETE FROM registration_bulk WHERE state = 'chosen' AND created_at < $1",
        [now.subtract({ hours: 24 }).toString()],
        tx,
      )
      await this.database.query(
        `INSERT INTO registration_bulk (id, meeting_id, by, action, state, created_at) VALUES ($1, $2, $3, $4, 'chosen', $5)`,
        [id, meeting.id, by, action, now.toString()],
        tx,
      )
      const chosen = await this.database.query(
        `INSERT INTO registration_bulk_item (bulk_id, position, registration_id)
         SELECT $${values.push(id)}, row_number() OVER (ORDER BY r.submitted_at, r.id), r.id FROM ${from} WHERE ${where}
         RETURNING position`,
        values,
        tx,
      )
      if (chosen.length === 0) throw new InvalidInput({ fields: [{ pointer: '/pick', message: 'bulk.nobody' }] })
    })
    return id
  }

  /** @throws NotFound also for another organiser's while it is only prepared */
  async one(meeting: MeetingId, id: string, by: PersonId): Promise<Bulk> {
    const [row] = isId(id)
      ? await this.database.query<Row>(
          `SELECT id, meeting_id, by, action, terms, state FROM registration_bulk
            WHERE id = $1 AND meeting_id = $2 AND (by = $3 OR state <> 'chosen')`,
          [id, meeting, by],
        )
      : []
    if (!row) throw new NotFound()
    const { meeting_id, ...bulk } = row
    return { ...bulk, meeting: meeting_id }
  }

  /**
   * Says with what it is to be done.
   * @throws InvalidInput
   */
  async setTerms(meeting: Meeting, bulk: Bulk, terms: BulkTerms): Promise<void> {
    const problems = problemsOf(bulk.action, terms, meeting)
    if (problems.length) throw new InvalidInput({ fields: problems })
    await this.database.query("UPDATE registration_bulk SET terms = $2 WHERE id = $1 AND state = 'chosen'", [
      bulk.id,
      JSON.stringify(terms),
    ])
  }

  /** What it would do, as things are now. */
  async preview(meeting: Meeting, bulk: Bulk): Promise<BulkPreview> {
    const ids = await this.database.query<{ id: RegistrationId; total: number }>(
      `SELECT registration_id AS id, (count(*) OVER ())::int AS total FROM registration_bulk_item
        WHERE bulk_id = $1 ORDER BY position LIMIT ${LOOKED}`,
      [bulk.id],
    )
    const rows = await this.list.byIds(
      meeting.id,
      ids.map((row) => row.id),
    )
    const today = this.registrations.today(meeting)
    const effects = rows.map((registration) => ({
      registration,
      effect: effectOf(bulk.action, bulk.terms, registration, meeting, today),
    }))
    const counts: Record<string, number> = {}
    for (const { effect } of effects) {
      const key = effect.does === 'nothing' ? effect.because : 'does'
      counts[key] = (counts[key] ?? 0) + 1
    }
    return { total: ids[0]?.total ?? 0, looked: rows.length, effects: effects.slice(0, SHOWN), counts }
  }

  /**
   * Carries it out: each registration in a transaction of its own; what fails for one does not stop the others. The
   * second click finds it begun.
   * @throws InvalidInput when terms are missing
   */
  async start(bulk: Bulk): Promise<void> {
    if (lacksTerms(bulk.action, bulk.terms))
      throw new InvalidInput({ fields: [{ pointer: '/terms', message: 'field.missing' }] })
    await this.begin(bulk, 'chosen', 'running')
  }

  /** Takes it back for each to whom nothing else has happened since. */
  async undo(bulk: Bulk): Promise<void> {
    if (isUndoable(bulk.action)) await this.begin(bulk, 'done', 'undoing')
  }

  private async begin(bulk: Bulk, from: Bulk['state'], to: Bulk['state']): Promise<void> {
    const begun = await this.database.transaction(async (tx) => {
      const rows = await this.database.query(
        'UPDATE registration_bulk SET state = $3 WHERE id = $1 AND state = $2 RETURNING id',
        [bulk.id, from, to],
        tx,
      )
      if (rows.length === 0) return false
      await this.audit.write(tx, `registration.bulk-${to}`, {
        actor: bulk.by,
        meeting: bulk.meeting,
        subject: bulk.id,
        data: { action: bulk.action },
      })
      await this.jobs.send(tx, runBulk, { bulk: bulk.id }, { cause: `${bulk.id} ${to}` })
      return true
    })
    if (begun) await this.untilDone(bulk.id)
  }

  /** Few are done before the page answers; for many it shows how far they have come. */
  private async untilDone(id: BulkId): Promise<void> {
    if ((await this.progress(id)).total > AT_ONCE) return
    for (let tries = 0; tries < 30 && (await this.isBusy(id)); tries++) await wait(100)
  }

  private async isBusy(id: BulkId): Promise<boolean> {
    const rows = await this.database.query(
      "SELECT FROM registration_bulk WHERE id = $1 AND state IN ('running', 'undoing')",
      [id],
    )
    return rows.length > 0
  }

  /** How far it has come. */
  async progress(id: BulkId): Promise<BulkProgress> {
    const [row] = await this.database.query<BulkProgress>(
      `SELECT count(*)::int AS total, (count(*) FILTER (WHERE outcome IS NULL))::int AS left,
              ${['done', 'unchanged', 'failed', 'undone', 'kept'].map((of) => `(count(*) FILTER (WHERE outcome = '${of}'))::int AS "${of}"`).join(', ')}
         FROM registration_bulk_item WHERE bulk_id = $1`,
      [id],
    )
    return row!
  }

  /** What became of each, those with a problem first. */
  async results(meeting: MeetingId, id: BulkId): Promise<BulkResult[]> {
    const items = await this.database.query<{
      id: RegistrationId
      outcome: BulkResult['outcome']
      problem: string | null
    }>(
      `SELECT registration_id AS id, outcome, problem FROM registration_bulk_item
        WHERE bulk_id = $1 AND outcome IS NOT NULL
        ORDER BY outcome IN ('failed', 'kept') DESC, outcome = 'unchanged' DESC, position LIMIT ${SHOWN}`,
      [id],
    )
    const rows = await this.list.byIds(
      meeting,
      items.map((item) => item.id),
    )
    return rows.map((registration) => {
      const { outcome, problem } = items.find((item) => item.id === registration.id)!
      return { registration, outcome, problem }
    })
  }

  /** Does what is left of it; a job that is run again goes on where the other ended. */
  async run(id: BulkId): Promise<void> {
    const [row] = await this.database.query<Row>(
      'SELECT id, meeting_id, by, action, terms, state FROM registration_bulk WHERE id = $1',
      [id],
    )
    if (!row || (row.state !== 'running' && row.state !== 'undoing')) return
    const meeting = await this.meetings.byId(row.meeting_id)
    const undoing = row.state === 'undoing'
    for (;;) {
      const next = await this.database.query<{ id: RegistrationId }>(
        `SELECT registration_id AS id FROM registration_bulk_item
          WHERE bulk_id = $1 AND outcome ${undoing ? "= 'done'" : 'IS NULL'} ORDER BY position LIMIT 50`,
        [id],
      )
      if (next.length === 0) break
      for (const { id: registration } of next) {
        const { outcome, problem } = await this.attempt(
          async () => {
            if (undoing) {
              await this.hand.undo(meeting, registration, row.by)
              return 'undone'
            }
            return (await this.hand.carryOut(meeting, registration, { ...row, bulk: id })) ? 'done' : 'unchanged'
          },
          undoing ? 'kept' : 'failed',
        )
        await this.database.query(
          'UPDATE registration_bulk_item SET outcome = $3, problem = $4 WHERE bulk_id = $1 AND registration_id = $2',
          [id, registration, outcome, problem],
        )
      }
    }
    await this.database.query(
      "UPDATE registration_bulk SET state = $2, finished_at = $3 WHERE id = $1 AND state IN ('running', 'undoing')",
      [id, undoing ? 'undone' : 'done', this.clock.now().toString()],
    )
  }

  private async attempt(
    work: () => Promise<BulkResult['outcome']>,
    otherwise: 'failed' | 'kept',
  ): Promise<{ outcome: BulkResult['outcome']; problem: string | null }> {
    try {
      return { outcome: await work(), problem: null }
    } catch (error) {
      if (error instanceof DomainError) return { outcome: otherwise, problem: error.fields[0]?.message ?? error.code }
      this.logger.error({ err: error }, 'A registration could not be changed with many others')
      return { outcome: otherwise, problem: 'unexpected' }
    }
  }
}

const problemsOf = (action: BulkAction, terms: BulkTerms, meeting: Meeting): FieldError[] => {
  const missing = (name: string, message: string): FieldError => ({ pointer: `/${name}`, message })
  switch (action) {
    case 'decline':
      return terms.why ? [] : [missing('why', 'bulk.reason-missing')]
    case 'mode':
      return [
        ...(meeting.days.some(({ date }) => date.toString() === terms.day)
          ? []
          : [missing('day', 'field.not-a-choice')]),
        ...(modesFor(meeting.format).some((mode) => mode === terms.mode)
          ? []
          : [missing('mode', 'field.not-a-choice')]),
      ]
    case 'constituency':
      return terms.constituency &&
        kindOf(terms.constituency) &&
        meeting.registration.constituencies.includes(terms.constituency)
        ? []
        : [missing('constituency', 'field.not-a-choice')]
    default:
      return []
  }
}
