import { beforeAll, beforeEach, expect, test } from 'vitest'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import { newId, type MeetingId, type PersonId, type SessionId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import type { RoleName } from '../people/roles.ts'
import { Hosts } from './hosts.service.ts'

let house: AgendaHouse
let hosts: Hosts
let meeting: Meeting
let other: Meeting
let session: SessionId

beforeAll(async () => {
  house = await AgendaHouse.open()
  hosts = new Hosts(house.database, house.audit)
})
beforeEach(async () => {
  ;[meeting, other] = [await house.meeting(), await house.meeting()]
  session = (await house.add(meeting, 'PL-1')).id
})

/** Somebody with a role in a meeting, or in all. */
const holds = async (role: RoleName, at?: MeetingId): Promise<{ person: PersonId; role: string }> => {
  const [person, id] = [newId<'Person'>(), newId<'Role'>()]
  const now = house.clock.now().toString()
  await house.database.query('INSERT INTO person (id, language, created_at) VALUES ($1, $2, $3)', [person, 'en', now])
  await house.database.query(
    'INSERT INTO role (id, person_id, role, meeting_id, granted_at) VALUES ($1, $2, $3, $4, $5)',
    [id, person, role, at ?? null, now],
  )
  return { person, role: id }
}

const mayList = async (...who: { person: PersonId }[]): Promise<boolean[]> => {
  const may = await hosts.mayList(
    meeting.id,
    session,
    who.map(({ person }) => person),
  )
  return who.map(({ person }) => may.has(person))
}

test('the list of a session is for its hosts and who sets the meeting up, in this meeting or in all', async () => {
  const [named, unnamed] = [await holds('host', meeting.id), await holds('host', meeting.id)]
  await hosts.name(meeting.id, session, [named.role], house.organiser)
  expect(await mayList(named, unnamed)).toEqual([true, false])
  expect(await mayList(await holds('organiser', meeting.id), await holds('organiser'))).toEqual([true, true])
  expect(await mayList(await holds('organiser', other.id))).toEqual([false])
  for (const role of ['agenda-editor', 'translator', 'registration-officer', 'desk-officer'] as const)
    expect([role, await mayList(await holds(role, meeting.id))]).toEqual([role, [false]])
})

test('a host of another meeting is not named here, whatever is sent, nor who has another role', async () => {
  const [elsewhere, officer] = [await holds('host', other.id), await holds('desk-officer', meeting.id)]
  await hosts.name(meeting.id, session, [elsewhere.role, officer.role], house.organiser)
  expect((await hosts.of(meeting.id)).map(({ sessions }) => sessions.size)).toEqual([])
  expect(await mayList(elsewhere, officer)).toEqual([false, false])
  const [row] = await house.database.query<{ named: number }>(
    'SELECT count(*)::int AS named FROM session_host WHERE session_id = $1',
    [session],
  )
  expect(row).toEqual({ named: 0 })
})
