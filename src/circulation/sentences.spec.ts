import { expect, test } from 'vitest'
import { DAY_2, FRAME, momentAt, OTHER_ROOM, released, rulesAsIn } from '../../test/builders/agenda.ts'
import { comparison } from '../access/comparison.ts'
import { PUBLIC_AUDIENCE } from '../access/facts.ts'
import type { AccessRule, ReleasedSession } from '../agenda/release.ts'
import { LOCALES } from '../kernel/locale.ts'
import { noteFrom } from './sentences.ts'

const note = (before: ReleasedSession[], after: ReleasedSession[]): string[] => {
  const moments = [momentAt(1, 'Rev.1', before), momentAt(2, 'Rev.2', after)]
  const rules = rulesAsIn([...before, ...after])
  const compare = comparison(FRAME, { rules }, moments.slice(0, 1), moments, [])
  return LOCALES.map((locale) =>
    noteFrom(compare(PUBLIC_AUDIENCE, locale).changes, locale, false).replaceAll('\u00a0', ' '),
  )
}

test('a sentence for each session, by its title, in each language', () => {
  expect(note([released()], [released(1, { room: OTHER_ROOM })])).toEqual([
    '“Title 1”, 18 October, 10:00–11:00: now in Room XXIV (was Room XVII).',
    '« Titre 1 », 18 octobre, de 10 heures à 11 heures : nouvelle salle, Salle XXIV (auparavant Salle XVII).',
    '«Title 1», 18 de octubre, de las 10.00 a las 11.00 horas: nueva sala, Room XXIV (antes, Room XVII).',
  ])
  expect(note([released()], [released(1, { at: '10:15', to: '11:30' })])).toEqual([
    '“Title 1”: now 18 October, 10:15–11:30 (was 10:00–11:00).',
    '« Titre 1 » : nouvel horaire, 18 octobre, de 10 h 15 à 11 h 30 (auparavant de 10 heures à 11 heures).',
    '«Title 1»: nuevo horario, 18 de octubre, de las 10.15 a las 11.30 horas (antes, de las 10.00 a las 11.00 horas).',
  ])
  expect(note([released()], [released(1, { day: DAY_2 })])[0]).toBe(
    '“Title 1”: now 19 October, 10:00–11:00 (was 18 October, 10:00–11:00).',
  )
  expect(note([released()], [released(1, { status: 'cancelled' })])).toEqual([
    '“Title 1”, 18 October, 10:00–11:00: cancelled.',
    '« Titre 1 », 18 octobre, de 10 heures à 11 heures : annulée.',
    '«Title 1», 18 de octubre, de las 10.00 a las 11.00 horas: cancelada.',
  ])
  expect(note([], [released()])[0]).toBe('“Title 1”, 18 October, 10:00–11:00: new, Room XVII.')
  expect(note([released()], [])[0]).toBe('“Title 1”, 18 October, 10:00–11:00: no longer on the agenda.')
  expect(note([released()], [released(1, { title: { en: 'Other' } })])[0]).toBe(
    '“Other”, 18 October, 10:00–11:00: new title (was “Title 1”).',
  )
  expect(note([released()], [released(1, { at: null, room: null })])[0]).toBe(
    '“Title 1”: now 18 October, time to be announced (was 10:00–11:00); room to be announced (was Room XVII).',
  )
})

test('of a closed meeting it says no more than that it is one', () => {
  const access: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'closed' }
  expect(note([released(1, { access })], [released(1, { access, room: OTHER_ROOM })])[0]).toBe(
    'Closed meeting, 18 October, 10:00–11:00: now in Room XXIV (was Room XVII).',
  )
})

test('of what the public does not see it says nothing but that there is something', () => {
  const access: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'unlisted' }
  expect(note([released(1, { access })], [released(1, { access, room: OTHER_ROOM })])).toEqual([
    'Some sessions have changed.',
    'Certaines séances ont changé.',
    'Han cambiado algunas sesiones.',
  ])
})

test('too many to be read are counted', () => {
  const all = Array.from({ length: 9 }, (_, index) => released(index + 1, { room: null }))
  const moved = all.map((session) => ({ ...session, room: OTHER_ROOM }))
  expect(note(all, moved)[0]).toBe('9 moved.')
})
