import { afterEach, beforeAll, expect, test, vi } from 'vitest'
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
import { Arrangements } from '../review/arrangements.service.ts'
import { RegistrationList } from '../review/registration-list.service.ts'
import { MoveNotOpen } from '../states.ts'
import { ImportRun } from './import-run.service.ts'
import type { ImportId, ImportView } from './import.ts'
import { Imports } from './imports.service.ts'

// People are registered by one table; a second one says otherwise of them.

let app: TestApp
let imports: Imports
let people = 0
const organiser: PersonId = newId<'Person'>()
beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  imports = app.get(Imports)
})
afterEach(() => void vi.restoreAllMocks())

const open = async (pools: PoolDefinition[] = []): Promise<Meeting> => {
  const meeting = aMeeting()
  await app.database.transaction(async (tx) => {
    await app.get(Meetings).create(tx, meeting)
    await app.get(Pools).define(tx, meeting, pools)
  })
  return app.get(Meetings).byId(meeting.id)
}

interface Row {
  address: string
  given: string
  constituency: string
  of: string
  job: string
  tuesday: string
  wednesday: string
  verified: string
}
const HEAD = 'Given names;Family names;E-mail;Constituency;State;Organization;Job title;Day 1;Day 2;Verified\n'
const someone = (says: Partial<Row> = {}): Row => ({
  ...{
    address: `p${people++}@change.example.org`,
    given: 'Ana',
    constituency: 'Member State',
    of: 'Peru',
    job: 'Adviser',
  },
  ...{ tuesday: 'online', wednesday: 'online', verified: 'yes', ...says },
})
const line = (row: Row): string => {
  const [state, organization] = row.constituency === 'Member State' ? [row.of, ''] : ['', row.of]
  return [row.given, 'Pérez', row.address, row.constituency, state, organization]
    .concat(row.job, row.tuesday, row.wednesday, row.verified)
    .join(';')
}

const given = async (meeting: Meeting, rows: readonly Row[]): Promise<ImportId> => {
  const table = await readTable({ text: `${HEAD}${rows.map(line).join('\n')}\n` })
  return imports.begin(meeting, organiser, 'list.csv', table)
}

/** Carries an import out, and waits until it is done. */
const done = async (meeting: Meeting, id: ImportId, change = false): Promise<ImportView> => {
  await imports.start(meeting, id, organiser, { change })
  await expect.poll(async () => (await imports.one(meeting.id, id)).state, { timeout: 15_000 }).toBe('done')
  return imports.one(meeting.id, id)
}

const registered = async (meeting: Meeting, rows: readonly Row[]): Promise<void> => {
  const { counts } = await done(meeting, await given(meeting, rows))
  expect(counts.added).toBe(rows.length)
}

const personAt = async (address: string): Promise<PersonId> => (await app.get(People).byEmail(emailFrom(address)!))!.id

const stands = async (meeting: Meeting, { address }: Row) => {
  const own = (await app.get(Registrations).own(meeting, await personAt(address)))!
  const [{ names, jobTitle, claim, state, standing }] = [await app.get(RegistrationList).one(meeting.id, own.id)]
  const days = standing.days.map(({ mode, status }) => `${mode} ${status}`)
  return { name: names.givenNames, jobTitle, claim: claim.state ?? claim.organization, state, days }
}

const historyOf = async (meeting: Meeting, { address }: Row): Promise<unknown[]> => {
  const own = (await app.get(Registrations).own(meeting, await personAt(address)))!
  return app.database.query(
    'SELECT move, why, by = $2 AS by FROM registration_change WHERE registration_id = $1 ORDER BY number OFFSET 1',
    [own.id, organiser],
  )
}

test('who is registered otherwise is changed as by hand: names, whom they represent, days, places, and that they are verified', async () => {
  const meeting = await open([{ day: 1, mode: 'in-person', capacity: 1 }])
  const [stays, renamed, moved, checked] = [someone(), someone(), someone(), someone({ verified: 'no' })]
  await registered(meeting, [stays, renamed, moved, checked])
  const other = [
    stays,
    { ...renamed, given: 'Beatriz', job: 'Director' },
    { ...moved, constituency: 'Academia', of: 'Institute', tuesday: 'in person' },
    { ...checked, verified: 'yes', tuesday: 'in person' },
  ]
  const id = await given(meeting, other)
  expect((await imports.one(meeting.id, id)).counts).toMatchObject({ known: 1, differs: 3, new: 0 })
  // Seen before: what differs, and that there is one place in the room.
  const rows = await imports.rows(id, ['differs'])
  expect(rows.map(({ differences }) => differences.map(({ field }) => field))).toEqual([
    ['givenNames', 'jobTitle'],
    ['constituency', 'state', 'organization', 'day:1'],
    ['day:1', 'verified'],
  ])
  expect(rows.map(({ outlook }) => outlook.find(({ day }) => day === TUESDAY)?.status)).toEqual([
    undefined,
    'confirmed',
    'waiting',
  ])

  expect((await done(meeting, id, true)).counts).toMatchObject({ changed: 3, known: 1, differs: 0, problem: 0 })
  expect(await stands(meeting, renamed)).toMatchObject({ name: 'Beatriz', jobTitle: 'Director', state: 'confirmed' })
  expect(await stands(meeting, moved)).toMatchObject({
    claim: 'Institute',
    state: 'confirmed',
    days: ['in-person confirmed', 'online confirmed'],
  })
  expect(await stands(meeting, checked)).toMatchObject({
    state: 'confirmed',
    days: ['in-person waiting', 'online confirmed'],
  })
  expect(await app.get(Pools).recount(meeting.id)).toEqual([])
  const why = 'Import of a table'
  expect(await historyOf(meeting, stays)).toEqual([])
  expect(await historyOf(meeting, moved)).toEqual([{ move: 'amend', why, by: true }])
  expect(await historyOf(meeting, checked)).toEqual([
    { move: 'verify', why, by: true },
    { move: 'choose', why, by: true },
  ])
  // One mail a transition, and none to who stayed as they were.
  await app.mailbox.waitFor(checked.address, 2)
  await app.mailbox.waitFor(moved.address, 1)
  expect(app.mailbox.to(stays.address)).toEqual([])

  // Nothing of them is left in the table, and the same table again finds nothing.
  expect(await imports.rows(id, ['changed'])).toMatchObject([
    { cells: [], differences: [] },
    { cells: [], differences: [] },
    { cells: [], differences: [] },
  ])
  expect((await imports.one(meeting.id, await given(meeting, other))).counts).toMatchObject({ known: 4, differs: 0 })
})

test('they stay as they are unless it is chosen, and can still be changed when all else is done', async () => {
  const meeting = await open()
  const ana = someone()
  await registered(meeting, [ana])
  const id = await given(meeting, [{ ...ana, job: 'Director' }, someone()])
  expect((await done(meeting, id)).counts).toMatchObject({ added: 1, changed: 0, differs: 1 })
  expect(await stands(meeting, ana)).toMatchObject({ jobTitle: 'Adviser' })
  expect((await done(meeting, id, true)).counts).toMatchObject({ added: 1, changed: 1, differs: 0 })
  expect(await stands(meeting, ana)).toMatchObject({ jobTitle: 'Director' })
})

test('whoever changed something themselves meanwhile is not changed unseen, and whoever withdrew stays so', async () => {
  const meeting = await open()
  const [ana, ben] = [someone(), someone({ given: 'Ben' })]
  await registered(meeting, [ana, ben])
  const id = await given(meeting, [
    { ...ana, wednesday: 'in person' },
    { ...ben, job: 'Director' },
  ])
  const wishes = [TUESDAY, WEDNESDAY].map((day) => ({ day, mode: 'online' as const, meanwhile: true }))
  const none = { ...wishes[1]!, mode: 'none' as const }
  await app.get(Registrations).choose(meeting, await personAt(ana.address), [wishes[0]!, none])
  await app.get(Registrations).withdraw(meeting, await personAt(ben.address))
  expect((await done(meeting, id, true)).counts).toMatchObject({ changed: 0, differs: 1, left: 1 })
  expect((await stands(meeting, ana)).days).toEqual(['online confirmed', 'none none'])
  const [row] = await imports.rows(id, ['differs'])
  expect(row).toMatchObject({
    problems: [{ message: 'import.changed-since' }],
    differences: [{ field: 'day:2', was: 'none', now: 'in-person' }],
  })
  // Now it was seen.
  expect((await done(meeting, id, true)).counts).toMatchObject({ changed: 1, differs: 0 })
  expect((await stands(meeting, ana)).days).toEqual(['online confirmed', 'in-person confirmed'])
})

test('a row that is refused changes nothing and stops nobody; a process that dies in the middle leaves nothing half done', async () => {
  const meeting = await open()
  const rows = Array.from({ length: 4 }, () => someone())
  await registered(meeting, rows)
  const id = await given(
    meeting,
    rows.map((row, n) => ({ ...row, given: `Bea ${n}`, job: 'Director', tuesday: 'in person' })),
  )
  await app.database.transaction(async (tx) => {
    await app.database.query("UPDATE registration_import SET state = 'importing' WHERE id = $1", [id], tx)
    await app.database.query("UPDATE registration_import_row SET outcome = 'to-change' WHERE import_id = $1", [id], tx)
  })
  const arrangements = app.get(Arrangements)
  const run = app.get(ImportRun)
  const choose = arrangements.choose.bind(arrangements)
  vi.spyOn(arrangements, 'choose')
    .mockImplementationOnce(choose)
    .mockRejectedValueOnce(new MoveNotOpen())
    .mockImplementationOnce(async (...args) => {
      await choose(...args)
      throw new Error('The process died here.')
    })
  await expect(run.run(id)).rejects.toThrow('died here')
  const names = async () => Promise.all(rows.map(async (row) => (await stands(meeting, row)).name))
  expect(await names()).toEqual(['Bea 0', 'Ana', 'Ana', 'Ana'])

  await Promise.all([run.run(id), run.run(id)])
  expect((await imports.one(meeting.id, id)).counts).toMatchObject({ changed: 3, problem: 1, 'to-change': 0 })
  expect(await names()).toEqual(['Bea 0', 'Ana', 'Bea 2', 'Bea 3'])
  expect((await stands(meeting, rows[1]!)).jobTitle).toBe('Adviser')
  expect((await imports.rows(id, ['problem'])).map(({ problems }) => problems)).toEqual([
    [{ column: -1, message: 'import.not-changed' }],
  ])
  for (const row of [rows[0]!, rows[2]!, rows[3]!])
    expect(await historyOf(meeting, row)).toMatchObject([{ move: 'amend' }, { move: 'choose' }])
  expect(await historyOf(meeting, rows[1]!)).toEqual([])
  await app.mailbox.waitFor(rows[3]!.address, 2)
  expect(app.mailbox.to(rows[1]!.address)).toEqual([])
})

test('the list shows whom an import registered, and whom it changed', async () => {
  const meeting = await open()
  const [ana, ben, cleo] = [someone(), someone({ given: 'Ben' }), someone({ given: 'Cleo' })]
  await registered(meeting, [ana, ben])
  const id = await given(meeting, [ana, { ...ben, job: 'Director' }, cleo])
  await done(meeting, id, true)
  const list = app.get(RegistrationList)
  const named = async (imported?: 'added' | 'changed'): Promise<string[]> => {
    const { rows } = await list.list(meeting.id, { import: id, ...(imported && { imported }) }, { sort: 'name' })
    return rows.map(({ names }) => names.givenNames)
  }
  expect(await named()).toEqual(['Ben', 'Cleo'])
  expect([await named('added'), await named('changed')]).toEqual([['Cleo'], ['Ben']])
  expect(await list.count(meeting.id, { import: id })).toBe(2)
  expect((await imports.carriedOut(meeting.id)).map((each) => [each.id === id, each.as])).toEqual([
    [true, 'added'],
    [true, 'changed'],
    [false, 'added'],
  ])
  // Of another meeting it says nothing.
  expect(await list.count((await open()).id, { import: id })).toBe(0)
})
