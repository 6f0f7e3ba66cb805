import { beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { noticeVersion } from '../../src/meetings/personal-data.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Participant } from './people.ts'
import { Visitor } from './visitor.ts'

// Before they give us anything, people read what becomes of it; what they agreed to is known by its version.

let app: TestApp
let meeting: Meeting

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1)
})

const delegate = {
  job: 'Second Secretary',
  constituency: 'member-state',
  state: 'ARG',
  days: ['online', 'online'],
} as const

test('everybody reads the notice, and a meeting adds to it', async () => {
  await app.database.transaction((tx) =>
    app.get(Meetings).configureRegistration(tx, meeting.id, (now) => ({
      ...now,
      retention: { passport: 'P3D' },
      privacyNotice: {
        version: 2,
        text: { en: 'The building keeps a list of who came.\n\nAsk its security service.' },
      },
    })),
  )
  const reader = await new Visitor(app).opens(`/en/${meeting.slug}`)
  await reader.follows('Privacy')
  expect([reader.status, reader.headline]).toEqual([200, 'How we use your data'])
  expect(reader.source).toContain('<p>The building keeps a list of who came.</p><p>Ask its security service.</p>')
  expect(reader.text).toContain('Version 2026-11-25.2 of 25 November 2026')
  expect(reader.text).toContain('3 days after the meeting')
  await reader.opens('/fr/privacy')
  expect(reader.text).toContain('30 jours après la réunion')
  expect(reader.text).not.toContain('privacy:')
})

test('what somebody agreed to is kept with its version and the moment', async () => {
  const ana = new Participant(app, 'ana@example.org')
  await ana.fillsIn(meeting.slug, delegate)
  expect(ana.linkTo('How we use your data')).toBe(`/en/${meeting.slug}/privacy`)
  await ana.sends()
  const [kept] = await app.database.query<{ consents: object }>('SELECT consents FROM registration')
  const { registration } = await app.get(Meetings).byId(meeting.id)
  expect(kept?.consents).toEqual({
    data: true,
    list: false,
    notice: noticeVersion(registration),
    at: app.clock.now().toString(),
  })
})
