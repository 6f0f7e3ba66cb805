import { beforeEach, expect, test } from 'vitest'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { People } from '../../src/people/people.service.ts'
import { readTable } from '../../src/platform/tables/read-table.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
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
  expect(french.text.split('\r\n')[1]).toBe('ana@example.org;Demande;En présentiel')
})

test('an export can be given back to the import: everybody is there already', async () => {
  const bytes = await organiser.fetchesBytes(`${HERE}/export.xlsx`)
  await organiser.opens(`${HERE}/import`)
  await organiser.uploads('file', 'export.xlsx', bytes).presses('Look at the rows')
  expect(organiser.text).toContain('Registered already')
  expect(organiser.has('button[value=start]')).toBe(false)
})

test('the floor and the sessions that people sign up for are columns as well', async () => {
  const meeting = await app.get(Meetings).named(SLUG)
  const [first] = (await app.get(WorkingCopy).list(meeting.id)).filter(({ kind }) => kind === 'plenary')
  const day = meeting.days[0]!.date.toString()
  await app.database.transaction(async (tx) => {
    await app.get(Meetings).configureRegistration(tx, meeting.id, (now) => ({ ...now, floor: true }))
    await app.get(Pools).define(tx, meeting, [
      { day: 1, mode: 'floor', capacity: 1 },
      { day: 1, mode: 'online', session: first!.id, capacity: 0 },
    ])
  })
  const eva = await app.get(People).byEmail(emailFrom('ana@example.org')!)
  await app
    .get(Registrations)
    .choose(await app.get(Meetings).named(SLUG), eva!.id, [
      { day, mode: 'online', meanwhile: false, floor: true, sessions: [first!.id] },
    ])
  await organiser.opens(`${HERE}/export`)
  expect(organiser.has('input[name=columns][value="floor:1"]')).toBe(true)
  expect(organiser.text).toContain(`Session ${first!.code}`)
  const columns = ['email', 'floor:1', 'floor:2', `session:${first!.id}`].map((id) => `columns=${id}`).join('&')
  const { text } = await organiser.fetches(`${HERE}/export.csv?${columns}`)
  expect(text.split('\r\n')[1]).toBe('ana@example.org,Requested,,"Waiting list, number 1"')
})

test('programs narrow and sort an export as the list', async () => {
  await new Participant(app, 'ben@example.org').registers(SLUG, {
    job: 'Ben',
    constituency: 'member-state',
    state: 'KEN',
    days: ['online', 'none', 'none'],
  })
  const of = async (query: string): Promise<string[]> => {
    const path = `/api/v1/meetings/${SLUG}/registrations/export?format=csv&columns=email&${query}`
    const { status, text } = await organiser.fetches(path)
    expect(status, query).toBe(200)
    return text.split('\r\n').slice(1).filter(Boolean)
  }
  const [ana, ben] = ['ana@example.org', 'ben@example.org']
  const { date: day } = (await app.get(Meetings).named(SLUG)).days[0]!
  expect(await of('')).toEqual([ana, ben])
  expect(await of('sort=sent&descending=true')).toEqual([ben, ana])
  expect(await of('constituency=member-state')).toEqual([ben])
  expect(await of('country=KEN')).toEqual([ben])
  expect(await of('group=african')).toEqual([ben])
  expect(await of(`day=${day.toString()}&mode=in-person`)).toEqual([ana])
  expect(await of('mode=online&place=held')).toEqual([ben])
  expect(await of('state=declined')).toEqual([])
  expect(await of('unreachable=true')).toEqual([])
  expect(await of('late=true')).toEqual([])
  expect(await of('search=ben')).toEqual([ben])
  // What the list does not know is refused, not left out.
  const wrong = await organiser.fetches(`/api/v1/meetings/${SLUG}/registrations/export?format=csv&colour=red`)
  expect(wrong.status).toBe(422)
})
