import { expect, test } from 'vitest'
import { newId } from '../kernel/id.ts'
import { mergeEdits } from './merge-edits.ts'
import { Session } from './session.entity.ts'
import type { Meanwhile } from './working-copy-meanwhile.ts'

const by = newId<'Person'>()
const mine = (more: Partial<Session>): Session =>
  Object.assign(new Session(), {
    title: { en: 'Title', fr: 'Titre' },
    abstract: {},
    day: Temporal.PlainDate.from('2022-10-18'),
    start: Temporal.PlainTime.from('10:00'),
    end: Temporal.PlainTime.from('11:00'),
    ...more,
  })
const since = (...changes: [field: string, was: Meanwhile['was'], is: Meanwhile['is']][]): Meanwhile[] =>
  changes.map(([field, was, is]) => ({ field, was, is, by }))

test('what I did not touch is theirs', () => {
  const { session, conflicts, theirs } = mergeEdits(
    mine({ title: { en: 'My title', fr: 'Titre' } }),
    since(['start', '10:00:00', '10:30:00'], ['title.fr', 'Titre', 'Leur titre']),
  )
  expect([session.title, String(session.start), String(session.end)]).toEqual([
    { en: 'My title', fr: 'Leur titre' },
    '10:30:00',
    '11:00:00',
  ])
  expect([conflicts, theirs.map(({ field }) => field)]).toEqual([[], ['start', 'title.fr']])
})

test('what we both changed is for me to choose; mine stands meanwhile', () => {
  const { session, conflicts } = mergeEdits(mine({ title: { en: 'Mine' } }), since(['title.en', 'Title', 'Theirs']))
  expect(conflicts).toEqual([{ field: 'title.en', was: 'Title', is: 'Theirs', mine: 'Mine', by }])
  expect(session.title.en).toBe('Mine')
})

test('when both say the same there is nothing to choose', () => {
  expect(mergeEdits(mine({ title: { en: 'Same' } }), since(['title.en', 'Title', 'Same'])).conflicts).toEqual([])
})

test('when nobody knows any more what it was, I choose', () => {
  expect(mergeEdits(mine({}), since(['title.en', undefined, 'Theirs'])).conflicts).toHaveLength(1)
})
