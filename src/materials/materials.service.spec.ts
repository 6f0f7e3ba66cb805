import { beforeAll, beforeEach, expect, test } from 'vitest'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import { PUBLIC_AUDIENCE, type Audience } from '../access/facts.ts'
import type { AccessRule } from '../agenda/release.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import type { MaterialDefinition } from './material.ts'
import { Materials } from './materials.service.ts'

let house: AgendaHouse
let materials: Materials
let meeting: Meeting
let other: Meeting

beforeAll(async () => {
  house = await AgendaHouse.open()
  materials = new Materials(house.database, house.gate, house.audit)
})
beforeEach(async () => {
  ;[meeting, other] = [await house.meeting(), await house.meeting()]
})

const STATES: AccessRule = { attend: 'constituencies', constituencies: ['member-state'], show: 'listed' }

const paper = (key: string, more: Partial<MaterialDefinition> = {}): MaterialDefinition => ({
  ...{ key, kind: 'document', title: { en: key }, access: { attend: 'everyone' }, public: false, sessions: [] },
  ...more,
})

/** Lays down papers, each with a text of its own. */
const lays = (at: Meeting, ...papers: MaterialDefinition[]): Promise<void> =>
  house.database.transaction((tx) =>
    materials.define(
      tx,
      at,
      papers,
      papers.map(({ key }) => ({
        ...{ key, language: 'en', mediaType: 'text/plain', name: `${key}.txt` },
        bytes: Buffer.from(`${key} of ${at.slug}`),
      })),
    ),
  )

const lists = async (audience: Audience): Promise<{ key: string; sessions: readonly SessionId[] }[]> => {
  const view = await house.gate.view(meeting, audience, 'en')
  return (await materials.readable(meeting, audience, view, 'en')).map(({ key, sessions }) => ({ key, sessions }))
}

const fetches = async (audience: Audience, key: string): Promise<string | undefined> => {
  try {
    return (await materials.fetch(meeting, audience, key, 'en')).bytes.toString()
  } catch (error) {
    expect(error).toBeInstanceOf(NotFound)
    return undefined
  }
}

test('what may be read is listed and given; what may not is in no list, and at no address', async () => {
  const states = (await house.add(meeting, 'MS-1', { access: STATES })).id
  await house.publish(meeting, 'Draft')
  await lays(
    meeting,
    paper('statement', { sessions: [states] }),
    paper('handout', { public: true, sessions: [states] }),
  )
  const delegate = await house.somebody(meeting, { constituency: 'member-state' })
  const academic = await house.somebody(meeting, { constituency: 'academia' })
  expect(await lists(delegate)).toEqual([
    { key: 'statement', sessions: [states] },
    { key: 'handout', sessions: [states] },
  ])
  // That a session which is only listed to them has the public paper, they are not told.
  expect(await lists(academic)).toEqual([{ key: 'handout', sessions: [] }])
  expect(await lists(PUBLIC_AUDIENCE)).toEqual([{ key: 'handout', sessions: [] }])
  for (const [who, given] of [
    [delegate, `statement of ${meeting.slug}`],
    [academic, undefined],
    [PUBLIC_AUDIENCE, undefined],
  ] as const)
    expect(await fetches(who, 'statement')).toBe(given)
  expect(await fetches(PUBLIC_AUDIENCE, 'handout')).toBe(`handout of ${meeting.slug}`)
})

test('a paper of another meeting is at no address of this one, whoever asks and whatever it is called', async () => {
  await house.add(meeting, 'PL-1')
  await house.publish(meeting, 'Draft')
  await lays(other, paper('theirs'), paper('both', { public: true }))
  await lays(meeting, paper('both'))
  const delegate = await house.somebody(meeting)
  expect(await fetches(delegate, 'theirs')).toBeUndefined()
  expect(await fetches(delegate, 'both')).toBe(`both of ${meeting.slug}`)
  expect(await fetches(PUBLIC_AUDIENCE, 'both')).toBeUndefined()
})
