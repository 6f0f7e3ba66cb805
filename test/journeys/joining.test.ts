import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { Hosts } from '../../src/checkin/hosts.service.ts'
import { HostLines } from '../../src/checkin/host-lines.service.ts'
import { JoinLinks } from '../../src/checkin/join-links.service.ts'
import { PersonalLinks } from '../../src/checkin/personal-links.service.ts'
import type { PersonId, SessionId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { RoleHolders } from '../../src/people/role-holders.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { Audit } from '../../src/platform/audit/audit.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { Erasure } from '../../src/privacy/erasure.service.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Merging } from '../../src/registration/review/merging.service.ts'
import { comes, officer, type Coming, type Guest } from '../builders/participants.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser } from './people.ts'

// How people come into a session online: an organiser sets and replaces links, a host lets people in by a list.

let app: TestApp
let meeting: Meeting
let olga: Organiser
let plenary: SessionId
const DESK = '/en/desk/unnm-2022/joining'
const DOOR = '/en/unnm-2022/sessions/PL-1/join'

beforeAll(async () => {
  // The first session of the first day is on.
  app = await startApp({ now: '2022-10-18T08:05:00Z' })
  meeting = await loadSample(app, 'meeting', undefined, ({ meeting: frame, sessions }) => {
    frame.registration.closes = frame.registration.closesInPerson = '2022-10-19T18:00'
    frame.registration.daysOpenTo = {}
    for (const session of sessions)
      if (session.code.startsWith('PL-')) session.access = { attend: 'everyone', show: 'programme' }
  })
  olga = await new Organiser(app).acceptsInvitation('olga@example.org')
  const [row] = await app.database.query<{ id: SessionId }>(
    `SELECT id FROM session WHERE meeting_id = $1 AND code = 'PL-1'`,
    [meeting.id],
  )
  plenary = row!.id
}, 120_000)

/** Somebody confirmed for the first day. */
const guest = (given: string, more: Partial<Coming> = {}): Promise<Guest> =>
  comes(app, meeting, { given, family: 'Guest', days: ['online', 'none'], ...more })

const addressOf = async ({ person }: Guest): Promise<string> => {
  const [row] = await app.database.query<{ email: string }>('SELECT email FROM identity WHERE person_id = $1', [person])
  return row!.email
}

/** What one press of the button answers. */
const presses = async ({ cookie }: Guest, door = DOOR) => {
  const answer = await fetch(app.url + door, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: app.settings.baseUrl.origin },
  })
  return {
    status: answer.status,
    to: answer.headers.get('location'),
    headers: answer.headers,
    text: await answer.text(),
  }
}

const records = async (action: string): Promise<string> =>
  JSON.stringify((await app.get(Audit).of(plenary)).filter((entry) => entry.action === action))

describe('the link of a session', () => {
  test('is replaced in one deed, without a release: the next press leads to the new one, on record, and no page shows it', async () => {
    const ana = await guest('Ana')
    expect((await presses(ana)).to).toBe('https://join.example.org/unnm4/pl-1')
    await olga.opens(DESK)
    await olga.follows('Set up Opening')
    expect(olga.source).not.toContain('join.example.org')
    await olga.answers('New link', 'https://us02web.zoom.us/j/81234?pwd=fresh').presses('Continue')
    expect(olga.headline).toBe('Replace the link?')
    expect(olga.text).toContain('us02web.zoom.us')
    expect(olga.text).toContain('The session is on now')
    expect(olga.text).not.toContain('letter by letter')
    expect((await presses(ana)).to).toBe('https://join.example.org/unnm4/pl-1')
    await olga.presses('Replace the link')
    expect(olga.text).toContain('The link is set')
    expect(olga.source).not.toContain('zoom.us')
    const { status, to, headers, text } = await presses(ana)
    expect([status, to, text]).toEqual([303, 'https://us02web.zoom.us/j/81234?pwd=fresh', ''])
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('private, no-store')
    const said = await records('session.join-link-replaced')
    expect(said).toContain('"actor"')
    expect(said).not.toMatch(/zoom|join\.example/)
    const [release] = await app.database.query<{ version: number }>(
      'SELECT max(version) AS version FROM release WHERE meeting_id = $1',
      [meeting.id],
    )
    expect(release!.version).toBe(meeting.releaseVersion)
  })

  test.each([
    ['javascript:alert(1)', 'Give an address that begins with https://'],
    ['http://zoom.us/j/1', 'Give an address that begins with https://'],
    ['https://192.168.1.7/room', 'Give an address that everybody can reach'],
    ['', 'Give the whole address'],
  ])('"%s" is none, and stands there to be mended', async (typed, says) => {
    await olga.opens(`${DESK}/PL-1`)
    await olga.answers('New link', typed).presses('Continue')
    expect(olga.status).toBe(422)
    expect(olga.errors[0]).toContain(says)
    expect(olga.valueOf('joinLink')).toBe(typed)
  })

  test('of a place that we do not know is worth a second look, and going back keeps it', async () => {
    await olga.opens(`${DESK}/PL-1`)
    await olga.answers('New link', 'https://zoom.us.example.net/j/1').presses('Continue')
    expect(olga.text).toContain('letter by letter')
    await olga.presses('Back')
    expect(olga.valueOf('joinLink')).toBe('https://zoom.us.example.net/j/1')
  })

  test('is set by organisers alone, and their page says what no link does', async () => {
    await olga.opens(DESK)
    expect(olga.text).toContain('Only two things stop that: a link for each person, or a waiting room')
    for (const role of ['agenda-editor', 'registration-officer', 'desk-officer', 'host'] as const) {
      const { cookie } = await officer(app, meeting, role)
      const { status } = await app.http.get(`${DESK}/PL-1`).set('Cookie', cookie)
      expect([role, status]).toEqual([role, 404])
    }
  })
})

describe('the moment when doors open', () => {
  test('is set for the meeting, and acts at once', async () => {
    const ana = await guest('Ana')
    const later = '/en/unnm-2022/sessions/PL-3/join'
    const early = async (): Promise<string> => (await app.http.get(later).set('Cookie', ana.cookie)).text
    expect(await early()).toMatch(/Opens in \d+ (minute|hour)/)
    await olga.opens(DESK)
    await olga.answers('Minutes before the start', '500').presses('Save')
    expect(olga.errors).toEqual(['Give whole minutes from 5 to 120'])
    await olga.answers('Minutes before the start', '45').presses('Save')
    expect(olga.text).toContain('Doors open 45 minutes before the start')
    expect(await early()).toContain('45 minutes before the start')
    await olga.answers('Minutes before the start', '15').presses('Save')
  })
})

describe('links of single people', () => {
  const give = async (...rows: string[][]): Promise<void> => {
    await olga.opens(`${DESK}/PL-1/personal`)
    const text = [['E-mail', 'Join URL'], ...rows].map((row) => row.join('\t')).join('\n')
    await olga.answers('Or paste the rows', text).presses('See what would happen')
  }

  test('a table is looked at, then each gets theirs, and nobody else’s', async () => {
    const [ana, ben, cleo, dan] = await Promise.all([
      guest('Ana'),
      guest('Ben', { days: ['in-person', 'none'] }),
      guest('Cleo', { then: 'requested' }),
      guest('Dan'),
    ])
    const [reference] = await app.database.query<{ reference: string }>(
      'SELECT reference FROM registration WHERE id = $1',
      [ben.registration],
    )
    await give(
      [await addressOf(ana), 'https://zoom.us/w/1?tk=ana'],
      [await addressOf(ana), 'https://zoom.us/w/1?tk=ana-again'],
      [await addressOf(cleo), 'https://zoom.us/w/1?tk=cleo'],
      ['nobody@example.org', 'https://zoom.us/w/1?tk=nobody'],
      [await addressOf(dan), 'javascript:alert(1)'],
      [reference!.reference, 'https://zoom.us/w/1?tk=ben'],
    )
    expect(olga.text).toContain('New2')
    expect(olga.text).toContain('Left out4')
    for (const why of [
      'An earlier row is about the same person',
      'May not attend this session now',
      'Nobody of this meeting',
      'The link cannot be used',
    ])
      expect(olga.text).toContain(why)
    expect(olga.source).not.toContain('tk=')
    expect((await presses(ana)).to).toContain('/j/81234')

    await olga.presses('Keep 2 links')
    expect(olga.text).toContain('Each person gets theirs')
    expect(olga.text).toContain('2 people have a link of their own')
    expect(olga.source).not.toContain('tk=')
    expect((await presses(ana)).to).toBe('https://zoom.us/w/1?tk=ana')
    expect((await presses(ben)).to).toBe('https://zoom.us/w/1?tk=ben')
    expect((await presses(dan)).to).toContain('/j/81234')
    expect((await presses(cleo)).status).toBe(403)
    const opened = await records('join.opened')
    expect(opened).toContain('own-link')
    expect(opened).not.toContain('tk=')

    await give([await addressOf(ana), 'https://zoom.us/w/1?tk=ana-2'])
    expect(olga.text).toContain('Replaced1')
    await olga.presses('Keep 1 link')
    expect((await presses(ana)).to).toBe('https://zoom.us/w/1?tk=ana-2')
    expect((await presses(ben)).to).toBe('https://zoom.us/w/1?tk=ben')

    // Who withdraws while the organiser looks at the table gets none.
    await give([await addressOf(dan), 'https://zoom.us/w/1?tk=dan'])
    await app.get(Registrations).withdraw(meeting, dan.person)
    await olga.presses('Keep 1 link')
    const ofDan = 'SELECT FROM personal_join_link WHERE person_id = $1'
    expect(await app.database.query(ofDan, [dan.person])).toEqual([])
  })

  test('who registered twice keeps one: their own link of each session, else that of the other registration', async () => {
    const { person: by } = await officer(app, meeting)
    const [ana, twice, ben, both] = await Promise.all([guest('Ana'), guest('Ana'), guest('Ben'), guest('Ben')])
    await app.get(PersonalLinks).put(plenary, [
      [twice.person, 'https://zoom.us/w/1?tk=twice'],
      [ben.person, 'https://zoom.us/w/1?tk=ben'],
      [both.person, 'https://zoom.us/w/1?tk=both'],
    ])
    for (const [kept, other] of [
      [ana, twice],
      [ben, both],
    ] as const)
      await app.get(Merging).merge(meeting, kept.registration!, other.registration!, by)
    expect((await presses(ana)).to).toBe('https://zoom.us/w/1?tk=twice')
    expect((await presses(ben)).to).toBe('https://zoom.us/w/1?tk=ben')
    const left = await app.database.query('SELECT FROM personal_join_link WHERE person_id = ANY ($1)', [
      [twice.person, both.person],
    ])
    expect(left).toEqual([])
    const said = await records('session.personal-link-passed')
    expect(said).toContain(`"to":"${ana.person}"`)
    expect(said).not.toContain(ben.person)
    expect(said).not.toContain('tk=')
  })

  test('a link that is kept while two registrations become one does not stay with the one that is closed', async () => {
    const { person: by } = await officer(app, meeting)
    const [kept, other] = await Promise.all([guest('Ana'), guest('Ana')])
    const links = app.get(PersonalLinks)
    let keeping: Promise<number> | undefined
    // The last that a merger does before it is done.
    app.get(Merging).whenMerged(async (_tx, { other: absorbed }) => {
      if (absorbed !== other.person) return
      keeping = links.put(plenary, [[absorbed, 'https://zoom.us/w/1?tk=late']])
      await wait(100)
    })
    await app.get(Merging).merge(meeting, kept.registration!, other.registration!, by)
    expect(await keeping).toBe(0)
    const ofOther = 'SELECT FROM personal_join_link WHERE person_id = $1'
    expect(await app.database.query(ofOther, [other.person])).toEqual([])
  })

  test('without a link for all, who has none is sent to the host', async () => {
    const [ana, dan] = await Promise.all([guest('Ana'), guest('Dan')])
    await give([await addressOf(ana), 'https://zoom.us/w/1?tk=only-ana'])
    await olga.presses('Keep 1 link')
    await olga.follows('Take the link away')
    expect(olga.headline).toBe('Take the link for all away?')
    await olga.presses('Take away')
    expect(olga.text).toContain('Everybody else who may attend is told to ask the host')
    const told = await presses(dan)
    expect([told.status, told.to]).toEqual([200, null])
    expect(told.text).toContain('You have no link of your own')
    expect((await presses(ana)).to).toBe('https://zoom.us/w/1?tk=only-ana')

    await olga.follows('Take these links away')
    await olga.presses('Take away')
    expect(olga.text).toContain('Nobody has a link of their own')
    expect((await presses(ana)).text).toContain('The way in is not set up yet')
  })

  test('a table that is none says what it lacks; a yes to somebody else’s table is no yes', async () => {
    await olga.opens(`${DESK}/PL-1/personal`)
    await olga.presses('See what would happen')
    expect(olga.status).toBe(422)
    await olga.answers('Or paste the rows', 'Name\tLink\nAna\thttps://zoom.us/w/1').presses('See what would happen')
    expect(olga.errors[0]).toContain('No column of this table has e-mail addresses')
    const forged = await olga.asks('POST', `${DESK}/PL-1/personal/keep`, { sealed: 'AAAA' })
    expect(forged.status).toBe(409)
  })

  test('they go with their owner, who sees among their data that there is one, and not which', async () => {
    const ana = await guest('Ana')
    await app.get(PersonalLinks).put(plenary, [[ana.person, 'https://zoom.us/w/1?tk=erase']])
    const { text } = await app.http.get('/en/me/data').set('Cookie', ana.cookie)
    expect(text).toContain('A link of your own, since')
    expect(text).not.toContain('tk=')
    await app.get(Erasure).erase(ana.person)
    const left = await app.database.query('SELECT FROM personal_join_link WHERE person_id = $1', [ana.person])
    expect(left).toEqual([])
  })
})

describe('a host', () => {
  /** What a page that stays open hears. */
  const listens = async ({ cookie }: Guest, at: TestApp = app) => {
    const heard: string[] = []
    const stop = new AbortController()
    const answer = await fetch(`${at.url}${DESK}/PL-1/list/events`, { headers: { cookie }, signal: stop.signal })
    const ended = (async () => {
      const decoder = new TextDecoder()
      for await (const bytes of answer.body!)
        heard.push(...[...decoder.decode(bytes).matchAll(/event: (\w+)/g)].map(([, event]) => event!))
      return 'ended'
    })().catch(() => 'cut')
    await expect.poll(() => heard).toContain('beat')
    return { heard, ended, stop: () => stop.abort() }
  }
  const list = async ({ cookie }: Guest, query = ''): Promise<{ status: number; text: string }> => {
    const { status, text } = await app.http.get(`${DESK}/PL-1/list${query}`).set('Cookie', cookie)
    return { status, text: text.replace(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ') }
  }
  const named = async (host: Guest): Promise<void> => {
    const { role } = (await app.get(Hosts).of(meeting.id)).find(({ person }) => person === host.person)!
    await app.get(Hosts).name(meeting.id, plenary, [role], host.person)
  }

  const onAnotherDevice = async (host: Guest): Promise<Guest> => {
    const secret = app.get(Secrets).random()
    const now = app.clock.now()
    await app.database.transaction((tx) =>
      app.get(SignIns).open(tx, {
        ...{ person: host.person, secret, opensDesk: true, secondFactor: now, stays: false, device: 'Safari, iPhone' },
        expiresAt: now.add({ hours: 12 }),
      }),
    )
    return { ...host, cookie: `plenary-sign-in=${secret}` }
  }

  test('is named for a session, and sees its list and nothing else', async () => {
    const hal = await officer(app, meeting, 'host')
    expect((await list(hal)).status).toBe(404)
    await olga.opens(`${DESK}/PL-1`)
    await olga.ticks('hosts[]').presses('Name the hosts')
    expect(olga.text).toContain('The hosts are named')
    await named(hal)
    expect((await list(hal)).status).toBe(200)
    const front = await app.http.get(DESK).set('Cookie', hal.cookie)
    expect(front.text).toContain('PL-1')
    expect(front.text).not.toContain('PL-2')
    for (const path of ['PL-2/list', 'PL-2/list/events', 'PL-1', 'PL-1/personal', 'NO-1/list'])
      expect([path, (await app.http.get(`${DESK}/${path}`).set('Cookie', hal.cookie)).status]).toEqual([path, 404])
    expect((await app.http.get('/en/desk/unnm-2022/registrations').set('Cookie', hal.cookie)).status).toBe(404)
  })

  test('reads by name and State who may come in, how, and who pressed Join; finds by a word', async () => {
    const hal = await officer(app, meeting, 'host')
    await named(hal)
    const [zoe] = await Promise.all([
      guest('Zoé', { family: 'Ábalos', claims: { constituency: 'member-state', state: 'CIV' } }),
      guest('Ulf', { family: 'Unruh', days: ['in-person', 'none'] }),
      guest('Dora', { family: 'Declined', then: 'declined' }),
      guest('Wim', { family: 'Withdrawn', then: 'withdrawn' }),
      guest('Rita', { family: 'Requested', then: 'requested' }),
      guest('Otto', { family: 'Otherday', days: ['none', 'online'] }),
    ])
    await olga.opens(`${DESK}/PL-1`)
    await olga.answers('Link', 'https://zoom.us/j/2').presses('Continue')
    await olga.presses('Use this link')
    const { text } = await list(hal)
    expect(text).toMatch(/Zoé Ábalos Côte d’Ivoire Member States Online Not yet/)
    expect(text).toMatch(/Ulf Unruh Argentina Member States In person/)
    for (const nobody of ['Dora', 'Wim', 'Rita', 'Otto']) expect(text).not.toContain(nobody)
    await presses(zoe)
    expect((await list(hal)).text).toMatch(/Zoé Ábalos Côte d’Ivoire Member States Online 10:05/)
    const found = await list(hal, '?q=cote abal')
    expect(found.text).toContain('Zoé Ábalos')
    expect(found.text).not.toContain('Ulf Unruh')
    expect((await list(hal, '?q=dora')).text).toContain('Leave them in the waiting room')
  })

  test('hears within a second of who may not come in any more, and who pressed Join', async () => {
    const [hal, ana] = await Promise.all([officer(app, meeting, 'host'), guest('Leaves')])
    await named(hal)
    const line = await listens(hal)
    await wait(1000)
    expect(line.heard).toEqual(['beat'])
    await presses(ana)
    await expect.poll(() => line.heard, { timeout: 1000 }).toEqual(['beat', 'changed'])
    expect((await list(hal)).text).toContain('Leaves Guest')
    await app.get(Registrations).withdraw(meeting, ana.person)
    await expect.poll(() => line.heard, { timeout: 1000 }).toEqual(['beat', 'changed', 'changed'])
    expect((await list(hal)).text).not.toContain('Leaves Guest')
    const { id, version } = await app.get(WorkingCopy).byCode(meeting.id, 'PL-1')
    const rule = { attend: 'constituencies', constituencies: ['academia'], show: 'programme' } as const
    await app.get(WorkingCopy).setRule(meeting.id, id, version, rule, hal.person)
    await expect.poll(() => line.heard.length, { timeout: 1000 }).toBe(4)
    expect((await list(hal)).text).toContain('Nobody may come in now')
    await app
      .get(WorkingCopy)
      .setRule(meeting.id, id, version + 1, { attend: 'everyone', show: 'programme' }, hal.person)
    line.stop()
    await expect.poll(() => app.get(HostLines).open).toBe(0)
  })

  test('hears it also from another process than the one that decided', async () => {
    const [hal, ana, beside] = await Promise.all([
      officer(app, meeting, 'host'),
      guest('Leaves'),
      startApp({ beside: app }),
    ])
    await named(hal)
    const line = await listens(hal, beside)
    await app.get(Registrations).withdraw(meeting, ana.person)
    await expect.poll(() => line.heard, { timeout: 1000 }).toContain('changed')
    // Lines end with the server, and do not keep it.
    await beside.stop()
    expect(await Promise.race([line.ended, wait(3000, 'still open')])).toBe('ended')
  })

  test('who loses the role loses line and list within a second, and gets neither back with the role alone', async () => {
    const hal = await officer(app, meeting, 'host')
    await named(hal)
    const line = await listens(hal)
    await app.get(RoleHolders).remove(meeting.id, hal.person, 'host', hal.person)
    await expect.poll(() => line.heard, { timeout: 1000 }).toEqual(['beat', 'changed'])
    expect(await Promise.race([line.ended, wait(3000, 'still open')])).toBe('ended')
    expect((await list(hal)).status).toBe(404)
    expect((await app.http.get(`${DESK}/PL-1/list/events`).set('Cookie', hal.cookie)).status).toBe(404)
  })

  test('who signs out, or is signed out, loses the line within a second; another device of theirs keeps its own', async () => {
    const hal = await officer(app, meeting, 'host')
    await named(hal)
    const line = await listens(hal)
    const other = await listens(await onAnotherDevice(hal))
    await app.http.post('/en/sign-out').set('Cookie', hal.cookie).set('Origin', app.settings.baseUrl.origin)
    await expect.poll(() => line.heard, { timeout: 1000 }).toEqual(['beat', 'changed'])
    expect(await line.ended).toBe('ended')
    expect(other.heard).toEqual(['beat'])
    for (const { id } of await app.get(SignIns).of(hal.person)) await app.get(SignIns).end(hal.person, id)
    await expect.poll(() => other.heard, { timeout: 1000 }).toEqual(['beat', 'changed'])
    expect(await other.ended).toBe('ended')
  })

  test('goes by the places of the session where it has some', async () => {
    const [hal, ana] = await Promise.all([officer(app, meeting, 'host'), guest('Placeless')])
    await named(hal)
    expect((await list(hal)).text).toContain('Placeless Guest')
    const pool = { day: 1, mode: 'online', session: plenary, capacity: 5 } as const
    await app.database.transaction((tx) => app.get(Pools).define(tx, meeting, [pool]))
    expect((await list(hal)).text).not.toContain('Placeless Guest')
    // While they could press Join before, for a door that was open.
    await app.get(JoinLinks).replace(meeting.id, plenary, 'https://zoom.us/j/85234', hal.person)
    const refused = await presses(ana)
    expect([refused.status, refused.to]).toEqual([403, null])
    await app
      .get(Registrations)
      .choose(meeting, ana.person, [
        { day: meeting.days[0]!.date.toString(), mode: 'online', meanwhile: false, sessions: [plenary] },
      ])
    expect((await list(hal)).text).toContain('Placeless Guest')
    expect((await presses(ana)).to).toBe('https://zoom.us/j/85234')
  })
})

describe('a door', () => {
  const copy = () => app.get(WorkingCopy)
  const publishes = async (label: 'Corr.1' | 'Corr.2'): Promise<void> => {
    const { workingVersion } = await app.get(Publishing).review(meeting.id)
    await app.get(Publishing).publish(meeting.id, { workingVersion, label, note: { en: 'Changed.' }, by: by() })
  }
  const by = (): PersonId => organiser.person
  const sees = async ({ cookie }: Guest, code: string): Promise<string> =>
    (await app.http.get(`/en/unnm-2022/sessions/${code}/join`).set('Cookie', cookie)).text
  let organiser: Guest
  let ana: Guest

  beforeAll(async () => {
    organiser = await officer(app, meeting)
    ana = await guest('Mova')
    await app
      .get(JoinLinks)
      .replace(meeting.id, (await copy().byCode(meeting.id, 'PL-3')).id, 'https://zoom.us/j/3', by())
  })

  test('moves with its session', async () => {
    // At 16:40 in Geneva it stands open, for 16:45.
    app.clock.set('2022-10-18T14:40:00Z')
    expect(await sees(ana, 'PL-3')).toMatch(/Starts in 5 minutes[^]*Join now[^]*If it does not work[^]*waiting room/)
    const session = await copy().byCode(meeting.id, 'PL-3')
    const [start, end] = ['17:15', '18:30'].map((time) => Temporal.PlainTime.from(time))
    await copy().edit(meeting.id, session.id, session.version, { start: start!, end: end! }, by())
    expect(await sees(ana, 'PL-3')).toContain('Join now')
    await publishes('Corr.1')
    const moved = await sees(ana, 'PL-3')
    expect(moved).toContain('17:15')
    expect(moved).toContain('Opens in 20 minutes')
    expect(moved).not.toContain('Join now')
    expect((await presses(ana, '/en/unnm-2022/sessions/PL-3/join')).to).toBeNull()
  })

  test('stays shut where the session is cancelled, and half an hour after the end', async () => {
    app.clock.set('2022-10-18T16:59:00Z')
    expect(await sees(ana, 'PL-3')).toContain('Join now')
    app.clock.set('2022-10-18T17:00:00Z')
    expect(await sees(ana, 'PL-3')).toContain('This session is over')
    expect((await presses(ana, '/en/unnm-2022/sessions/PL-3/join')).to).toBeNull()
    app.clock.set('2022-10-18T15:20:00Z')
    const session = await copy().byCode(meeting.id, 'PL-3')
    await copy().cancel(meeting.id, session.id, session.version, by())
    await publishes('Corr.2')
    expect(await sees(ana, 'PL-3')).toContain('This session is cancelled')
    expect((await presses(ana, '/en/unnm-2022/sessions/PL-3/join')).to).toBeNull()
  })
})
