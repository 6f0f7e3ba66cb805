import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import { newId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { SessionWasReleased } from './session.ts'
import { SessionChangedMeanwhile, WorkingCopyChangedMeanwhile } from './working-copy-meanwhile.ts'
import { WorkingCopyHistory } from './working-copy-history.service.ts'
import { UndoRefused } from './working-copy-undo.ts'

let house: AgendaHouse
let history: WorkingCopyHistory
let meeting: Meeting
const colleague = newId<'Person'>()

beforeAll(async () => {
  house = await AgendaHouse.open()
  history = new WorkingCopyHistory(house.database)
})
beforeEach(async () => {
  meeting = await house.meeting()
})

const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)
const newest = async (): Promise<string> => (await history.recent(meeting.id))[0]!.id
const undo = async (change: string): Promise<void> => house.workingCopy.undo(meeting.id, change, house.organiser)
const at = async (code: string): Promise<unknown[]> => {
  const { start, end, title, version } = await house.workingCopy.byCode(meeting.id, code)
  return [start?.toString().slice(0, 5), end?.toString().slice(0, 5), title.en, version]
}

describe('a single edit', () => {
  test('is taken back, and what others wrote in other fields since stays', async () => {
    const { id } = await house.add(meeting, 'PL-1')
    await house.workingCopy.edit(meeting.id, id, 1, { start: time('12:00'), end: time('13:00') }, house.organiser)
    const moved = await newest()
    await house.workingCopy.edit(meeting.id, id, 2, { title: { en: 'Better' } }, colleague)
    await undo(moved)
    expect(await at('PL-1')).toEqual(['10:00', '11:00', 'Better', 4])
    const { startsAt } = await house.workingCopy.get(meeting.id, id)
    expect(String(startsAt)).toBe('2022-10-18T08:00:00Z')
  })

  test('twice is once; and taking it back can be taken back', async () => {
    const { id } = await house.add(meeting, 'PL-1')
    await house.workingCopy.edit(meeting.id, id, 1, { title: { en: 'Better' } }, house.organiser)
    const edited = await newest()
    await undo(edited)
    await undo(edited)
    expect(await at('PL-1')).toEqual(['10:00', '11:00', 'Title of PL-1', 3])
    await undo(await newest())
    expect(await at('PL-1')).toEqual(['10:00', '11:00', 'Better', 4])
  })

  test('is not taken back over what somebody wrote in the same place since', async () => {
    const { id } = await house.add(meeting, 'PL-1')
    await house.workingCopy.edit(meeting.id, id, 1, { title: { en: 'Better' } }, house.organiser)
    const edited = await newest()
    await house.workingCopy.edit(meeting.id, id, 2, { title: { en: 'Best' } }, colleague)
    await expect(undo(edited)).rejects.toThrow(UndoRefused)
    await expect(undo(edited)).rejects.toMatchObject({ params: { code: 'PL-1', field: 'title.en' } })
    expect(await at('PL-1')).toEqual(['10:00', '11:00', 'Best', 3])
  })

  test('of one item is not taken back over what somebody did to another item since: neither is lost', async () => {
    const items = (first: string, second: string) => [
      { number: '1', title: { en: first } },
      { number: '2', title: { en: second } },
    ]
    const { id } = await house.add(meeting, 'PL-1', { items: items('Opening', 'Workplan') })
    await house.workingCopy.edit(meeting.id, id, 1, { items: items('Opening words', 'Workplan') }, house.organiser)
    const edited = await newest()
    await house.workingCopy.edit(meeting.id, id, 2, { items: items('Opening words', 'The workplan') }, colleague)
    await expect(undo(edited)).rejects.toMatchObject({ params: { code: 'PL-1', field: 'items' } })
    expect((await house.workingCopy.get(meeting.id, id)).items).toEqual(items('Opening words', 'The workplan'))
  })

  test('of a meeting nobody else’s meeting takes back', async () => {
    await house.add(meeting, 'PL-1')
    const change = await newest()
    const other = await house.meeting()
    await expect(house.workingCopy.undo(other.id, change, house.organiser)).rejects.toMatchObject({ status: 404 })
  })
})

describe('adding and deleting', () => {
  test('a session added by mistake goes, and comes back as it was', async () => {
    await house.add(meeting, 'PL-1', { officers: [{ role: 'chair', name: { en: 'N. N.' } }] })
    const before = await house.workingCopy.byCode(meeting.id, 'PL-1')
    await undo(await newest())
    expect(await house.workingCopy.list(meeting.id)).toEqual([])
    await undo(await newest())
    const after = await house.workingCopy.byCode(meeting.id, 'PL-1')
    const { closedUid: _, version, fieldVersions: __, ...rest } = after
    expect(before).toMatchObject(rest)
    expect(version).toBeGreaterThan(before.version)
  })

  test('what readers have seen is not deleted, only cancelled', async () => {
    const { id } = await house.add(meeting, 'PL-1')
    const added = await newest()
    await house.publish(meeting, 'Draft')
    await expect(house.workingCopy.remove(meeting.id, id, 1, house.organiser)).rejects.toThrow(SessionWasReleased)
    await expect(undo(added)).rejects.toThrow(SessionWasReleased)
    expect(await house.workingCopy.list(meeting.id)).toHaveLength(1)
  })

  test('a session never released is deleted, twice is once, and not from under somebody’s edit', async () => {
    const { id } = await house.add(meeting, 'PL-1')
    await house.workingCopy.edit(meeting.id, id, 1, { title: { en: 'Better' } }, colleague)
    await expect(house.workingCopy.remove(meeting.id, id, 1, house.organiser)).rejects.toThrow(SessionChangedMeanwhile)
    await house.workingCopy.remove(meeting.id, id, 2, house.organiser)
    await house.workingCopy.remove(meeting.id, id, 2, house.organiser)
    expect(await house.workingCopy.list(meeting.id)).toEqual([])
  })
})

describe('many at once', () => {
  const later = { start: time('10:15'), end: time('11:15') }

  test('are one change, taken back as one, or not at all', async () => {
    const one = await house.add(meeting, 'PL-1')
    const two = await house.add(meeting, 'PL-2', { room: meeting.rooms[1]!.id })
    const changes = new Map([one, two].map(({ id }) => [id, later]))
    await house.workingCopy.editAll(meeting.id, 2, changes, house.organiser, 'sessions.shifted')
    expect(await at('PL-2')).toEqual(['10:15', '11:15', 'Title of PL-2', 2])
    const shifted = await newest()
    await house.workingCopy.edit(meeting.id, two.id, 2, { start: time('10:20') }, colleague)
    await expect(undo(shifted)).rejects.toMatchObject({ params: { code: 'PL-2', field: 'start' } })
    expect(await at('PL-1')).toEqual(['10:15', '11:15', 'Title of PL-1', 2])
    await undo(await newest())
    expect((await history.recent(meeting.id)).map(({ action, undone }) => [action, undone])).toEqual([
      ['change.undone', false],
      ['session.edited', true],
      ['sessions.shifted', false],
      ['session.added', false],
      ['session.added', false],
    ])
  })

  test('are not done to another working copy than the one that was looked at', async () => {
    const { id } = await house.add(meeting, 'PL-1')
    const order = house.workingCopy.editAll(meeting.id, 0, new Map([[id, later]]), house.organiser, 'sessions.shifted')
    await expect(order).rejects.toThrow(WorkingCopyChangedMeanwhile)
  })
})

test('who comes second learns field by field what the other changed, what it was, and who', async () => {
  const { id } = await house.add(meeting, 'PL-1')
  await house.workingCopy.edit(meeting.id, id, 1, { title: { en: 'Better' }, start: time('10:30') }, colleague)
  await house.workingCopy.edit(meeting.id, id, 2, { title: { en: 'Best' } }, colleague)
  const late = house.workingCopy.edit(meeting.id, id, 1, { title: { en: 'Mine' } }, house.organiser)
  await expect(late).rejects.toMatchObject({
    since: [
      { field: 'title.en', was: 'Title of PL-1', is: 'Best', by: colleague },
      { field: 'start', was: '10:00:00', is: '10:30:00', by: colleague },
    ],
  })
})

test('only the last changes are kept', async () => {
  const { id } = await house.add(meeting, 'PL-1')
  for (let version = 1; version < 205; version++)
    await house.workingCopy.edit(meeting.id, id, version, { capacity: version }, house.organiser)
  const [{ count } = { count: 0 }] = await house.database.query<{ count: number }>(
    'SELECT count(*)::int FROM working_copy_change WHERE meeting_id = $1',
    [meeting.id],
  )
  expect(count).toBe(200)
})
