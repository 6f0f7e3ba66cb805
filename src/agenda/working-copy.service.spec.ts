import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { EVERYONE } from '../../test/builders/agenda.ts'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import { InvalidInput, NotFound } from '../kernel/domain-error.ts'
import { newId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { brokenConstraint } from '../platform/database/database.ts'
import { CodeTaken } from './session.ts'
import { SessionChangedMeanwhile } from './working-copy-meanwhile.ts'

let house: AgendaHouse
let meeting: Meeting

beforeAll(async () => {
  house = await AgendaHouse.open()
})
beforeEach(async () => {
  meeting = await house.meeting()
})

const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)
const counters = async (): Promise<unknown[]> => {
  const { workingVersion, rulesRevision } = await house.meetings.byId(meeting.id)
  return [workingVersion, rulesRevision]
}

describe('adding', () => {
  test('a session is kept as it was written, with its instants', async () => {
    const added = await house.add(meeting, 'PL-1', { interpretation: ['en', 'fr'], capacity: 30 })
    const kept = await house.workingCopy.get(meeting.id, added.id)
    expect(kept).toEqual(added)
    expect([kept.start, kept.startsAt, kept.endsAt].map(String)).toEqual([
      '10:00:00',
      '2022-10-18T08:00:00Z',
      '2022-10-18T09:00:00Z',
    ])
    expect(await counters()).toEqual([1, 1])
  })

  test('twice is once; another with its code, in whatever case, is refused', async () => {
    const added = await house.add(meeting, 'PL-1')
    expect((await house.add(meeting, 'PL-1')).id).toBe(added.id)
    await expect(house.add(meeting, 'pl-1', { at: '14:00', to: '15:00' })).rejects.toThrow(CodeTaken)
    expect(await house.workingCopy.list(meeting.id)).toHaveLength(1)
    expect((await house.workingCopy.byCode(meeting.id, 'pl-1')).id).toBe(added.id)
  })

  test('the database refuses a room of another meeting', async () => {
    const { id } = await house.add(meeting, 'PL-1')
    const [room] = (await house.meeting()).rooms
    const moved = house.database.query('UPDATE session SET room_id = $2 WHERE id = $1', [id, room!.id])
    expect(brokenConstraint(await moved.catch((error: unknown) => error))).toBe('session_room_of_its_meeting')
  })

  test('the database refuses two codes that differ in case only', async () => {
    const { id } = await house.add(meeting, 'PL-1')
    const copy = house.database.query(
      `INSERT INTO session SELECT (jsonb_populate_record(s, $2)).* FROM session s WHERE id = $1`,
      [id, JSON.stringify({ id: newId(), code: 'pl-1', closed_uid: newId() })],
    )
    await expect(copy).rejects.toSatisfy((error) => brokenConstraint(error) === 'session_code_unique')
  })

  test('what cannot be is refused with the field', async () => {
    const input = house.add(meeting, 'PL 1', { title: {} })
    await expect(input).rejects.toThrow(InvalidInput)
    await expect(input).rejects.toThrow('/code session.code-not-possible, /title/en session.title-missing')
  })
})

describe('editing', () => {
  test('changes what is named and nothing else, and says so in the audit trail', async () => {
    const session = await house.add(meeting, 'PL-1')
    const edited = await house.workingCopy.edit(
      meeting.id,
      session.id,
      1,
      { start: time('10:30'), title: { fr: 'Autre titre' } },
      house.organiser,
    )
    expect(edited).toMatchObject({ version: 2, title: { en: 'Title of PL-1', fr: 'Autre titre' }, code: 'PL-1' })
    expect(await house.workingCopy.get(meeting.id, session.id)).toEqual(edited)
    expect(await counters()).toEqual([2, 1])
    expect((await house.audit.of(session.id)).map(({ action, data }) => [action, data?.fields])).toEqual([
      ['session.added', undefined],
      ['session.edited', ['title.fr', 'start']],
    ])
  })

  test('a second editor with the old version is told what changed; saying the same again is no change', async () => {
    const session = await house.add(meeting, 'PL-1')
    const edit = (changes: Parameters<typeof house.workingCopy.edit>[3]) =>
      house.workingCopy.edit(meeting.id, session.id, 1, changes, house.organiser)
    await edit({ start: time('10:30') })
    expect((await edit({ start: time('10:30') })).version).toBe(2)
    const late = edit({ title: { fr: 'Autre titre' } })
    await expect(late).rejects.toThrow(SessionChangedMeanwhile)
    await expect(late).rejects.toMatchObject({ changed: ['start'], current: { version: 2 } })
  })

  test('of two who edit at once one is told', async () => {
    const session = await house.add(meeting, 'PL-1')
    const other = house.beside()
    const results = await Promise.allSettled([
      house.workingCopy.edit(meeting.id, session.id, 1, { capacity: 10 }, house.organiser),
      other.workingCopy.edit(meeting.id, session.id, 1, { capacity: 20 }, house.organiser),
    ])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await counters()).toEqual([2, 1])
  })

  test('editors of different sessions do not stand in each other’s way', async () => {
    const sessions = await Promise.all(
      ['A', 'B', 'C', 'D', 'E', 'F'].map((code, index) =>
        house.add(meeting, code, { at: `1${index}:00`, to: `1${index}:30` }),
      ),
    )
    await Promise.all(
      sessions.map((session) => house.workingCopy.edit(meeting.id, session.id, 1, { capacity: 10 }, house.organiser)),
    )
    expect(await counters()).toEqual([12, 6])
  })

  test('a session past midnight ends on the next day; a time may be to be announced', async () => {
    const session = await house.add(meeting, 'PL-1', { at: '22:00', to: '00:30' })
    expect(session.endsAt?.toString()).toBe('2022-10-18T22:30:00Z')
    const later = await house.workingCopy.edit(meeting.id, session.id, 1, { start: null, end: null }, house.organiser)
    expect([later.startsAt, later.endsAt]).toEqual([null, null])
  })

  test('the session of another meeting is not found', async () => {
    const session = await house.add(meeting, 'PL-1')
    const other = await house.meeting()
    await expect(house.workingCopy.edit(other.id, session.id, 1, { capacity: 1 }, house.organiser)).rejects.toThrow(
      NotFound,
    )
  })
})

test('cancelling and reinstating', async () => {
  const session = await house.add(meeting, 'PL-1')
  const cancelled = await house.workingCopy.cancel(meeting.id, session.id, 1, house.organiser)
  expect((await house.workingCopy.cancel(meeting.id, session.id, 1, house.organiser)).version).toBe(2)
  const back = await house.workingCopy.reinstate(meeting.id, session.id, 2, house.organiser)
  expect([cancelled.status, back.status]).toEqual(['cancelled', 'confirmed'])
})

test('saving an access rule raises the rules revision, and keeps every rule there was', async () => {
  const session = await house.add(meeting, 'PL-1')
  const closed = { attend: 'invited', groups: ['bureau'], show: 'closed' } as const
  await house.workingCopy.setRule(meeting.id, session.id, 1, closed, house.organiser)
  await house.workingCopy.setRule(meeting.id, session.id, 1, closed, house.organiser) // the button was pressed twice
  expect(await counters()).toEqual([2, 2])
  const rows = await house.database.query<{ rule: unknown }>(
    'SELECT rule FROM session_rule WHERE session_id = $1 ORDER BY revision',
    [session.id],
  )
  expect(rows.map(({ rule }) => rule)).toEqual([EVERYONE, closed])
})

test('a person in a group is in it once, and out of it at once', async () => {
  const person = newId<'Person'>()
  await house.database.query(`INSERT INTO person (id, language, created_at) VALUES ($1, 'en', now())`, [person])
  await house.groups.include(meeting.id, 'bureau', person, house.organiser)
  await house.groups.include(meeting.id, 'bureau', person, house.organiser)
  expect([...(await house.groups.of(meeting.id, person))]).toEqual(['bureau'])
  expect(await house.groups.members(meeting.id)).toEqual(new Map([['bureau', [person]]]))
  await house.groups.exclude(meeting.id, 'bureau', person, house.organiser)
  expect((await house.groups.of(meeting.id, person)).size).toBe(0)
})
