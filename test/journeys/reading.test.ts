import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type PersonId, type SessionId } from '../../src/kernel/id.ts'
import { Materials } from '../../src/materials/materials.service.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { Audit } from '../../src/platform/audit/audit.ts'
import { Database } from '../../src/platform/database/database.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import type { Claim, DayMode } from '../../src/registration/registration.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { startApp, type TestApp } from '../harness.ts'

// The Fourth Annual Meeting at Rev.1, read by the public, by a delegate who is verified, and by one who only says so.

let app: TestApp
let meeting: Meeting
const SLUG = 'unnm-2022'
const DAY_1 = '2022-10-18'
const DAY_2 = '2022-10-19'
const TEXT = 'Note by the secretariat, for Member States.'

interface Reader {
  person: PersonId
  get(path: string): Promise<{ status: number; text: string; headers: Record<string, string> }>
  post(path: string): Promise<{ status: number; text: string; headers: Record<string, string> }>
}

const signedIn = async (): Promise<Reader> => {
  const secret = app.get(Secrets).random(32)
  const person = await app.get(Database).transaction(async (tx) => {
    const id = await app.get(People).ensure(tx, emailFrom(`${randomUUID()}@example.org`)!, 'en')
    await app.get(SignIns).open(tx, {
      person: id,
      secret,
      opensDesk: false,
      stays: true,
      device: '',
      expiresAt: Temporal.Instant.from('2099-01-01T00:00:00Z'),
    })
    return id
  })
  const cookie = `plenary-sign-in=${secret}`
  return {
    person,
    get: async (path) => app.http.get(path).set('Cookie', cookie).redirects(0),
    post: async (path) =>
      app.http.post(path).set('Cookie', cookie).set('Origin', app.settings.baseUrl.origin).redirects(0),
  }
}

const registered = async (claim: Claim, days: Readonly<Record<string, DayMode>>, verified = true): Promise<Reader> => {
  const reader = await signedIn()
  const registrations = app.get(Registrations)
  await registrations.saveDraft(
    meeting,
    reader.person,
    {
      names: { givenNames: 'N.', familyName: 'N.' },
      jobTitle: 'Second Secretary',
      claim,
      wishes: Object.entries(days).map(([day, mode]) => ({ day, mode, meanwhile: true })),
      answers: { 'spoken-language': 'en' },
      language: 'en',
    },
    'en',
  )
  const own = await registrations.submit(meeting, reader.person, {
    submissionId: randomUUID(),
    consents: { data: true, list: false },
  })
  if (verified) await app.get(Review).verify(meeting, own.id, newId<'Person'>())
  return reader
}

const delegate = (verified = true): Promise<Reader> =>
  registered({ constituency: 'member-state', state: 'ARG', organization: '' }, { [DAY_2]: 'online' }, verified)

/** The session for Member States only. */
const briefing = async (): Promise<SessionId> => (await app.get(WorkingCopy).byCode(meeting.id, 'MS-1')).id

beforeAll(async () => {
  app = await startApp({ now: '2022-10-07T15:00:00Z' })
  const file = checkMeetingFile(
    JSON.parse(readFileSync(new URL('../../samples/meeting.json', import.meta.url), 'utf8')),
  )
  meeting = await app.get(LoadMeeting).load(file, { atRelease: 2 })
  const session = await briefing()
  await app.get(Database).transaction((tx) =>
    app.get(Materials).define(
      tx,
      meeting,
      [
        {
          key: 'reviews-note',
          symbol: 'UNNM/AM.4/2022/3',
          kind: 'document',
          title: { en: 'Note on modalities' },
          access: { attend: 'constituencies', constituencies: ['member-state'] },
          public: false,
          sessions: [session],
        },
      ],
      [
        {
          key: 'reviews-note',
          language: 'en',
          mediaType: 'text/html',
          name: 'Note été.html',
          bytes: Buffer.from(TEXT),
        },
      ],
    ),
  )
})

describe('the public', () => {
  test.each([
    { path: '/en', lang: 'en', title: 'Meetings' },
    { path: `/en/${SLUG}`, lang: 'en', title: 'Fourth Annual Meeting of the United Nations Network on Migration' },
    { path: `/fr/${SLUG}/agenda`, lang: 'fr', title: 'Programme' },
    { path: `/es/${SLUG}/changes`, lang: 'es', title: 'Qué ha cambiado' },
    { path: `/fr/${SLUG}/sessions/ms-1`, lang: 'fr', title: 'Séance d’information à l’intention des États Membres' },
    { path: `/en/${SLUG}/releases/draft`, lang: 'en', title: 'Agenda' },
  ])('reads $path without being given a cookie', async ({ path, lang, title }) => {
    const { status, text, headers } = await app.http.get(path)
    expect(status).toBe(200)
    expect(text).toContain(`<html lang="${lang}"`)
    expect(/<h1[^>]*>(.*?)<\/h1>/.exec(text)?.[1]).toContain(title)
    expect(headers['set-cookie']).toBeUndefined()
    expect(headers['cache-control']).toBe('public, no-cache')
  })

  test('finds the label on every page of the meeting', async () => {
    for (const part of ['', '/agenda', '/changes', '/sessions/PL-1'])
      expect((await app.http.get(`/en/${SLUG}${part}`)).text).toMatch(/<strong class="stamp revised">Rev\.1<\/strong>/)
  })

  test('gets an old version with the way to the one in force', async () => {
    const { text } = await app.http.get(`/en/${SLUG}/releases/Draft`)
    expect(text).toContain('Superseded by Rev.1')
    expect(text).toContain('Regional reviews of the Global Compact</a>')
  })

  test('gets the agenda once: the same bytes answer 304', async () => {
    const first = await app.http.get(`/en/${SLUG}/agenda`)
    const again = await app.http.get(`/en/${SLUG}/agenda`).set('If-None-Match', first.headers['etag']!)
    expect(again.status).toBe(304)
  })

  test('asks for one day, and for their own time, by address alone', async () => {
    const day = await app.http.get(`/en/${SLUG}/agenda?day=${DAY_2}`)
    expect(day.text).not.toContain('id="day-1"')
    expect(day.text).toContain('id="day-2"')
    expect((await app.http.get(`/en/${SLUG}/agenda?day=2`)).text).toBe(day.text)
    const own = await app.http.get(`/en/${SLUG}/agenda?zone=Nairobi`)
    expect(own.text).toContain('class="own"')
    expect((await app.http.get(`/en/${SLUG}/agenda?zone=Atlantis`)).text).toContain('No zone of that name.')
    // What one reader asked is in nobody else's page.
    expect((await app.http.get(`/en/${SLUG}/agenda`)).text).not.toContain('class="own"')
  })

  test('finds by words, kind, room and language, and the answer has an address', async () => {
    const found = async (query: string): Promise<string[]> => {
      const { text } = await app.http.get(`/en/${SLUG}/agenda${query}`).expect(200)
      return [...text.matchAll(/<article class="session[^"]*" id="([^"]+)"/g)].map(([, code]) => code!.toUpperCase())
    }
    expect(await found('?q=WORKPLAN%202022')).toEqual(['PL-2'])
    expect(await found('?kind=panel&room=xxiv')).toEqual(['PA-1B'])
    expect(await found('?kind=panel&lang=es&view=rooms')).toEqual(['PA-1A', 'PA-1C'])
    expect(await found(`?kind=plenary&day=${DAY_2}&view=grid`)).toEqual(['PL-4', 'PL-5', 'PL-6', 'PL-7'])
    const french = await app.http.get(`/fr/${SLUG}/agenda?q=etats%20membres`).expect(200)
    expect(french.text).toContain('États')
    // The calendar of what was found is the same part of the agenda.
    const ics = await app.http.get(`/en/${SLUG}/agenda.ics?kind=panel&room=xxiv`).expect(200)
    expect(ics.text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
  })

  test.each(['?room=nowhere', '?kind=party', '?q=a&q=b', '?day=2022-12-24', '?lang=tlh'])(
    'is told that there is nothing at %s, and the way back',
    async (query) => {
      const { text } = await app.http.get(`/en/${SLUG}/agenda${query}`).expect(404)
      expect(text).toContain('No session matches.')
      expect(text).toContain(`<a href="/en/${SLUG}/agenda">Show all sessions</a>`)
    },
  )

  test('finds nothing by words or rooms that are not shown', async () => {
    for (const query of ['CO-1', 'CL-1', 'working%20level', 'modalities'])
      expect((await app.http.get(`/en/${SLUG}/agenda?q=${query}`)).text, query).toContain('No session matches.')
  })

  test('is asked to sign in to see what is open to them', async () => {
    const { text } = await app.http.get(`/en/${SLUG}/agenda?open=me`).expect(200)
    expect(text).toContain(`/en/sign-in?next=%2Fen%2F${SLUG}%2Fagenda%3Fopen%3Dme`)
  })

  test.each([
    '/sessions/CL-1',
    '/sessions/CO-1',
    '/sessions/XX-9',
    '/releases/Rev.9',
    '/releases/nonsense',
    '/changes?to=Rev.7',
    '/materials/reviews-note/en',
    '/materials/nothing/en',
  ])('is told of %s what is told of what does not exist', async (part) => {
    const hidden = await app.http.get(`/en/${SLUG}${part}`)
    const absent = await app.http.get(`/en/no-such-meeting${part}`)
    const plain = (text: string) => text.replaceAll(/(no-such-meeting|unnm-2022)/g, '').replaceAll(/[0-9a-f-]{36}/g, '')
    expect(hidden.status).toBe(404)
    expect(plain(hidden.text)).toBe(plain(absent.text))
  })

  test('finds no word, code, link or paper of what is restricted, on any page or in the data', async () => {
    for (const locale of ['en', 'fr', 'es'])
      for (const part of [
        '',
        '/agenda',
        '/agenda.json',
        '/changes',
        '/sessions/MS-1',
        '/sessions/SE-1',
        '/releases/draft',
      ]) {
        const { text } = await app.http.get(`/${locale}/${SLUG}${part}`)
        expect(text, part).not.toMatch(/CL-1|CO-1|join\.example|Note on modalities|UNNM\/AM\.4\/2022\/3/)
        expect(text, part).not.toMatch(/Modalities and calendar of the regional reviews, followed/)
      }
  })
})

describe('papers', () => {
  const PAGE = `/en/${SLUG}`

  test('that are public on purpose are on the overview for everybody, in the languages they have', async () => {
    const { text } = await app.http.get(PAGE)
    expect(text).toContain('Information for participants')
    expect(text).toContain('Draft workplan of the Network for 2022-2024')
    expect(text).not.toMatch(/Revised draft workplan|2\/<wbr\/>Rev\.1|Recording of session/)
  })

  test('are replaced by a newer one for those who may read the newer one', async () => {
    const { text } = await (await delegate()).get(PAGE)
    expect(text).toContain('Revised draft workplan')
    expect(text).toContain('Replaced by UNNM/AM.4/2022/2/Rev.1')
    // The recording is of a day that is not for Member States.
    expect(text).not.toContain('Recording of session')
  })

  test('of a session stand on its page where the session is shown in full', async () => {
    expect((await app.http.get(`${PAGE}/sessions/PL-2`)).text).toContain('Draft workplan of the Network')
  })
})

describe('short addresses', () => {
  test.each([
    { path: `/${SLUG}`, accept: 'fr-CH, fr;q=0.9', to: `/fr/${SLUG}/agenda` },
    { path: `/${SLUG}/rev.1`, accept: 'es', to: `/es/${SLUG}/releases/rev.1` },
    { path: `/${SLUG}/Draft`, accept: 'de', to: `/en/${SLUG}/releases/draft` },
  ])('$path leads a reader of $accept to $to', async ({ path, accept, to }) => {
    const { status, headers } = await app.http.get(path).set('Accept-Language', accept).redirects(0)
    expect([status, headers['location']]).toEqual([302, to])
  })

  test('of nothing are not found', async () => {
    expect((await app.http.get('/no-such-meeting')).status).toBe(404)
    expect((await app.http.get(`/${SLUG}/nonsense`)).status).toBe(404)
  })
})

describe('programs', () => {
  test('read meetings, a meeting and its agenda in the language they ask for', async () => {
    const list = await app.http.get('/api/v1/meetings?language=fr')
    expect(list.body).toEqual([expect.objectContaining({ slug: SLUG, firstDay: DAY_1, lastDay: DAY_2 })])
    const one = await app.http.get(`/api/v1/meetings/${SLUG}`).set('Accept-Language', 'es')
    expect(one.body).toMatchObject({
      city: { text: 'Ginebra', language: 'es' },
      registration: { state: 'open' },
      agenda: { label: 'Rev.1', stage: 'revised' },
    })
    const agenda = await app.http.get(`/api/v1/meetings/${SLUG}/agenda?language=fr`)
    expect(agenda.body).toEqual((await app.http.get(`/fr/${SLUG}/agenda.json`)).body)
    expect(agenda.body.days[0].sessions[1]).toMatchObject({
      shown: 'programme',
      code: 'PL-1',
      start: '2022-10-18T10:00:00+02:00',
      room: { key: 'xvii', name: { text: 'Salle XVII', language: 'fr' } },
      url: `${app.settings.baseUrl.origin}/fr/${SLUG}/sessions/PL-1`,
    })
  })

  test('see of a closed meeting its time, its room and what a calendar needs', async () => {
    const { body } = await app.http.get(`/en/${SLUG}/agenda.json`)
    const closed = body.days[0].sessions.find(({ shown }: { shown: string }) => shown === 'closed')
    expect(Object.keys(closed).toSorted()).toEqual(
      ['end', 'room', 'sequence', 'shown', 'start', 'status', 'uid', 'updatedAt'].toSorted(),
    )
  })

  test('are told what they asked wrongly', async () => {
    expect((await app.http.get('/api/v1/meetings?language=de')).status).toBe(422)
    expect((await app.http.get(`/api/v1/meetings/${SLUG}/agenda?label=Rev.0`)).status).toBe(422)
    expect((await app.http.get('/api/v1/meetings/nothing/agenda')).status).toBe(404)
  })
})

test('a delegate finds what is open to them, and nobody keeps that page', async () => {
  const reader = await delegate()
  const { text, headers } = await reader.get(`/en/${SLUG}/agenda?open=me&day=${DAY_2}`)
  const codes = [...text.matchAll(/<article class="session[^"]*" id="([^"]+)"/g)].map(([, code]) => code)
  expect(codes).toEqual(['ms-1', 'pl-4', 'pl-5', 'mp-1', 'pl-6', 'pl-7'])
  expect(headers['cache-control']).toBe('private, no-store')
  // The first day is not for Member States.
  expect((await reader.get(`/en/${SLUG}/agenda?open=me&day=${DAY_1}`)).text).toContain('No session matches.')
})

describe('a session for Member States', () => {
  test('is open to a verified delegate: abstract, papers, the door; kept by no cache', async () => {
    const reader = await delegate()
    const { text, headers } = await reader.get(`/en/${SLUG}/sessions/MS-1`)
    expect(text).toMatch(/Note on modalities/)
    expect(text).toContain(`/en/${SLUG}/sessions/MS-1/join`)
    expect(text).not.toContain('join.example')
    expect(headers['cache-control']).toBe('private, no-store')
    const json = await reader.get(`/en/${SLUG}/agenda.json`)
    expect(json.text).toContain('"shown":"attend"')
    expect(json.text).not.toContain('join.example')
    expect(json.headers['cache-control']).toBe('private, no-store')
  })

  test('hands its papers to the verified delegate only, as a file that runs nothing, and writes down to whom', async () => {
    const path = `/en/${SLUG}/materials/reviews-note/en`
    const reader = await delegate()
    const { text, headers } = await reader.get(path)
    expect(text).toBe(TEXT)
    expect(headers).toMatchObject({
      'content-disposition': expect.stringMatching(
        /^attachment; filename=.*filename\*=UTF-8''Note%20%C3%A9t%C3%A9\.html/,
      ),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    const refused = [await delegate(false), await signedIn()]
    for (const other of refused) expect((await other.get(path)).status).toBe(404)
    const seen = (await app.get(Audit).of('reviews-note')).filter(({ action }) => action === 'material.opened')
    expect(seen.map(({ actor, data }) => [actor, data])).toContainEqual([reader.person, { language: 'en' }])
    expect(seen.filter(({ actor }) => refused.some(({ person }) => person === actor))).toEqual([])
  })

  test('says to who is not verified what they lack, and shows no more than to the public', async () => {
    const reader = await delegate(false)
    const page = await reader.get(`/en/${SLUG}/sessions/MS-1`)
    expect(page.text).not.toMatch(/Note on modalities|sessions\/MS-1\/join/)
    const door = await reader.get(`/en/${SLUG}/sessions/MS-1/join`)
    expect(door.status).toBe(403)
    expect(door.text).toMatch(/Your (focal point has not confirmed you|registration is not confirmed) yet/)
  })
})

describe('the door', () => {
  const door = `/en/${SLUG}/sessions/MS-1/join`
  const at = async (now: string, act: () => Promise<void>): Promise<void> => {
    const before = app.clock.now()
    app.clock.set(now)
    try {
      await act()
    } finally {
      app.clock.set(before)
    }
  }

  test('asks who comes to sign in, whether or not there is such a session', async () => {
    for (const code of ['MS-1', 'CL-1', 'XX-9']) {
      const { status, headers } = await app.http.get(`/en/${SLUG}/sessions/${code}/join`).redirects(0)
      expect(status).toBe(303)
      expect(headers['location']).toContain('/en/sign-in?next=')
    }
  })

  test('is not found where the session is not', async () => {
    const reader = await delegate()
    expect((await reader.get(`/en/${SLUG}/sessions/CL-1/join`)).status).toBe(404)
    expect((await reader.post(`/en/${SLUG}/sessions/CL-1/join`)).status).toBe(404)
  })

  test('is shut until a quarter of an hour before; then one press leads to the provider, and is written down', async () => {
    const reader = await delegate()
    await at('2022-10-19T06:40:00Z', async () => {
      const shut = await reader.get(door)
      expect(shut.text).toContain('Opens in 5 minutes')
      expect((await reader.post(door)).status).toBe(200)
    })
    await at('2022-10-19T06:50:00Z', async () => {
      const open = await reader.get(door)
      expect(open.text).toContain('Join now')
      expect(open.text).not.toContain('join.example')
      expect(open.headers['content-security-policy']).toContain("form-action 'self' https:")
      const { status, headers, text } = await reader.post(door)
      expect([status, headers['location'], text]).toEqual([303, 'https://join.example.org/unnm4/ms-1', ''])
      expect(headers['cache-control']).toBe('private, no-store')
    })
    const opened = (await app.get(Audit).of(await briefing())).filter(
      ({ action, actor }) => action === 'join.opened' && actor === reader.person,
    )
    expect(opened).toHaveLength(1)
    expect(JSON.stringify(opened)).not.toContain('join.example')
  })

  test('says that the way in must be set again, where its key was dropped from SECRET_KEYS', async () => {
    const reader = await delegate()
    const [kept] = await app.database.query<{ session_id: SessionId; sealed: Buffer }>(
      `SELECT session_id, sealed FROM join_link JOIN session s ON s.id = session_id
        WHERE s.meeting_id = $1 AND s.code = 'MS-1'`,
      [meeting.id],
    )
    const seal = (sealed: Buffer) =>
      app.database.query('UPDATE join_link SET sealed = $2 WHERE session_id = $1', [kept!.session_id, sealed])
    const ofNoKey = Buffer.from(kept!.sealed)
    ofNoKey[1] = 255 - ofNoKey[1]!
    await seal(ofNoKey)
    try {
      await at('2022-10-19T06:50:00Z', async () => {
        const { status, text, headers } = await reader.post(door)
        expect([status, headers['location']]).toEqual([503, undefined])
        expect(text).toContain('The way in cannot be read')
        expect(text).toContain('Write to the secretariat')
      })
      const opened = (await app.get(Audit).of(await briefing())).filter(
        ({ action, actor }) => action === 'join.opened' && actor === reader.person,
      )
      expect(opened).toEqual([])
    } finally {
      await seal(kept!.sealed)
    }
  })

  test('stays shut for who has no place in a session with places of its own, and says what to do', async () => {
    const [one, other] = [await delegate(), await delegate()]
    const [session] = await app.database.query<{ id: SessionId; day: string }>(
      `SELECT id, day FROM session WHERE meeting_id = $1 AND code = 'MS-1'`,
      [meeting.id],
    )
    const { number } = meeting.days.find(({ date }) => date.toString() === session!.day)!
    const pool = { day: number, mode: 'online', session: session!.id, capacity: 1 } as const
    await app.database.transaction((tx) => app.get(Pools).define(tx, meeting, [pool]))
    const asks = ({ person }: { person: PersonId }) =>
      app
        .get(Registrations)
        .choose(meeting, person, [{ day: session!.day, mode: 'online', meanwhile: false, sessions: [session!.id] }])
    try {
      await at('2022-10-19T06:50:00Z', async () => {
        const refused = await one.post(door)
        expect([refused.status, refused.headers['location']]).toEqual([403, undefined])
        expect(refused.text).toContain('You have no place in this session')
        const page = (await one.get(`/en/${SLUG}/sessions/MS-1`)).text
        expect(page).toContain('Ask for one on your registration page')
        expect(page).not.toContain('sessions/MS-1/join')
        await asks(one)
        await asks(other)
        expect((await one.post(door)).status).toBe(303)
        expect((await other.post(door)).status).toBe(403)
        expect((await other.get(door)).text).toContain('number 1 on the waiting list of this session')
      })
    } finally {
      for (const table of ['waiting_entry', 'extra_choice'])
        await app.database.query(`DELETE FROM ${table} WHERE session_id = $1`, [session!.id])
      await app.database.query('DELETE FROM place USING pool WHERE pool.id = pool_id AND session_id = $1', [
        session!.id,
      ])
      await app.database.query('DELETE FROM pool WHERE session_id = $1', [session!.id])
    }
  })

  test('asks again at the moment of going in', async () => {
    const reader = await delegate()
    await at('2022-10-19T06:50:00Z', async () => {
      expect((await reader.get(door)).text).toContain('Join now')
      await app.get(Registrations).withdraw(meeting, reader.person)
      const refused = await reader.post(door)
      expect(refused.status).toBe(403)
      expect(refused.headers['location']).toBeUndefined()
    })
  })
})
