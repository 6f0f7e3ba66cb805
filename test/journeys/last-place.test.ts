import { beforeEach, expect, test } from 'vitest'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant, type Answers } from './people.ts'

// One place in the room on the first day of the demonstration meeting.

let app: TestApp
const SLUG = 'demo-regional-dialogue'

const asResearcher: Answers = {
  job: 'Researcher',
  constituency: 'academia',
  organization: 'Institute of population studies',
  days: ['inPerson', 'none', 'none'],
}

beforeEach(async () => {
  app = await startApp({ now: '2026-11-25T09:00:00Z' })
  await loadSample(app, 'meeting-future', 1, (file) => {
    for (const pool of file.meeting.registration.seatPools) if (pool.mode === 'in-person') pool.capacity = 1
  })
})

const FIRST_IN_LINE = 'Waiting list, number 1'
// The weakest truth: nobody has checked yet whom they represent, whatever place they have or wait for.
const ASKED = 'We have your request'

test('two ask for the last place at once: one has it, the other is first in line, and both are told the truth', async () => {
  const [ana, ben] = [new Participant(app, 'ana@example.org'), new Participant(app, 'ben@example.org')]
  await ana.fillsIn(SLUG, asResearcher)
  await ben.fillsIn(SLUG, asResearcher)
  await Promise.all([ana.sends(), ben.sends()])
  expect([ana, ben].filter((person) => person.text.includes(FIRST_IN_LINE))).toHaveLength(1)
  for (const person of [ana, ben]) {
    expect(person.headline).toBe(ASKED)
    const mail = await app.mailbox.waitForSubject(person.address, ASKED)
    expect(mail.text?.includes('waiting list, number 1')).toBe(person.text.includes(FIRST_IN_LINE))
    expect(mail.text).not.toMatch(/you are registered/i)
  }
})

test('who has the place withdraws, and the first in line is seated', async () => {
  const ana = await new Participant(app, 'ana@example.org').registers(SLUG, asResearcher)
  const ben = await new Participant(app, 'ben@example.org').registers(SLUG, asResearcher)
  expect(ben.text).toContain(FIRST_IN_LINE)
  const organiser = await new Organiser(app).acceptsInvitation()
  for (const person of [ana, ben]) {
    await organiser.opens(`/en/desk/${SLUG}/registrations?q=${person.address}`)
    await organiser.follows('Researcher')
    await organiser.follows('Review this request')
    await organiser.presses('Verify and confirm')
  }
  await ben.opens(`/en/${SLUG}/me`)
  expect(ben.headline).toBe('You are number 1 on the waiting list')

  await ana.opens(`/en/${SLUG}/me/withdraw`)
  await ana.presses('Withdraw')

  await ben.opens(`/en/${SLUG}/me`)
  expect(ben.headline).toBe('You are registered')
  await app.mailbox.waitForSubject(ben.address, 'You are registered')
})

test('a full room is said before it is asked for, with online and the waiting list beside it', async () => {
  await new Participant(app, 'ana@example.org').registers(SLUG, asResearcher)
  const ben = new Participant(app, 'ben@example.org')
  await ben.fillsIn(SLUG, { ...asResearcher, days: ['online', 'none', 'none'] })
  await ben.opens(`/en/${SLUG}/register/attendance`)
  expect(ben.text).toContain('Full: waiting list')
  await ben.opens(`/en/${SLUG}/register/check`)
  await ben.sends()
  expect(ben.headline).toBe(ASKED)
})
