import type { Browser, Page } from 'playwright-core'
import { constituency } from '../../../src/delegations/constituency.ts'
import { state } from '../../../src/delegations/state.ts'
import type { FileSession } from '../../../src/desk/meeting-file/meeting-file.ts'
import type { Locale } from '../../../src/kernel/locale.ts'
import { translator } from '../../../src/platform/i18n/i18n.ts'
import type { TestApp } from '../../harness.ts'
import { readPdf } from '../../pdf.ts'
import { Pointer, type Hands } from '../hands.ts'
import { newestCodeBy } from './door.ts'
import { PAPER } from './sample-agenda.ts'

/** Somebody who reads the agenda, in a browser and a language of their own. */
export interface Reader {
  who: string
  locale: Locale
  hands: Hands
  page: Page
  /** What the secretariat has confirmed them as. */
  confirmed?: string
  address?: string
}

/** Opens a browser window of somebody far away, whose own language is the page's. */
export const opens = async (browser: Browser, who: string, locale: Locale): Promise<Reader> => {
  const context = await browser.newContext({ locale, timezoneId: 'Europe/Zurich' })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  return { who, locale, page, hands: new Pointer(page) }
}

/** From the front page through the e-mailed code to the form, and through it: for the second day, in person. */
export const registers = async (
  app: TestApp,
  reader: Reader,
  as: { constituency: string; state: string },
): Promise<void> => {
  const { hands, locale, page } = reader
  const t = translator(locale)
  const address = `${reader.who.replaceAll(' ', '.')}@mission.example.org`
  reader.address = address
  await page.goto(`${app.url}/${locale}`)
  await hands.follows(PAPER.meeting.title[locale]!)
  await hands.follows(t('reading:meeting.register'))
  await hands.writes(t('people:signIn.email'), address)
  await hands.presses(t('people:signIn.send'))
  await hands.writes(t('people:code.label'), await newestCodeBy(app, address))
  await hands.presses(t('people:code.continue'))
  await hands.writes(t('registration:you.given'), reader.who)
  await hands.presses(t('registration:save.continue'))
  await hands.picks(t('registration:representing.constituency'), constituency(as.constituency)!.name[locale]!)
  await hands.chooses(t('registration:representing.state'), state(as.state)!.name[locale])
  await hands.presses(t('registration:save.continue'))
  await hands.picks(/19/, t('registration:attendance.in-person'))
  await hands.presses(t('registration:save.continue'))
  await hands.presses(t('registration:save.continue'))
  await hands.ticks(new RegExp(`^${t('registration:check.data')}`))
  await hands.presses(t('registration:save.send'))
}

/**
 * What somebody confirmed as this for the second day (nobody: undefined) sees of a session: `attend` where they may, else
 * what the rule leaves the rest; undefined where they see no trace.
 */
export const sightOf = (session: FileSession, confirmed: string | undefined): string | undefined => {
  const { attend, show, constituencies = [] } = session.access
  if (confirmed && session.day === 2 && (attend === 'everyone' || constituencies.includes(confirmed))) return 'attend'
  return show === 'unlisted' ? undefined : show
}

/** Words as they are compared, whatever spaces, hyphens and signs of its own a format has. */
export const plain = (text: string): string =>
  text
    .replaceAll('\u00AD', '')
    // Lines of a calendar are folded and its commas escaped (RFC 5545, 3.1 and 3.3.11).
    .replaceAll('\r\n ', '')
    .replace(/\\(?=[,;])/g, '')
    .replace(/[\s\u00A0\u202F]+/g, ' ')
    .trim()

/** The agenda as it comes to somebody: by day, by room and as grid, on paper, and for programs. */
export const surfaces = async (app: TestApp, reader: Reader): Promise<ReadonlyMap<string, string>> => {
  const { hands, page, locale } = reader
  const t = translator(locale)
  const found = new Map<string, string>()
  const main = async (): Promise<string> => plain((await page.locator('main').textContent()) ?? '')
  await page.goto(`${app.url}/${locale}`)
  await hands.follows(PAPER.meeting.title[locale]!)
  await hands.follows(t('reading:agenda.title'))
  const machines = await page.evaluate<[string, string][]>(
    `[...document.querySelectorAll('link[rel=alternate][type]')].map((link) => [link.type, link.href])`,
  )
  found.set('day', await main())
  await hands.follows(t('reading:agenda.view.rooms'))
  found.set('rooms', await main())
  await hands.follows(t('reading:agenda.view.grid'))
  found.set('grid', await main())
  for (const [type, address] of machines) {
    const bytes = await (await page.context().request.get(address)).body()
    found.set(type, type === 'application/pdf' ? (await readPdf(bytes)).text : bytes.toString())
  }
  return found
}

/** The page of a session, as they come to it from the agenda. */
export const readsSession = async (
  app: TestApp,
  { hands, page, locale }: Reader,
  session: FileSession,
): Promise<string> => {
  await page.goto(`${app.url}/${locale}`)
  await hands.follows(PAPER.meeting.title[locale]!)
  await hands.follows(translator(locale)('reading:agenda.title'))
  await hands.follows(session.title[locale]!)
  return plain((await page.locator('main').textContent()) ?? '')
}

/** Makes a calendar of all that is open to them; answers its address. */
export const makesCalendar = async (app: TestApp, { hands, page, locale }: Reader): Promise<string> => {
  const t = translator(locale)
  await page.goto(`${app.url}/${locale}`)
  await hands.follows(PAPER.meeting.title[locale]!)
  await hands.follows(t('registration:title.me'))
  await hands.follows(t('calendar:own.set'))
  await hands.presses(t('calendar:page.make'))
  return /https?:[^"<>\s]+\/feeds\/[^"<>\s]+\.ics/.exec(await page.content())![0]
}

/** What a calendar program keeps of each event. */
export const eventsIn = (calendar: string): { uid: string; summary: string; location: string; sequence: string }[] =>
  calendar
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((event) => {
      const lines = event.replaceAll('\r\n ', '').split('\r\n')
      const of = (name: string): string => {
        const line = lines.find((one) => one.startsWith(`${name}:`) || one.startsWith(`${name};`))
        return plain(line?.slice(line.indexOf(':') + 1) ?? '')
      }
      return { uid: of('UID'), summary: of('SUMMARY'), location: of('LOCATION'), sequence: of('SEQUENCE') }
    })

/** Words of the paper that should stand in a text and do not, or should not and do. */
export const wrongIn = (
  text: string,
  sessions: readonly FileSession[],
  { locale, confirmed }: Pick<Reader, 'locale' | 'confirmed'>,
  /** Whether all that they may see should be named. */
  titles = true,
): string[] => {
  const all = plain(text)
  return sessions.flatMap((session) => {
    const sight = sightOf(session, confirmed)
    const has = (words: string | undefined): boolean => words !== undefined && all.includes(plain(words))
    const secret = sight === undefined || sight === 'closed'
    const whole = sight === 'attend' || sight === 'programme'
    return [
      ...(secret || !titles || has(session.title[locale]) ? [] : [`${session.code} is missing`]),
      ...(secret && Object.values(session.title).some(has) ? [`${session.code} is told`] : []),
      ...(!whole && Object.values(session.abstract ?? {}).some((words) => has(words.slice(0, 40)))
        ? [`what ${session.code} is about is told`]
        : []),
    ]
  })
}
