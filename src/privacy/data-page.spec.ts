import { expect, test } from 'vitest'
import { aMeeting } from '../../test/builders/registration.ts'
import type { Locale } from '../kernel/locale.ts'
import { hasWords, translator } from '../platform/i18n/i18n.ts'
import { dataPage } from './data-page.tsx'
import { HOLDINGS } from './what-we-hold.ts'
import type { Held } from './export.service.ts'

const meeting = aMeeting({
  registration: {
    questions: [
      {
        id: 'meal',
        type: 'one-of',
        required: true,
        label: { en: 'Meal', fr: 'Repas' },
        options: [{ id: 'veg', label: { en: 'Vegetarian', fr: 'Végétarien' } }],
      },
    ],
  },
})

const held: readonly Held[] = [
  { kind: 'needs', table: 'registration', rows: [{ meeting_id: meeting.id, answers: { meal: 'veg' } }] },
  {
    kind: 'agreement',
    table: 'registration',
    rows: [{ meeting_id: meeting.id, consents: { at: '2022-09-01T10:00:00Z', data: true, list: false } }],
  },
  { kind: 'registration', table: 'registration', rows: [{ meeting_id: meeting.id, reference: 'btbnww' }] },
  {
    kind: 'mail',
    table: 'mail',
    rows: [
      { at: '2022-09-01T10:00:00Z', cause: 'registration.submit 1' },
      { at: '2022-09-01T10:00:00Z', cause: 'registration.again 1 2' },
      { at: '2022-09-01T10:00:00Z', cause: 'sign-in code 3' },
    ],
  },
  {
    kind: 'record',
    table: 'registration_change',
    rows: [
      { at: '2022-09-01T10:00:00Z', move: 'verify' },
      { at: '2022-09-02T10:00:00Z', move: 'withdraw' },
    ],
  },
]

const read = (locale: Locale): string => {
  const ctx = { requestId: 'r', locale, t: translator(locale), path: '/me/data', url: `/${locale}/me/data`, ip: '::1' }
  const { body } = dataPage({ ctx, held, meetings: new Map([[meeting.id, meeting]]) })
  return String(body.peek('identity')?.bytes)
    .replace(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

// The spec of the words sees that what one language says, all say.
test('where a kind has several tables, each has a name', () => {
  const shown = HOLDINGS.filter(({ shows }) => shows.length > 0)
  const tablesOf = (kind: string) => new Set(shown.filter((each) => each.kind === kind).map(({ table }) => table))
  const nameless = shown
    .filter(({ kind, table }) => tablesOf(kind).size > 1 && !hasWords(`privacy:held.${kind}.${table}`))
    .map(({ kind, table }) => `${kind}.${table}`)
  expect(nameless).toEqual([])
})

test.each<[Locale, readonly string[]]>([
  ['en', ['Meal: Vegetarian', 'My name may be in the list of participants: no', 'BTB-NWW', 'Confirmation sent again']],
  ['fr', ['Repas : Végétarien', 'Quand : 1er septembre 2022', 'Code de connexion', 'Retrait']],
])('what is kept is said in words (%s), not in ours', (locale, said) => {
  const text = read(locale)
  for (const words of said) expect(text).toContain(words)
  expect(text).not.toMatch(/registration\.|sign-in code|: true|: false|\bveg\b|\bbtbnww\b|T10:00/)
})
