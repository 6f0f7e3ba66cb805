import { beforeAll, describe, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import type { ParticipantListSettings } from '../../src/meetings/registration-settings.ts'
import { translator } from '../../src/platform/i18n/i18n.ts'
import { listHint } from '../../src/registration/participants/participants-page.tsx'
import { Participants } from '../../src/registration/participants/participants.service.ts'
import { comes, officer, stranger, type Guest } from '../builders/participants.ts'
import { startApp, type TestApp } from '../harness.ts'
import { readPdf } from '../pdf.ts'
import { loadSample } from './people.ts'

// Who stands on the list of participants, who reads it, and who never appears on it, by any address.

const SLUG = 'unnm-2022'
const CSO = { constituency: 'civil-society', organization: 'Platform of associations' }

let app: TestApp
let meeting: Meeting
let organiser: Guest
/** On the list, and so one who reads it. */
let ana: Guest
let waiting: Guest
let requested: Guest
let outsider: Guest
/** Takes part in another meeting. */
let elsewhere: Guest

/** Names of people who must not be found anywhere by anybody but the desk. */
const NEVER = ['Qzwaiting', 'Qzdeclined', 'Qzwithdrawn', 'Qzrequested', 'Qzsilent']

const settings = async (change: Partial<ParticipantListSettings>): Promise<void> => {
  await app.get(Participants).configure(meeting.id, organiser.person, { readers: 'registered', byRules: [], ...change })
}

/** One place in the room on the second day, so that somebody waits; what is asked for is given at once. */
const withOnePlace: NonNullable<Parameters<typeof loadSample>[3]> = ({ meeting: { registration } }) => {
  for (const pool of registration.seatPools) {
    pool.gives = 'on-request'
    delete pool.quotas
    if (pool.mode === 'in-person' && pool.day === 2) pool.capacity = 1
  }
  delete registration.daysOpenTo
}

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1, withOnePlace)
  organiser = await officer(app, meeting)
  outsider = await stranger(app)
  const other = await loadSample(app, 'meeting', 1, (file) => {
    withOnePlace(file)
    file.meeting.slug = 'other-2022'
  })
  elsewhere = await comes(app, other, { given: 'Elsa', days: ['online'] })
  ana = await comes(app, meeting, {
    given: 'Ana',
    family: 'Qzlisted',
    job: 'Counsellor',
    days: ['none', 'in-person'],
    role: 'alternate',
    rank: 2,
  })
  waiting = await comes(app, meeting, { given: 'Qzwaiting', days: ['none', 'in-person'] })
  requested = await comes(app, meeting, { given: 'Qzrequested', days: ['in-person', 'none'], then: 'requested' })
  await comes(app, meeting, { given: 'Qzdeclined', days: ['in-person'], then: 'declined' })
  await comes(app, meeting, { given: 'Qzwithdrawn', days: ['in-person'], then: 'withdrawn' })
  await comes(app, meeting, { given: 'Qzsilent', days: ['in-person'], agrees: false })
  await comes(app, meeting, { given: 'Qzsilentcso', days: ['in-person'], agrees: false, claims: CSO })
  await comes(app, meeting, {
    given: '王小明',
    job: 'Ambassador, Permanent Representative',
    days: ['in-person'],
    role: 'head',
    rank: 1,
  })
  await comes(app, meeting, { given: 'Bo', days: ['online'], claims: { constituency: 'member-state', state: 'CIV' } })
  await comes(app, meeting, { given: 'Cy *#strong[x]*', days: ['online'], claims: CSO })
}, 120_000)

const ask = (path: string, who?: Guest) => {
  const request = app.http.get(path).buffer(true)
  return who ? request.set('cookie', who.cookie) : request
}

const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

const surfaces = [
  ...['en', 'fr', 'es'].flatMap((locale) => [`/${locale}/${SLUG}/participants`, `/${locale}/${SLUG}/participants.pdf`]),
  `/api/v1/meetings/${SLUG}/participants`,
]

describe('a participant', () => {
  test('reads the list in the official order of the language', async () => {
    const english = text((await ask(`/en/${SLUG}/participants`, ana).expect(200)).text)
    const order = [
      'Member States',
      'Argentina',
      'Head of delegation',
      '王小明',
      'Ana Qzlisted, Counsellor',
      'Côte d’Ivoire',
      'Civil society',
      'Platform of associations',
    ]
    const places = order.map((words) => english.lastIndexOf(words))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(english).toContain('Provisional list')
    const french = text((await ask(`/fr/${SLUG}/participants`, ana).expect(200)).text)
    expect(french.indexOf('Argentine')).toBeGreaterThan(0)
    expect(french).toContain('Chef de délégation')
  })

  test('finds somebody by name, State or organization, with or without accents', async () => {
    const found = text((await ask(`/en/${SLUG}/participants?q=cote`, ana)).text)
    expect(found).toContain('Bo')
    expect(found).not.toContain('Qzlisted')
    expect(text((await ask(`/en/${SLUG}/participants?q=nobody-of-that-name`, ana)).text)).toContain(
      'Nobody on the list matches',
    )
    await ask(`/en/${SLUG}/participants?q=a&q=b&page=-3`, ana).expect(200)
    await ask(`/en/${SLUG}/participants?page=99999999999999999999`, ana).expect(200)
  })

  test.each([
    ['en', 'List of participants', 'Head of delegation'],
    ['fr', 'Liste des participants', 'Chef de délégation'],
    ['es', 'Lista de participantes', 'Jefatura de la delegación'],
  ])('has it as a tagged PDF in %s', async (locale, title, head) => {
    const reply = await ask(`/${locale}/${SLUG}/participants.pdf`, ana).responseType('blob').expect(200)
    expect(reply.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'private, no-store' })
    const pdf = await readPdf(reply.body as Buffer)
    expect(pdf).toMatchObject({ title, language: locale, tagged: true, missing: 0 })
    for (const words of [head, '王小明', 'Qzlisted', 'Cy *#strong[x]*']) expect(pdf.text).toContain(words)
    expect(pdf.roles).toEqual(expect.arrayContaining(['H1', 'H2', 'H3', 'L', 'LI']))
    for (const name of NEVER) expect(pdf.text).not.toContain(name)
  })

  test('gets the same bytes again, and 304 for what they have', async () => {
    const path = `/en/${SLUG}/participants.pdf`
    const once = await ask(path, ana)
    const again = await ask(path, ana)
    expect(again.headers['etag']).toBe(once.headers['etag'])
    await ask(path, ana).set('if-none-match', once.headers['etag']!).expect(304)
  })

  test('reads it as JSON, without an address or an id', async () => {
    const { body, text: source } = await ask(`/api/v1/meetings/${SLUG}/participants`, ana).expect(200)
    expect(body.sections[0]).toMatchObject({
      constituency: 'member-state',
      groups: [
        {
          name: 'Argentina',
          state: 'ARG',
          people: [
            { name: '王小明', role: 'head', online: false },
            { name: 'Ana Qzlisted', role: 'alternate' },
          ],
        },
        { name: 'Côte d’Ivoire', people: [{ name: 'Bo', online: true }] },
      ],
    })
    const french = await ask(`/api/v1/meetings/${SLUG}/participants?language=fr`, ana).expect(200)
    expect(french.body.sections[0].groups[0].name).toBe('Argentine')
    await ask(`/api/v1/meetings/${SLUG}/participants?language=xx&language=yy`, ana).expect(200)
    expect(source).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}/)
  })

  test('is not told to a search engine', async () => {
    for (const path of surfaces.slice(0, 2)) expect((await ask(path, ana)).headers['x-robots-tag']).toContain('noindex')
    expect((await ask(`/en/${SLUG}/participants`, ana)).text).toContain('<meta name="robots" content="noindex')
  })
})

test.each(surfaces)(
  'who waits, was declined, withdrew, is not verified or did not agree is nowhere in %s',
  async (path) => {
    const bytes = await ask(path, ana).responseType('blob')
    const said = path.endsWith('.pdf') ? (await readPdf(bytes.body as Buffer)).text : String(bytes.body)
    expect(said).toContain('Qzlisted') // so that this could fail
    for (const name of NEVER) expect(said).not.toContain(name)
  },
)

describe('who has no part in the meeting', () => {
  test.each(surfaces)('is told nothing at %s, not even how many', async (path) => {
    for (const who of [undefined, outsider, elsewhere, waiting, requested]) {
      const { status, text: source } = await ask(path, who)
      expect([302, 303, 401, 403]).toContain(status)
      expect(source ?? '').not.toMatch(/Qz|王小明|Argentin|\b\d+ (people|participants)\b/)
    }
  })

  test('is asked to sign in, and comes back to the list', async () => {
    const { headers } = await ask(`/en/${SLUG}/participants`).expect(303)
    expect(headers['location']).toBe(`/en/sign-in?next=${encodeURIComponent(`/en/${SLUG}/participants`)}`)
  })

  test('sees the way to the list only where it may help', async () => {
    expect((await ask(`/en/${SLUG}`)).text).not.toContain(`/en/${SLUG}/participants`)
    expect((await ask(`/en/${SLUG}`, ana)).text).toContain(`/en/${SLUG}/participants`)
  })
})

describe('the organiser decides', () => {
  test('a list for nobody is not there, for participants neither', async () => {
    await settings({ readers: 'nobody' })
    for (const who of [undefined, outsider, ana]) for (const path of surfaces) await ask(path, who).expect(404)
    await expect.poll(async () => (await ask(`/en/${SLUG}`, ana)).text).not.toContain(`/en/${SLUG}/participants`)
  })

  test('a public list is for everybody, and may be kept', async () => {
    await settings({ readers: 'public' })
    for (const path of surfaces) await ask(path).expect(200)
    const reply = await ask(`/en/${SLUG}/participants`)
    expect(reply.headers['cache-control']).toBe('public, no-cache')
    expect(reply.headers['set-cookie']).toBeUndefined()
    expect(reply.text).toContain('Qzlisted')
    for (const name of NEVER) expect(reply.text).not.toContain(name)
  })

  test('delegations of Member States may be listed by the rules, and the page says so', async () => {
    await settings({ byRules: ['member-state'] })
    const said = text((await ask(`/en/${SLUG}/participants`, ana)).text)
    expect(said).toContain('the rules of the meeting list Member States')
    expect(said).toContain('Qzsilent')
    for (const name of ['Qzsilentcso', 'Qzwaiting', 'Qzdeclined', 'Qzwithdrawn', 'Qzrequested'])
      expect(said).not.toContain(name)
    await settings({})
    expect((await ask(`/en/${SLUG}/participants`, ana)).text).not.toContain('Qzsilent')
  })

  test('the form and the privacy notice say it before anybody agrees', async () => {
    const notice = `/en/${SLUG}/privacy`
    expect(text((await ask(notice)).text)).toContain('who agreed to be listed. Participants can read it')
    await settings({ readers: 'public', byRules: ['member-state'] })
    expect(text((await ask(notice)).text)).toContain(
      'the rules of the meeting list Member States; everybody else is listed if they agreed. Everybody can read it.',
    )
    await settings({ readers: 'nobody' })
    expect(text((await ask(notice)).text)).not.toContain('The list of participants')
    const now = await app.get(Meetings).byId(meeting.id)
    const hint = (change: Partial<ParticipantListSettings>, as: string) =>
      listHint(
        translator('en'),
        {
          registration: {
            ...now.registration,
            participants: { readers: 'public', byRules: ['member-state'], ...change },
          },
        },
        as,
      )
    expect(hint({}, 'member-state')).toContain('whatever you answer here')
    expect(hint({}, 'academia')).toContain('Optional')
    expect(hint({ readers: 'nobody' }, 'member-state')).toContain('does not publish')
    await settings({})
  })

  test('what is set is kept with the rest of the settings', async () => {
    await settings({ readers: 'public', byRules: ['member-state'] })
    const kept = await app.get(Meetings).byId(meeting.id)
    expect(kept.registration.participants).toEqual({ readers: 'public', byRules: ['member-state'] })
    expect(kept.registration.questions).toEqual(meeting.registration.questions)
    await settings({})
  })
})

test('a list without names says that there are none yet', async () => {
  const other = await loadSample(app, 'meeting-briefing')
  await app.get(Participants).configure(other.id, organiser.person, { readers: 'public', byRules: [] })
  expect(text((await ask(`/en/${other.slug}/participants`).expect(200)).text)).toContain('Nobody is listed yet')
  const pdf = await readPdf((await ask(`/fr/${other.slug}/participants.pdf`).responseType('blob')).body as Buffer)
  expect(pdf.text).toContain('La liste est encore vide')
})

test('after the meeting the list is final', async () => {
  app.clock.set('2022-10-20T09:00:00Z')
  expect(text((await ask(`/en/${SLUG}/participants`, ana)).text)).toContain('Final list')
  app.clock.set('2022-09-27T09:00:00Z')
})

describe('the desk', () => {
  const desk = `/en/desk/${SLUG}/participants`

  test('counts who comes, live, in charts with the tables of the same numbers', async () => {
    const { body } = await ask(`/api/v1/meetings/${SLUG}/participants/figures`, organiser).expect(200)
    expect(body.total).toEqual({ confirmed: 6, requested: 1, waiting: 1 })
    expect(body.constituencies).toContainEqual({ constituency: 'member-state', confirmed: 4, requested: 1, waiting: 1 })
    expect(body.constituencies).toContainEqual({
      constituency: 'civil-society',
      confirmed: 2,
      requested: 0,
      waiting: 0,
    })
    expect(body.regionalGroups).toContainEqual({ group: 'grulac', states: 1, confirmed: 3, requested: 1, waiting: 1 })
    expect(body.regionalGroups).toContainEqual({ group: 'african', states: 1, confirmed: 1, requested: 0, waiting: 0 })
    expect(body.days).toEqual([
      { day: '2022-10-18', mode: 'in-person', confirmed: 3, requested: 1, waiting: 0 },
      { day: '2022-10-18', mode: 'online', confirmed: 2, requested: 0, waiting: 0 },
      { day: '2022-10-19', mode: 'in-person', confirmed: 1, requested: 0, waiting: 1 },
      { day: '2022-10-19', mode: 'online', confirmed: 0, requested: 0, waiting: 0 },
    ])
    const page = (await ask(desk, organiser).expect(200)).text
    expect(text(page)).toContain('6 people take part')
    expect(page).toContain('role="img" aria-label="By constituency: bar chart. The table has the same figures."')
    expect(text(page)).toContain('2 States take part')
    expect(text(page)).toContain('In none of them: United States of America, Holy See and State of Palestine.')
  })

  test.each(['en', 'fr', 'es'])('reads the list before others do, in %s, also as PDF', async (locale) => {
    const preview = (await ask(`/${locale}/desk/${SLUG}/participants/preview`, organiser).expect(200)).text
    expect(preview).toContain('Qzlisted')
    for (const name of NEVER) expect(preview).not.toContain(name)
    const pdf = await ask(`/${locale}/desk/${SLUG}/participants.pdf`, organiser).responseType('blob').expect(200)
    expect(await readPdf(pdf.body as Buffer)).toMatchObject({ language: locale, tagged: true })
  })

  const send = (body: object, who: Guest = organiser) =>
    app.http.post(desk).set({ cookie: who.cookie, origin: app.settings.baseUrl.origin }).type('form').send(body)

  test('sets who reads the list and who is on it by the rules; sending it again changes nothing more', async () => {
    for (const _ of [1, 2]) await send({ readers: 'public', byRules: ['member-state', 'observer-state'] }).expect(303)
    const page = (await ask(desk, organiser)).text
    expect(page).toMatch(/value="public"[^>]*checked/)
    expect(page).toMatch(/value="observer-state"[^>]*checked/)
    await send({ readers: 'registered', byRules: 'member-state' }).expect(303)
    expect((await app.get(Meetings).byId(meeting.id)).registration.participants).toEqual({
      readers: 'registered',
      byRules: ['member-state'],
    })
    await send({ readers: 'registered' }).expect(303)
    expect((await app.get(Meetings).byId(meeting.id)).registration.participants?.byRules).toEqual([])
  })

  test('refuses what is no choice, and changes nothing', async () => {
    await send({ readers: 'friends' }).expect(422)
    await send({ readers: 'public', byRules: ['no-such-kind'] }).expect(422)
    await app.http
      .put(`/api/v1/meetings/${SLUG}/participants/settings`)
      .set('cookie', organiser.cookie)
      .set('origin', app.settings.baseUrl.origin)
      .send({ readers: 'friends', byRules: [] })
      .expect(422)
    expect((await app.get(Meetings).byId(meeting.id)).registration.participants?.readers).toBe('registered')
  })

  test('is for who reviews registrations; only organisers change the settings', async () => {
    const reviewer = await officer(app, meeting, 'registration-officer')
    expect((await ask(desk, reviewer).expect(200)).text).not.toContain('name="readers"')
    await send({ readers: 'public' }, reviewer).expect(404)
    for (const path of [desk, `${desk}/preview`, `${desk}.pdf`, `/api/v1/meetings/${SLUG}/participants/figures`])
      for (const who of [undefined, ana, outsider]) expect([303, 401, 404]).toContain((await ask(path, who)).status)
  })
})
