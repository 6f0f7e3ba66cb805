import { beforeAll, beforeEach, expect, test } from 'vitest'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import type { AccessRule } from '../agenda/release.ts'
import type { PersonId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'

// What hosts and open lines ask of the gate: who of many may come in, and whether what held still holds.

let house: AgendaHouse
let meeting: Meeting

beforeAll(async () => {
  house = await AgendaHouse.open()
})
beforeEach(async () => {
  meeting = await house.meeting()
})

const unlisted: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'unlisted' }
const STATES: AccessRule = { attend: 'constituencies', constituencies: ['member-state'], show: 'listed' }

const somebodyOf = async (constituency: string): Promise<PersonId> => {
  const who = await house.somebody(meeting, { constituency })
  return who.kind === 'person' ? who.facts.person : house.organiser
}

test('of many people those may come in whom the released rule names, and the rule saved since', async () => {
  const session = await house.add(meeting, 'MS-1', { access: STATES })
  await house.publish(meeting, 'Draft')
  const [state, academic] = [await somebodyOf('member-state'), await somebodyOf('academia')]
  const list = async () => [...(await house.gate.attendees(meeting, session.id, [state, academic, house.organiser]))]
  expect(await list()).toEqual([state])
  await house.workingCopy.setRule(meeting.id, session.id, 1, unlisted, house.organiser)
  expect(await list()).toEqual([])
})

test('what held when somebody asked holds no more after a rule was saved, or a release came', async () => {
  const session = await house.add(meeting, 'PL-1')
  await house.publish(meeting, 'Draft')
  const stillHolds = async (holds: () => boolean): Promise<boolean> => {
    await house.versions.refresh()
    return holds()
  }
  const beforeTheRule = await house.gate.holding(meeting.id)
  expect(await stillHolds(beforeTheRule)).toBe(true)
  await house.workingCopy.setRule(meeting.id, session.id, 1, unlisted, house.organiser)
  expect(await stillHolds(beforeTheRule)).toBe(false)
  const beforeTheRelease = await house.gate.holding(meeting.id)
  expect(await stillHolds(beforeTheRelease)).toBe(true)
  await house.publish(meeting, 'Rev.1')
  expect(await stillHolds(beforeTheRelease)).toBe(false)
})
