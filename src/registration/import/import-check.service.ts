import { Injectable, type OnModuleInit } from '@nestjs/common'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { seatFor } from '../places/outcome.ts'
import { Pools, poolsFor, type PoolRow } from '../places/pools.service.ts'
import type { PlaceMode } from '../registration.ts'
import { dayStatus } from '../standing.ts'
import { needsVerification } from '../verification.ts'
import { checkImport, type DayOutlook, type ImportId, type Outcome } from './import.ts'
import type { Mapping } from './import-fields.ts'
import { KnownPeople, naturalKey, type Known } from './known-people.service.ts'
import { readRow, type GoodRow, type RowProblem, type RowReading } from './read-row.ts'

const CHUNK = 500

/** What an import says of all its rows. */
export interface ImportFrame {
  meeting_id: Meeting['id']
  state: string
  mapping: Mapping
  verified: boolean
}

interface Verdict {
  number: number
  outcome: Outcome
  problems: readonly RowProblem[]
  outlook: readonly DayOutlook[]
}

/** What becomes of a row about somebody who has registered already: nothing is changed for them. */
export const outcomeOfKnown = ({ state, differs }: Known): Outcome => {
  if (state === 'declined' || state === 'withdrawn') return 'left'
  return differs.length ? 'differs' : 'known'
}

/** Which columns say otherwise than the registration there is. */
export const differencesOf = ({ differs }: Known, mapping: Mapping): RowProblem[] =>
  differs.map((field) => {
    const column = mapping.findIndex((each) => each === field || (field === 'mode' && each.startsWith('day:')))
    return { column, message: 'import.differs' }
  })

/** The dry run: looks at every row, says all that is wrong and what each good one would give, and registers nobody. */
@Injectable()
export class ImportCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly pools: Pools,
    private readonly known: KnownPeople,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(checkImport, ({ import: id }) => this.run(id))
  }

  /** From the first row, whatever was looked at before. */
  async run(id: ImportId, meetingOf?: Meeting): Promise<void> {
    const [frame] = await this.database.query<ImportFrame>(
      'SELECT meeting_id, state, mapping, verified FROM registration_import WHERE id = $1',
      [id],
    )
    if (frame?.state !== 'checking') return
    const meeting = meetingOf ?? (await this.meetings.byId(frame.meeting_id))
    const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
    const pools = await this.pools.of(
      meeting.id,
      meeting.days.map((day) => day.date.toString()),
    )
    const waited = new Set(
      (
        await this.database.query<{ day: string; mode: string }>(
          'SELECT DISTINCT day, mode FROM waiting_entry WHERE meeting_id = $1',
          [meeting.id],
        )
      ).map(({ day, mode }) => `${day} ${mode}`),
    )
    const seen = new Map<string, number>()
    await this.database.transaction((tx) =>
      this.database.query('UPDATE registration_import_row SET outcome = NULL WHERE import_id = $1', [id], tx),
    )
    for (let after = 0; ;) {
      const rows = await this.database.query<{ number: number; cells: string[] }>(
        'SELECT number, cells FROM registration_import_row WHERE import_id = $1 AND number > $2 ORDER BY number LIMIT $3',
        [id, after, CHUNK],
      )
      if (rows.length === 0) break
      after = rows.at(-1)!.number
      const read = rows.map(({ number, cells }) => ({
        number,
        reading: readRow(cells, { meeting, mapping: frame.mapping, today }),
      }))
      const known = await this.known.among(meeting.id, goodOf(read.map(({ reading }) => reading)))
      const verdicts = read.map(({ number, reading }): Verdict => {
        const none = { number, outlook: [] }
        if (!reading.value) return { ...none, outcome: 'problem', problems: reading.problems }
        const key = naturalKey(reading.value)
        const first = seen.get(key)
        seen.set(key, first ?? number)
        if (first !== undefined)
          return {
            ...none,
            outcome: 'twice',
            problems: [{ column: addressColumn(frame.mapping), message: 'import.twice', params: { row: first } }],
          }
        const there = known.get(key)
        if (there) return { ...none, outcome: outcomeOfKnown(there), problems: differencesOf(there, frame.mapping) }
        const outlook = outlookOf(reading.value, pools, waited, isVerified(reading.value, frame, meeting))
        return { number, outcome: 'new', problems: [], outlook }
      })
      await this.database.transaction((tx) =>
        this.database.query(
          `UPDATE registration_import_row AS row SET outcome = v.outcome, problems = v.problems, outlook = v.outlook
             FROM jsonb_to_recordset($2) AS v (number integer, outcome text, problems jsonb, outlook jsonb)
            WHERE row.import_id = $1 AND row.number = v.number`,
          [id, JSON.stringify(verdicts)],
          tx,
        ),
      )
      // Whoever else waits for this process comes first.
      await breathe()
    }
    await this.database.transaction((tx) =>
      this.database.query(
        `UPDATE registration_import SET state = 'checked', changed_at = $2 WHERE id = $1 AND state = 'checking'`,
        [id, this.clock.now().toString()],
        tx,
      ),
    )
  }
}

/** Whether a row's claim is a fact from the start: it says so, else the import does; some need no checking. */
export const isVerified = (
  row: Pick<GoodRow, 'verified' | 'claim'>,
  { verified }: Pick<ImportFrame, 'verified'>,
  meeting: Pick<Meeting, 'registration'>,
): boolean => (row.verified ?? verified) || !needsVerification(meeting.registration, row.claim.constituency)

const goodOf = (readings: readonly RowReading[]): GoodRow[] => readings.flatMap((reading) => reading.value ?? [])

const addressColumn = (mapping: Mapping): number =>
  mapping.findIndex((field) => field === 'email' || field === 'contactEmail')

/** What each day would give, thinking away the places that earlier rows take. A hint, as on the form: the import decides. */
const outlookOf = (
  row: GoodRow,
  pools: readonly PoolRow[],
  waited: ReadonlySet<string>,
  confirmed: boolean,
): DayOutlook[] => {
  const seeker = { constituency: row.claim.constituency, delegation: row.claim.state }
  return row.wishes.map((wish) => {
    const of = (mode: PlaceMode): PoolRow[] => poolsFor(pools, seeker, { day: wish.day, mode })
    const seat = seatFor(wish, null, {
      free: (mode) => !waited.has(`${wish.day} ${mode}`) && of(mode).every((pool) => pool.taken < pool.capacity),
      asksFirst: (mode) => !confirmed && of(mode).some((pool) => pool.gives === 'on-approval'),
    })
    if (seat.held) for (const pool of of(seat.held)) pool.taken += 1
    const status = dayStatus(confirmed ? 'confirmed' : 'requested', seat.state)
    return {
      day: wish.day,
      status: status === 'offered' || status === 'declined' || status === 'withdrawn' ? 'waiting' : status,
    }
  })
}
