import { beforeAll, describe, expect, test } from 'vitest'
import {
  aMeeting,
  RegistrationHouse,
  STORED,
  TUESDAY,
  WEDNESDAY,
  type Delegate,
} from '../../test/builders/registration.ts'
import { newId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { MeetingDirectory } from '../people/meeting-directory.ts'
import { StoredFiles } from '../platform/files/stored-files.service.ts'
import { Erasure } from './erasure.service.ts'
import { Retention } from './retention.service.ts'

void STORED

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let house: RegistrationHouse
let retention: Retention
let meeting: Meeting
let later: Meeting
let ana: Delegate
let ben: Delegate

/** The end of the meeting: midnight in Geneva after its second day. */
const END = Temporal.Instant.from('2022-10-19T22:00:00Z')
const daysAfter = (days: number): Temporal.Instant => END.add({ hours: 24 * days + 3 })

beforeAll(async () => {
  house = await RegistrationHouse.open()
  const meetings = new Meetings(house.database, new MeetingDirectory())
  const erasure = new Erasure(
    house.database,
    house.people,
    meetings,
    house.registrations,
    house.turns,
    house.clock,
    house.delegations,
    house.focalPoints,
  )
  erasure.onModuleInit()
  retention = new Retention(house.database, meetings, erasure, house.clock)
  const questions = [
    { id: 'diet', type: 'long-text' as const, required: false, label: { en: 'Diet' } },
    { id: 'visa', type: 'long-text' as const, required: false, label: { en: 'Visa' }, retention: 'P1D' },
  ]
  meeting = await house.meeting({ registration: { questions, retention: { contact: 'P1Y', name: 'P1Y' } } })
  later = await house.meeting({ registration: { retention: { contact: 'P5Y', name: 'P5Y' } } })
  ana = await house.delegate()
  ben = await house.delegate('BEN')
  for (const delegate of [ana, ben]) {
    await house.registers(
      meeting,
      delegate,
      { [TUESDAY]: 'online', [WEDNESDAY]: 'none' },
      {
        draft: { answers: { diet: 'Halal', visa: 'Needs one' } },
      },
    )
    const photo = await house.database.transaction((tx) =>
      new StoredFiles(house.database, house.clock).keep(tx, {
        meeting: meeting.id,
        purpose: 'photo',
        name: 'me.png',
        bytes: PNG,
        by: delegate.person,
      }),
    )
    await house.database.query(
      `UPDATE registration SET answers = answers || jsonb_build_object('photo', $2::text, 'passport', 'X1') WHERE person_id = $1`,
      [delegate.person, photo],
    )
    await house.database.query(
      `INSERT INTO session_group_member (meeting_id, group_key, person_id) VALUES ($1, 'bureau', $2)`,
      [meeting.id, delegate.person],
    )
  }
  await house.registers(later, ben, { [TUESDAY]: 'online', [WEDNESDAY]: 'none' })
})

const answersLeft = async (): Promise<string[]> => {
  const rows = await house.database.query<{ keys: string }>(
    `SELECT array_to_string(ARRAY(SELECT jsonb_object_keys(answers) ORDER BY 1), ' ') AS keys
       FROM registration WHERE meeting_id = $1 ORDER BY id`,
    [meeting.id],
  )
  return rows.map(({ keys }) => keys)
}

const files = (): Promise<object[]> => house.database.query('SELECT id FROM stored_file')
const went = async (): Promise<string[]> =>
  (await retention.wentOf(meeting.id)).map(({ day, what, count }) => `${day.toString()} ${what}: ${count}`)

describe('each thing goes when its time is over, and not before', () => {
  test('nothing before the meeting, nor the day after it', async () => {
    await retention.carryOut()
    house.clock.set(daysAfter(0))
    await retention.carryOut()
    expect(await answersLeft()).toEqual(['diet passport photo visa', 'diet passport photo visa'])
    expect(await went()).toEqual([])
  })

  test('an answer with a period of its own', async () => {
    house.clock.set(daysAfter(1))
    await retention.carryOut()
    expect(await answersLeft()).toEqual(['diet passport photo', 'diet passport photo'])
    expect(await went()).toEqual(['2022-10-21 question visa: 2'])
  })

  test('passports and photos, the files too', async () => {
    expect(await files()).toHaveLength(2)
    house.clock.set(daysAfter(31))
    await retention.carryOut()
    expect(await answersLeft()).toEqual(['diet', 'diet'])
    expect(await files()).toEqual([])
    expect(await went()).toContain('2022-11-20 photo: 2')
  })

  test('a day that was missed is caught up, in one record of the day on which it went', async () => {
    house.clock.set(daysAfter(100))
    await retention.carryOut()
    expect(await answersLeft()).toEqual(['', ''])
    expect((await went()).filter((each) => each.startsWith('2023'))).toEqual([
      '2023-01-28 access: 2',
      '2023-01-28 needs: 2',
    ])
  })

  test('again, nothing more goes', async () => {
    const before = await went()
    await retention.carryOut()
    expect(await went()).toEqual(before)
  })

  test('who somebody is goes with the last meeting they have to do with', async () => {
    house.clock.set(daysAfter(367))
    await retention.carryOut()
    expect(await house.people.byId(ana.person)).toBeUndefined()
    expect(await house.people.byId(ben.person)).toBeDefined()
    const [own] = await house.database.query<{ state: string }>('SELECT state FROM registration WHERE person_id = $1', [
      ana.person,
    ])
    // What is over stays as it was decided, and nobody is told of a place in a meeting that is over.
    expect(own?.state).toBe('requested')
  })

  test('the record names nobody', async () => {
    const columns = await house.database.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'retention_run' ORDER BY 1`,
    )
    expect(columns.map(({ name }) => name)).toEqual(['at', 'count', 'day', 'kind', 'meeting_id'])
  })
})

test('in a demonstration nothing goes', async () => {
  const demonstration = Object.assign(aMeeting(), { demonstration: true })
  await house.database.transaction(async (tx) => {
    await tx.insert('meeting', { ...demonstration, days: undefined, rooms: undefined })
    await tx.insert('meeting_day', demonstration.days)
  })
  const cleo = await house.delegate('CHL')
  await house.database.query(
    `INSERT INTO session_group_member (meeting_id, group_key, person_id) VALUES ($1, 'bureau', $2)`,
    [demonstration.id, cleo.person],
  )
  house.clock.set(daysAfter(4000))
  await retention.carryOut()
  expect(await house.people.byId(cleo.person)).toBeDefined()
})

test('who has a role stays; who signed in once and nothing more is forgotten after a year', async () => {
  const [organiser, visitor] = [await house.delegate('EGY'), await house.delegate('FIN')]
  await house.database.query(`INSERT INTO role (id, person_id, role, granted_at) VALUES ($1, $2, 'organiser', now())`, [
    newId(),
    organiser.person,
  ])
  house.clock.advance({ hours: 24 * 300 })
  await retention.carryOut()
  expect(await house.people.byId(visitor.person)).toBeDefined()
  house.clock.advance({ hours: 24 * 100 })
  await retention.carryOut()
  expect(await house.people.byId(visitor.person)).toBeUndefined()
  expect(await house.people.byId(organiser.person)).toBeDefined()
})

test('mail that could not be sent loses its words, and in the end its row', async () => {
  const id = newId<'Mail'>()
  const now = house.clock.now().toString()
  await house.database.query(
    `INSERT INTO mail (id, cause, recipient, message_id, lane, locale, address, subject, html, body, state, created_at, due_at, given_up_at)
     VALUES ($1, 'c', 'r', 'm', 'notice', 'en', 'a@example.org', 's', 'h', 'b', 'failed', $2, $2, $2)`,
    [id, now],
  )
  house.clock.advance({ hours: 24 * 31 })
  await retention.carryOut()
  expect(await house.database.query('SELECT subject, html, body FROM mail WHERE id = $1', [id])).toEqual([
    { subject: null, html: null, body: null },
  ])
  house.clock.advance({ hours: 24 * 366 })
  await retention.carryOut()
  expect(await house.database.query('SELECT 1 FROM mail WHERE id = $1', [id])).toEqual([])
})
