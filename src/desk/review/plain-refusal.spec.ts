import { expect, test } from 'vitest'
import { translator } from '../../platform/i18n/i18n.ts'
import { plainRefusal, refusalOf } from './plain-refusal.ts'

test.each([
  ['550 5.1.1', 'unknown-mailbox'],
  ['550', 'unknown-mailbox'],
  ['550 5.1.2', 'unknown-domain'],
  ['550 5.4.4', 'unknown-domain'],
  ['552 5.2.2', 'full'],
  ['552', 'full'],
  ['550 5.2.1', 'disabled'],
  ['550 5.7.1', 'policy'],
  ['given up', 'given-up'],
  ['554', 'other'],
])('%s means %s', (response, kind) => {
  expect(refusalOf(response)).toBe(kind)
})

test('the words come with the code of the server', () => {
  expect(plainRefusal(translator('en'), '550 5.1.1')).toBe('there is no such mailbox (550 5.1.1)')
})
