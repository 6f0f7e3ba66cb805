import { beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import type { FileSession } from '../../src/desk/meeting-file/meeting-file.ts'
import { ExportMeeting } from '../../src/desk/meeting-file/export-meeting.service.ts'
import { LOCALES } from '../../src/kernel/locale.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { readPdf } from '../pdf.ts'
import { launchChromium } from './chromium.ts'
import { Keyboard } from './keyboard-hands.ts'
import { comesBack, holdsPasskeys, holdsThemToo, opensInvitation, type Device } from './organiser/door.ts'
import { agendaInJson, agendaOnPaper, releasesFiled, sessionsFiled } from './organiser/published.ts'
import {
  eventsIn,
  makesCalendar,
  opens,
  plain,
  readsSession,
  registers,
  surfaces,
  wrongIn,
  type Reader,
} from './organiser/readers.ts'
import { agendaOf, onPaper, PAPER } from './organiser/sample-agenda.ts'
import {
  addsRoom,
  addsSession,
  changesRoomNow,
  describesDays,
  edits,
  laysDownMeeting,
  moves,
  opensSession,
  PLACES,
  publishes,
  saysWhoMayAttend,
  setsRegistration,
  translates,
} from './organiser/story.ts'

// Somebody who has never seen the desk builds the sample agenda from nothing, publishes it three times, changes it once more
// by phone; and everybody sees of it what they should. She has the paper of the agenda, what the pages say, and no mouse: all
// that she does, she does by the keyboard. `organiser-hands.test.ts` goes a shorter way with other hands.

const OLGA = 'olga@network.example.org'

let app: TestApp
let browser: Browser
let page: Page
let olga: Keyboard
let passkeys: Device

beforeAll(async () => {
  // Browsers make passkeys for `localhost`.
  app = await startApp({ host: 'localhost', now: '2022-09-26T05:00:00Z' })
  browser = await launchChromium()
  page = await (await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Zurich' })).newPage()
  page.setDefaultTimeout(15_000)
  olga = new Keyboard(page)
})

/** The paper, and what Rev.1 decides beyond it: the session on pledges is for Member States alone. */
const inForce = (release: 2 | 3): FileSession[] =>
  agendaOf(release).map((session) =>
    session.code === 'PL-6'
      ? { ...session, access: { attend: 'constituencies', constituencies: ['member-state'], show: 'listed' } }
      : session,
  )

const readers = new Map<string, Reader>()
const reader = (who: string): Reader => readers.get(who)!

/** Where a copy on paper says that one can ask whether it still holds. */
let onOldPaper = ''
/** The address of each calendar. */
const feeds = new Map<string, string>()

const subjectsTo = (who: string): string[] =>
  app.mailbox.to(reader(who).address!).map(({ subject }) => (subject ?? '').replaceAll('\u00a0', ' '))

describe('from nothing to a Draft', () => {
  test('an invitation leads to the desk, and the desk to a meeting with days, rooms and registration', async () => {
    passkeys = await holdsPasskeys(page)
    await opensInvitation(app, olga, OLGA)
    await olga.presses('Make a passkey')
    await olga.follows('I have kept them: go on')
    await laysDownMeeting(olga)
    await describesDays(olga)
    for (const room of PAPER.rooms) await addsRoom(olga, room)
    await setsRegistration(olga)
    await page.getByText('Not announced yet').waitFor()
    expect((await app.http.get('/en')).text).not.toContain(PAPER.meeting.title.en)
  })

  test.each([1, 2])('every session of day %i is added, and who may attend is said', async (day) => {
    await olga.follows('Agenda')
    for (const session of agendaOf(1).filter((one) => one.day === day)) await addsSession(olga, session)
  })

  test('the bench shows what is missing until nothing is', async () => {
    await olga.follows('Agenda')
    await page.getByText(`Working copy: ${agendaOf(1).length} changes not published`).waitFor()
    await translates(olga, 'French', agendaOf(1))
    await translates(olga, 'Spanish', agendaOf(1))
    const ready = await page.getByRole('progressbar').evaluateAll((bars) => bars.map((bar) => bar.outerHTML))
    expect(ready).toHaveLength(2)
    for (const bar of ready) expect(/value="(\d+)"/.exec(bar)![1]).toBe(/max="(\d+)"/.exec(bar)![1])
  })

  test('the working copy is seen as the public will see it, in other languages too', async () => {
    await olga.follows('See as')
    for (const [locale, language] of [
      ['en', 'English'],
      ['fr', 'Français'],
      ['es', 'Español'],
    ] as const) {
      if (locale !== 'en') await olga.follows(language)
      expect(wrongIn((await page.locator('main').textContent())!, agendaOf(1), { locale })).toEqual([])
    }
    await olga.follows('English')
  })

  test('the Draft is published, and its paper carries an address', async () => {
    app.clock.set('2022-09-26T07:00:00Z')
    await publishes(olga, { label: 'Draft', note: PAPER.releases![0]!.note })
    await page.getByText('Draft is published: everybody sees it now.').waitFor()
    const paper = (await page.getByRole('link', { name: 'The PDF to circulate' }).getAttribute('href'))!
    const { text } = await readPdf(await (await page.context().request.get(`${app.url}${paper}`)).body())
    onOldPaper = /localhost:\d+\/unnm-2022\/draft/.exec(text)![0]
  })
})

describe('while people register', () => {
  test('four read the agenda; three of them register, and the secretariat confirms two', async () => {
    app.clock.set('2022-09-26T09:00:00Z')
    readers.set('the public', await opens(browser, 'the public', 'en'))
    for (const [who, locale, constituency, state] of [
      ['a delegate', 'es', 'member-state', 'ECU'],
      ['an observer', 'fr', 'observer-state', 'VAT'],
      ['somebody unverified', 'fr', 'member-state', 'FRA'],
    ] as const) {
      readers.set(who, await opens(browser, who, locale))
      await registers(app, reader(who), { constituency, state })
      // In the order in which they asked.
      app.clock.advance({ minutes: 1 })
    }
    await olga.follows('Review')
    await olga.presses(/^Verify and confirm/)
    await olga.presses(/^Verify and confirm/)
    reader('a delegate').confirmed = 'member-state'
    reader('an observer').confirmed = 'observer-state'
  })

  test('Rev.1 swaps rooms, moves, retitles, adds and restricts', async () => {
    app.clock.set('2022-10-07T10:00:00Z')
    await comesBack(app, olga, OLGA)
    await olga.follows('Agenda')
    await olga.follows('Swap two rooms')
    await olga.chooses('One room', 'Room XXIV')
    await olga.chooses('The other room', 'Room XXV')
    await olga.chooses('Day', 'Tuesday 18')
    await olga.writes('From', '15:00')
    await olga.presses('Show what moves')
    await olga.presses(/^Swap: 2 sessions/)
    await moves(olga, 'PL-3', '16:45', '18:00')
    await edits(olga, onPaper('PA-1C').title.en!, async () => {
      await olga.ticks('Spanish')
      await olga.writes(PLACES, String(onPaper('PA-1C').capacity))
    })
    await addsSession(olga, onPaper('BR-2'))
    await olga.follows('Wednesday 19')
    await edits(olga, 'Regional reviews of the Global Compact', () =>
      olga.writes('English: Title', onPaper('PL-5').title.en!),
    )
    await addsSession(olga, onPaper('MS-1'))
    await opensSession(olga, onPaper('PL-6').title.en!)
    await saysWhoMayAttend(
      olga,
      inForce(2).find(({ code }) => code === 'PL-6')!,
    )
    // A new title makes its translations old, a new session has none.
    await translates(olga, 'French', agendaOf(2))
    await translates(olga, 'Spanish', agendaOf(2))
    await publishes(olga, { label: 'Rev.1', tell: true })
    await page.getByText('Rev.1 is published: everybody sees it now.').waitFor()
  })

  test('the Final is published, and those with an affected session are told what changed for them', async () => {
    app.clock.set('2022-10-14T10:00:00Z')
    await comesBack(app, olga, OLGA)
    await olga.follows('Agenda')
    await olga.follows('Wednesday 19')
    await addsSession(olga, onPaper('SE-2'))
    await moves(olga, 'PL-6', '16:45', '17:40')
    await moves(olga, 'PL-7', '17:40', '18:00')
    await translates(olga, 'French', agendaOf(3))
    await translates(olga, 'Spanish', agendaOf(3))
    await publishes(olga, { label: 'Final', tell: true })
    // Who is told is found out once the release is out.
    while (!(await page.getByRole('button', { name: 'Tell them now' }).count())) await olga.follows('Publish')
    await olga.presses('Tell them now')
    const delegate = await app.mailbox.waitForSubject(reader('a delegate').address!, 'Han cambiado 2 de sus sesiones')
    expect(delegate.text).toContain(onPaper('PL-6').title.es)
    // The pledges are not hers to attend any more: of the two that moved she is told of one.
    const observer = await app.mailbox.waitForSubject(reader('an observer').address!, onPaper('PL-7').title.fr!)
    expect(observer.text!.split('Note du secrétariat')[0]).not.toContain(onPaper('PL-6').title.fr)
    expect(subjectsTo('somebody unverified')).toHaveLength(2)
  })
})

describe('of the Final', () => {
  test.each(LOCALES)('the agenda that everybody reads is the one on paper, word for word: %s', async (locale) => {
    const { text } = await app.http.get(`/${locale}/unnm-2022/agenda.json`).expect(200)
    expect(agendaInJson(text)).toEqual(agendaOnPaper(inForce(3), { locale }))
  })

  test('each release is on file as it was on paper, with what few or none may read', async () => {
    const file = await app.get(ExportMeeting).export(await app.get(Meetings).named('unnm-2022'))
    expect(releasesFiled(file)).toEqual(
      [agendaOf(1), inForce(2), inForce(3)].map((agenda) => sessionsFiled(agenda, PAPER)),
    )
  })

  test.each(['the public', 'somebody unverified', 'a delegate', 'an observer'])(
    '%s sees what they should, and no more, wherever they look',
    async (who) => {
      const one = reader(who)
      const found = await surfaces(app, one)
      expect([...found.keys()]).toEqual([
        ...['day', 'rooms', 'grid', 'text/calendar', 'application/json', 'application/ld+json', 'application/pdf'],
        'application/atom+xml',
      ])
      for (const [surface, text] of found)
        // The feed of releases names what changed, not all that there is.
        expect([surface, ...wrongIn(text, inForce(3), one, surface !== 'application/atom+xml')]).toEqual([surface])
      expect(agendaInJson(found.get('application/json')!)).toEqual(agendaOnPaper(inForce(3), one))

      const pledges = await readsSession(app, one, onPaper('PL-6'))
      expect(pledges.includes(onPaper('PL-6').abstract![one.locale]!)).toBe(one.confirmed === 'member-state')
    },
  )

  test('search engines are led to what is public', async () => {
    const { text } = await app.http.get('/sitemap.xml').expect(200)
    const codes = [...text.matchAll(/<loc>[^<]*\/en\/unnm-2022\/sessions\/([^<]+)<\/loc>/g)].map(([, code]) => code)
    expect(codes.toSorted()).toEqual(
      inForce(3)
        .filter(({ access }) => access.show === 'programme' || access.show === 'listed')
        .map(({ code }) => code)
        .toSorted(),
    )
  })

  test.each(['a delegate', 'an observer'])('the calendar of %s carries what is open to them', async (who) => {
    const one = reader(who)
    feeds.set(who, await makesCalendar(app, one))
    const events = eventsIn(await (await fetch(feeds.get(who)!)).text())
    const open = inForce(3).filter(({ kind, day, access }) => {
      const theirs = access.attend === 'everyone' || access.constituencies?.includes(one.confirmed!)
      return theirs && day === 2 && kind !== 'break' && kind !== 'registration'
    })
    const titles = open.map(({ title }) => plain(title[one.locale]!))
    expect(events.map(({ summary }) => summary).toSorted()).toEqual(titles.toSorted())
  })
})

describe('on the day', () => {
  const forum = onPaper('MP-1')

  test('a room is changed by phone: the screen at its door, readers, calendars and those affected know at once', async () => {
    app.clock.set('2022-10-19T06:00:00Z')
    const door = reader('the public')
    await door.page.goto(`${app.url}/en`)
    await door.hands.follows(PAPER.meeting.title.en!)
    await door.hands.follows('Agenda')
    await door.hands.follows('By room')
    await door.hands.follows('Door screen Room XXIV')
    await door.page
      .getByRole('heading', { name: 'Briefing for Member States: the next round of regional reviews' })
      .waitFor()
    expect(await door.page.getByRole('heading', { name: forum.title.en! }).count()).toBe(0)
    const before = eventsIn(await (await fetch(feeds.get('a delegate')!)).text())

    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    // To a phone, too, a keyboard can be joined.
    const hands = new Keyboard(await phone.newPage())
    await holdsThemToo(hands.page, passkeys)
    await comesBack(app, hands, OLGA)
    await changesRoomNow(hands, 'MP-1', 'Room XXIV')
    expect(await hands.page.getByLabel('Français: Note to readers').inputValue()).toContain('Salle XXIV')
    expect(await hands.page.getByLabel('Español: Note to readers').inputValue()).toContain('Sala XXIV')
    await hands.presses('Publish now')
    await hands.page.getByText('those affected are being told').waitFor()

    await door.page.getByRole('heading', { name: forum.title.en! }).waitFor()
    const mail = await app.mailbox.waitForSubject(reader('a delegate').address!, forum.title.es!)
    expect(mail.text).toContain('Sala XXIV')
    await app.mailbox.waitForSubject(reader('an observer').address!, forum.title.fr!)
    expect(subjectsTo('somebody unverified')).toHaveLength(2)
    const after = eventsIn(await (await fetch(feeds.get('a delegate')!)).text())
    const moved = after.filter(({ uid, location, sequence }) => {
      const was = before.find((event) => event.uid === uid)
      return was?.location !== location || was.sequence !== sequence
    })
    expect(moved.map(({ summary }) => summary)).toEqual([plain(forum.title.es!)])
    expect(moved[0]!.location).toContain('Sala XXIV')
    await phone.close()
    expect([...olga.faults, ...hands.faults]).toEqual([])
  })

  test('who asks at the address on their old paper is told what superseded it', async () => {
    const { page: there } = reader('an observer')
    await there.goto(`http://${onOldPaper}`)
    await there.getByText('Remplacé par Corr.1').first().waitFor()
  })
})
