import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { agendaView, closedEntry, listedEntry, programmeEntry, said } from '../../test/builders/agenda-view.ts'
import { frameFor } from '../../test/builders/frame.ts'
import { diff, type AgendaChanges } from '../access/changes.ts'
import type { SessionView } from '../access/view.ts'
import { asId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { ChangesPage } from './changes-page.tsx'
import { countsOf, marksOf } from './marks.ts'

const DRAFT = { label: 'Draft', stage: 'draft', publishedAt: Temporal.Instant.from('2022-09-26T10:00:00Z') } as const
const REV_1 = { label: 'Rev.1', stage: 'revised', publishedAt: Temporal.Instant.from('2022-10-07T10:00:00Z') } as const
const id = (last: string) => asId<'Session'>(`0199a000-0000-7000-8000-00000000000${last}`)
const calendar = (uid: string) => ({ ...programmeEntry().calendar, uid })

const between = (
  before: readonly SessionView[],
  after: readonly SessionView[],
  locale: Locale = 'en',
): AgendaChanges => {
  const [was, is] = [
    agendaView({ entries: before, release: DRAFT, locale }),
    agendaView({ entries: after, release: REV_1, locale }),
  ]
  return {
    locale,
    meeting: is.meeting,
    from: was.release,
    to: is.release,
    changes: diff(was, is),
    labels: ['Draft', 'Rev.1'],
  }
}

const words = (html: string): string =>
  html
    .replace(/<span aria-hidden="true">[^<]*<\/span>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

const draw = (changes: AgendaChanges, after: readonly SessionView[]): string => {
  const view = agendaView({ entries: after, release: REV_1, locale: changes.locale })
  return renderToString(
    <ChangesPage
      frame={frameFor(view)}
      changes={changes}
      versions={[
        { label: 'Draft', release: DRAFT },
        { label: 'Rev.1', release: REV_1 },
      ]}
    />,
  )
}

const panel = programmeEntry({ from: '2022-10-18T15:00', to: '2022-10-18T16:30' })
const inRoom = (name: string) => ({ ...panel, room: { key: name, name: said(name), onlineOnly: false } })

test('a move says where from and where to, and what stays', () => {
  const [before, after] = [[inRoom('Room XXV')], [inRoom('Room XXIV')]]
  const html = draw(between(before, after), after)
  expect(html).toContain('<del>Room XXV</del>')
  expect(words(html)).toContain('Room XXIV , 15:00–16:30 as before')
})

test.each<[Locale, string]>([
  ['en', 'was 16:30–17:45'],
  ['fr', 'prévue de 16\u00a0h\u00a030 à 17\u00a0h\u00a045'],
  ['es', 'antes, de las 16.30 a las 17.45\u00a0horas'],
])('in %s the agenda says beside it what it was', (locale, expected) => {
  const before = programmeEntry({ from: '2022-10-18T16:30', to: '2022-10-18T17:45' })
  const after = programmeEntry({ from: '2022-10-18T16:45', to: '2022-10-18T18:00' })
  const marks = marksOf(between([before], [after], locale), translator(locale), locale)
  expect(marks.get(after.id)).toEqual([{ is: 'moved', before: expected }])
})

test('a small thing that comes with a move is told with it and counted once', () => {
  const before = { ...inRoom('Room XXIV'), interpretation: ['en'] }
  const after = { ...inRoom('Room XXV'), interpretation: ['en', 'es'] }
  const changes = between([before], [after])
  expect(marksOf(changes, translator('en'), 'en').get(after.id)).toEqual([
    { is: 'moved', before: 'was in Room XXIV; Spanish added' },
  ])
  expect(countsOf(changes.changes)).toEqual({ moved: 1 })
  expect(words(draw(changes, [after]))).toContain('Interpretation in English and Spanish')
})

test('a new restricted session wears its nameplate', () => {
  const briefing = listedEntry({
    id: id('2'),
    code: 'MS-1',
    calendar: calendar('ms-1'),
    openTo: { attend: 'constituencies', constituencies: ['member-state'] },
  })
  const html = draw(between([panel], [panel, briefing]), [panel, briefing])
  expect(words(html)).toContain('Member States only')
})

test('a cancelled and a removed session are two things', () => {
  const off = { ...panel, status: 'cancelled' as const }
  expect(words(draw(between([panel], [off]), [off]))).toContain('Rev.1 Cancelled')
  expect(words(draw(between([panel], []), []))).toContain('No longer on the agenda')
})

test('a closed meeting that moves says so without a name', () => {
  const before = closedEntry({ from: '2022-10-18T13:00', to: '2022-10-18T14:00' })
  const after = closedEntry({ from: '2022-10-18T14:00', to: '2022-10-18T15:00' })
  const html = draw(between([before], [after]), [after])
  expect(words(html)).toContain('Moved Closed meeting')
  expect(html).not.toContain('/sessions/')
})

test('where nothing changed that the reader sees, the page says so', () => {
  expect(words(draw(between([panel], [panel]), [panel]))).toContain('Nothing changed that you can see.')
})

test('the first version has nothing to compare with', () => {
  const { from: _, ...first } = between([], [panel])
  const html = draw({ ...first, changes: [], labels: ['Rev.1'] }, [panel])
  expect(words(html)).toContain('This is the first version of the agenda.')
})

test('every version can be read, the one in force at the address of the agenda', () => {
  const html = draw(between([panel], [panel]), [panel])
  expect(html).toContain('href="/en/unnm-annual-meeting-4/releases/draft"')
  expect(html).toContain('href="/en/unnm-annual-meeting-4/agenda"')
  expect(words(html)).toContain('Draft superseded by Rev.1')
})
