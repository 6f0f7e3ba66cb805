import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { Delegations } from '../../delegations/delegations.service.ts'
import { newId, type DelegationId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Newcomers } from '../../people/newcomers.service.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { Memberships } from '../delegation/memberships.service.ts'
import { MassSeating } from '../places/mass-seating.service.ts'
import { Pools } from '../places/pools.service.ts'
import { mustLeadTo } from '../states.ts'
import { Turns } from '../turns.service.ts'
import { ImportChanges } from './import-changes.service.ts'
import { isVerified, outcomeOfKnown, type ImportFrame } from './import-check.service.ts'
import { isOfTheRow, runImport, type Difference, type ImportId, type Outcome } from './import.ts'
import { KnownPeople } from './known-people.service.ts'
import { MassLedger } from './mass-ledger.service.ts'
import { readRow, type GoodRow, type RowProblem } from './read-row.ts'

/** So many rows are one transaction: few enough that nobody else waits long for the pools it locks. */
const CHUNK = 100

interface Frame extends ImportFrame {
  by: PersonId
  tell: boolean
}

/** What became of a row. */
interface Result {
  number: number
  outcome: Outcome
  problems: readonly RowProblem[]
  differences: readonly Difference[]
  registration: RegistrationId | null
}

/** Somebody who is to be registered. */
interface Entry {
  number: number
  row: GoodRow
  person: PersonId
  id: RegistrationId
  verified: boolean
  delegation: DelegationId | null
}

/**
 * Registers the good rows of a table: a chunk of rows a transaction, which also notes what became of each. So it goes on
 * where it was when the process died, and a row is registered once, however often the job runs.
 */
@Injectable()
export class ImportRun implements OnModuleInit {
  private readonly logger = new Logger(ImportRun.name)

  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly newcomers: Newcomers,
    private readonly known: KnownPeople,
    private readonly delegations: Delegations,
    private readonly memberships: Memberships,
    private readonly pools: Pools,
    private readonly seating: MassSeating,
    private readonly turns: Turns,
    private readonly ledger: MassLedger,
    private readonly changes: ImportChanges,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(runImport, ({ import: id }) => this.run(id))
  }

  /** Until nothing is left, or somebody stops it: first who is new, then who is registered otherwise. */
  async run(id: ImportId): Promise<void> {
    while (await this.chunk(id, CHUNK)) {
      // Each chunk asks anew whether it may go on.
    }
    while (await this.changes.next(id)) {
      // So does each change.
    }
    await this.finish(id)
  }

  /** Registers the next rows; false when there are none, or it was stopped. */
  async chunk(id: ImportId, size: number): Promise<boolean> {
    try {
      return await this.database.transaction((tx) => this.register(tx, id, size))
    } catch (error) {
      if (!isOfTheRow(error)) throw error
      this.logger.warn({ err: error, import: id }, 'Rows of an import could not be registered together')
      if (size === 1) return this.giveUpFirst(id)
      // One of them is to blame: each by itself, and the others come in.
      for (let left = size; left > 0; left--) if (!(await this.chunk(id, 1))) return false
      return true
    }
  }

  private async register(tx: EntityManager, id: ImportId, size: number): Promise<boolean> {
    const [frame] = await this.database.query<Frame>(
      'SELECT meeting_id, state, mapping, verified, by, tell FROM registration_import WHERE id = $1 FOR UPDATE',
      [id],
      tx,
    )
    if (frame?.state !== 'importing') return false
    const rows = await this.database.query<{ number: number; cells: string[] }>(
      `SELECT number, cells FROM registration_import_row WHERE import_id = $1 AND outcome = 'new' ORDER BY number LIMIT $2`,
      [id, size],
      tx,
    )
    if (rows.length === 0) return false
    const meeting = await this.meetings.byId(frame.meeting_id, tx)
    const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
    // Rules and registrations may have changed since the dry run.
    const results: Result[] = []
    const good: { number: number; row: GoodRow }[] = []
    for (const { number, cells } of rows) {
      const { value, problems } = readRow(cells, { meeting, mapping: frame.mapping, today })
      if (value) good.push({ number, row: value })
      else results.push({ number, outcome: 'problem', problems, differences: [], registration: null })
    }
    const known = await this.known.among(
      meeting,
      good.map(({ row }) => row),
      tx,
    )
    const fresh = good.filter(({ number, row }) => {
      const there = known.get(row)
      if (there)
        results.push({
          number,
          outcome: outcomeOfKnown(there),
          problems: [],
          differences: there.differences,
          registration: there.id,
        })
      return !there
    })
    results.push(...(await this.enter(tx, meeting, frame, id, fresh)))
    await this.database.query(
      `UPDATE registration_import_row AS row
          SET outcome = r.outcome, problems = r.problems, differences = r.differences, registration_id = r.registration,
              outlook = '[]', cells = CASE WHEN r.outcome IN ('added', 'known') THEN '[]' ELSE row.cells END
         FROM jsonb_to_recordset($2) AS r (number integer, outcome text, problems jsonb, differences jsonb,
                                        registration uuid)
        WHERE row.import_id = $1 AND row.number = r.number`,
      [id, JSON.stringify(results)],
      tx,
    )
    await this.database.query(
      'UPDATE registration_import SET changed_at = $2 WHERE id = $1',
      [id, this.clock.now().toString()],
      tx,
    )
    return true
  }

  private async enter(
    tx: EntityManager,
    meeting: Meeting,
    frame: Frame,
    id: ImportId,
    fresh: readonly { number: number; row: GoodRow }[],
  ): Promise<Result[]> {
    if (fresh.length === 0) return []
    // Before it is looked which delegations there are: who gathers people for a new one waits for this.
    await this.pools.share(tx, meeting.id)
    const persons = await this.newcomers.enter(
      tx,
      fresh.map(({ row }) => row),
    )
    const delegations = await this.delegations.forClaims(
      tx,
      meeting.id,
      fresh.map(({ row }) => row.claim),
    )
    const named = fresh.map(({ number, row }, index) => ({
      number,
      row,
      person: persons[index]!,
      id: newId<'Registration'>(),
      verified: isVerified(row, frame, meeting),
      delegation: delegations[index] ?? null,
    }))
    const proved = await this.memberships.provingThemselves(
      tx,
      meeting,
      named
        .filter(({ verified }) => !verified)
        .map(({ person, delegation, row: { claim } }) => ({ personId: person, delegationId: delegation, claim })),
    )
    const entries = await this.write(
      tx,
      meeting,
      frame,
      id,
      named.map((entry) => ({ ...entry, verified: entry.verified || proved.has(entry.person) })),
    )
    const days = meeting.days.map((day) => day.date.toString())
    const seekers = entries.map(({ row: { claim }, delegation }) => ({
      constituency: claim.constituency,
      delegation: claim.state ?? delegation,
    }))
    await this.seating.ensureDelegations(tx, meeting.id, days, seekers)
    const pools = await this.pools.lock(tx, meeting.id, days)
    await this.seating.seat(
      tx,
      meeting.id,
      pools,
      entries.map(({ id: registration, row, verified }, index) => ({
        guest: { id: registration, meeting: meeting.id, ...seekers[index]! },
        wishes: row.wishes,
        // An organiser's list is never late; what gives on approval is given to who is verified.
        asksFirst: (_, of) => !verified && of.some((pool) => pool.gives === 'on-approval'),
      })),
    )
    await this.ledger.record(
      tx,
      entries.map(({ id: registration, verified }) => ({
        id: registration,
        meetingId: meeting.id,
        state: verified ? ('confirmed' as const) : ('requested' as const),
        late: false,
      })),
      { move: 'add', from: 'draft', by: frame.by, tell: frame.tell, data: { import: id } },
    )
    return entries.map(({ number, id: registration }) => ({
      ...{ number, outcome: 'added', problems: [], differences: [], registration },
    }))
  }

  /** Writes the registrations; a draft that somebody had begun becomes theirs. Who registered in this moment is left out. */
  private async write(
    tx: EntityManager,
    meeting: Meeting,
    frame: Frame,
    id: ImportId,
    entries: readonly Entry[],
  ): Promise<Entry[]> {
    const drafts = await this.database.query<{ id: RegistrationId; person_id: PersonId }>(
      `SELECT id, person_id FROM registration WHERE meeting_id = $1 AND person_id = ANY ($2::uuid[]) AND state = 'draft'
        ORDER BY id`,
      [meeting.id, entries.map(({ person }) => person)],
      tx,
    )
    const begun = new Map<PersonId, RegistrationId>()
    for (const draft of drafts) {
      const own = await this.turns.byId(tx, meeting.id, draft.id)
      if (own?.state === 'draft') begun.set(own.personId, own.id)
    }
    const rows = entries.map((entry) => {
      const state = entry.verified ? 'confirmed' : 'requested'
      mustLeadTo('add', 'draft', state)
      const { row } = entry
      return {
        id: begun.get(entry.person) ?? entry.id,
        person: entry.person,
        state,
        language: row.language,
        job: row.jobTitle,
        organization: row.claim.organization,
        constituency: row.claim.constituency,
        of_state: row.claim.state,
        verified: entry.verified,
        delegation: entry.delegation,
        answers: row.answers,
        submission: `import ${id} ${entry.number}`,
      }
    })
    const written = await this.database.query<{ id: RegistrationId; person_id: PersonId }>(
      `INSERT INTO registration
         (id, meeting_id, person_id, state, language, job_title, organization, claimed_constituency, claimed_state,
          verified_constituency, verified_state, verified_at, answers, submission_id, submitted_at, created_at, changed_at,
          nominated_by, nominated_at, delegation_id)
       SELECT id, $2, person, state, language, job, organization, constituency, of_state,
              CASE WHEN verified THEN constituency END, CASE WHEN verified THEN of_state END,
              CASE WHEN verified THEN $3::timestamptz END, answers, submission, $3, $3, $3, $4, $3,
              delegation
         FROM jsonb_to_recordset($1) AS r (id uuid, person uuid, state text, language text, job text, organization text,
              constituency text, of_state text, verified boolean, answers jsonb, submission text, delegation uuid)
       ON CONFLICT ON CONSTRAINT registration_once_a_person_and_meeting DO UPDATE SET
          state = excluded.state, language = excluded.language, draft = '{}', job_title = excluded.job_title,
          organization = excluded.organization, claimed_constituency = excluded.claimed_constituency,
          claimed_state = excluded.claimed_state, verified_constituency = excluded.verified_constituency,
          verified_state = excluded.verified_state, verified_at = excluded.verified_at, answers = excluded.answers,
          submission_id = excluded.submission_id, submitted_at = excluded.submitted_at, changed_at = excluded.changed_at,
          nominated_by = excluded.nominated_by, nominated_at = excluded.nominated_at,
          delegation_id = excluded.delegation_id, delegation_role = NULL, delegation_rank = NULL, endorsed_at = NULL,
          endorsed_by = NULL
        WHERE registration.id = excluded.id AND registration.state = 'draft'
       RETURNING id, person_id`,
      [JSON.stringify(rows), meeting.id, this.clock.now().toString(), frame.by],
      tx,
    )
    const ids = new Map(written.map((row) => [row.person_id, row.id]))
    return entries.flatMap((entry) => {
      const registration = ids.get(entry.person)
      return registration ? [{ ...entry, id: registration }] : []
    })
  }

  private async finish(id: ImportId): Promise<void> {
    await this.database.transaction((tx) =>
      this.database.query(
        `UPDATE registration_import SET state = 'done', changed_at = $2
          WHERE id = $1 AND state = 'importing' AND NOT EXISTS
            (SELECT FROM registration_import_row WHERE import_id = $1 AND outcome IN ('new', 'to-change'))`,
        [id, this.clock.now().toString()],
        tx,
      ),
    )
  }

  private async giveUpFirst(id: ImportId): Promise<boolean> {
    const given = await this.database.transaction((tx) =>
      this.database.query(
        `UPDATE registration_import_row SET outcome = 'problem', problems = $2
          WHERE import_id = $1 AND number =
            (SELECT min(number) FROM registration_import_row WHERE import_id = $1 AND outcome = 'new')
        RETURNING number`,
        [id, JSON.stringify([{ column: -1, message: 'import.unexpected' }])],
        tx,
      ),
    )
    return given.length > 0
  }
}
