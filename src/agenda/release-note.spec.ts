import { expect, test } from 'vitest'
import { contentOf, released, rulesAsIn } from '../../test/builders/agenda.ts'
import type { AccessRule, ShowLevel } from './release.ts'
import { checkNote, nameable, NoteNamesRestricted, restrictedIn, type Nameable } from './release-note.ts'

const closed: Nameable = {
  code: 'CL-1',
  titles: ['Consultation à huis clos', 'Closed consultation', 'Consulta a puerta cerrada'],
  show: 'closed',
}
const open: Nameable = { code: 'PL-1', titles: ['Opening'], show: 'programme' }

test.each([
  { note: 'CL-1 has moved.', named: true },
  { note: 'cl–1 has moved', named: true },
  { note: 'CL-10 and CL-11 have moved.', named: false },
  { note: 'The CLOSED  consultation has moved.', named: true },
  { note: '«Closed\nconsultation»', named: true },
  { note: 'Clo\u00adsed consultation', named: true },
  { note: 'Consultation a huis-clos, in English too', named: true },
  { note: 'A closed meeting has moved.', named: false },
  { note: 'Opening has moved; disclosed consultations too.', named: false },
])('$note', ({ note, named }) => {
  expect(restrictedIn({ en: note }, [closed, open]).length > 0).toBe(named)
})

test('each language of a note may name any of the titles', () => {
  expect(restrictedIn({ en: 'None.', fr: 'Closed consultation', es: 'CL-1' }, [closed])).toEqual([
    { locale: 'fr', code: 'CL-1', show: 'closed' },
    { locale: 'es', code: 'CL-1', show: 'closed' },
  ])
})

test('a title that an open session has too names nobody; a code always does', () => {
  const twin: Nameable = { ...open, titles: ['closed consultation'] }
  expect(restrictedIn({ en: 'Closed consultation' }, [closed, twin])).toEqual([])
  expect(restrictedIn({ en: 'CL-1' }, [closed, twin])).toHaveLength(1)
})

test('a note that names a closed or unlisted session is refused, one that names a listed one is not', () => {
  const note = { en: 'CL-1 has moved.' }
  const as = (show: ShowLevel) => () => checkNote(note, [{ ...closed, show }])
  expect(as('unlisted')).toThrow(NoteNamesRestricted)
  expect(as('closed')).toThrow(NoteNamesRestricted)
  expect(as('listed')).not.toThrow()
  expect(as('programme')).not.toThrow()
})

test('the strictest rule counts: of the release, or saved since; and titles of then and now', () => {
  const rule = (show: ShowLevel): AccessRule => ({ attend: 'invited', groups: ['bureau'], show })
  const then = released(1, { title: { en: 'Old' }, access: rule('listed') })
  const now = released(1, { title: { en: 'New' }, access: rule('programme') })
  expect(nameable([contentOf(now), contentOf(then)], rulesAsIn([released(1, { access: rule('closed') })]))).toEqual([
    { code: 'PL-1', titles: ['New', 'Old'], show: 'closed' },
  ])
  expect(nameable([contentOf(now), contentOf(then)], rulesAsIn([now]))[0]).toMatchObject({ show: 'programme' })
  expect(nameable([contentOf(then)], new Map())[0]).toMatchObject({ show: 'unlisted' })
})
