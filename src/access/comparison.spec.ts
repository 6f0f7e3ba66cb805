import { expect, test } from 'vitest'
import { EVERYONE, FRAME, momentAt, released, savedRule, sessionId } from '../../test/builders/agenda.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import type { AccessRule } from '../agenda/release.ts'
import { comparison } from './comparison.ts'
import { PUBLIC_AUDIENCE } from './facts.ts'

// What is told by mail of a release that came into force, to whoever could see it, under the rules that hold now.

const unlisted: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'unlisted' }
const first = momentAt(1, 'Draft', [released(1)])
const moved = momentAt(2, 'Rev.1', [released(1, { at: '10:30' })])
const restricted = momentAt(3, 'Rev.2', [released(1, { at: '10:30', access: unlisted })])
const opened = momentAt(4, 'Rev.3', [released(1, { at: '10:30' })])

/** What the public is told of the last of `after`, while `inForce` is and the rule saved now is open to all. */
const told = (before: ReleaseMoment[], after: ReleaseMoment[], inForce: ReleaseMoment): string[] => {
  const rules = new Map([[sessionId(1), savedRule(1, { rule: EVERYONE })]])
  const compare = comparison(FRAME, { rules }, before, after, [inForce.release!.content])
  return compare(PUBLIC_AUDIENCE, 'en').changes.map(({ kind }) => kind)
}

test('what changed is told while it may be seen', () => {
  expect(told([first], [first, moved], moved)).toEqual(['moved'])
})

test('a mail that was still to go tells nothing of what the release in force hides, though the rule saved since is looser', () => {
  expect(told([first], [first, moved], restricted)).toEqual([])
})

test('what a release restricted is not told to have gone, also once a later one has opened it again', () => {
  expect(told([first, moved], [first, moved, restricted], opened)).toEqual([])
})
