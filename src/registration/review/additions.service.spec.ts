import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { officer, type Guest } from '../../../test/builders/participants.ts'
import { registrant } from '../../../test/builders/review.ts'
import { startApp, type TestApp } from '../../../test/harness.ts'
import { loadSample } from '../../../test/journeys/people.ts'
import { newId, type PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Capacities } from '../places/capacities.service.ts'
import { Pools } from '../places/pools.service.ts'
import { Registrations } from '../registrations.service.ts'

// Somebody is added at the desk while the room is full, some of it held back, and others wait.

const DAY = '2022-10-18'
const by = newId<'Person'>()
const SOCIETY = { constituency: 'civil-society', state: null, organization: 'A network' }
let app: TestApp
let meeting: Meeting
let organiser: Guest

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1, (file) => {
    file.meeting.registration.seatPools = []
    delete file.meeting.registration.daysOpenTo
  })
  organiser = await officer(app, meeting)
})

/** So many places in the room, of which so many are held back; all others are taken, and one person waits. */
const room = async (places: number, heldBack: number): Promise<void> => {
  for (const table of ['place', 'waiting_entry', 'day_choice', 'pool']) await app.database.query(`DELETE FROM ${table}`)
  await app.database.query("UPDATE registration SET state = 'withdrawn'")
  await app
    .get(Capacities)
    .set(meeting, [{ day: DAY, mode: 'in-person', session: null, constituency: null, places, heldBack }], by)
  for (let index = 0; index <= places - heldBack; index++)
    await registrant(app, meeting, { claim: SOCIETY, days: ['in-person', 'none'] })
}
beforeEach(() => room(2, 1))

const adds = (form: Record<string, string>, email = `${randomUUID()}@example.org`) =>
  app.http
    .post(`/en/desk/${meeting.slug}/review/add`)
    .set('cookie', organiser.cookie)
    .set('origin', app.url)
    .type('form')
    .send({
      submissionId: randomUUID(),
      'names[givenNames]': 'Chanda',
      email,
      'claim[constituency]': 'civil-society',
      'claim[organization]': 'A network',
      ...Object.fromEntries(
        meeting.days.flatMap(({ date }, index) => [
          [`days[${index}][day]`, date.toString()],
          [`days[${index}][mode]`, date.toString() === DAY ? 'in-person' : 'none'],
        ]),
      ),
      verified: 'yes',
      ...form,
    })

const standsAt = async (location: string | undefined) => {
  const [row] = await app.database.query<{ person_id: PersonId }>('SELECT person_id FROM registration WHERE id = $1', [
    location!.split('/').at(-1),
  ])
  const own = await app.get(Registrations).own(meeting, row!.person_id)
  const { status, rank, held } = own!.standing.days.find(({ day }) => day === DAY)!
  return [status, rank, held].filter(Boolean).join(' ')
}

const history = async (location: string | undefined) =>
  app.database.query<{ move: string; why: string }>(
    'SELECT move, why FROM registration_change WHERE registration_id = $1 ORDER BY number',
    [location!.split('/').at(-1)],
  )

test('they wait behind the others, as everybody; or get a place held back, with a reason that is written down', async () => {
  const waits = await adds({ turn: 'line' }).expect(303)
  expect(await standsAt(waits.headers['location'])).toBe('waiting 2 online')
  const now = await adds({ turn: 'now', why: 'She opens the meeting' }).expect(303)
  expect(await standsAt(now.headers['location'])).toBe('confirmed in-person')
  expect(await history(now.headers['location'])).toEqual([
    { move: 'add', why: '' },
    { move: 'seat', why: 'She opens the meeting' },
  ])
  expect(await standsAt(waits.headers['location'])).toBe('waiting 2 online')
  expect(await app.get(Pools).recount(meeting.id)).toEqual([])
})

test('not without a reason, and never over a capacity: then nobody is added', async () => {
  const count = async () => (await app.database.query('SELECT 1 FROM registration')).length
  const before = await count()
  const unreasoned = await adds({ turn: 'now', why: ' ' }).expect(422)
  expect(unreasoned.text).toContain('Give the reason')
  expect(unreasoned.text).toContain('Chanda')
  await adds({ turn: 'now', why: 'She opens the meeting' }).expect(303)
  const full = await adds({ turn: 'now', why: 'He closes it' }).expect(422)
  expect(full.text).toContain('One of the limits that apply is reached')
  expect(full.text).toContain('He closes it')
  expect(await count()).toBe(before + 1)
  expect(await app.get(Pools).recount(meeting.id)).toEqual([])
})

test('days that are free are had as ever, and no reason is asked for one that nobody gives', async () => {
  await room(5, 0)
  await app.database.query('DELETE FROM waiting_entry')
  await app.database.query("UPDATE pool SET capacity = 20 WHERE mode = 'in-person'")
  const free = await adds({}).expect(303)
  expect(await standsAt(free.headers['location'])).toBe('confirmed in-person')
  expect((await history(free.headers['location'])).map(({ move }) => move)).toEqual(['add'])
})
