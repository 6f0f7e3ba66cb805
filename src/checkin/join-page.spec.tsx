import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { agendaView, attendEntry, listedEntry, said } from '../../test/builders/agenda-view.ts'
import { asId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { doorOf } from './door.ts'
import { JoinPage, joinTitle, type JoinPageOf } from './join-page.tsx'

const entry = attendEntry({ from: '2022-10-18T15:00', to: '2022-10-18T16:30' })
const at = (time: string) => Temporal.Instant.from(`2022-10-18T${time}:00+02:00`)

const of = (now: Temporal.Instant, answer?: JoinPageOf['answer'], locale: Locale = 'en'): JoinPageOf => ({
  t: translator(locale),
  locale,
  view: agendaView({ entries: [entry], locale }),
  entry,
  now,
  minutes: 15,
  answer: answer ?? { door: doorOf(entry, now, 'shared', 15) },
})

const words = (page: JoinPageOf): string =>
  renderToString(<JoinPage {...page} />)
    .replace(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

test.each<[Locale, string, string]>([
  ['en', 'Opens in 12 minutes', 'At 14:45 Geneva time'],
  ['fr', 'Ouverture dans 12 minutes', 'À 14 h 45'],
  ['es', 'Se abre dentro de 12 minutos', 'A las 14.45 horas'],
])('a shut door in %s: in how long, then when', (locale, count, when) => {
  const page = words(of(at('14:33'), undefined, locale))
  expect(page).toContain(count)
  expect(page).toContain(when)
})

test('only an open door has a button, and it sends', () => {
  const open = renderToString(<JoinPage {...of(at('14:50'))} />)
  expect(open).toMatch(/<form method="post" action="\/en\/unnm-annual-meeting-4\/sessions\/PL-1\/join"/)
  expect(words(of(at('14:50')))).toContain('Starts in 10 minutes')
  expect(renderToString(<JoinPage {...of(at('14:30'))} />)).not.toContain('<form')
})

test('before its day the door names the day', () => {
  expect(words(of(Temporal.Instant.from('2022-10-10T12:00:00Z')))).toMatch(/Opens in 8 days .*On 18 October at 14:45/)
})

test('a door that is not for this reader says why and what next, and what is open instead', () => {
  const shut = listedEntry({ id: asId('0199a000-0000-7000-8000-000000000002'), code: 'MS-1', title: said('Briefing') })
  const page: JoinPageOf = {
    ...of(at('14:50'), { refusal: { is: 'not-for-you', constituencies: ['member-state', 'observer-state'] } }),
    entry: shut,
  }
  const html = renderToString(<JoinPage {...page} />)
  expect(html).not.toContain('<form')
  expect(words(page)).toContain('It is for Member States and Observer States.')
  expect(words(page)).toContain('Open to you: Opening of the meeting')
  expect(joinTitle(page)).toBe('Join: not open to you')
})

test.each([
  { refusal: { is: 'with-focal-point' } as const, says: 'Your focal point has not confirmed you yet' },
  { refusal: { is: 'waiting', rank: 12 } as const, says: 'You are number 12 on the waiting list for 18 October' },
  { refusal: { is: 'not-registered' } as const, says: 'You are not registered for this meeting' },
  { refusal: { is: 'in-room-only' } as const, says: 'This session takes place in the room only' },
])('$refusal.is: $says', ({ refusal, says }) => {
  expect(words(of(at('14:50'), { refusal }))).toContain(says)
})
