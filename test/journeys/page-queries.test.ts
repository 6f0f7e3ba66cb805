import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test, vi } from 'vitest'
import pages from '../../scripts/pages.json' with { type: 'json' }
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { Delegations } from '../../src/delegations/delegations.service.ts'
import { FocalPoints } from '../../src/delegations/focal-points.service.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { Nominations } from '../../src/registration/delegation/nominations.service.ts'
import { comes, officer, stranger, type Guest } from '../builders/participants.ts'
import { startApp, type TestApp } from '../harness.ts'
import { statementsOf } from '../statements.ts'
import { anOrganiser } from './desk.ts'
import { Visitor } from './visitor.ts'

// Every page of a meeting, of readers, participants, focal points and organisers, as `scripts/pages.json` lists them, asks the database
// as often for a meeting of many sessions as for one of few. A new page that is listed there is asked about here by itself.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

const MORE = 120

/** The sample meetings that pages are listed of, and the session that there are many of in a copy of each. */
const SAMPLES = {
  'demo-regional-dialogue': { file: 'meeting-future', like: 'DX-2' },
  'unnm-2022': { file: 'meeting', like: 'SE-1' },
} as const

const COPIES = ['few', 'many'] as const
type Copy = (typeof COPIES)[number]
/** Whose pages are asked about; what is a person's own is each copy's participant's. */
const WHO = ['anybody', 'participant', 'focal-point', 'organiser'] as const
/** The meeting that participants and focal points have to do with. */
const THEIRS = 'demo-regional-dialogue'

let app: TestApp
let readers: Readonly<Record<Copy, Readonly<Record<string, Visitor>>>>

beforeAll(async () => {
  app = await startApp({ now: '2022-10-15T09:00:00Z' })
  for (const [slug, { file: name, like }] of Object.entries(SAMPLES)) {
    const json = await readFile(new URL(`../../samples/${name}.json`, import.meta.url), 'utf8')
    const file = checkMeetingFile(JSON.parse(json))
    const { room: _, materials: _papers, joinLink: _link, ...one } = file.sessions.find(({ code }) => code === like)!
    const more = Array.from({ length: MORE }, (_one, number) => ({ ...one, room: null, code: `QX-${number}` }))
    const load = (copy: string, sessions: typeof file.sessions) =>
      app.get(LoadMeeting).load({ ...file, meeting: { ...file.meeting, slug: copy }, sessions })
    await load(`few-${slug}`, file.sessions)
    await load(`many-${slug}`, [...file.sessions, ...more])
  }
  const organiser = await anOrganiser(app, 'ana@secretariat.example.org')
  const of = async (copy: Copy) => {
    const meeting = await app.get(Meetings).named(`${copy}-${THEIRS}`)
    const participant = await comes(app, meeting, { given: 'Ana', days: ['online', 'online', 'online'] })
    await app.database.query(
      'INSERT INTO follow (person_id, meeting_id, session_id, since) SELECT $1, meeting_id, id, $3 FROM session WHERE meeting_id = $2',
      [participant.person, meeting.id, app.clock.now().toString()],
    )
    return {
      anybody: new Visitor(app),
      participant: new Visitor(app).carries(participant.cookie),
      'focal-point': new Visitor(app).carries((await focalPoint(meeting)).cookie),
      organiser,
    }
  }
  readers = { few: await of('few'), many: await of('many') }
})

/** Who speaks for a delegation, in which they have named somebody. */
const focalPoint = async (meeting: Meeting): Promise<Guest> => {
  const [speaks, { person: editor }] = [await stranger(app), await officer(app, meeting)]
  const points = app.get(FocalPoints)
  const bytes = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')
  const id = await points.ask(
    meeting.id,
    { constituency: 'member-state', state: 'FJI', organization: '' },
    { person: speaks.person, note: { name: 'note.pdf', bytes, type: 'application/pdf' } },
  )
  const [asked] = await points.of(id, ['requested'])
  await points.approve(meeting.id, asked!.id, editor)
  await app.get(Nominations).nominate(
    meeting,
    await app.get(Delegations).one(meeting.id, id),
    { person: speaks.person, as: 'focal-point' },
    {
      names: { givenNames: 'Nina', familyName: 'Nominee' },
      ...{ jobTitle: 'Counsellor', language: 'en', role: 'head', email: undefined },
      contact: emailFrom('mission@example.org'),
      wishes: meeting.days.map(({ date }) => ({ day: date.toString(), mode: 'online', meanwhile: false })),
    },
    `${meeting.slug} nominee`,
  )
  return speaks
}

/** Pages that are come to by an address alone, or by a link of another. */
const asked = pages
  .flatMap((page) => {
    const own = page.who === 'participant' ? THEIRS : undefined
    const slug = Object.keys(SAMPLES).find((each) => page.path.includes(`/${each}`)) ?? own
    return slug && !('press' in page) && WHO.some((who) => who === page.who) ? [{ ...page, slug }] : []
  })
  .map(({ name, path, slug, who, then }) => ({ name, path, slug, who, then }))

test('pages are asked about, of everybody', () => {
  expect(asked.filter(({ who }) => who === 'anybody').length).toBeGreaterThan(10)
  expect(asked.filter(({ who }) => who === 'participant').length).toBeGreaterThan(15)
  expect(asked.filter(({ who }) => who === 'focal-point').length).toBeGreaterThan(3)
  expect(asked.filter(({ who }) => who === 'organiser').length).toBeGreaterThan(30)
})

/** The address of a page of one copy; where a link leads to it, the first that there is. */
const addressIn = async (
  copy: Copy,
  { path, slug, who, then }: (typeof asked)[number],
): Promise<string | undefined> => {
  const address = `/en${path.replace(slug, `${copy}-${slug}`)}`
  if (!then) return address
  const { source } = await readers[copy][who]!.opens(address)
  const ending = /\$='([^']+)'/.exec(then)?.[1]
  const middle = /\*='([^']+)'/.exec(then)?.[1]
  return [...source.matchAll(/<a [^>]*?href="([^"]+)"/g)]
    .map(([, href]) => href!.replaceAll('&amp;', '&'))
    .find((href) => (ending ? href.endsWith(ending) : middle ? href.includes(middle) : false))
}

/** In these meetings nobody has asked to join a delegation. */
const NOT_HERE = ['delegation-decline']

const counted = asked.filter(({ name, then }) => !NOT_HERE.includes(name) && (!then || /[$*]='/.test(then)))

test.each(counted)('$name', async (page) => {
  const counts: number[] = []
  for (const copy of COPIES) {
    const reader = readers[copy][page.who]!
    const address = await addressIn(copy, page)
    expect(address, `a link as ${page.then}`).toBeDefined()
    await reader.opens(address!)
    expect(reader.status, address).toBe(200)
    counts.push(await statementsOf(app, () => reader.opens(address!)))
  }
  const [few, many] = counts
  // One question a session would be many more; a task of the process that came in between is a few.
  expect(many).toBeLessThan(few! + 10)
})
