import { beforeAll, expect, test } from 'vitest'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { startApp, type TestApp } from '../harness.ts'
import { launchChromium, newPage } from './chromium.ts'
import { Pointer, type Hands } from './hands.ts'
import { opensInvitation, setsUpApp } from './organiser/door.ts'
import { onPaper, PAPER } from './organiser/sample-agenda.ts'
import {
  addsRoom,
  addsSession,
  changesRoomNow,
  laysDownMeeting,
  moves,
  publishes,
  translates,
} from './organiser/story.ts'

// The way of `organiser.test.ts`, which is gone by keyboard alone, in short and with other hands: with a mouse, with a finger
// on a phone, and without scripts.

let app: TestApp
let browser: Browser

beforeAll(async () => {
  app = await startApp({ now: '2022-10-18T07:00:00Z' })
  browser = await launchChromium()
})

const AGENDA = [onPaper('PL-4'), onPaper('SE-2')]
const ROOMS = PAPER.rooms.filter(({ id }) => ['xvii', 'xxiv', 'xxv'].includes(id))

/** From an invitation to a release that was changed after it was out. */
const goesAllTheWay = async (hands: Hands, slug: string): Promise<void> => {
  await opensInvitation(app, hands, `${slug}@network.example.org`)
  await setsUpApp(app, hands)
  await laysDownMeeting(hands, slug)
  for (const room of ROOMS) await addsRoom(hands, room)
  await hands.follows('Agenda')
  for (const session of AGENDA) await addsSession(hands, session)
  await moves(hands, 'PL-4', '10:15', '11:45')
  await translates(hands, 'French', AGENDA)
  await translates(hands, 'Spanish', AGENDA)
  await publishes(hands, { label: 'Draft', note: PAPER.releases![0]!.note })
  await changesRoomNow(hands, 'SE-2', 'Room XXV')
  await hands.presses('Publish now')
}

/** What everybody reads at last. */
const isRead = async (slug: string): Promise<void> => {
  for (const [locale, room] of [
    ['en', 'Room XXV'],
    ['fr', 'Salle XXV'],
    ['es', 'Sala XXV'],
  ] as const) {
    const { text } = await app.http.get(`/${locale}/${slug}/agenda.json`).expect(200)
    const agenda = JSON.parse(text) as {
      days: { sessions: { start: string; title: Words; room: { name: Words } }[] }[]
    }
    expect(agenda.days[1]!.sessions.map(({ start, title, room: { name } }) => [start, title.text, name.text])).toEqual([
      ['2022-10-19T10:15:00+02:00', onPaper('PL-4').title[locale], expect.stringContaining('XVII')],
      ['2022-10-19T13:15:00+02:00', onPaper('SE-2').title[locale], room],
    ])
  }
}
interface Words {
  text: string
}

test.each([
  ['with a mouse', {}],
  ['with a finger on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ['without scripts', { javaScriptEnabled: false }],
])('%s', async (how, options: BrowserContextOptions) => {
  const slug = how.replaceAll(' ', '-')
  await goesAllTheWay(new Pointer(await newPage(browser, options), options.hasTouch), slug)
  await isRead(slug)
})
