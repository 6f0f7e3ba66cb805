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
  expect(reader.text).toContain('Version 2026-11-30.2 of 30 November 2026')
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

test('people read what is held about them in words, in their language; the file keeps the codes', async () => {
  const ana = await new Participant(app, 'words@example.org').fillsIn(meeting.slug, delegate)
  await ana.sends()
  const begun = await new Participant(app, 'begun@example.org', 'fr').fillsIn(meeting.slug, delegate)
  await ana.opens('/en/me/data')
  for (const words of ['Member State', 'Argentina', 'Preferred working language: English', 'Signed in', 'online'])
    expect(ana.text, words).toContain(words)
  for (const words of ['My answers may be used for the meeting: yes', 'My name may be in the list of participants: no'])
    expect(ana.text, words).toContain(words)
  await begun.opens('/fr/me/data')
  for (const words of ['État Membre', 'Argentine', 'Langue de travail préférée : Français', 'en ligne'])
    expect(begun.text, words).toContain(words)
  const code =
    /\b(ARG|member-state|spoken-language|signed-in|in-person|registration\.\w+|sign-in|submit)\b|: (true|false)\b|[[{]"/
  for (const { text, path } of [ana, begun]) expect(code.exec(text)?.[0], path).toBeUndefined()
  const file = await ana.fetches('/en/me/data.json')
  for (const word of ['member-state', 'ARG', 'person.signed-in', 'spoken-language']) expect(file.text).toContain(word)
})
