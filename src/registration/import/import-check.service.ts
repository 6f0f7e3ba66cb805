import { Injectable, type OnModuleInit } from '@nestjs/common'
import { setImmediate as breathe } from 'node:timers/promises'
import { Delegations } from '../../delegations/delegations.service.ts'
import type { DelegationId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { MassSeating } from '../places/mass-seating.service.ts'
import { Pools, type Seeker } from '../places/pools.service.ts'
import { needsVerification } from '../verification.ts'
import { wishesOtherwise } from './differences.ts'
import { checkImport, type DayOutlook, type Difference, type ImportId, type Outcome } from './import.ts'
import type { Mapping } from './import-fields.ts'
import { KnownPeople, naturalKey, type Known } from './known-people.service.ts'
import { PlacesAhead, type Asking } from './outlook.ts'
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
  differences: readonly Difference[]
  outlook: readonly DayOutlook[]
  registration: RegistrationId | null
}

/** What becomes of a row about somebody who has registered already, as long as nothing is to be changed for them. */
export const outcomeOfKnown = ({ state, differences }: Known): 'left' | 'differs' | 'known' => {
  if (state === 'declined' || state === 'withdrawn') return 'left'
  return differences.length ? 'differs' : 'known'
}

/** The dry run: looks at every row, says all that is wrong and what each good one would give, and registers nobody. */
@Injectable()
export class ImportCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly pools: Pools,
    private readonly seating: MassSeating,
    private readonly delegations: Delegations,
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
    const places = await this.placesOf(meeting)
    const seen = new Map<string, number>()
    await this.database.transaction((tx) =>
      this.database.query('UPDATE registration_import_row SET outcome = NULL WHERE import_id = $1', [id], tx),
    )
    // Who is registered already comes after the others, as in the import itself.
    const changes: { number: number; asking: Asking }[] = []
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
      const good = goodOf(read.map(({ reading }) => reading))
      const [known, delegations] = await Promise.all([
        this.known.among(meeting, good),
        this.delegations.thereFor(
          meeting.id,
          good.map(({ claim }) => claim),
        ),
      ])
      const seekers = new Map(good.map((row, index) => [row, seekerOf(row, delegations[index] ?? null)]))
      const verdicts = read.map(({ number, reading }): Verdict => {
        const none = { number, problems: [], differences: [], outlook: [], registration: null }
        const row = reading.value
        if (!row) return { ...none, outcome: 'problem', problems: reading.problems }
        const key = naturalKey(row)
        const first = seen.get(key)
        seen.set(key, first ?? number)
        if (first !== undefined)
          return {
            ...none,
            outcome: 'twice',
            problems: [{ column: addressColumn(frame.mapping), message: 'import.twice', params: { row: first } }],
          }
        const there = known.get(row)
        const seeker = seekers.get(row)!
        if (there) {
          const asking = askingAnew(row, there, seeker)
          if (outcomeOfKnown(there) === 'differs' && asking.wishes.length) changes.push({ number, asking })
          const { id, differences } = there
          return { ...none, outcome: outcomeOfKnown(there), differences, registration: id }
        }
        const confirmed = isVerified(row, frame, meeting)
        return { ...none, outcome: 'new', outlook: places.give({ seeker, wishes: row.wishes, confirmed }) }
      })
      await this.database.transaction((tx) =>
        this.database.query(
          `UPDATE registration_import_row AS row
              SET outcome = v.outcome, problems = v.problems, differences = v.differences, outlook = v.outlook,
                  registration_id = v.registration
             FROM jsonb_to_recordset($2) AS v (number integer, outcome text, problems jsonb, differences jsonb,
                                               outlook jsonb, registration uuid)
            WHERE row.import_id = $1 AND row.number = v.number`,
          [id, JSON.stringify(verdicts)],
          tx,
        ),
      )
      // Whoever else waits for this process comes first.
      await breathe()
    }
    await this.foresee(
      id,
      changes.map(({ number, asking }) => ({ number, outlook: places.give(asking) })),
    )
    await this.database.transaction((tx) =>
      this.database.query(
        `UPDATE registration_import SET state = 'checked', changed_at = $2 WHERE id = $1 AND state = 'checking'`,
        [id, this.clock.now().toString()],
        tx,
      ),
    )
  }

  private async placesOf(meeting: Meeting): Promise<PlacesAhead> {
    const days = meeting.days.map((day) => day.date.toString())
    const places = new PlacesAhead(await this.pools.of(meeting.id, days))
    places.promise(await this.seating.promised(meeting.id, (seeker, day, mode) => places.of(seeker, day, mode)))
    return places
  }

  /** What days would be like for those who are registered already, should they be changed. */
  private async foresee(
    id: ImportId,
    outlooks: readonly { number: number; outlook: readonly DayOutlook[] }[],
  ): Promise<void> {
    if (outlooks.length === 0) return
    await this.database.transaction((tx) =>
      this.database.query(
        `UPDATE registration_import_row AS row SET outlook = v.outlook
           FROM jsonb_to_recordset($2) AS v (number integer, outlook jsonb)
          WHERE row.import_id = $1 AND row.number = v.number`,
        [id, JSON.stringify(outlooks)],
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

const seekerOf = ({ claim }: GoodRow, delegation: DelegationId | null): Seeker => ({
  constituency: claim.constituency,
  delegation: claim.state ?? delegation,
})

/** The days that a row asks of somebody otherwise than they have them: all, where they are to come for somebody else. */
const askingAnew = (row: GoodRow, there: Known, seeker: Seeker): Asking => {
  const fields = new Set(there.differences.map(({ field }) => field))
  const moved = (['constituency', 'state', 'organization'] as const).some((field) => fields.has(field))
  return {
    seeker: moved ? seeker : there.seeker,
    wishes: moved ? row.wishes : wishesOtherwise(row, there),
    ...(moved ? {} : { granted: true }),
    confirmed: there.state === 'confirmed' || fields.has('verified'),
    now: { seeker: there.seeker, held: there.held },
  }
}
