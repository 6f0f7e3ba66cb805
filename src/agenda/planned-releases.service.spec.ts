import { beforeAll, beforeEach, expect, test } from 'vitest'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import type { PlannedRelease } from './planned-release.entity.ts'
import { PlanIsOver, ReleaseIsPlanned } from './planned-releases.service.ts'
import { WorkingCopyMoved, type PublishOrder } from './publishing.service.ts'
import { NoteNamesRestricted } from './release-note.ts'
import { RoomDoubleBooked } from './room-clash.ts'

let house: AgendaHouse
let meeting: Meeting

const APPROVED = '2022-09-01T12:00:00Z'
const AT = Temporal.Instant.from('2022-09-02T07:00:00Z')

beforeAll(async () => {
  house = await AgendaHouse.open()
})
beforeEach(async () => {
  house.clock.set(APPROVED)
  meeting = await house.meeting()
})

const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)
const plan = async (more: Partial<PublishOrder & { at: Temporal.Instant }> = {}): Promise<PlannedRelease> =>
  house.planned.plan(meeting.id, {
    workingVersion: (await house.publishing.review(meeting.id)).workingVersion,
    label: 'Draft',
    note: { en: 'First draft' },
    by: house.organiser,
    at: AT,
    ...more,
  })
const labels = async (): Promise<string[]> => (await house.releases.all(meeting.id)).map(({ label }) => label)

test('what was approved is published at its time, as it was then, however often it is tried', async () => {
  const session = await house.add(meeting, 'PL-1')
  const { id } = await plan()
  await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
  await house.add(meeting, 'PL-2', { at: '14:00', to: '15:00' })
  house.clock.set(AT.subtract({ seconds: 1 }))
  await house.planned.sweep()
  expect(await labels()).toEqual([])
  house.clock.set(AT)
  await Promise.all([house.planned.publish(id), house.beside().planned.publish(id), house.planned.sweep()])
  await house.planned.publish(id)
  expect(await labels()).toEqual(['Draft'])
  expect(await house.sees(meeting)).toEqual(['PL-1 programme 10:00'])
  expect(await house.planned.standing(meeting.id)).toBeUndefined()
  expect(await house.planned.lastEnded(meeting.id)).toMatchObject({ id, state: 'published' })
})

test('a crash while it is published leaves the plan, and the next try is the one release', async () => {
  await house.add(meeting, 'PL-1')
  const { id } = await plan()
  house.clock.set(AT)
  await house.database.asOwner(
    `CREATE FUNCTION power_cut() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION 'power cut'; END $$;
     CREATE TRIGGER power_cut BEFORE UPDATE ON planned_release FOR EACH ROW EXECUTE FUNCTION power_cut()`,
  )
  await expect(house.planned.publish(id)).rejects.toThrow('power cut')
  await house.database.asOwner('DROP TRIGGER power_cut ON planned_release; DROP FUNCTION power_cut')
  expect(await labels()).toEqual([])
  expect((await house.planned.standing(meeting.id))?.id).toBe(id)
  await house.planned.sweep()
  expect(await labels()).toEqual(['Draft'])
})

test('the same order given twice is one plan; another one waits until that is called off', async () => {
  await house.add(meeting, 'PL-1')
  const { workingVersion } = await house.publishing.review(meeting.id)
  const [one, two] = await Promise.all([plan({ workingVersion }), plan({ workingVersion })])
  expect(one.id).toBe(two.id)
  await expect(plan({ workingVersion, note: { en: 'Mine' } })).rejects.toThrow(WorkingCopyMoved)
  await expect(plan({ note: { en: 'Mine' } })).rejects.toThrow(ReleaseIsPlanned)
})

test('it can be called off, and then nothing is published', async () => {
  await house.add(meeting, 'PL-1')
  const { id } = await plan()
  await house.planned.callOff(meeting.id, id, house.organiser)
  await house.planned.callOff(meeting.id, id, house.organiser)
  house.clock.set(AT)
  await house.planned.publish(id)
  await house.planned.sweep()
  expect(await labels()).toEqual([])
  expect((await house.audit.of(id)).map(({ action }) => action)).toEqual(['agenda.planned', 'agenda.plan-called-off'])
})

test('what is published meanwhile overtakes it', async () => {
  const session = await house.add(meeting, 'PL-1')
  const { id } = await plan()
  await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
  await house.publish(meeting, 'Draft')
  await expect(house.planned.callOff(meeting.id, id, house.organiser)).rejects.toThrow(PlanIsOver)
  house.clock.set(AT)
  await house.planned.publish(id)
  expect(await labels()).toEqual(['Draft'])
  expect(await house.sees(meeting)).toEqual(['PL-1 programme 10:30'])
  expect(await house.planned.lastEnded(meeting.id)).toMatchObject({ state: 'overtaken' })
})

test('a note that names a session closed since is not published; the desk learns why', async () => {
  const session = await house.add(meeting, 'PL-1')
  await plan({ note: { en: 'PL-1 is new.' } })
  const closed = { attend: 'invited', groups: ['bureau'], show: 'closed' } as const
  await house.workingCopy.setRule(meeting.id, session.id, 1, closed, house.organiser)
  house.clock.set(AT)
  await house.planned.sweep()
  await house.planned.sweep()
  expect(await labels()).toEqual([])
  expect(await house.planned.lastEnded(meeting.id)).toMatchObject({
    state: 'refused',
    refusedFor: 'note-names-restricted',
  })
})

test('nothing is approved that publishing would refuse, that was not looked at, or for the past', async () => {
  const closed = { attend: 'invited', groups: ['bureau'], show: 'closed' } as const
  await house.add(meeting, 'CL-1', { access: closed })
  await expect(plan({ note: { en: 'CL-1' } })).rejects.toThrow(NoteNamesRestricted)
  await expect(plan({ at: Temporal.Instant.from(APPROVED) })).rejects.toMatchObject({
    fields: [{ pointer: '/at', message: 'publish.not-in-future' }],
  })
  await expect(plan({ at: Temporal.Instant.from('2023-09-01T12:00:00Z') })).rejects.toMatchObject({
    fields: [{ pointer: '/at', message: 'publish.too-far-ahead' }],
  })
  await expect(plan({ workingVersion: 0 })).rejects.toThrow(WorkingCopyMoved)
  await house.add(meeting, 'PL-1')
  await expect(plan()).rejects.toThrow(RoomDoubleBooked)
  expect(await house.planned.standing(meeting.id)).toBeUndefined()
})
