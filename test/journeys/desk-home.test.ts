import { beforeAll, expect, test } from 'vitest'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import type { EmailAddress } from '../../src/kernel/email-address.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Invitations } from '../../src/people/invitations.service.ts'
import type { RoleName } from '../../src/people/roles.ts'
import { startApp, type TestApp } from '../harness.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { statementsOf } from '../statements.ts'
import { loadSample, Organiser, Participant } from './people.ts'
import { Visitor } from './visitor.ts'

// The desk opens with all meetings that somebody works on, and with what needs attention in each.

let app: TestApp
let meeting: Meeting
let organiser: Organiser

beforeAll(async () => {
  app = await startApp({ now: '2022-10-05T09:00:00Z' })
  organiser = await new Organiser(app).acceptsInvitation()
}, 120_000)

const colleague = async (role: RoleName, at: Meeting = meeting): Promise<Visitor> => {
  const email = `${role}@example.org` as EmailAddress
  const link = await app.get(Invitations).create({ role, meeting: at.id, email })
  const visitor = new Visitor(app)
  await visitor.opens(new URL(link).pathname)
  await visitor.presses('')
  await passesSecondFactor(app, email)
  return visitor.opens('/en/desk')
}

test('an organiser with no meeting yet is shown how to begin one', async () => {
  await organiser.opens('/en/desk')
  expect(organiser.text).toContain('No meeting yet')
  await organiser.follows('New meeting')
  expect(organiser.path).toBe('/en/desk/new')
  await organiser.opens('/en/desk')
  await organiser.follows('Load a file')
  expect(organiser.path).toBe('/en/desk/new/file')
})

test('each meeting ahead says where it stands and leads to what needs attention; those past are folded', async () => {
  meeting = await loadSample(app, 'meeting', 2)
  await loadSample(app, 'meeting-briefing')
  await new Participant(app, 'first@mission.example.org').registers('unnm-2022', {
    job: 'First Secretary',
    constituency: 'member-state',
    state: 'FRA',
    days: ['inPerson', 'online'],
  })
  const session = await app.get(WorkingCopy).byCode(meeting.id, 'PL-3')
  const changes = { title: { en: 'Where we stand' } }
  await app.get(WorkingCopy).edit(meeting.id, session.id, session.version, changes, meeting.id as never)

  await organiser.opens('/en/desk')
  expect(organiser.text).toMatch(
    /Fourth Annual Meeting.*18 and 19 October 2022 · Geneva and online.*Your role: Organizer/,
  )
  expect(organiser.text).toContain('Rev.1')
  expect(organiser.text).toContain('1 past meeting')
  expect(organiser.text).toContain('Registration in person closes on 13 October 2022 at 18:00')
  for (const [words, path] of [
    ['1 request to review', '/review'],
    ['4 changes not published', '/publish'],
    ['French: ', '/translate?to=fr'],
    ['1 delegation with requests has no focal point', '/delegations'],
    ['Registration closes', '/settings'],
  ] as const) {
    await organiser.opens('/en/desk')
    await organiser.follows(words)
    expect(organiser.path).toBe(`/en/desk/unnm-2022${path}`)
    expect(organiser.status).toBe(200)
  }
  await organiser.opens('/en/desk')
  await organiser.follows('Open the desk')
  expect(organiser.headline).toContain('briefing for Member States')
})

test('the front page of one meeting says the same of it', async () => {
  await organiser.opens('/en/desk/unnm-2022')
  expect(organiser.text).toContain('What needs attention')
  await organiser.follows('1 request to review')
  expect(organiser.headline).toContain('First Secretary')
})

test('a translator sees what is to translate and nothing of registrations; whoever checks people in, only the meeting', async () => {
  const tara = await colleague('translator')
  expect(tara.text).toMatch(/Your role: Translator.*French: \d+ /)
  expect(tara.text).not.toMatch(/to review|not published|focal point|closes on|past meeting/)
  await tara.opens('/en/desk/unnm-2022')
  expect(tara.path).toBe('/en/desk/unnm-2022/translate')

  const dora = await colleague('desk-officer')
  expect(dora.text).toMatch(/Fourth Annual Meeting.*Check-in officer.*Nothing needs your attention/)
  expect(dora.text).not.toMatch(/to review|missing|not published/)
})

test('asks as much of the database for five meetings as for one', async () => {
  const statements = (): Promise<number> => statementsOf(app, () => organiser.opens('/en/desk'))
  const one = await statements()
  for (const slug of ['a-2022', 'b-2022', 'c-2022', 'd-2022'])
    await loadSample(app, 'meeting', 2, (file) => Object.assign(file.meeting, { slug }))
  expect((await app.get(Meetings).list()).length).toBe(6)
  await organiser.opens('/en/desk')
  expect(organiser.source.match(/class="panel"/g)).toHaveLength(5)
  expect(await statements()).toBe(one)
})
