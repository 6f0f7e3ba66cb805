import { expect, test } from 'vitest'
import { EVERYONE, FRAME, momentAt, personWith, released, savedRule, sessionId } from '../../test/builders/agenda.ts'
import type { AccessRule } from '../agenda/release.ts'
import { audienceKey, testedFacts } from './audience-key.ts'
import { entriesOf } from './changes.ts'
import { viewOf } from './view-of.ts'

test('who lost a session by a rule that names them no more shares no view with who never had it', () => {
  const entities: AccessRule = { attend: 'constituencies', constituencies: ['un-entity'], show: 'closed' }
  const bureau: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'closed' }
  const moments = [momentAt(1, 'Rev.1', [released(1, { access: EVERYONE })])]
  const saved = savedRule(1, { rule: entities }, { rule: bureau, day: 4 })
  const rules = new Map([[sessionId(1), saved]])
  const [entity, academic] = ['un-entity', 'academia'].map((constituency) => personWith({ constituency }))
  const stamps = [entity!, academic!].map((audience) =>
    entriesOf(viewOf({ moments, rules, meeting: FRAME, audience, locale: 'en' })!)[0]!.calendar.stamp.toString(),
  )
  // To both it is "Closed meeting"; only for the one this is news.
  expect(stamps[0]).not.toBe(stamps[1])
  const tested = testedFacts(moments, rules)
  expect(audienceKey(entity!, tested)).not.toBe(audienceKey(academic!, tested))
})
