import { beforeEach, expect, test } from 'vitest'
import { readTable } from '../../src/platform/tables/read-table.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant } from './people.ts'

// Organisers take registrations out as a table.

let app: TestApp
let organiser: Organiser
const SLUG = 'demo-regional-dialogue'
const HERE = `/en/desk/${SLUG}/registrations`

beforeEach(async () => {
  app = await startApp({ now: '2026-11-25T09:00:00Z' })
  await loadSample(app, 'meeting-future', 1)
  await new Participant(app, 'ana@example.org').registers(SLUG, {
    job: '=1+1',
    constituency: 'academia',
    organization: '@Institute',
    days: ['inPerson', 'none', 'none'],
  })
  organiser = await new Organiser(app).acceptsInvitation()
})

test('what is exported holds no formula, and keeps the choice of columns', async () => {
  await organiser.opens(`${HERE}/export`)
  expect(organiser.text).toContain('1 registration')
  await organiser.answers('ISO code of the State', true).answers('Kind of file', 'CSV').presses('Download')
  expect(organiser.headers['content-disposition']).toBe(
    `attachment; filename="${SLUG}-registrations-2026-11-25.csv"; filename*=UTF-8''${SLUG}-registrations-2026-11-25.csv`,
  )
  expect(organiser.source).toContain("'=1+1")
  expect(organiser.source).toContain("'@Institute")
  await organiser.opens(`${HERE}/export`)
  expect(organiser.has('input[value=iso3][checked]')).toBe(true)

  const { columns, rows } = await readTable({ bytes: await organiser.fetchesBytes(`${HERE}/export.xlsx`) })
  const cell = (column: string): string => rows[0]!.cells[columns.indexOf(column)]!
  expect([cell('Given names'), cell('Organization'), cell('ISO code of the State')]).toEqual(['=1+1', '@Institute', ''])
  const entries = await app.database.query("SELECT data FROM audit_entry WHERE action = 'registrations.exported'")
  expect(entries).toHaveLength(2)
})

test('it has what the filters of the list let pass, in the language of the page', async () => {
  const none = await organiser.fetches(`${HERE}/export.csv?status=declined&columns=email`)
  expect(none.text).toBe('\uFEFFE-mail address\r\n')
  const french = await organiser.fetches(
    `${HERE.replace('/en/', '/fr/')}/export.csv?q=ana&columns=email&columns=registration&columns=day:1`,
  )
  expect(french.text.split('\r\n')[1]).toBe('ana@example.org;Demande;En personne')
})

test('an export can be given back to the import: everybody is there already', async () => {
  const bytes = await organiser.fetchesBytes(`${HERE}/export.xlsx`)
  await organiser.opens(`${HERE}/import`)
  await organiser.uploads('file', 'export.xlsx', bytes).presses('Look at the rows')
  expect(organiser.text).toContain('Registered already')
  expect(organiser.has('button[value=start]')).toBe(false)
})
