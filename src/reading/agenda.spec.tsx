import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { agendaView, closedEntry, listedEntry, programmeEntry, said } from '../../test/builders/agenda-view.ts'
import { frameFor } from '../../test/builders/frame.ts'
import type { SessionView } from '../access/view.ts'
import { asId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { AgendaPage } from './agenda-page.tsx'
import { agendaWish } from './agenda-wish.ts'
import type { Frame } from './frame.ts'

const everyone = { openTo: { attend: 'everyone' as const } }
const id = (last: string) => asId<'Session'>(`0199a000-0000-7000-8000-00000000000${last}`)

const draw = (
  entries: readonly SessionView[],
  locale: Locale = 'en',
  frame: Partial<Frame> = {},
  query: Record<string, string> = {},
): string => {
  const view = agendaView({ entries, locale })
  return renderToString(
    <AgendaPage frame={frameFor(view, frame)} wish={agendaWish(`/${locale}/unnm-2022/agenda`, query, view)} />,
  )
}

/** What a reader hears or sees, without markup. */
const heard = (html: string): string =>
  html
    .replace(/<[^>]*aria-hidden="true"[^>]*>[^<]*<\/[^>]*>/g, '')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')

const headings = (html: string): string[] =>
  [...html.matchAll(/<h([1234])[^>]*>(.*?)<\/h\1>/g)].map(([, level, words]) => `${level} ${heard(words!).trim()}`)

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
  const html = draw([closedEntry({ room: { key: 'xxvi', name: said('XXVI', locale), onlineOnly: false } })], locale)
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
      room: { key: 'lounge', name: said('Lounge'), onlineOnly: false },
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

describe('what one looks for', () => {
  const entries = [
    programmeEntry({ ...everyone, id: id('2'), code: 'PA-1', title: said('Été'), kind: 'panel' }),
    programmeEntry({ ...everyone, id: id('3'), code: 'PL-2', from: '2022-10-19T10:00', to: '2022-10-19T11:00' }),
  ]

  test('stands alone with its day, and its number is said', () => {
    const html = draw(entries, 'en', {}, { q: 'ete' })
    expect(headings(html)).toEqual(['1 Agenda', '2 Tuesday 18 October 2022', '3 10:00 to 11:15, Été'])
    expect(heard(html)).toContain('1 session')
    expect(html).toContain('<details class="find screen" open>')
  })

  test('is kept in the address of other days, layouts and zones, and of the calendar', () => {
    const html = draw(entries, 'en', {}, { kind: 'panel', day: '1', view: 'rooms' })
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
    expect(links).toEqual(
      expect.arrayContaining([
        '/en/unnm-2022/agenda?view=rooms&kind=panel',
        '/en/unnm-2022/agenda?view=rooms&day=2022-10-19&kind=panel',
        '/en/unnm-2022/agenda?view=grid&day=2022-10-18&kind=panel',
        '/en/unnm-2022/agenda?day=2022-10-18&kind=panel',
        '/en/unnm-2022/agenda?view=rooms&day=2022-10-18&kind=panel&zone=',
        '/en/unnm-annual-meeting-4/agenda.ics?day=2022-10-18&kind=panel',
        '/en/unnm-2022/agenda?view=rooms&day=2022-10-18',
      ]),
    )
  })

  test.each<Record<string, string>>([
    { q: 'nothing like it' },
    { room: 'nowhere' },
    { day: '2022-10-30' },
    { kind: 'party' },
  ])('is said not to be there: %j', (query) => {
    const html = draw(entries, 'en', {}, query)
    expect(heard(html)).toContain('No session matches.Show all sessions')
    expect(html).not.toContain('class="session"')
  })

  test('open to me is for who is known', () => {
    expect(draw(entries, 'en', {}, { open: 'me' })).toContain(
      'href="/en/sign-in?next=%2Fen%2Funnm-2022%2Fagenda%3Fopen%3Dme"',
    )
  })
})

test('by room the headings are rooms with their sessions, online last', () => {
  const room = (key: string, onlineOnly = false) => ({ room: { key, name: said(`Room ${key}`), onlineOnly } })
  const html = draw(
    [
      programmeEntry({ ...everyone, ...room('online', true) }),
      programmeEntry({ ...everyone, id: id('2'), code: 'PA-1', title: said('One'), ...room('b') }),
      closedEntry(room('a')),
    ],
    'en',
    {},
    { view: 'rooms' },
  )
  expect(headings(html).slice(2)).toEqual([
    '3 Room a',
    '4 10:00 to 11:15, Closed meeting',
    '3 Room b',
    '4 10:00 to 11:15, One',
    '3 Room online',
    '4 10:00 to 11:15, Opening of the meeting',
  ])
})

test('the grid reads as the list does, and has no inline style', () => {
  const entries = [programmeEntry(everyone), closedEntry({ from: '2022-10-18T11:00', to: '2022-10-18T12:00' })]
  const html = draw(entries, 'en', {}, { view: 'grid' })
  expect(headings(html)).toEqual(headings(draw(entries)))
  expect(html).not.toContain('style=')
})
