import { describe, expect, test } from 'vitest'
import { aMeeting, TUESDAY, WEDNESDAY } from '../../test/builders/registration.ts'
import { LOCALES } from '../kernel/locale.ts'
import type { Claim } from './registration.ts'
import type { DayStanding, Standing } from './standing.ts'
import { headlineWords, leadWords, nextWords, whomOf, type About } from './words.ts'

const meeting = aMeeting()
const argentina: Claim = { constituency: 'member-state', state: 'ARG', organization: '' }
const confirmed = (day: string, mode: 'in-person' | 'online'): DayStanding => ({
  day,
  mode,
  status: 'confirmed',
  held: mode,
})
const waiting = (rank: number): DayStanding => ({
  day: WEDNESDAY,
  mode: 'in-person',
  status: 'waiting',
  held: 'online',
  rank,
})
const standing = (state: Standing['state'], ...days: DayStanding[]): Standing => ({
  state,
  late: false,
  decidedBy: 'secretariat',
  days,
})
const about = (locale: About['locale'], where: Standing, claim: Claim | null = argentina): About => ({
  meeting,
  locale,
  claim,
  standing: where,
})

test.each([
  ['en', 'You are number 12 on the waiting list', 'You are number 1 on the waiting list'],
  ['fr', 'Vous êtes au 12e rang de la liste d’attente', 'Vous êtes au 1er rang de la liste d’attente'],
  ['es', 'Tiene el número 12 en la lista de espera', 'Tiene el número 1 en la lista de espera'],
] as const)('%s: the number in line', (locale, twelfth, first) => {
  const of = (rank: number) => headlineWords(about(locale, standing('confirmed', waiting(rank))))
  expect([of(12), of(1)]).toEqual([twelfth, first])
})

test.each([
  ['en', 'A place is offered to you, and you are number 12 on the waiting list', 'On your page, accept it', 'Accept'],
  [
    'fr',
    'Une place vous est proposée, et vous êtes au 12e rang de la liste d’attente',
    'Sur votre page, acceptez-la',
    'Acceptez',
  ],
  ['es', 'Se le ofrece una plaza, y tiene el número 12 en la lista de espera', 'En su página, acéptela', 'Acepte'],
] as const)(
  '%s: an offer for one day and a number in line for another, the offer first',
  (locale, headline, lead, next) => {
    const offered: DayStanding = { ...confirmed(TUESDAY, 'in-person'), status: 'offered', held: null }
    const where = about(locale, standing('confirmed', offered, waiting(12)))
    expect(headlineWords(where)).toBe(headline)
    expect(leadWords(where)).toMatch(new RegExp(`^${lead}.*19.*`))
    const steps = nextWords(where)
    expect(steps[0]).toMatch(new RegExp(`^${next}`))
    expect(steps).toEqual(expect.arrayContaining(nextWords(about(locale, standing('confirmed', waiting(12))))))
  },
)

test.each([
  ['en', 'No place is confirmed yet. The secretariat checks that you represent Argentina.'],
  ['fr', 'Aucune place n’est encore confirmée. Le secrétariat vérifie que vous représentez l’Argentine.'],
  ['es', 'Aún no hay ninguna plaza confirmada. La secretaría comprueba su vínculo con la Argentina.'],
] as const)('%s: who decides, about whom', (locale, lead) => {
  expect(leadWords(about(locale, standing('requested')))).toBe(lead)
})

test.each([
  ['en', 'Confirmed: in person on 18 October, online on 19 October.'],
  ['fr', 'Participation confirmée\u00a0: en présentiel le 18 octobre, en ligne le 19 octobre.'],
  ['es', 'Participación confirmada: presencial el 18 de octubre, en línea el 19 de octubre.'],
] as const)('%s: what is confirmed', (locale, lead) => {
  const days = [confirmed(TUESDAY, 'in-person'), confirmed(WEDNESDAY, 'online')]
  expect(leadWords(about(locale, standing('confirmed', ...days)))).toBe(lead)
})

test('who waits reads what they have meanwhile', () => {
  const where = standing('confirmed', confirmed(TUESDAY, 'in-person'), waiting(12))
  expect(leadWords(about('en', where))).toBe(
    'For a place in the room on 19 October. You have a place online meanwhile. Confirmed: in person on 18 October.',
  )
})

test.each([
  ['IRN', 'en', 'the Islamic Republic of Iran'],
  ['USA', 'fr', 'les États-Unis d’Amérique'],
  ['CUB', 'es', 'Cuba'],
  ['VAT', 'en', 'the Holy See'],
] as const)('%s in a sentence, %s: %s', (state, locale, words) => {
  expect(whomOf({ ...argentina, state }, locale)).toBe(words)
})

describe.each(LOCALES)('%s', (locale) => {
  test.each(['requested', 'declined', 'withdrawn'] as const)(
    'nobody who is %s reads that they are registered',
    (state) => {
      const where = standing(state, { ...confirmed(TUESDAY, 'in-person'), status: 'requested' })
      const registered = headlineWords(about(locale, standing('confirmed', confirmed(TUESDAY, 'online'))))
      expect(
        [headlineWords(about(locale, where)), leadWords(about(locale, where)), ...nextWords(about(locale, where))].join(
          ' ',
        ),
      ).not.toContain(registered)
    },
  )

  test('who speaks for themselves is not said to represent anybody', () => {
    const expert = { constituency: 'individual-expert', state: null, organization: '' }
    expect(leadWords(about(locale, standing('requested'), expert))).not.toContain('undefined')
    expect(whomOf(expert, locale)).toBeUndefined()
  })
})
