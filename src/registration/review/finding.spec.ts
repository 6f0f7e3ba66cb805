import { beforeAll, describe, expect, test } from 'vitest'
import { RegistrationHouse, TUESDAY, WEDNESDAY } from '../../../test/builders/registration.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { LOCALES } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { SORTS, type ListFilter, type Paging } from './listing.ts'

interface Person {
  given: string
  family?: string
  email?: string
  state?: string
  organization?: string
}

const PEOPLE: readonly Person[] = [
  { given: 'José Ángel', family: 'Gutiérrez Muñoz', email: 'jose+meetings@example.org', state: 'MEX' },
  { given: 'Mary Ann', family: 'O’Brien', state: 'IRL' },
  { given: 'Jean-Pierre', family: 'N’Guessan', state: 'CIV' },
  { given: 'محمّد', family: 'عبد الله', state: 'EGY' },
  { given: 'Андрей', family: 'Ёлкин', state: 'KAZ' },
  { given: '小明', family: '王', state: 'CHN' },
  { given: 'Đặng Thị', family: 'Nguyễn', state: 'VNM' },
  { given: 'Işıl', family: 'İnönü', state: 'TUR' },
  { given: 'Suharto', state: 'IDN' },
  { given: 'Łukasz', family: 'Brzęczyszczykiewicz', state: 'POL' },
  { given: 'Søren', family: 'Kjærgård', state: 'DEU' },
  { given: 'Anna', family: 'van der Berg', state: 'NLD' },
  { given: '철수', family: '김', state: 'KOR' },
  { given: 'प्रिया', family: 'शर्मा', state: 'IND' },
  { given: 'Ιωάννης', family: 'Παπαδόπουλος', state: 'GRC' },
  { given: 'Grace', family: 'Müller-Straße', organization: 'Réseau des diasporas' },
]

let house: RegistrationHouse
let meeting: Meeting
const references = new Map<string, string>()
beforeAll(async () => {
  house = await RegistrationHouse.open()
  meeting = await house.meeting({ pools: [{ day: 1, mode: 'in-person', capacity: 5 }] })
  for (const { given, family = '', email, state, organization = '' } of PEOPLE) {
    const claim = { constituency: state ? 'member-state' : 'civil-society', state: state ?? null, organization }
    const somebody = await house.somebody(claim)
    if (email)
      await house.database.query('UPDATE identity SET email = $2, email_key = $2 WHERE person_id = $1', [
        somebody.person,
        emailFrom(email),
      ])
    house.clock.advance({ seconds: 1 })
    const own = await house.registers(
      meeting,
      somebody,
      { [TUESDAY]: 'in-person', [WEDNESDAY]: 'online' },
      { draft: { names: { givenNames: given, familyName: family } } },
    )
    references.set(given, own.reference)
  }
})

const found = async (search: string): Promise<string[]> =>
  (await house.list.list(meeting.id, { search })).rows.map((row) => row.names.givenNames)

describe('finds', () => {
  test.each([
    ['jose', 'José Ángel'],
    ['gutierrez munoz', 'José Ángel'],
    ['MUÑOZ josé', 'José Ángel'],
    ['jose+meetings@example.org', 'José Ángel'],
    ['guti', 'José Ángel'],
    ["o'brien", 'Mary Ann'],
    ['obrien', 'Mary Ann'],
    ['O’Brien maryann', 'Mary Ann'],
    ['brien', 'Mary Ann'],
    ['jeanpierre', 'Jean-Pierre'],
    ['pierre jean', 'Jean-Pierre'],
    ["n'guessan jean-pierre", 'Jean-Pierre'],
    ['محمد', 'محمّد'],
    ['عبدالله', 'محمّد'],
    ['الله محمد', 'محمّد'],
    ['андреи', 'Андрей'],
    ['елкин', 'Андрей'],
    ['АНДРЕЙ ёлк', 'Андрей'],
    ['王小明', '小明'],
    ['小明', '小明'],
    ['明 王', '小明'],
    ['dang nguyen', 'Đặng Thị'],
    ['nguyễn thị', 'Đặng Thị'],
    ['isil inonu', 'Işıl'],
    ['ISIL', 'Işıl'],
    ['IŞIL İNÖNÜ', 'Işıl'],
    ['suharto', 'Suharto'],
    ['lukasz', 'Łukasz'],
    ['soren kjaergard', 'Søren'],
    ['vanderberg', 'Anna'],
    ['van der', 'Anna'],
    ['김철수', '철수'],
    ['철수', '철수'],
    ['शर्मा', 'प्रिया'],
    ['παπαδοπουλος', 'Ιωάννης'],
    ['muller strasse', 'Grace'],
    ['diasporas réseau', 'Grace'],
    ['ivory coast', 'Jean-Pierre'],
    ['Corée du Sud', '철수'],
    ['países bajos', 'Anna'],
    ['suharto indonésie', 'Suharto'],
    ['turkiye', 'Işıl'],
  ])('%s', async (typed, expected) => {
    expect(await found(typed)).toEqual([expected])
  })

  test.each([['nobody'], ['jose obrien'], ['%'], ['-'], ["'; DROP TABLE registration; --"], ['& | ! : *'], ['\\']])(
    'nobody by %j',
    async (typed) => {
      expect(await found(typed)).toEqual([])
    },
  )

  test.each([
    [(reference: string) => reference],
    [(reference: string) => `${reference.slice(0, 3)}-${reference.slice(3)}`.toUpperCase()],
    [(reference: string) => `${reference.slice(0, 3)} ${reference.slice(3)}`],
    [(reference: string) => reference.match(/../g)!.join('-')],
  ])('by the reference, however it is written', async (write) => {
    for (const [given, reference] of references) expect(await found(write(reference))).toEqual([given])
  })
})

test('a new name is found at once, the old one is not; an erased one leaves no word behind', async () => {
  const somebody = await house.somebody({ constituency: 'media', state: null, organization: 'A news agency' })
  const names = { givenNames: 'Before', familyName: 'Wedding' }
  await house.registers(meeting, somebody, { [TUESDAY]: 'online', [WEDNESDAY]: 'none' }, { draft: { names } })
  await house.amendments.you(meeting, somebody.person, { names: { ...names, familyName: 'Afterwards' }, jobTitle: '' })
  expect([await found('wedding'), await found('afterwards')]).toEqual([[], ['Before']])
  await house.database.transaction((tx) => house.people.forget(tx, somebody.person))
  expect(await found('afterwards')).toEqual([])
  const [row] = await house.database.query<{ text: string }>(
    'SELECT finder::text AS text FROM registration_finder finder WHERE person_id = $1',
    [somebody.person],
  )
  expect(row!.text).not.toMatch(/before|afterwards|example/i)
  expect((await house.list.list(meeting.id, { constituency: 'media' })).rows).toHaveLength(1)
})

const FILTERS: readonly ListFilter[] = [
  {},
  { constituency: 'member-state' },
  { day: TUESDAY, mode: 'in-person' },
  { day: TUESDAY, place: 'waiting' },
  { place: 'waiting' },
  { day: TUESDAY, mode: 'in-person', place: 'waiting' },
  { search: 'example' },
]

const walk = async (
  filter: ListFilter,
  paging: Paging,
  limit: number,
): Promise<{ there: string[]; back: string[] }> => {
  const there: string[] = []
  const back: string[] = []
  let page = await house.list.list(meeting.id, filter, { ...paging, limit })
  for (;;) {
    there.push(...page.rows.map((row) => row.id))
    if (!page.next) break
    page = await house.list.list(meeting.id, filter, { ...paging, limit, after: page.next })
  }
  for (;;) {
    back.unshift(...page.rows.map((row) => row.id))
    if (!page.previous) break
    page = await house.list.list(meeting.id, filter, { ...paging, limit, before: page.previous })
  }
  return { there, back }
}

describe('page by page, everybody comes once and in order, there and back', () => {
  const orders = SORTS.flatMap((sort) => [false, true].map((descending) => ({ sort, descending })))
  test.each(orders)(
    '$sort, descending: $descending',
    async (order) => {
      for (const filter of FILTERS)
        for (const locale of order.sort === 'delegation' ? LOCALES : (['en'] as const)) {
          const whole = (await house.list.list(meeting.id, filter, { ...order, locale, limit: 200 })).rows
          expect(whole.length).toBeGreaterThan(0)
          for (const limit of [3, 5]) {
            const ids = whole.map((row) => row.id as string)
            expect(await walk(filter, { ...order, locale }, limit)).toEqual({ there: ids, back: ids })
          }
        }
    },
    60_000,
  )
})

test('sorts delegations by the name of the State in the page’s language, then the rest', async () => {
  const states = async (locale: 'en' | 'fr') =>
    (await house.list.list(meeting.id, {}, { sort: 'delegation', locale, limit: 200 })).rows
      .map((row) => row.claim.state)
      .filter(Boolean)
  expect((await states('en')).slice(0, 3)).toEqual(['CHN', 'CIV', 'EGY'])
  expect((await states('fr')).slice(0, 3)).toEqual(['DEU', 'CHN', 'CIV'])
})

test('counts what matches, up to a limit', async () => {
  expect(await house.list.count(meeting.id, { constituency: 'civil-society' })).toBe(1)
  expect(await house.list.count(meeting.id, {}, 4)).toBe(5)
})
