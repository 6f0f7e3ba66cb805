import { beforeAll, beforeEach, expect, test } from 'vitest'
import { DAY_1 } from '../../test/builders/agenda.ts'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { WorkingCopyMoved } from './publishing.service.ts'
import { RoomDoubleBooked } from './room-clash.ts'
import type { Session } from './session.entity.ts'
import { freeRooms, NotReleased, type UrgentChange } from './urgent-change.ts'
import type { UrgentOrder } from './urgent-changes.service.ts'

let house: AgendaHouse
let meeting: Meeting
let one: Session
let two: Session

beforeAll(async () => {
  house = await AgendaHouse.open()
})
beforeEach(async () => {
  meeting = await house.meeting()
  one = await house.add(meeting, 'PL-1')
  two = await house.add(meeting, 'PL-2', { at: '14:00', to: '15:00' })
  await house.publish(meeting, 'Draft')
})

const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)
const later: UrgentChange = {
  what: 'time',
  day: Temporal.PlainDate.from(DAY_1),
  start: time('10:30'),
  end: time('11:30'),
}
const order = async (change: UrgentChange, more: Partial<UrgentOrder> = {}): Promise<UrgentOrder> => ({
  session: one.id,
  change,
  after: (await house.releases.current(meeting.id))!.id,
  label: 'Rev.1',
  note: { en: 'Now.' },
  by: house.organiser,
  ...more,
})

test('one session changes; the rest is as it was released, and what is edited stays unpublished', async () => {
  // Of the same session and of another one: neither is ready.
  await house.workingCopy.edit(meeting.id, one.id, 1, { title: { en: 'Being written' } }, house.organiser)
  await house.workingCopy.edit(meeting.id, two.id, 1, { start: time('14:15') }, house.organiser)
  const before = await house.releases.current(meeting.id)
  const release = await house.urgent.publish(meeting.id, await order(later))
  expect(release.content.sessions).toEqual(
    before!.content.sessions.map((session) =>
      session.id === one.id
        ? {
            ...session,
            start: '10:30',
            end: '11:30',
            startsAt: '2022-10-18T08:30:00Z',
            endsAt: '2022-10-18T09:30:00Z',
          }
        : session,
    ),
  )
  const { changes } = await house.publishing.review(meeting.id)
  expect(changes.map((change) => [change.session.code, change.kind === 'changed' && change.fields])).toEqual([
    ['PL-1', ['title']],
    ['PL-2', ['startsAt']],
  ])
})

test('a room, and a cancellation', async () => {
  const room = meeting.rooms[1]!.id
  await house.urgent.publish(meeting.id, await order({ what: 'room', room }))
  const cancelled = await house.urgent.publish(meeting.id, await order({ what: 'cancel' }, { label: 'Rev.2' }))
  expect(cancelled.content.sessions[0]).toMatchObject({ room, status: 'cancelled' })
  expect(await house.workingCopy.get(meeting.id, one.id)).toMatchObject({ roomId: room, status: 'cancelled' })
})

test('the same order given twice is one release; of two at once one looks again', async () => {
  const ordered = await order(later)
  const releases = await Promise.all([1, 2].map(() => house.urgent.publish(meeting.id, ordered)))
  expect(new Set(releases.map(({ id }) => id)).size).toBe(1)
  const cancel = await order({ what: 'cancel' }, { label: 'Rev.2' })
  const results = await Promise.allSettled([
    house.urgent.publish(meeting.id, cancel),
    house.urgent.publish(meeting.id, { ...cancel, session: two.id }),
  ])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find((result) => result.status === 'rejected')?.reason).toBeInstanceOf(WorkingCopyMoved)
  expect((await house.releases.all(meeting.id)).map(({ label }) => label)).toEqual(['Draft', 'Rev.1', 'Rev.2'])
})

test('refused, it leaves no trace in the working copy either', async () => {
  await house.workingCopy.edit(meeting.id, two.id, 1, { start: time('10:15'), end: time('10:45') }, house.organiser)
  await house.workingCopy.edit(meeting.id, two.id, 2, { room: meeting.rooms[1]!.id }, house.organiser)
  await house.publish(meeting, 'Rev.1')
  const clash = await order({ what: 'room', room: meeting.rooms[1]!.id }, { label: 'Rev.2' })
  await expect(house.urgent.publish(meeting.id, clash)).rejects.toThrow(RoomDoubleBooked)
  expect(await house.workingCopy.get(meeting.id, one.id)).toMatchObject({ roomId: meeting.rooms[0]!.id, version: 1 })
})

test('only what is released can change now, to a day, hour and room that there are', async () => {
  const unreleased = await house.add(meeting, 'PL-9', { at: '16:00', to: '17:00' })
  const changed = async (change: UrgentChange, session = one.id) =>
    house.urgent.publish(meeting.id, await order(change, { session }))
  await expect(changed(later, unreleased.id)).rejects.toThrow(NotReleased)
  await expect(changed({ ...later, day: Temporal.PlainDate.from('2022-10-30') })).rejects.toMatchObject({
    fields: [{ pointer: '/day', message: 'session.not-a-meeting-day' }],
  })
  await expect(changed({ ...later, end: time('10:30') })).rejects.toMatchObject({
    fields: [{ pointer: '/end', message: 'session.ends-when-it-starts' }],
  })
  await expect(changed({ what: 'room', room: unreleased.id as never })).rejects.toMatchObject({
    fields: [{ pointer: '/room', message: 'field.not-a-choice' }],
  })
})

test('rooms are free where no other released session is at that time', async () => {
  const { content } = (await house.releases.current(meeting.id))!
  const rooms = meeting.rooms
  const free = (at: number) => freeRooms(content, rooms, content.sessions[at]!).map(({ key }) => key)
  expect(free(0)).toEqual(['xvii', 'xxiv', 'online'])
  await house.add(meeting, 'PL-3', { room: rooms[1]!.id })
  await house.publish(meeting, 'Rev.1')
  const now = (await house.releases.current(meeting.id))!.content
  const first = now.sessions.find(({ code }) => code === 'PL-1')!
  expect(freeRooms(now, rooms, first).map(({ key }) => key)).toEqual(['xvii', 'online'])
})
