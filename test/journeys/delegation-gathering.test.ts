import { beforeAll, expect, test, vi } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { wrongPlaces } from '../builders/places.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant } from './people.ts'

// An organization's delegation begins with its first focal point; some of its people were there before.

let app: TestApp
let meeting: Meeting
let organiser: Organiser
const SLUG = 'unnm-2022'
const QUOTA = { constituency: 'civil-society', capacity: 50, perDelegation: 1 } as const

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1, (file) => {
    Object.assign(file.meeting.registration, { verification: { default: 'focal-point' } })
  })
  await app.database.transaction((tx) =>
    app.get(Pools).define(tx, meeting, [{ day: 2, mode: 'in-person', capacity: 50, quotas: [QUOTA] }]),
  )
  organiser = new Organiser(app)
  await organiser.acceptsInvitation()
})

const registers = async (name: string, organization: string): Promise<Participant> => {
  const person = new Participant(app, `${name.toLowerCase()}@example.org`)
  return person.registers(SLUG, {
    job: name,
    constituency: 'civil-society',
    organization,
    days: ['none', 'inPerson', 'none'],
  })
}

/** What the focal point is asked about, and who is in the delegation already. */
const askedAbout = (page: Participant) =>
  [...page.source.matchAll(/<dd><strong>([^<]+)<\/strong>/g)].map(([, name]) => name)

test('who registered before the first focal point is on their page as asking, however they spelled it', async () => {
  const ada = await registers('Ada', 'Société des Ponts')
  expect(ada.headline).toBe('We have your request')
  const bo = await registers('Bo', 'SOCIETE  des ponts')
  const cy = await registers('Cy', 'Société des Routes')
  await registers('Dee', 'Société des Ponts')
  const focalPoint = await registers('Eli', 'societe des Ponts')
  await organiser.opens(`/en/desk/${SLUG}/registrations`)
  await organiser.follows('Dee')
  await organiser.follows('Review this request')
  await organiser.presses('Verify and confirm')

  await organiser.opens(`/en/desk/${SLUG}/delegations`)
  await organiser
    .fills('constituency', 'civil-society')
    .fills('organization', 'Société des ponts')
    .answers('E-mail address', focalPoint.address)
    .presses('Invite')
  expect(organiser.headline).toBe('Société des ponts')

  await vi.waitFor(async () => {
    await focalPoint.opens(`/en/${SLUG}/delegation`)
    expect(askedAbout(focalPoint)).toEqual(['Ada', 'Bo'])
    // Their own word is enough for themselves; who was confirmed before stays so.
    expect(focalPoint.text).toContain('Eli')
    expect(focalPoint.text).toContain('Dee')
  }, 15_000)
  // The quota of one came after them: nobody is put out, nobody is verified by it, and nobody comes on top.
  for (const person of [ada, bo]) {
    await person.opens(`/en/${SLUG}/me`)
    expect([person.headline, person.text]).toEqual([
      'Your request is with your focal point',
      expect.stringContaining('19 October'),
    ])
  }
  const places = await app.database.query<{ capacity: number; taken: number; shrinks_to: number }>(
    'SELECT capacity, taken, shrinks_to FROM pool WHERE delegation IS NOT NULL',
  )
  expect(places).toEqual([{ capacity: 4, taken: 4, shrinks_to: 1 }])
  const late = await registers('Fay', 'Société des Ponts')
  expect(late.text).toContain('waiting list')

  await focalPoint.opens(`/en/${SLUG}/delegation`)
  await focalPoint.presses('Confirm Ada')
  await focalPoint.follows('Decline… Bo')
  await focalPoint.answers('Reason', 'Not one of us').presses('Decline')
  await ada.opens(`/en/${SLUG}/me`)
  expect(ada.headline).toBe('You are registered')
  await bo.opens(`/en/${SLUG}/me`)
  expect(bo.text).toContain('Not one of us')
  await cy.opens(`/en/${SLUG}/me`)
  expect(cy.headline).toBe('We have your request')
  expect(await wrongPlaces(app.database, meeting.id)).toEqual([])
})
