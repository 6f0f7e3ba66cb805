import { expect, test } from 'vitest'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import { textsOf } from './agenda-texts.ts'
import { changedText, outsideSessions, reworded, undoingTexts, type NewWords } from './text-changes.ts'
import { UndoRefused } from './working-copy-undo.ts'

const house = await AgendaHouse.open()
const meeting = await house.meeting()
const officers = [{ role: 'chair' as const, name: { en: 'The Coordinator' } }]
const session = await house.add(meeting, 'PL-1', { officers, items: [{ number: '1', title: { en: 'Opening' } }] })
const texts = textsOf([session], meeting, undefined)

const translated = (key: string, fr: string): NewWords => {
  const text = texts.find((one) => one.key === key)!
  return { text, words: { ...text.words, fr } }
}

test('new words of a session are where they were, and nothing else of it changes', () => {
  const key = (rest: string): string => `session/${session.id}/${rest}`
  const [edit, ...others] = reworded(
    [session],
    [translated(key('title'), 'Titre'), translated(key('items/0'), 'Ouverture'), translated(key('officers/0'), 'Chef')],
  )
  expect(others).toEqual([])
  expect(edit!.before).toBe(session)
  expect(edit!.after).toEqual({
    ...session,
    title: { ...session.title, fr: 'Titre' },
    items: [{ number: '1', title: { en: 'Opening', fr: 'Ouverture' } }],
    officers: [{ role: 'chair', name: { en: 'The Coordinator', fr: 'Chef' } }],
  })
  expect(session.items[0]!.title).toEqual({ en: 'Opening' })
})

test('what is not of a session is kept apart, with what it said before', () => {
  const change = translated('meeting/title', 'Réunion annuelle')
  expect(reworded([session], [change])).toEqual([])
  expect(outsideSessions([change, translated(`session/${session.id}/title`, 'Titre')])).toEqual([change])
  expect(changedText(change, 'fr')).toEqual({ key: 'meeting/title', locale: 'fr', was: null, is: 'Réunion annuelle' })
})

test('is taken back to what it said, unless it says something else since or is gone', () => {
  const done = [{ key: 'meeting/title', locale: 'en' as const, was: 'Meeting before', is: 'Annual Meeting' }]
  expect(undoingTexts(done, texts)).toMatchObject([{ words: { en: 'Meeting before' } }])
  expect(undoingTexts([{ ...done[0]!, was: null }], texts)).toMatchObject([{ words: {} }])
  expect(() => undoingTexts([{ ...done[0]!, is: 'Another' }], texts)).toThrow(UndoRefused)
  expect(() => undoingTexts([{ ...done[0]!, key: 'room/gone/name' }], texts)).toThrow(UndoRefused)
})
