import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import type { AccessRule } from '../agenda/release.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { PUBLIC_AUDIENCE } from './facts.ts'

let house: AgendaHouse
let meeting: Meeting

beforeAll(async () => {
  house = await AgendaHouse.open()
})
beforeEach(async () => {
  meeting = await house.meeting()
})

const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)
const unlisted: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'unlisted' }
const STATES: AccessRule = { attend: 'constituencies', constituencies: ['member-state'], show: 'listed' }

test('before anything is published there is nothing to see; an edited working copy shows nowhere', async () => {
  const session = await house.add(meeting, 'PL-1')
  expect(await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en')).toBeUndefined()
  expect(await house.gate.cached(meeting, PUBLIC_AUDIENCE, 'en', 'json', () => 'made')).toBeUndefined()
  await house.publish(meeting, 'Draft')
  const published = JSON.stringify(await house.gate.view(meeting, PUBLIC_AUDIENCE, 'fr'))
  await house.workingCopy.edit(
    meeting.id,
    session.id,
    1,
    { start: time('09:00'), title: { fr: 'Titre nouveau' }, officers: [{ role: 'chair', name: { en: 'New chair' } }] },
    house.organiser,
  )
  await house.add(meeting, 'PL-2', { at: '14:00', to: '15:00' })
  await house.workingCopy.cancel(meeting.id, session.id, 2, house.organiser)
  expect(JSON.stringify(await house.gate.view(meeting, PUBLIC_AUDIENCE, 'fr'))).toBe(published)
  expect(JSON.stringify(await house.beside().gate.view(meeting, PUBLIC_AUDIENCE, 'fr'))).toBe(published)
})

test('the same view is the same object while nothing changes, and a new one after publishing', async () => {
  const session = await house.add(meeting, 'PL-1')
  await house.publish(meeting, 'Draft')
  const first = await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en')
  expect(await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en')).toBe(first)
  await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
  expect(await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en')).toBe(first)
  await house.publish(meeting, 'Rev.1')
  expect(await house.sees(meeting)).toEqual(['PL-1 programme 10:30'])
})

test('a view changes with the words of its meeting’s frame, without a release', async () => {
  await house.add(meeting, 'PL-1')
  await house.publish(meeting, 'Draft')
  await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en')
  const renamed = { ...(await house.meetings.byId(meeting.id)), title: { en: 'Renamed' } }
  expect((await house.gate.view(renamed, PUBLIC_AUDIENCE, 'en'))?.meeting.title.text).toBe('Renamed')
})

describe('a stricter rule acts on save, everywhere', () => {
  test('in the agenda, old releases, differences and what renderers kept', async () => {
    const session = await house.add(meeting, 'PL-1', { title: { en: 'Very secret title' } })
    await house.add(meeting, 'PL-2', { at: '14:00', to: '15:00' })
    await house.publish(meeting, 'Draft')
    await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
    await house.publish(meeting, 'Rev.1')
    const everywhere = async (): Promise<string> =>
      JSON.stringify([
        await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en'),
        await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en', 'Draft'),
        await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en'),
        await house.gate.cached(meeting, PUBLIC_AUDIENCE, 'en', 'json', (view) => JSON.stringify(view)),
      ])
    expect((await everywhere()).match(/Very secret title/g)?.length).toBeGreaterThanOrEqual(4) // there is something to leak

    await house.workingCopy.setRule(meeting.id, session.id, 2, unlisted, house.organiser)
    expect(await everywhere()).not.toMatch(/Very secret title|PL-1/)
    expect((await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en')).changes).toEqual([])
    const invited = await house.somebody(meeting, { groups: ['bureau'] })
    expect(await house.sees(meeting, invited)).toEqual(['PL-1 attend 10:30', 'PL-2 attend 14:00'])

    await house.workingCopy.setRule(
      meeting.id,
      session.id,
      3,
      { attend: 'everyone', show: 'programme' },
      house.organiser,
    )
    expect(await house.sees(meeting)).toEqual(['PL-1 programme 10:30', 'PL-2 programme 14:00'])
  })

  test('loosening acts when it is published', async () => {
    const session = await house.add(meeting, 'PL-1', { access: unlisted })
    await house.publish(meeting, 'Draft')
    await house.workingCopy.setRule(meeting.id, session.id, 1, STATES, house.organiser)
    expect(await house.sees(meeting)).toEqual([])
    await house.publish(meeting, 'Rev.1')
    expect(await house.sees(meeting)).toEqual(['PL-1 listed 10:00'])
    expect(await house.sees(meeting, PUBLIC_AUDIENCE, 'Draft')).toEqual([]) // what was hidden then stays hidden there
  })

  test('a looser rule saved does not open what the release in force restricted, at the address of an older one', async () => {
    const open: AccessRule = { attend: 'everyone', show: 'programme' }
    const session = await house.add(meeting, 'PL-1', { title: { en: 'Very secret title' } })
    await house.publish(meeting, 'Draft')
    await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
    await house.publish(meeting, 'Rev.1')
    await house.workingCopy.setRule(meeting.id, session.id, 2, unlisted, house.organiser)
    await house.publish(meeting, 'Rev.2')
    await house.workingCopy.setRule(meeting.id, session.id, 3, open, house.organiser)
    const old = async (): Promise<string> =>
      JSON.stringify([
        await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en', 'Draft'),
        await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en', { from: 'Draft', to: 'Rev.1' }),
        await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en', { from: 'Rev.2', to: 'Draft' }),
      ])
    expect(await old()).not.toMatch(/Very secret title|PL-1/)
    // Nor what was said of it: for them, the release that restricted it changed nothing.
    const told = await house.gate.history(meeting, PUBLIC_AUDIENCE, 'en')
    expect(told.find(({ label }) => label === 'Rev.2')?.note).toBeUndefined()
    await house.publish(meeting, 'Rev.3')
    expect(await old()).toMatch(/Very secret title/)
  })

  test('at the door', async () => {
    const session = await house.add(meeting, 'PL-1')
    await house.publish(meeting, 'Draft')
    const anna = await house.somebody(meeting)
    expect(await house.gate.mayAttend(meeting, anna, session.id)).toBe(true)
    await house.workingCopy.setRule(meeting.id, session.id, 1, unlisted, house.organiser)
    expect(await house.gate.mayAttend(meeting, anna, session.id)).toBe(false)
  })

  test('another process hears of it within a second, by itself', async () => {
    const session = await house.add(meeting, 'PL-1')
    await house.publish(meeting, 'Draft')
    const other = house.beside()
    other.versions.onApplicationBootstrap()
    expect(await other.sees(meeting)).toEqual(['PL-1 programme 10:00'])
    await house.workingCopy.setRule(meeting.id, session.id, 1, unlisted, house.organiser)
    await wait(800)
    expect(await other.sees(meeting)).toEqual([])
    other.versions.onApplicationShutdown()
  })

  test('a process whose polling is silent asks at each request', async () => {
    const session = await house.add(meeting, 'PL-1')
    await house.publish(meeting, 'Draft')
    const other = house.beside() // never polls
    expect(await other.sees(meeting)).toEqual(['PL-1 programme 10:00'])
    await house.workingCopy.setRule(meeting.id, session.id, 1, unlisted, house.organiser)
    expect(await other.sees(meeting)).toEqual([])
  })
})

test('what is kept of one meeting is not shown in another, nor an old release as the one in force', async () => {
  const other = await house.meeting()
  for (const [at, title] of [
    [meeting, 'Here'],
    [other, 'There'],
  ] as const) {
    await house.add(at, 'PL-1', { title: { en: title } })
    await house.publish(at, 'Draft')
  }
  const titles = async (at: Meeting, label?: 'Draft'): Promise<string> =>
    JSON.stringify(await house.gate.view({ ...other, id: at.id }, PUBLIC_AUDIENCE, 'en', label))
  expect(await titles(meeting)).toContain('Here')
  expect(await titles(other)).toContain('There')
  const session = await house.workingCopy.byCode(meeting.id, 'PL-1')
  await house.workingCopy.edit(meeting.id, session.id, 1, { title: { en: 'Hence' } }, house.organiser)
  await house.publish(meeting, 'Rev.1')
  expect(await titles(meeting, 'Draft')).toContain('Here')
  expect(await titles(meeting)).toContain('Hence')
})

describe('facts', () => {
  test('open a session at once, and close it at once', async () => {
    const session = await house.add(meeting, 'MS-1', { access: STATES })
    await house.publish(meeting, 'Draft')
    const claimed = await house.somebody(meeting)
    expect(await house.sees(meeting, claimed)).toEqual(['MS-1 listed 10:00'])
    expect(await house.gate.mayAttend(meeting, claimed, session.id)).toBe(false)
    const verified = await house.somebody(meeting, { constituency: 'member-state' })
    expect(await house.sees(meeting, verified)).toEqual(['MS-1 attend 10:00'])
    expect(await house.gate.mayAttend(meeting, verified, session.id)).toBe(true)
    expect(await house.gate.mayAttend(meeting, PUBLIC_AUDIENCE, session.id)).toBe(false)
  })

  test('a session that is not released lets nobody in', async () => {
    await house.add(meeting, 'PL-1')
    await house.publish(meeting, 'Draft')
    const later = await house.add(meeting, 'PL-2', { at: '14:00', to: '15:00' })
    expect(await house.gate.mayAttend(meeting, await house.somebody(meeting), later.id)).toBe(false)
  })

  test('people with the same facts share what is kept; who is in an invited group has it made anew', async () => {
    await house.add(meeting, 'MS-1', { access: STATES })
    await house.add(meeting, 'CL-1', { access: unlisted, room: meeting.rooms[1]!.id })
    await house.publish(meeting, 'Draft')
    let made = 0
    const render = async (facts: Parameters<typeof house.somebody>[1]): Promise<unknown> =>
      house.gate.cached(meeting, await house.somebody(meeting, facts), 'en', 'count', () => ++made)
    expect(await render({ constituency: 'member-state' })).toBe(1)
    expect(await render({ constituency: 'member-state' })).toBe(1)
    expect(await render({ constituency: 'un-entity' })).toBe(2)
    expect(await render({ constituency: 'civil-society' })).toBe(2) // no rule asks for either
    expect(await render({ groups: ['friends'] })).toBe(2) // nor for this group
    expect(await render({ groups: ['bureau'] })).toBe(3)
    expect(await render({ groups: ['bureau'] })).toBe(4)
  })
})

test('nothing is kept of what is not there: addresses that strangers invent must not fill the memory', async () => {
  await house.add(meeting, 'PL-1')
  await house.publish(meeting, 'Draft')
  let asked = 0
  const ask = async (): Promise<unknown> =>
    house.gate.cached(meeting, PUBLIC_AUDIENCE, 'en', 'session.ics/invented', () => void ++asked)
  expect([await ask(), await ask(), asked]).toEqual([undefined, undefined, 2])
})

describe('what changed', () => {
  test('between the label before and the one in force, or any two', async () => {
    const session = await house.add(meeting, 'PL-1')
    await house.publish(meeting, 'Draft')
    const first = await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en')
    expect([first.from, first.changes]).toEqual([undefined, []])
    await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
    await house.publish(meeting, 'Rev.1')
    await house.workingCopy.cancel(meeting.id, session.id, 2, house.organiser)
    await house.publish(meeting, 'Final')
    const kinds = async (range: Parameters<typeof house.gate.changes>[3]): Promise<string[]> =>
      (await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en', range)).changes.map(({ kind }) => kind)
    expect(await kinds({})).toEqual(['cancelled'])
    expect(await kinds({ to: 'Rev.1' })).toEqual(['moved'])
    expect(await kinds({ from: 'Draft' })).toEqual(['cancelled', 'moved'])
    expect((await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en')).labels).toEqual(['Draft', 'Rev.1', 'Final'])
    await expect(kinds({ from: 'Rev.7' })).rejects.toThrow(NotFound)
  })

  test('what a release restricted is not mentioned, even when the rule saved since is looser', async () => {
    const session = await house.add(meeting, 'PL-1')
    await house.publish(meeting, 'Draft')
    await house.workingCopy.setRule(meeting.id, session.id, 1, unlisted, house.organiser)
    await house.publish(meeting, 'Draft')
    await house.publish(meeting, 'Rev.1')
    await house.workingCopy.setRule(
      meeting.id,
      session.id,
      2,
      { attend: 'everyone', show: 'programme' },
      house.organiser,
    )
    const { changes } = await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en', { from: 'Draft', to: 'Rev.1' })
    expect(changes).toEqual([])
  })
})

test('an old release names the one in force; a label that was never given shows nothing', async () => {
  const session = await house.add(meeting, 'PL-1')
  await house.publish(meeting, 'Draft')
  await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
  await house.publish(meeting, 'Rev.1')
  const old = await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en', 'Draft')
  expect(old?.release).toMatchObject({ label: 'Draft', supersededBy: 'Rev.1' })
  expect(await house.sees(meeting, PUBLIC_AUDIENCE, 'Draft')).toEqual(['PL-1 programme 10:00'])
  expect(await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en', 'Final')).toBeUndefined()
})

test('a release that was taken back is under no label any more', async () => {
  const session = await house.add(meeting, 'PL-1')
  await house.publish(meeting, 'Draft')
  await house.workingCopy.edit(meeting.id, session.id, 1, { title: { en: 'Taken back' } }, house.organiser)
  const { id } = await house.publish(meeting, 'Rev.1')
  expect(JSON.stringify(await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en', 'Rev.1'))).toContain('Taken back')
  await house.publishing.withdraw(meeting.id, id, house.organiser)
  expect(await house.gate.view(meeting, PUBLIC_AUDIENCE, 'en', 'Rev.1')).toBeUndefined()
  expect((await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en')).labels).toEqual(['Draft'])
})

test('one comparison tells each audience what it sees, in whichever order they ask', async () => {
  const session = await house.add(meeting, 'PL-1', { access: { ...unlisted, show: 'closed' } })
  await house.add(meeting, 'PL-2', { at: '14:00', to: '15:00', access: { ...unlisted, groups: ['press'] } })
  const first = await house.publish(meeting, 'Draft')
  await house.workingCopy.edit(meeting.id, session.id, 1, { title: { en: 'Very secret title' } }, house.organiser)
  const second = await house.publish(meeting, 'Rev.1')
  const invited = await house.somebody(meeting, { groups: ['bureau'] })
  const press = await house.somebody(meeting, { groups: ['press'] })
  for (const audiences of [
    [invited, press, PUBLIC_AUDIENCE],
    [PUBLIC_AUDIENCE, press, invited],
  ]) {
    const compare = (await house.gate.comparing(meeting, first.id, second.id))!
    for (const audience of audiences)
      expect(JSON.stringify(compare(audience, 'en')).includes('Very secret title')).toBe(audience === invited)
  }
})

test('one comparison parts those whom a rule parts', async () => {
  const session = await house.add(meeting, 'PL-1', { access: { ...STATES, show: 'unlisted' } })
  const first = await house.publish(meeting, 'Draft')
  await house.workingCopy.edit(meeting.id, session.id, 1, { title: { en: 'Very secret title' } }, house.organiser)
  const second = await house.publish(meeting, 'Rev.1')
  const state = await house.somebody(meeting, { constituency: 'member-state' })
  const other = await house.somebody(meeting, { constituency: 'academia' })
  const compare = (await house.gate.comparing(meeting, first.id, second.id))!
  expect([state, other].map((one) => JSON.stringify(compare(one, 'en')).includes('Very secret title'))).toEqual([
    true,
    false,
  ])
})
