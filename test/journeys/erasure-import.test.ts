import { beforeAll, expect, test } from 'vitest'
import { newId, type PersonId } from '../../src/kernel/id.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { Newcomers } from '../../src/people/newcomers.service.ts'
import { Erasure } from '../../src/privacy/erasure.service.ts'
import { Export } from '../../src/privacy/export.service.ts'
import { readTable } from '../../src/platform/tables/read-table.ts'
import { Imports } from '../../src/registration/import/imports.service.ts'
import { Arrangements } from '../../src/registration/review/arrangements.service.ts'
import { aMeeting } from '../builders/registration.ts'
import { startApp, type TestApp } from '../harness.ts'

// A table that an organiser handed in names people who are not registered by it. Who is erased goes from it, be it by name
// alone; who has the same name, or the same contact address, stays, and is shown to nobody else.

let app: TestApp
let meeting: Meeting

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = aMeeting()
  await app.database.transaction((tx) => app.get(Meetings).create(tx, meeting))
})

/** A table with these rows, numbered from 1. */
const handedIn = (rows: readonly (readonly string[])[]): Promise<string> =>
  app.database.transaction(async (tx) => {
    const id = newId<'Import'>()
    await app.database.query(
      `INSERT INTO registration_import (id, meeting_id, by, file_name, state, columns, mapping, total, created_at, changed_at)
       VALUES ($1, $2, $3, 'people.csv', 'checked', '[]', '[]', $4, $5, $5)`,
      [id, meeting.id, newId<'Person'>(), rows.length, app.clock.now().toString()],
      tx,
    )
    for (const [index, cells] of rows.entries())
      await app.database.query(
        'INSERT INTO registration_import_row (import_id, number, cells) VALUES ($1, $2, $3)',
        [id, index + 1, JSON.stringify(cells)],
        tx,
      )
    return id
  })

const left = async (id: string): Promise<number[]> =>
  (
    await app.database.query<{ number: number }>(
      'SELECT number FROM registration_import_row WHERE import_id = $1 ORDER BY number',
      [id],
    )
  ).map(({ number }) => number)

const person = async (
  names: { givenNames: string; familyName: string },
  address: { own: string } | { contact: string },
): Promise<PersonId> => {
  const given = 'own' in address ? { own: emailFrom(address.own)! } : { contact: emailFrom(address.contact)! }
  const [id] = await app.database.transaction((tx) =>
    app.get(Newcomers).enter(tx, [{ names, address: given, language: 'en' }]),
  )
  return id!
}

const shown = async (who: PersonId): Promise<unknown[]> =>
  (await app.get(Export).of(who)).filter(({ table }) => table === 'registration_import_row').flatMap(({ rows }) => rows)

test('a row that names somebody and has no address goes with them, however the name is written', async () => {
  const ana = await person({ givenNames: 'Ana María', familyName: 'Pérez' }, { own: 'ana@example.org' })
  const table = await handedIn([
    ['Ana María', 'Pérez', '', 'Peru'],
    ['PEREZ', ' ana  maria ', '', 'Peru'],
    ['Pérez, Ana María', 'Peru'],
    ['Ana María Pérez', 'Peru'],
    // A name is not enough where another address says that it is somebody else.
    ['Ana María', 'Pérez', 'other@example.org', 'Peru'],
    // Nor is half of one.
    ['Ana María', 'López', '', 'Peru'],
    ['Juan', 'Pérez', '', 'Assistant to Ana María'],
  ])
  // Nobody is shown a row for bearing a name.
  expect(await shown(ana)).toEqual([])
  await app.get(Erasure).erase(ana, ana)
  expect(await left(table)).toEqual([5, 6, 7])
})

test('one name alone is too little: the row stays, for the week that tables are kept', async () => {
  const wira = await person({ givenNames: 'Wira', familyName: '' }, { own: 'wira@example.org' })
  const table = await handedIn([
    ['', 'Wira', ''],
    ['Wira', 'Kusuma', ''],
    ['', 'Wira', 'wira@example.org'],
  ])
  await app.get(Erasure).erase(wira, wira)
  expect(await left(table)).toEqual([1, 2])
})

test('who has given no name yet takes nothing along', async () => {
  const nobody = await person({ givenNames: '', familyName: '' }, { own: 'nobody@example.org' })
  const table = await handedIn([['', '', ''], [], ['Eva', '', '']])
  await app.get(Erasure).erase(nobody, nobody)
  expect(await left(table)).toEqual([1, 2, 3])
})

test('an address is theirs as a whole, and a shared one only with their name', async () => {
  const table = await handedIn([
    ['Eva', 'Bo', 'eva@m.example.org'],
    ['Eva', 'Bo', 'Eva Bo <EVA@m.example.org>'],
    ['Neva', 'Bo', 'neva@m.example.org'],
    ['Ole', 'Bo', 'mission@m.example.org'],
    ['Per', 'Bo', 'mission@m.example.org'],
  ])
  const eva = await person({ givenNames: 'Eva', familyName: 'Bo' }, { own: 'eva@m.example.org' })
  const ole = await person({ givenNames: 'Ole', familyName: 'Bo' }, { contact: 'mission@m.example.org' })
  expect(await shown(eva)).toHaveLength(2)
  expect(await shown(ole)).toEqual([{ cells: ['Ole', 'Bo', 'mission@m.example.org'] }])
  await app.get(Erasure).erase(eva, eva)
  expect(await left(table)).toEqual([3, 4, 5])
  await app.get(Erasure).erase(ole, ole)
  expect(await left(table)).toEqual([3, 5])
})

test('who is registered is found in a row that says otherwise of them, also when they are called otherwise since', async () => {
  const text = (job: string): string =>
    `Given names;Family names;Contact address;State;Job title;Day 1;Day 2\nCarla;Quispe;desk@example.org;Peru;${job};online;online\n`
  const imports = app.get(Imports)
  const given = async (job: string) =>
    imports.begin(meeting, newId<'Person'>(), 'list.csv', await readTable({ text: text(job) }))
  const first = await given('Adviser')
  await imports.start(meeting, first, newId<'Person'>())
  await expect.poll(async () => (await imports.one(meeting.id, first)).state, { timeout: 15_000 }).toBe('done')
  const [made] = await imports.rows(first, ['added'])
  const id = made!.registration!
  const second = await given('Director')
  expect(await imports.rows(second, ['differs'])).toHaveLength(1)
  await app
    .get(Arrangements)
    .name(meeting, id, newId<'Person'>(), { names: { givenNames: 'Luz', familyName: '' }, jobTitle: '' })
  const [carla] = await app.database.query<{ person_id: PersonId }>(
    'SELECT person_id FROM registration WHERE id = $1',
    [id],
  )
  await app.get(Erasure).erase(carla!.person_id, carla!.person_id)
  expect([await left(first), await left(second)]).toEqual([[], []])
})
