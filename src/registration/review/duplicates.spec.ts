import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  editDistance,
  latinForm,
  likenessKeys,
  likenessOf,
  soundOf,
  trigramLikeness,
  type Traits,
} from './duplicates.ts'

const who = (name: string, more: Partial<Traits> = {}): Traits => {
  const [givenNames = '', ...family] = name.split(' ')
  return {
    givenNames,
    familyName: family.join(' '),
    constituency: 'member-state',
    state: 'KEN',
    organization: '',
    addresses: [],
    phones: [],
    ...more,
  }
}

test.each([
  ['Ngũgĩ wa Thiong’o', 'ngugi wa thiongo'],
  ['ØSTERGÅRD-Łukasz', 'ostergard lukasz'],
  ['Наталья Щукина', 'natalia shchukina'],
  ['Γιώργος', 'giorgos'],
  ['王小明', '王小明'],
])('%s is compared as %s', (text, form) => {
  expect(latinForm(text)).toBe(form)
})

test.each([
  ['mohamed', 'muhammad'],
  ['yusuf', 'youssef'],
  ['alexei', 'aleksey'],
  ['stefan', 'stephan'],
])('%s sounds like %s', (a, b) => {
  expect(soundOf(a)).toBe(soundOf(b))
})

describe('two registrations are likely of one person', () => {
  test.each([
    ['the same name and State', who('Amina Odhiambo'), who('AMINA ODHIAMBO'), ['same-name', 'same-represented']],
    ['names the other way round', who('Amina Odhiambo'), who('Odhiambo Amina'), ['same-name', 'same-represented']],
    ['accents or none', who('José Núñez'), who('Jose Nunez'), ['same-name', 'same-represented']],
    [
      'another spelling of one sound',
      who('Mohamed Youssef'),
      who('Muhammad Yusuf'),
      ['similar-name', 'same-represented'],
    ],
    ['another script', who('Мухаммед Юсуф'), who('Muhammad Yusuf'), ['similar-name', 'same-represented']],
    ['Arabic and Latin letters', who('محمد يوسف'), who('Mohamed Youssef'), ['similar-name', 'same-represented']],
    ['a slip of the keyboard', who('Amina Odhiambo'), who('Amina Odhiamvo'), ['similar-name', 'same-represented']],
    ['a second family name', who('Ana García'), who('Ana García Márquez'), ['similar-name', 'same-represented']],
    [
      'the organization written otherwise',
      who('Ana Gil', { state: null, constituency: 'civil-society', organization: 'Réseau Action' }),
      who('Ana Gil', { state: null, constituency: 'civil-society', organization: 'reseau  ACTION' }),
      ['same-name', 'same-represented'],
    ],
    [
      'the same name at one address, for another State',
      who('Ana Gil', { addresses: ['a@x.org'] }),
      who('Ana Gil', { state: 'UGA', addresses: ['a@x.org'] }),
      ['same-name', 'same-address'],
    ],
    [
      'one telephone number, written from home and abroad',
      who('Ana Gil', { phones: ['+254 712 345678'] }),
      who('Zoe Wanjiru', { phones: ['0712345678'] }),
      ['same-represented', 'same-phone'],
    ],
  ] as const)('%s', (_, a, b, reasons) => {
    expect(likenessOf(a, b)).toEqual(reasons)
    expect(likenessOf(b, a)).toEqual(reasons)
    const keys = new Set(likenessKeys(a))
    expect(likenessKeys(b).some((key) => keys.has(key))).toBe(true)
  })
})

describe('and these are not', () => {
  test.each([
    ['other people of one State', who('Amina Odhiambo'), who('Grace Wanjiru')],
    ['one given name in common', who('Amina Odhiambo'), who('Amina Kipchoge')],
    ['the same name for another State', who('Amina Odhiambo'), who('Amina Odhiambo', { state: 'UGA' })],
    [
      'two whom one focal point entered',
      who('Amina Odhiambo', { addresses: ['mission@x.org'] }),
      who('Grace Wanjiru', { addresses: ['mission@x.org'] }),
    ],
    ['a short name that differs by a letter', who('Li'), who('Lu')],
    ['people without a name', who(''), who('')],
  ] as const)('%s', (_, a, b) => {
    expect(likenessOf(a, b)).toEqual([])
  })
})

test('likeness is the same from both sides, whatever people are called', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 })
  fc.assert(
    fc.property(text, text, text, text, (a, b, c, d) => {
      const [one, two] = [who('', { givenNames: a, familyName: b }), who('', { givenNames: c, familyName: d })]
      expect(likenessOf(one, two)).toEqual(likenessOf(two, one))
      expect(trigramLikeness(a, c)).toBeCloseTo(trigramLikeness(c, a))
      expect(editDistance(a, c)).toBe(editDistance(c, a))
    }),
  )
})
