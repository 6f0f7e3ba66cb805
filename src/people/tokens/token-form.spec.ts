import { expect, test } from 'vitest'
import { asId, newId } from '../../kernel/id.ts'
import { typedIn, wishFrom, type Offered, type TokenForm } from './token-form.ts'

const id = newId<'ApiToken'>()
const meeting = newId<'Meeting'>()
const offered: Offered = {
  scopes: ['read-agenda', 'edit-agenda'],
  meetings: [{ id: meeting, slug: 'here', title: { text: 'Here', lang: 'en' } }],
}
const good: TokenForm = { id, name: ' Nightly copy ', scopes: ['edit-agenda', 'read-agenda'], meeting, days: '90' }

test('a wish is what was typed, its scopes in their order', () => {
  expect(wishFrom(typedIn(good), offered).wish).toEqual({
    id,
    name: 'Nightly copy',
    scopes: ['read-agenda', 'edit-agenda'],
    meeting,
    days: 90,
  })
})

test('it can be for one thing, and for all meetings of its owner', () => {
  const { wish } = wishFrom(typedIn({ ...good, scopes: 'read-agenda', meeting: 'all' }), offered)
  expect([wish?.scopes, wish?.meeting]).toEqual([['read-agenda'], undefined])
})

test.each<[string, Partial<TokenForm>, string]>([
  ['no name', { name: '  ' }, '/name token.name-missing'],
  ['a name too long', { name: 'n'.repeat(81) }, '/name field.too-long'],
  ['nothing that it may do', { scopes: undefined }, '/scopes token.scopes-missing'],
  ['what its owner may not do', { scopes: ['read-agenda', 'publish'] }, '/scopes field.not-a-choice'],
  ['what there is not', { scopes: ['everything'] }, '/scopes field.not-a-choice'],
  ['no meeting', { meeting: undefined }, '/meeting token.meeting-missing'],
  ['a meeting of others', { meeting: asId<'Meeting'>(newId()) }, '/meeting field.not-a-choice'],
  ['two years', { days: '730' }, '/days field.not-a-choice'],
  ['no end', { days: '' }, '/days field.not-a-choice'],
  ['no form of ours', { id: 'mine' }, '/name field.invalid'],
])('%s is told at its field', (_, change, error) => {
  const { errors = [] } = wishFrom(typedIn({ ...good, ...change }), offered)
  expect(errors.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([error])
})
