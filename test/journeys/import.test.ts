import { buffer } from 'node:stream/consumers'
import pg from 'pg'
import { beforeEach, expect, test } from 'vitest'
import { writeXlsx } from '../../src/platform/tables/write-table.ts'
import { zipStream } from '../../src/platform/tables/zip-stream.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser } from './people.ts'

// An organiser's list of people, from a file with mistakes to registrations and back to a file.

let app: TestApp
let organiser: Organiser
const SLUG = 'demo-regional-dialogue'
const HERE = `/en/desk/${SLUG}/registrations/import`

beforeEach(async () => {
  app = await startApp({ now: '2026-11-25T09:00:00Z' })
  await loadSample(app, 'meeting-future', 1)
  organiser = await new Organiser(app).acceptsInvitation()
})

const HEAD = [
  'Given names',
  'Family names',
  'E-mail',
  'Contact address',
  'Constituency',
  'State',
  'Organization',
  'Job title',
  'Day 1',
  'Day 2',
  'Day 3',
  'Language',
  'Verified',
  'spoken-language',
]
const good = (n: number, change: Record<string, string> = {}): string[] => {
  const row: Record<string, string> = {
    'Given names': `Ana ${n}`,
    'Family names': 'Pérez',
    'E-mail': `ana${n}@import.example.org`,
    Constituency: 'Academia',
    Organization: 'Institute',
    'Job title': 'Researcher',
    'Day 1': 'online',
    'Day 2': 'in person',
    'Day 3': 'en ligne',
    Language: 'es',
    Verified: 'yes',
    'spoken-language': 'en',
    ...change,
  }
  return HEAD.map((column) => row[column] ?? '')
}
const file = (...rows: string[][]): Promise<Buffer> => buffer(writeXlsx({ columns: HEAD, rows }))

/** Waits until the page says so. */
const sees = async (text: string): Promise<void> => {
  for (let tries = 0; tries < 200 && !organiser.text.includes(text); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    await organiser.opens(organiser.path)
  }
  expect(organiser.text).toContain(text)
}

const registered = async (): Promise<number> => {
  const [row] = await app.database.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM registration WHERE state <> 'draft'",
  )
  return row!.count
}

test('twelve rows with twelve mistakes, three good ones: each mistake is said where it is, the good ones come in, and again changes nothing', async () => {
  const bytes = await file(
    good(1),
    good(2, { 'Given names': '', 'Family names': '' }),
    good(3, { 'E-mail': '' }),
    good(4, { 'E-mail': 'ana at example' }),
    good(5, { Constituency: 'Martians' }),
    good(6, { Constituency: 'Member State', State: 'Atlantis' }),
    good(7, { Constituency: 'Member State', State: '' }),
    good(8, { Organization: '' }),
    good(9, { 'Day 2': 'perhaps' }),
    good(10, { 'Day 1': '', 'Day 2': '', 'Day 3': '' }),
    good(11, { Language: 'Klingon' }),
    good(12, { Verified: 'perhaps' }),
    good(13, { 'spoken-language': 'Klingon' }),
    good(14),
    good(15, { 'Family names': '=HYPERLINK("http://evil.example")' }),
    good(14, { 'Given names': 'Ana again' }),
  )
  await organiser.opens(HERE)
  await organiser.uploads('file', 'list.xlsx', bytes).presses('Look at the rows')
  expect(organiser.headline).toBe('list.xlsx')
  const said = [
    'Give your given names',
    'Give an e-mail address, or a contact address',
    'such as name@example.org',
    'Write a constituency of this meeting',
    'Write the name of a State',
    'Choose the State you represent',
    'Give the name of your organization',
    'For 30 December, write “in person”, “online” or “no”',
    'Attend at least one day',
    'Write “en”, “fr” or “es”',
    'Write “yes” or “no”',
    'Choose an answer',
    'The same person is in row 15',
  ]
  for (const sentence of said) expect(organiser.text).toContain(sentence.replaceAll('’', "'"))
  expect(organiser.text).toContain('Import 3 rows')
  expect(await registered()).toBe(0)

  // The rows that are wrong, to be mended in a spreadsheet; nothing in them is a formula there.
  const csv = await organiser.fetches(organiser.linkTo('These rows as .csv'))
  expect(csv.headers['content-disposition']).toContain(`filename="${SLUG}-problems.csv"`)
  expect(csv.text.split('\r\n')).toHaveLength(15)
  expect(csv.text).toMatch(/^\uFEFFProblem,Row,Given names,/)
  expect(csv.text).toContain('Language: Write “en”, “fr” or “es”')

  await organiser.presses('Import 3 rows')
  await sees('All rows have been dealt with.')
  expect(await registered()).toBe(3)
  expect(app.mailbox.to('ana1@import.example.org')).toEqual([])

  await organiser.opens(HERE)
  await organiser.uploads('file', 'list.xlsx', bytes).presses('Look at the rows')
  expect(organiser.text).toContain('Registered already')
  expect(organiser.has('button[value=start]')).toBe(false)
  expect(await registered()).toBe(3)
})

test('a second table says otherwise of some: what differs is seen, changed where that is chosen, and found in the list', async () => {
  await organiser.opens(HERE)
  await organiser.uploads('file', 'first.xlsx', await file(good(1), good(2))).presses('Look at the rows')
  await organiser.presses('Import 2 rows')
  await sees('All rows have been dealt with.')

  const second = await file(
    good(1, { 'Job title': 'Director', 'Day 1': 'in person', 'spoken-language': 'fr', Language: 'fr' }),
    good(2),
    good(3),
  )
  await organiser.opens(HERE)
  await organiser.uploads('file', 'second.xlsx', second).presses('Look at the rows')
  expect(organiser.text).toContain('Registered otherwise')
  for (const difference of [
    'Job title Researcher →becomes Director',
    'Attendance, 29 December Online →becomes In person',
    'Language Español →becomes Français',
  ])
    expect(organiser.text).toContain(difference)
  // Nothing happens to them unless it is chosen.
  await organiser.presses('Import 1 row')
  await sees('All rows have been dealt with.')
  expect(organiser.text).toContain('Change 1 registration as the table says')
  await organiser.presses('Change 1 registration')
  await sees('See the one who was changed')

  await organiser.follows('See the one who was changed')
  expect(organiser.text).toContain('Ana 1 Pérez')
  expect(organiser.text).not.toContain('Ana 2 Pérez')
  await organiser.follows('Ana 1 Pérez')
  for (const now of ['Director', 'Importation d’un tableau']) expect(organiser.text).toContain(now.replaceAll('’', "'"))
  const mail = await app.mailbox.waitFor('ana1@import.example.org')
  expect(mail.text).toContain('Importation d’un tableau')

  // The file of what is left has nothing of them; in the list one can choose the import.
  await organiser.opens(HERE.replace('/import', ''))
  await organiser.answers('By an import', 'Registered: first.xlsx').presses('Show')
  expect([organiser.text.includes('Ana 2 Pérez'), organiser.text.includes('Ana 3 Pérez')]).toEqual([true, false])
})

test('a program has rows changed, and reads what differs', async () => {
  const at = `/api/v1/meetings/${SLUG}/imports`
  const text = (...rows: string[][]): string => [HEAD, ...rows].map((row) => row.join(';')).join('\n')
  const state = async (id: string): Promise<{ state: string; counts: Record<string, number> }> =>
    JSON.parse((await organiser.fetches(`${at}/${id}`)).text) as never
  const carriedOut = async (rows: string, body: object): Promise<Record<string, number>> => {
    const { id } = (await organiser.asks('POST', at, { text: rows })).body as { id: string }
    if ('change' in body) {
      const seen = JSON.parse((await organiser.fetches(`${at}/${id}/rows?outcome=differs`)).text) as {
        rows: { differences: unknown }[]
      }
      expect(seen.rows.map((row) => row.differences)).toEqual([
        [{ field: 'jobTitle', was: 'Researcher', now: 'Director' }],
      ])
    }
    expect((await organiser.asks('POST', `${at}/${id}/start`, body)).status).toBe(202)
    await expect.poll(async () => (await state(id)).state, { timeout: 15_000 }).toBe('done')
    if ('change' in body) {
      const list = await organiser.fetches(`/api/v1/meetings/${SLUG}/registrations?import=${id}&imported=changed`)
      expect((JSON.parse(list.text) as { registrations: unknown[] }).registrations).toHaveLength(1)
    }
    return (await state(id)).counts
  }
  expect(await carriedOut(text(good(1)), {})).toMatchObject({ added: 1 })
  expect(await carriedOut(text(good(1, { 'Job title': 'Director' })), { change: true })).toMatchObject({ changed: 1 })
})

test('pasted rows with headings that say nothing wait for their columns, in the language of the page', async () => {
  await organiser.opens(HERE.replace('/en/', '/fr/'))
  await organiser
    .answers('Ou coller des lignes', 'A\tB\tC\tD\nAna\tana@import.example.org\tPérou\ten ligne')
    .presses('Examiner les lignes')
  expect(organiser.text).toContain('Indiquez ce que contient chaque colonne.')
  await organiser
    .answers('A', 'Prénoms')
    .answers('B', 'Adresse électronique')
    .answers('C', 'État')
    .presses('Examiner les lignes')
  expect(organiser.errors).toEqual(['Indiquez quelles colonnes disent comment les personnes participent'])
  await organiser.answers('D', 'Participation, tous les jours').presses('Examiner les lignes')
  expect(organiser.text).toContain('Importer 1 ligne')
})

test('a bomb, a picture and nothing at all are refused, with what to do, and nothing is kept', async () => {
  const bomb = await buffer(zipStream([{ name: 'xl/workbook.xml', content: [' '.repeat(60_000_000)] }]))
  for (const [bytes, sentence] of [
    [bomb, 'This file unpacks to far more than a table'],
    [Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'This is not a table'],
  ] as const) {
    await organiser.opens(HERE)
    await organiser.uploads('file', 'list.xlsx', bytes).presses('Look at the rows')
    expect([organiser.status, organiser.errors[0]]).toEqual([422, expect.stringContaining(sentence)])
  }
  await organiser.opens(HERE)
  await organiser.presses('Look at the rows')
  expect(organiser.errors).toEqual(['Choose a file, or paste rows with their headings'])
  expect(await app.database.query('SELECT id FROM registration_import')).toEqual([])
})

test('a thousand rows show how far they are, and go on when the database hangs up in the middle', async () => {
  const rows = [HEAD, ...Array.from({ length: 1000 }, (_, n) => good(n))].map((row) => row.join(';')).join('\n')
  await organiser.opens(HERE)
  await organiser.uploads('file', 'many.csv', Buffer.from(rows)).presses('Look at the rows')
  await sees('Import 1000 rows')
  await organiser.presses('Import 1000 rows')
  expect(organiser.source).toMatch(/<progress|All rows/)
  const witness = new pg.Client({ connectionString: app.urls.databaseUrl })
  await witness.connect()
  const added = async (): Promise<number> =>
    (await witness.query<{ n: number }>(`SELECT count(*)::int AS n FROM registration WHERE state = 'confirmed'`))
      .rows[0]!.n
  while ((await added()) === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  // Whatever it is doing just now is undone.
  await witness.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'plenary'`,
  )
  const cutAt = await added()
  expect(cutAt % 100).toBe(0)
  expect(cutAt).toBeLessThan(1000)
  await sees('All rows have been dealt with.')
  const { rows: counted } = await witness.query(
    `SELECT count(*)::int AS rows, count(DISTINCT r.person_id)::int AS people,
            (SELECT count(*)::int FROM registration_change WHERE move = 'add') AS changes FROM registration r`,
  )
  await witness.end()
  expect(counted).toEqual([{ rows: 1000, people: 1000, changes: 1000 }])
}, 60_000)
