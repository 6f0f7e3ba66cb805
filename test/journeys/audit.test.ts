import { beforeAll, expect, test, vi } from 'vitest'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type PersonId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { Audit } from '../../src/platform/audit/audit.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { comes, officer } from '../builders/participants.ts'
import { startApp, type TestApp } from '../harness.ts'
import { statementsOf } from '../statements.ts'
import { loadSample, Organiser } from './people.ts'

let app: TestApp
let meeting: Meeting
let organiser: Organiser

beforeAll(async () => {
  app = await startApp({ now: '2022-09-28T09:00:00Z' })
  meeting = await loadSample(app, 'meeting')
  organiser = await new Organiser(app).acceptsInvitation('olga@example.org')
}, 120_000)

const happened = (action: string, count: number, actor?: PersonId, subject = '=1+1'): Promise<void> =>
  app.database.transaction((tx) =>
    app.get(Audit).writeAll(
      tx,
      action,
      Array.from({ length: count }, () => ({ ...(actor && { actor }), meeting: meeting.id, subject, data: {} })),
    ),
  )

const HERE = '/en/desk/unnm-2022/settings/audit'

test('an organiser reads page by page who saw and changed what, and takes it away without formulas', async () => {
  const { person } = await officer(app, meeting)
  await happened('join.opened', 103, person)
  app.clock.advance({ minutes: 1 })
  await happened('session.moved', 1)
  await organiser.opens(`${HERE}?part=seen`)
  const rows = (): number => organiser.source.split('Way into a session opened').length - 1
  expect([rows(), organiser.text.includes('Session moved')]).toEqual([100, false])
  await organiser.follows('Next')
  expect(rows()).toBe(3)
  await organiser.follows('Everything')
  expect(organiser.text).toContain('Session moved')
  expect(organiser.text).toContain('the system')

  const { text, headers } = await organiser.fetches(`${HERE}.csv?part=seen`)
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  const lines = text.trim().split('\r\n')
  expect(lines).toHaveLength(104)
  // For people in words, and for programs as it was written down.
  expect(lines[1]).toContain('Way into a session opened')
  expect(lines[1]).toMatch(/join\.opened,.*=1\+1/)
})

test('it says in words, and in the reader’s language, who did what to which session, person, room and role', async () => {
  const by = (await app.get(People).byEmail(emailFrom('olga@example.org')!))!.id
  const copy = app.get(WorkingCopy)
  const session = await copy.byCode(meeting.id, 'PL-5')
  await copy.edit(meeting.id, session.id, session.version, { start: Temporal.PlainTime.from('11:50') }, by)
  const ana = await comes(app, meeting, { given: 'Ana', family: 'Flores', days: ['none', 'online'] })
  const { person } = await officer(app, meeting, 'translator')
  await app.database.transaction((tx) =>
    app.get(People).rename(tx, person, { givenNames: 'Tomás', familyName: 'Ruiz' }),
  )
  await app.get(Review).decline(meeting, ana.registration!, by)
  const room = meeting.rooms.find(({ key }) => key === 'xxv')!
  await app.database.transaction((tx) =>
    app
      .get(Audit)
      .write(tx, 'room.changed', { actor: by, meeting: meeting.id, subject: room.id, data: { room: 'xxv' } }),
  )

  await organiser.opens(HERE)
  expect(rows().slice(0, 6)).toEqual([
    expect.stringContaining('olga@example.org Room changed Room XXV Room: Room XXV'),
    expect.stringContaining('olga@example.org Registration: Declined Ana Flores Before: Confirmed; Now: Declined'),
    expect.stringContaining('the system Role given Tomás Ruiz Role: Translator'),
    expect.stringContaining('Ana Flores Registration: Verified and confirmed Ana Flores Constituency: Member State;'),
    expect.stringContaining('Ana Flores Registration: Sent Ana Flores Now: To review'),
    expect.stringMatching(/olga@example.org Session changed PL-5 Towards the next round .* Changed: Start$/),
  ])
  await organiser.opens(HERE.replace('/en/', '/es/'))
  expect(rows().slice(0, 6)).toEqual([
    expect.stringContaining('Sala modificada Sala XXV'),
    expect.stringContaining('Inscripción: Rechazo Ana Flores Antes: Confirmada'),
    expect.stringContaining('Función asignada Tomás Ruiz Función: '),
    expect.stringContaining('Inscripción: Verificación y confirmación Ana Flores'),
    expect.stringContaining('Inscripción: Envío Ana Flores'),
    expect.stringContaining('Sesión modificada PL-5 Hacia'),
  ])
})

/** The lines of the record, as they are read. */
const rows = (): string[] =>
  [...organiser.source.matchAll(/<tr\b[^>]*>(.*?)<\/tr>/gs)]
    .map(([, row]) =>
      row!
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .slice(1)

test('it asks as much of the database for a hundred entries as for a few', async () => {
  const asked = (part: string): Promise<number> => statementsOf(app, () => organiser.opens(`${HERE}?part=${part}`))
  // What was done before is told, and counts no more.
  const owed = `SELECT 1 FROM pgboss.job WHERE state IN ('created', 'retry', 'active') AND start_after <= now()`
  await vi.waitFor(async () => expect(await app.database.query(owed)).toEqual([]), { timeout: 20_000 })
  const [few, many] = [await asked('roles'), await asked('all')]
  expect(rows()).toHaveLength(100)
  expect(many).toBe(few)
}, 60_000)

test('it is that of this meeting alone, and not for who may not set it up', async () => {
  const other = newId<'Meeting'>()
  await app.database.transaction((tx) => app.get(Audit).write(tx, 'join.elsewhere', { meeting: other }))
  await organiser.opens(HERE)
  expect(organiser.text).not.toContain('join.elsewhere')
  const { cookie } = await officer(app, meeting, 'registration-officer')
  for (const path of [HERE, `${HERE}.csv`])
    expect([path, (await app.http.get(path).set('Cookie', cookie)).status]).toEqual([path, 404])
})
