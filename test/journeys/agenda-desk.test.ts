import { beforeAll, beforeEach, expect, test } from 'vitest'
import { RESERVED_CODES } from '../../src/agenda/session.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { LoadSamples } from '../../src/desk/samples/load-samples.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import type { RoleName } from '../../src/people/roles.ts'
import { routesOf } from '../../src/platform/http/routes.ts'
import { startApp, type TestApp } from '../harness.ts'
import { anOrganiser } from './desk.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { newestCode } from './people.ts'
import { Visitor } from './visitor.ts'

// Organisers prepare the agenda: add, move, shift, swap, take back, and come into each other's way.

const DESK = '/en/desk/unnm-2022/agenda'
const DAY = `${DESK}?day=2022-10-18`

let app: TestApp
let meeting: Meeting
let ana: Visitor
let ben: Visitor

beforeAll(async () => {
  app = await startApp()
  await app.get(LoadSamples).loadOnce()
  meeting = await app.get(Meetings).named('unnm-2022')
  ana = await anOrganiser(app, 'ana@secretariat.example.org')
  ben = await anOrganiser(app, 'ben@secretariat.example.org')
})

const at = async (code: string): Promise<string> => {
  const { start, end, day, roomId } = await app.get(WorkingCopy).byCode(meeting.id, code)
  const room = meeting.rooms.find(({ id }) => id === roomId)?.key ?? 'no room'
  return `${day.day} ${String(start).slice(0, 5)}–${String(end).slice(0, 5)} ${room}`
}

beforeEach(async () => {
  await ana.opens(DAY)
})

test('no session is called as an address beside the sessions, which would stand before it', () => {
  const paths = routesOf(app.app).map(({ path }) => path.split('/'))
  const before = new Set(
    paths.flatMap((path) => {
      const at = path.indexOf(':code')
      if (at < 0) return []
      const beside = paths.filter((other) => path.slice(0, at).every((part, index) => other[index] === part))
      return beside.flatMap(({ [at]: word }) => (word && /^[a-z0-9-]+$/.test(word) ? [word] : []))
    }),
  )
  expect([...before].sort()).toEqual([...RESERVED_CODES].sort())
})

test('a session is added with all that it has, its warnings at once, and undone', async () => {
  await ana.follows('Add a session')
  expect(ana.headline).toBe('A new session')
  await ana.fills('code', 'new').presses('Add to the working copy')
  expect(ana.status).toBe(422)
  expect(ana.errors).toEqual(expect.arrayContaining([expect.stringContaining('Give a title')]))
  expect(ana.errors).toContain('“new” is an address of the service. Use another code, such as PL-1')

  await ana
    .fills('code', 'NS-1')
    .fills('title[en]', 'A new session')
    .fills('title[fr]', 'Une nouvelle séance')
    .answers('Kind', 'Panel')
    .answers('Day', 'Tuesday 18')
    .fills('start', '10:30')
    .fills('end', '11:00')
    .answers('Room', 'Room XVII')
    .answers('Format', 'In person and')
    .fills('officers[0][name][en]', 'Coordinator of the Network')
    .fills('items[0][number]', '1')
    .fills('items[0][title][en]', 'First item')
    .presses('Add to the working copy')
  expect(ana.text).toContain('A new session is in the working copy.')
  expect(ana.text).toContain('“A new session” are at the same time in one room: Room XVII. This stops a release.')
  expect(ana.text).toContain('Coordinator of the Network: “Opening of the meeting')

  await ana.opens(`${DESK}/NS-1`)
  expect(ana.source).toContain('value="1"')
  expect(ana.text).toContain('Delete this session')
  await ana.follows('Delete this session')
  await ana.presses('Delete it')
  expect(ana.text).toContain('Deleted: A new session.')
  await ana.presses('Undo')
  await ana.opens(`${DESK}/ns-1`)
  expect(ana.headline).toBe('A new session')
  await ana.opens(`${DESK}/NS-1/delete`)
  await ana.presses('Delete it')
})

test('what readers have seen is cancelled and reinstated, not deleted', async () => {
  await ana.opens(`${DESK}/PL-2`)
  expect(ana.text).not.toContain('Delete this session')
  await ana.presses('Cancel this session')
  expect(ana.text).toContain('Saved: The Network workplan')
  await ana.opens(`${DESK}/PL-2`)
  await ana.presses('Reinstate this session')
  await ana.opens(`${DESK}/PL-2/delete`)
  await ana.presses('Delete it')
  expect(ana.status).toBe(409)
  expect(ana.text).toContain('Readers have seen this session; cancel it instead')
})

test('a session moves beside another and keeps its length; nothing typed wrong is lost', async () => {
  await ana.opens(`${DESK}/CL-1/move`)
  await ana.answers('How', 'To just after').presses('Move')
  expect([ana.status, ana.errors]).toEqual([422, ['Choose one of the answers offered']])
  await ana.fills('other', 'PL-3').presses('Move')
  expect(ana.text).toContain('Saved: Meeting of the Executive Committee')
  expect(await at('CL-1')).toBe('18 18:00–19:15 xxvi')
  await ana.presses('Undo')
  expect(await at('CL-1')).toBe('18 13:15–14:30 xxvi')
})

test('what follows begins later, after one has seen what moves and which warnings come', async () => {
  await ana.follows('Shift what follows')
  await ana.fills('from', '11:30').fills('minutes', 'soon').presses('Show what moves')
  expect(ana.errors).toEqual(['Give a number of minutes, such as 15 or -15'])
  await ana.fills('minutes', '15').answers('Where', 'Room XVII').presses('Show what moves')
  expect(ana.text).toContain('11:45–13:15, Room XVII')
  expect(ana.text).toContain('Warnings that it brings')
  expect(ana.text).toContain('is interpreted, and outside 10:00 to 13:00 and 15:00 to 18:00.')
  expect(await at('PL-2')).toBe('18 11:30–13:00 xvii')

  // Somebody edits in between: what was looked at is not what would be done.
  await ben.opens(`${DESK}/PL-3/move`)
  await ben.fills('start', '16:50').presses('Move')
  await ana.presses('Shift 3 sessions')
  expect([ana.status, ana.text.includes('Someone changed the agenda since you looked')]).toEqual([409, true])
  expect(ana.text).toContain('16:50–18:00')
  await ana.presses('Shift 3 sessions')
  expect(ana.text).toContain('Saved: 3 sessions changed.')
  expect([await at('PL-2'), await at('PA-1A'), await at('PL-3'), await at('PA-1B')]).toEqual([
    '18 11:45–13:15 xvii',
    '18 15:15–16:45 xvii',
    '18 17:05–18:15 xvii',
    '18 15:00–16:30 xxiv',
  ])

  await ana.follows('Last changes')
  expect(ana.text).toContain('Times shifted')
  expect(ana.text).toContain('ben@secretariat.example.org')
  await ana.presses('Undo')
  expect(await at('PL-2')).toBe('18 11:30–13:00 xvii')
})

test('an undo over somebody else’s later change is refused, and says why', async () => {
  await ana.opens(`${DESK}/PL-3/move`)
  await ana.fills('start', '16:40').presses('Move')
  await ben.opens(`${DESK}/PL-3/move`)
  await ben.fills('start', '16:45').presses('Move')
  await ana.presses('Undo')
  // It was the second newest change: its page is the list.
  expect(ana.status).toBe(409)
  expect(ana.text).toContain('Not taken back: PL-3 was changed again since (Start).')
  expect(await at('PL-3')).toBe('18 16:45–18:00 xvii')
})

test('two rooms change places for a part of a day', async () => {
  await ana.follows('Swap two rooms')
  await ana.answers('One room', 'Room XXIV').answers('The other room', 'Room XXIV').presses('Show what moves')
  expect(ana.errors).toEqual(['Choose two different rooms'])
  await ana.answers('The other room', 'Room XXV').answers('Day', 'Tuesday 18').fills('from', '15:00')
  await ana.presses('Show what moves')
  await ana.presses('Swap: 2 sessions change rooms')
  expect([await at('PA-1B'), await at('PA-1C')]).toEqual(['18 15:00–16:30 xxv', '18 15:00–16:30 xxiv'])
  await ana.presses('Undo')
  expect([await at('PA-1B'), await at('PA-1C')]).toEqual(['18 15:00–16:30 xxiv', '18 15:00–16:30 xxv'])
})

test('two organisers move the same session: the second chooses for each field, and nothing is moved unseen', async () => {
  const before = await at('PL-6')
  await ana.opens(`${DESK}/PL-6/move`)
  await ben.opens(`${DESK}/PL-6/move`)
  await ben.fills('start', '11:10').answers('Room', 'Room XXIV').presses('Move')
  const bens = await at('PL-6')
  expect(bens).not.toBe(before)
  await ana.fills('start', '11:20').fills('end', '12:40').presses('Move')
  expect(ana.status).toBe(409)
  expect(ana.text).toContain('ben@secretariat.example.org changed this session while you were writing')
  expect(ana.text).toMatch(/Start: which one\?.*Theirs\s*11:10\s*Yours\s*11:20/)
  expect(ana.text).toMatch(/Only they changed these.*Room/)
  expect(await at('PL-6')).toBe(bens)

  await ana.presses('Move')
  expect(ana.status).toBe(422)
  expect(ana.errors).toEqual(['Choose yours or theirs'])
  await ana.takes('choose[start]', 'theirs').presses('Move')
  expect(await at('PL-6')).toBe('19 11:10–12:40 xxiv')
})

test('a session is moved beside another although somebody moved it meanwhile, once one’s own place is chosen', async () => {
  await ana.opens(`${DESK}/PL-6/move`)
  await ben.opens(`${DESK}/PL-6/move`)
  await ben.fills('start', '11:15').presses('Move')
  await ana.answers('How', 'To just after').fills('other', 'PL-5').presses('Move')
  expect(ana.status).toBe(409)
  await ana.takes('choose[start]', 'mine')
  if (ana.has('input[name="choose[end]"]')) ana.takes('choose[end]', 'mine')
  if (ana.has('input[name="choose[day]"]')) ana.takes('choose[day]', 'mine')
  await ana.presses('Move')
  expect(ana.path).toContain('saved=1')
  const end = (await app.get(WorkingCopy).byCode(meeting.id, 'PL-5')).end
  expect((await app.get(WorkingCopy).byCode(meeting.id, 'PL-6')).start).toEqual(end)
})

test('two organisers write the same session: the second sees theirs, mine and what it was, and chooses', async () => {
  await ana.opens(`${DESK}/PL-6`)
  await ben.opens(`${DESK}/PL-6`)
  await ben.fills('title[en]', 'Ben’s title').fills('title[fr]', 'Titre de Ben').presses('Save in the working copy')
  await ana
    .fills('title[en]', 'Ana’s title')
    .fills('abstract[es]', 'Lo que escribió Ana')
    .presses('Save in the working copy')
  expect(ana.status).toBe(409)
  expect(ana.text).toContain('ben@secretariat.example.org changed this session while you were writing')
  expect(ana.text).toMatch(
    /It was: The Pledging Initiative: from pledges to progress\s*Theirs\s*Ben's title\s*Yours\s*Ana's/,
  )
  expect(ana.text).toContain('Only they changed these')
  expect(ana.source).toContain('Lo que escribió Ana')
  expect(ana.source).toContain('Titre de Ben')

  await ana.presses('Save in the working copy')
  expect([ana.status, ana.errors.length]).toEqual([422, 1])
  expect(ana.source).toContain('Lo que escribió Ana')
  await ana.takes('choose[title.en]', 'theirs').presses('Save in the working copy')
  expect(ana.text).toContain('Saved: Ben')
  const { title, abstract } = await app.get(WorkingCopy).byCode(meeting.id, 'PL-6')
  expect([title.en, title.fr, abstract.es]).toEqual(['Ben’s title', 'Titre de Ben', 'Lo que escribió Ana'])
})

test('warnings of what is typed, before it is saved, in the words of the saving', async () => {
  const typed = {
    version: '1',
    how: 'time',
    day: '2022-10-18',
    start: '10:00',
    end: '11:00',
    room: meeting.rooms[0]!.id,
  }
  const live = await ana.asks('POST', `${DESK}/CL-1/warnings?move`, typed)
  expect(live.status).toBe(200)
  expect(live.text).toContain('As it would be saved')
  expect(live.text).toContain('are at the same time in one room: Room XVII.')
  expect(await at('CL-1')).toBe('18 13:15–14:30 xxvi')
  expect((await ana.asks('POST', `${DESK}/CL-1/warnings?move`, { ...typed, start: '1' })).status).toBe(422)
})

test('how many people follow is not for those who may not see registrations', async () => {
  const demo = await app.get(Meetings).named('demo-regional-dialogue')
  await app.database.query('UPDATE room SET capacity = 1 WHERE meeting_id = $1', [demo.id])
  const day = `/en/desk/${demo.slug}/agenda?day=${demo.days[0]!.date.toString()}`
  const editor = await somebody('agenda-editor', demo)
  await editor.opens(day)
  expect([editor.status, editor.text.includes('seats')]).toEqual([200, false])
  await ana.opens(day)
  expect(ana.text).toMatch(
    /Conference Room 1 has 1 seats; \d+ people are registered for “Opening of the Dialogue” in person/,
  )
})

const somebody = async (role: RoleName, { id }: Meeting): Promise<Visitor> => {
  const address = `${role}@secretariat.example.org`
  await app.database.transaction(async (tx) => {
    const people = app.get(People)
    await people.grant(tx, await people.ensure(tx, emailFrom(address)!, 'en'), role, id)
  })
  const visitor = new Visitor(app)
  await visitor.opens('/en/desk/sign-in')
  await visitor.fills('email', address).presses('Send me')
  await visitor.fills('code', await newestCode(app, address, 1)).presses('Continue')
  await passesSecondFactor(app, address)
  return visitor
}
