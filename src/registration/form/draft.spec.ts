import { describe, expect, test } from 'vitest'
import { checkClaim, checkDraft, checkWishes, checkYou, type MeetingRules } from './draft.ts'
import type { Draft } from '../registration.ts'

const date = (text: string) => Temporal.PlainDate.from(text)
const today = date('2022-10-01')
const rules: MeetingRules = {
  format: 'hybrid',
  days: [
    { date: date('2022-10-18'), openTo: ['un-entity', 'civil-society'] },
    { date: date('2022-10-19'), openTo: [] },
  ],
  registration: {
    constituencies: ['member-state', 'observer-state', 'un-entity', 'civil-society', 'individual-expert'],
    questions: [
      { id: 'badge', type: 'yes-no', required: true, label: { en: 'Badge?' }, appliesTo: { mode: ['in-person'] } },
    ],
  },
}
const draft: Draft = {
  names: { givenNames: 'Délégation', familyName: '' },
  jobTitle: 'Second Secretary',
  claim: { constituency: 'member-state', state: 'ARG', organization: '' },
  wishes: [{ day: '2022-10-19', mode: 'online', meanwhile: false }],
  answers: {},
  language: 'es',
}

const pointers = (result: { problems?: { pointer: string; message: string }[] }) =>
  (result.problems ?? []).map((each) => `${each.pointer} ${each.message}`)

test('one name is enough, in any script, trimmed', () => {
  expect(checkYou({ givenNames: '  Ngũgĩ  ' }).value?.names).toEqual({ givenNames: 'Ngũgĩ', familyName: '' })
  expect(pointers(checkYou({ familyName: 'Only' }))).toEqual(['/names/givenNames registration.given-names.missing'])
})

describe('a claim', () => {
  test.each([
    [{ constituency: 'member-state', state: 'ARG' }, []],
    [{ constituency: 'observer-state', state: 'VAT' }, []],
    [{ constituency: 'individual-expert' }, []],
    [{ constituency: 'member-state' }, ['/claim/state registration.state.missing']],
    [{ constituency: 'member-state', state: 'XXX' }, ['/claim/state registration.state.missing']],
    [{ constituency: 'member-state', state: 'VAT' }, ['/claim/state registration.state.not-member']],
    [{ constituency: 'observer-state', state: 'ARG' }, ['/claim/state registration.state.not-observer']],
    [{ constituency: 'un-entity', organization: ' ' }, ['/claim/organization registration.organization.missing']],
    [{ constituency: 'media', organization: 'x' }, ['/claim/constituency registration.constituency.missing']],
    [{}, ['/claim/constituency registration.constituency.missing']],
  ])('%j', (claim, problems) => {
    expect(pointers(checkClaim(claim, rules))).toEqual(problems)
  })
})

describe('wishes', () => {
  test('a day that is shut is neither asked for nor kept', () => {
    const wishes = [
      { day: '2022-10-18', mode: 'in-person', meanwhile: true },
      { day: '2022-10-19', mode: 'online', meanwhile: true },
    ] as const
    expect(checkWishes(wishes, rules, 'member-state', today).value).toEqual([
      { day: '2022-10-19', mode: 'online', meanwhile: false },
    ])
    expect(checkWishes(wishes, rules, 'un-entity', today).value).toHaveLength(2)
  })

  test('every open day is answered, and one of them attended', () => {
    expect(pointers(checkWishes([], rules, 'un-entity', today))).toEqual([
      '/days/0/mode registration.day.missing',
      '/days/1/mode registration.day.missing',
    ])
    const none = [{ day: '2022-10-19', mode: 'none', meanwhile: false }] as const
    expect(pointers(checkWishes(none, rules, 'member-state', today))).toEqual([
      '/days/1/mode registration.day.none-chosen',
    ])
  })

  test('a past day stays as it was', () => {
    const before = [{ day: '2022-10-18', mode: 'in-person', meanwhile: false }] as const
    const now = [
      { day: '2022-10-18', mode: 'none', meanwhile: false },
      { day: '2022-10-19', mode: 'none', meanwhile: false },
    ] as const
    expect(checkWishes(now, rules, 'un-entity', date('2022-10-19'), before).value).toEqual([before[0], now[1]])
  })

  test('an online meeting has no room to come to', () => {
    const wishes = [{ day: '2022-10-19', mode: 'in-person', meanwhile: true }] as const
    expect(pointers(checkWishes(wishes, { ...rules, format: 'online' }, 'member-state', today))).toEqual([
      '/days/1/mode registration.day.missing',
    ])
  })
})

describe('a draft', () => {
  test('that has everything is complete', () => {
    expect(checkDraft(draft, rules, today).value).toMatchObject({ language: 'es', answers: {} })
  })

  test.each([
    ['you', { ...draft, names: undefined }],
    ['representing', { ...draft, claim: undefined }],
    ['attendance', { ...draft, wishes: undefined }],
    ['needs', { ...draft, language: undefined }],
    ['needs', { ...draft, wishes: [{ day: '2022-10-19', mode: 'in-person' as const, meanwhile: true }] }],
  ])('lacks %s', (step, incomplete) => {
    expect(checkDraft(incomplete, rules, today)).toMatchObject({ step })
  })
})
