import { beforeAll, describe, expect, test } from 'vitest'
import { aMeeting, TUESDAY, WEDNESDAY } from '../../../test/builders/registration.ts'
import { startApp, type TestApp } from '../../../test/harness.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { newId, type PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { People } from '../../people/people.service.ts'
import { readTable } from '../../platform/tables/read-table.ts'
import { Pools, type PoolDefinition } from '../places/pools.service.ts'
import { Registrations } from '../registrations.service.ts'
import { ImportRun } from './import-run.service.ts'
import type { ImportId, ImportView, Outcome } from './import.ts'
import { Imports } from './imports.service.ts'

let app: TestApp
let imports: Imports
const organiser: PersonId = newId<'Person'>()
beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  imports = app.get(Imports)
})

const open = async (pools: PoolDefinition[] = []): Promise<Meeting> => {
  const meeting = aMeeting()
  await app.database.transaction(async (tx) => {
    await app.get(Meetings).create(tx, meeting)
    await app.get(Pools).define(tx, meeting, pools)
  })
  return app.get(Meetings).byId(meeting.id)
}

const HEAD = 'Given names;Family names;E-mail;Contact address;Constituency;State;Day 1;Day 2;Verified\n'
const person = (n: number, more = 'in person;online;yes'): string =>
  `Ana ${n};Pérez;ana${n}@m.example.org;;Member State;Peru;${more}\n`

const begin = async (meeting: Meeting, rows: string): Promise<ImportId> =>
  imports.begin(meeting, organiser, 'list.csv', await readTable({ text: HEAD + rows }))

/** Waits until the background is through with it. */
const until = async (meeting: Meeting, id: ImportId, state: ImportView['state']): Promise<ImportView> => {
  for (let tries = 0; tries < 300; tries++) {
    const found = await imports.one(meeting.id, id)
    if (found.state === state) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`It never was ${state}.`)
}

const imported = async (meeting: Meeting, rows: string, tell = false): Promise<ImportView> => {
  const id = await begin(meeting, rows)
  await imports.start(meeting, id, organiser, { tell })
  return until(meeting, id, 'done')
}

const outcomes = async (id: ImportId): Promise<[number, Outcome | null][]> =>
  (await imports.rows(id, ['new', 'added', 'known', 'differs', 'left', 'twice', 'problem'])).map((row) => [
    row.number,
    row.outcome,
  ])

const registered = async (meeting: Meeting): Promise<number> => {
  const [row] = await app.database.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM registration WHERE meeting_id = $1 AND state <> 'draft'",
    [meeting.id],
  )
  return row!.count
}

describe('a dry run', () => {
  test('says of every row what becomes of it, and registers nobody', async () => {
    const meeting = await open([{ day: 1, mode: 'in-person', capacity: 1 }])
    const rows = person(1) + person(2) + person(2) + 'Ben;;nowhere;;Member State;Atlantis;perhaps;;\n'
    const id = await begin(meeting, rows)
    expect(await outcomes(id)).toEqual([
      [2, 'new'],
      [3, 'new'],
      [4, 'twice'],
      [5, 'problem'],
    ])
    const [first, second, third, fourth] = await imports.rows(id, ['new', 'twice', 'problem'])
    expect(first!.outlook).toEqual([
      { day: TUESDAY, status: 'confirmed' },
      { day: WEDNESDAY, status: 'confirmed' },
    ])
    // The only place in the room is promised to the row before.
    expect(second!.outlook[0]).toEqual({ day: TUESDAY, status: 'waiting' })
    expect(third!.problems).toEqual([{ column: 2, message: 'import.twice', params: { row: 3 } }])
    expect(fourth!.problems.map(({ column }) => column)).toEqual([2, 5, 6])
    expect(await registered(meeting)).toBe(0)
  })

  test('waits for its columns when a heading says nothing', async () => {
    const meeting = await open()
    const table = await readTable({ text: 'A;B;C;D\nAna;ana@m.example.org;Peru;online' })
    const id = await imports.begin(meeting, organiser, 'x.csv', table)
    expect((await imports.one(meeting.id, id)).state).toBe('mapping')
    await expect(imports.start(meeting, id, organiser)).rejects.toMatchObject({ code: 'import-not-ready' })
    await expect(imports.map(meeting, id, ['givenNames', 'email', 'email', ''], false)).rejects.toMatchObject({
      fields: [
        { message: 'import.lacks-constituency' },
        { message: 'import.lacks-mode' },
        { pointer: '/columns/2', message: 'import.field-twice' },
      ],
    })
    await imports.map(meeting, id, ['givenNames', 'email', 'state', 'mode'], true)
    expect(await imports.one(meeting.id, id)).toMatchObject({ state: 'checked', counts: { new: 1 } })
  })
})

describe('an import', () => {
  test('registers the good rows, with place or in line, as their verification says', async () => {
    const meeting = await open([
      {
        day: 1,
        mode: 'in-person',
        capacity: 2,
        quotas: [{ constituency: 'member-state', capacity: 2, perDelegation: 2 }],
      },
    ])
    const done = await imported(meeting, [1, 2, 3].map((n) => person(n)).join('') + person(4, 'online;no;no'))
    expect(done.counts).toMatchObject({ added: 4, new: 0, problem: 0 })
    const rows = await app.database.query(
      `SELECT i.given_names AS name, r.state, c.state AS day, c.held FROM registration r
         JOIN identity i ON i.person_id = r.person_id JOIN day_choice c ON c.registration_id = r.id AND c.day = $2
        WHERE r.meeting_id = $1 ORDER BY name`,
      [meeting.id, TUESDAY],
    )
    expect(rows).toEqual([
      { name: 'Ana 1', state: 'confirmed', day: 'held', held: 'in-person' },
      { name: 'Ana 2', state: 'confirmed', day: 'held', held: 'in-person' },
      { name: 'Ana 3', state: 'confirmed', day: 'waiting', held: 'online' },
      { name: 'Ana 4', state: 'requested', day: 'held', held: 'online' },
    ])
    expect(await app.get(Pools).recount(meeting.id)).toEqual([])
    const changes = await app.database.query(
      `SELECT move, from_state, to_state, by = $2 AS by, jsonb_array_length(standing->'days') AS days
         FROM registration_change WHERE registration_id IN (SELECT id FROM registration WHERE meeting_id = $1)
        GROUP BY 1, 2, 3, 4, 5 ORDER BY to_state`,
      [meeting.id, organiser],
    )
    expect(changes).toEqual([
      { move: 'add', from_state: 'draft', to_state: 'confirmed', by: true, days: 2 },
      { move: 'add', from_state: 'draft', to_state: 'requested', by: true, days: 2 },
    ])
  })

  test('of the same file again changes nothing more', async () => {
    const meeting = await open()
    const rows = person(11) + person(12) + 'Cleo;;;desk@example.org;Member State;Benin;online;online;yes\n'
    await imported(meeting, rows)
    const before = await app.database.query('SELECT * FROM registration WHERE meeting_id = $1 ORDER BY id', [
      meeting.id,
    ])
    const again = await begin(meeting, rows)
    expect(await imports.one(meeting.id, again)).toMatchObject({ state: 'checked', counts: { known: 3, new: 0 } })
    expect(
      await app.database.query('SELECT * FROM registration WHERE meeting_id = $1 ORDER BY id', [meeting.id]),
    ).toEqual(before)
  })

  test('leaves who is there otherwise as they are, and who has withdrawn withdrawn', async () => {
    const meeting = await open()
    await imported(meeting, person(21) + person(22))
    const who = await app.get(People).byEmail(emailFrom('ana22@m.example.org')!)
    await app.get(Registrations).withdraw(meeting, who!.id)
    const id = await begin(meeting, person(21, 'online;online;yes') + person(22))
    expect(await outcomes(id)).toEqual([
      [2, 'differs'],
      [3, 'left'],
    ])
    expect((await imports.rows(id, ['differs']))[0]!.differences).toEqual([
      { field: 'day:1', was: 'in-person', now: 'online' },
    ])
  })

  test('finishes what somebody had begun themselves', async () => {
    const meeting = await open()
    const address = emailFrom('ana31@m.example.org')!
    const own = await app.database.transaction((tx) => app.get(People).ensure(tx, address, 'fr'))
    await app.get(Registrations).saveDraft(meeting, own, { jobTitle: 'x' }, 'fr')
    expect((await imported(meeting, person(31))).counts).toMatchObject({ added: 1 })
    expect(await app.get(Registrations).own(meeting, own)).toMatchObject({ state: 'confirmed' })
  })

  test('goes on where it was when the process died, and can be stopped', async () => {
    const meeting = await open([{ day: 1, mode: 'in-person', capacity: 100 }])
    const id = await begin(meeting, Array.from({ length: 30 }, (_, n) => person(100 + n)).join(''))
    // As the job does, chunk by chunk, without the job.
    await app.database.transaction((tx) =>
      app.database.query("UPDATE registration_import SET state = 'importing' WHERE id = $1", [id], tx),
    )
    const run = app.get(ImportRun)
    await run.chunk(id, 10)
    await imports.stop(meeting, id, organiser)
    expect(await run.chunk(id, 10)).toBe(false)
    expect(await registered(meeting)).toBe(10)
    await imports.start(meeting, id, organiser)
    await imports.start(meeting, id, organiser)
    await Promise.all([run.run(id), run.run(id)])
    expect((await until(meeting, id, 'done')).counts).toMatchObject({ added: 30 })
    expect(await registered(meeting)).toBe(30)
    expect(await app.get(Pools).recount(meeting.id)).toEqual([])
  })

  test('tells by mail only where the organiser wants it', async () => {
    const meeting = await open()
    await imported(meeting, person(41))
    await imported(meeting, person(42), true)
    await app.mailbox.waitFor('ana42@m.example.org', 1)
    expect(app.mailbox.to('ana41@m.example.org')).toEqual([])
  })

  test('keeps nothing of a row that was registered', async () => {
    const meeting = await open()
    const { id } = await imported(meeting, person(51) + 'Ben;;nowhere;;;;;;\n')
    const rows = await app.database.query(
      'SELECT number, cells FROM registration_import_row WHERE import_id = $1 ORDER BY number',
      [id],
    )
    expect(rows).toMatchObject([
      { number: 2, cells: [] },
      { number: 3, cells: ['Ben', '', 'nowhere', '', '', '', '', '', ''] },
    ])
  })
})
