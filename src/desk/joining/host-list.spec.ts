import { expect, test } from 'vitest'
import type { AdmittedPerson } from '../../checkin/admitted.service.ts'
import { guestsOf } from './host-list.ts'

const guest = (name: string, more: Partial<AdmittedPerson> = {}): AdmittedPerson => ({
  ...{ name, state: null, organization: '', constituency: 'member-state', holds: 'online', opened: undefined },
  ...more,
})
const PEOPLE = [
  guest('Zoë Ábalos', { state: 'CIV', opened: Temporal.Instant.from('2022-10-18T08:01:00Z') }),
  guest('Amadou Bá', { organization: 'Platform of associations' }),
  guest('Nadia O’Hara', { state: 'ARG', opened: Temporal.Instant.from('2022-10-18T08:05:00Z') }),
  guest('Bo Li'),
]
const names = (wish: Parameters<typeof guestsOf>[1]) => guestsOf(PEOPLE, wish).map(({ name }) => name)

test('by name, by State or organization, or by who came last to the door', () => {
  expect(names({ sort: 'name', locale: 'en' })).toEqual(['Amadou Bá', 'Bo Li', 'Nadia O’Hara', 'Zoë Ábalos'])
  expect(names({ sort: 'from', locale: 'en' })).toEqual(['Nadia O’Hara', 'Zoë Ábalos', 'Amadou Bá', 'Bo Li'])
  expect(names({ sort: 'opened', locale: 'en' })).toEqual(['Nadia O’Hara', 'Zoë Ábalos', 'Amadou Bá', 'Bo Li'])
})

test.each([
  ['abal', ['Zoë Ábalos']],
  ['zoe aba', ['Zoë Ábalos']],
  ['cote', ['Zoë Ábalos']],
  ['assoc', ['Amadou Bá']],
  ['hara arg', ['Nadia O’Hara']],
  ['nobody', []],
  ['', ['Amadou Bá', 'Bo Li', 'Nadia O’Hara', 'Zoë Ábalos']],
])('a host who types "%s" finds %j', (q, found) => {
  expect(names({ q, sort: 'name', locale: 'en' })).toEqual(found)
})
