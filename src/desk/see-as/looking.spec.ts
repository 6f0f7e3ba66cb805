import { expect, test } from 'vitest'
import { NotFound } from '../../kernel/domain-error.ts'
import { lookingChosen, lookingFrom, pathTo, pretendedBy, type Looking } from './looking.ts'

test.each<[string, Looking]>([
  ['public/working', { as: 'public', of: 'working' }],
  ['unverified/current', { as: 'unverified', of: 'current' }],
  ['member-state/rev.1', { as: 'member-state', of: 'Rev.1' }],
  ['member-state.bureau/draft', { as: 'member-state', group: 'bureau', of: 'Draft' }],
  ['unverified.drafting-group/corr.2', { as: 'unverified', group: 'drafting-group', of: 'Corr.2' }],
])('%s is an address that says what it looks at', (path, looking) => {
  const [who, of] = path.split('/')
  expect(lookingFrom(who!, of!)).toEqual(looking)
  expect(pathTo(looking)).toBe(path)
})

test.each([
  ['martian', 'working'],
  ['', 'working'],
  ['public.bureau', 'working'],
  ['member-state.bureau.other', 'working'],
  ['public', 'rev'],
  ['public', ''],
])('%s as of %s is nobody, or nothing', (who, of) => {
  expect(() => lookingFrom(who, of)).toThrow(NotFound)
})

test('the form may leave out everything, and the public is in no group', () => {
  expect(lookingChosen({})).toEqual({ as: 'public', of: 'working' })
  expect(lookingChosen({ as: 'public', group: 'bureau', of: 'draft' })).toEqual({ as: 'public', of: 'Draft' })
  expect(lookingChosen({ as: 'igo', group: 'bureau' })).toEqual({ as: 'igo', group: 'bureau', of: 'working' })
  expect(() => lookingChosen({ as: ['igo', 'public'] as never })).toThrow(NotFound)
  expect(lookingChosen({ as: 'igo', group: '' })).toEqual({ as: 'igo', of: 'working' })
})

test('somebody unverified may be in a group, and is verified in nothing', () => {
  expect(pretendedBy({ as: 'unverified', group: 'bureau', of: 'working' })).toEqual({ group: 'bureau' })
  expect(pretendedBy({ as: 'igo', group: 'bureau', of: 'working' })).toEqual({ constituency: 'igo', group: 'bureau' })
  expect(pretendedBy({ as: 'public', of: 'working' })).toBe('public')
})
