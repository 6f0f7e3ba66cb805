import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { agendaView, closedEntry, listedEntry, programmeEntry, said } from '../../test/builders/agenda-view.ts'
import { frameFor } from '../../test/builders/frame.ts'
import type { SessionView } from '../access/view.ts'
import { asId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { AgendaPage } from './agenda-page.tsx'
import type { Frame } from './frame.ts'

const everyone = { openTo: { attend: 'everyone' as const } }
const id = (last: string) => asId<'Session'>(`0199a000-0000-7000-8000-00000000000${last}`)

const draw = (entries: readonly SessionView[], locale: Locale = 'en', frame: Partial<Frame> = {}): string =>
  renderToString(<AgendaPage frame={frameFor(agendaView({ entries, locale }), frame)} wish={{ is: 'none' }} />)

/** What a reader hears or sees, without markup. */
const heard = (html: string): string =>
  html
    .replace(/<[^>]*aria-hidden="true"[^>]*>[^<]*<\/[^>]*>/g, '')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')

const headings = (html: string): string[] =>
  [...html.matchAll(/<h([123])[^>]*>(.*?)<\/h\1>/g)].map(([, level, words]) => `${level} ${heard(words!).trim()}`)

test('the headings read aloud are a timetable', () => {
  const html = draw([
    programmeEntry({ ...everyone, from: '2022-10-18T10:00', to: '2022-10-18T11:15' }),
    programmeEntry({
      ...everyone,
      id: id('2'),
      code: 'PA-1',
      title: said('One panel'),
      from: '2022-10-18T15:00',
      to: '2022-10-18T16:30',
    }),
    programmeEntry({
      ...everyone,
      id: id('3'),
      code: 'PA-2',
      title: said('Another'),
      from: '2022-10-18T15:00',
      to: '2022-10-18T16:30',
    }),
  ])
  expect(headings(html)).toEqual([
    '1 Agenda',
    '2 Tuesday 18 October 2022',
    '3 10:00 to 11:15, Opening of the meeting',
    '3 15:00 to 16:30, One panel',
    '3 15:00 to 16:30, Another',
  ])
  expect(html).toContain('2 in parallel')
})

test.each<[Locale, string[]]>([
  ['en', ['1 Agenda', '2 Tuesday 18 October 2022', '3 10:00 to 11:15, Closed meeting']],
  ['fr', ['1 Programme', '2 Mardi 18 octobre 2022', '3 10:00 à 11:15, Séance privée']],
  ['es', ['1 Programa', '2 Martes 18 de octubre de 2022', '3 10:00 a 11:15, Sesión privada']],
])('a closed meeting in %s says its time, its room and nothing else', (locale, expected) => {
  const html = draw([closedEntry({ room: { name: said('XXVI', locale), onlineOnly: false } })], locale)
  expect(headings(html)).toEqual(expected)
  const article = /<article[^>]*>(.*?)<\/article>/.exec(html)!
  expect(article[0]).not.toMatch(/id=|href=|PL-1|a1b2c3/)
  expect(heard(article[1]!)).toBe(`${expected[2]!.slice(2)}XXVI`)
})

test('a listed session says whom it is for, and has no chair or abstract to show', () => {
  const html = draw([
    listedEntry({ openTo: { attend: 'constituencies', constituencies: ['member-state', 'observer-state'] } }),
  ])
  expect(heard(html)).toContain('Member States and Observer States only')
  expect(html).not.toMatch(/Coordinator|What was promised/)
})

test('a session that leaves out a few names them; a session that is like its day says nothing', () => {
  const all = ['member-state', 'observer-state', 'un-entity', 'civil-society', 'academia']
  const html = draw([
    programmeEntry({ openTo: { attend: 'constituencies', constituencies: all } }),
    programmeEntry({ ...everyone, id: id('2'), code: 'PL-2', from: '2022-10-18T12:00', to: '2022-10-18T13:00' }),
  ])
  expect(heard(html).match(/Not for media/g)).toHaveLength(1)
  // Format and languages stand once, at the head of the day.
  expect(html.match(/In person and online/g)).toHaveLength(1)
  expect(html.match(/EN FR ES/g)).toHaveLength(1)
})

test('a break is a line, not a heading, and leads nowhere', () => {
  const html = draw([
    programmeEntry({
      ...everyone,
      kind: 'break',
      title: said('Coffee break'),
      room: { name: said('Lounge'), onlineOnly: false },
    }),
  ])
  expect(headings(html)).toHaveLength(2)
  expect(heard(html)).toContain('Coffee break, Lounge')
  expect(html).not.toContain('/sessions/')
})

test('words that fall back to another language are marked as being in it', () => {
  const html = draw([programmeEntry({ ...everyone, title: said('Opening', 'en') })], 'fr')
  expect(html).toContain('lang="en">Opening</a>')
})

test('a reader who chose a zone sees their own time below the meeting’s, and the day where it is another', () => {
  const late = programmeEntry({ ...everyone, from: '2022-10-18T20:30', to: '2022-10-18T22:15' })
  const words = heard(draw([late], 'en', { own: 'Asia/Tokyo' }))
  expect(words).toContain('20:30 to 22:15, Tokyo Wed 03:30 to 05:15')
  expect(words).toContain('Geneva time; below it yours, Tokyo (UTC+9).')
})

test('what is not yet known says so', () => {
  const { room: _, ...entry } = programmeEntry(everyone)
  const words = heard(draw([{ ...entry, start: null, end: null }]))
  expect(words).toContain('Time to be announced')
  expect(words).toContain('Room to be announced')
})

test('a change stands beside its session, in words', () => {
  const moved = programmeEntry(everyone)
  const html = draw([moved], 'en', { marks: new Map([[moved.id, [{ is: 'moved', before: 'was 16:30–17:45' }]]]) })
  expect(heard(html)).toContain('Moved was 16:30–17:45')
})

test('a cancelled session is struck through and keeps its heading', () => {
  const html = draw([{ ...programmeEntry(everyone), status: 'cancelled' }])
  expect(html).toContain('class="session off"')
  expect(heard(html)).toContain('Cancelled')
  expect(headings(html)).toContain('3 10:00 to 11:15, Opening of the meeting')
})

test('on paper every day carries which agenda it is of', () => {
  const html = draw([programmeEntry(everyone)])
  const running = /<div class="running".*?<\/div>/.exec(html)![0]
  expect(running.replace(/<[^>]+>/g, '')).toBe(
    'Fourth Annual Meeting Agenda Rev.1 7 October 2022 · Geneva time plenary.example.org/unnm-annual-meeting-4/rev.1',
  )
})

test('an old release leads only to sessions that still have a page', () => {
  expect(draw([programmeEntry(everyone)], 'en', { linked: new Set() })).not.toContain('/sessions/')
})
