import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../../test/harness.ts'
import { newId } from '../../kernel/id.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import type { RegistrationSettings } from '../../meetings/registration-settings.ts'
import { Capacities } from '../../registration/places/capacities.service.ts'
import { checkMeetingFile } from './check-meeting-file.ts'
import { ExportMeeting } from './export-meeting.service.ts'
import { LoadMeeting } from './load-meeting.service.ts'
import type { MeetingFile } from './meeting-file.ts'

const sample = (name: string): MeetingFile =>
  checkMeetingFile(JSON.parse(readFileSync(new URL(`../../../samples/${name}.json`, import.meta.url), 'utf8')))

let first: TestApp
let second: TestApp
beforeAll(async () => {
  ;[first, second] = await Promise.all([startApp(), startApp()])
})

const exported = async (app: TestApp, slug: string): Promise<MeetingFile> => {
  const meeting = await app.get(Meetings).bySlug(slug)
  if (!meeting) throw new Error(`no meeting ${slug}`)
  // What a file would hold: no undefined, no Temporal.
  return JSON.parse(JSON.stringify(await app.get(ExportMeeting).export(meeting))) as MeetingFile
}

/** Papers come back without their languages: those are the files, which lie beside. */
const papersAside = (file: MeetingFile): object => ({
  ...file,
  materials: file.materials?.map(({ languages: _files, ...paper }) => paper),
})

test.each(['meeting', 'meeting-briefing', 'meeting-future'])(
  '%s, exported and loaded elsewhere, is the same meeting with the same history',
  async (name) => {
    const file = sample(name)
    const { slug } = file.meeting
    await first.get(LoadMeeting).load(file)
    const written = await exported(first, slug)
    expect(written.sessions).toHaveLength(file.sessions.length)
    expect(written.releases?.map(({ symbolSuffix, label }) => symbolSuffix ?? label)).toEqual(
      (file.releases ?? []).map(({ symbolSuffix, label }) => symbolSuffix ?? label),
    )
    expect(JSON.stringify(written)).not.toContain('joinLink')

    await second.get(LoadMeeting).load(checkMeetingFile(written))
    expect(papersAside(await exported(second, slug))).toEqual(papersAside(written))
  },
)

/** Every setting there is: a new one is missed here until files have it too. */
const settings: Required<RegistrationSettings> = {
  opens: '2026-09-01T07:00:00Z',
  closes: '2026-12-01T16:00:00Z',
  // 02:30 comes twice that night, and this is the second.
  closesInPerson: '2026-11-01T06:30:00Z',
  nominateBy: '2026-10-15T16:00:00Z',
  confirmBy: '2026-11-15T17:00:00Z',
  constituencies: ['member-state', 'civil-society', 'academia'],
  verification: { default: 'secretariat', 'member-state': 'focal-point', academia: 'focal-point-or-email-domain' },
  emailDomains: { academia: ['university.example.org'] },
  waitingList: { freed: 'offer', offerHours: 12 },
  floor: true,
  doorMinutes: 30,
  badge: { passport: true, photo: false },
  questions: [
    {
      id: 'meal',
      type: 'one-of',
      required: true,
      label: { en: 'Meal', fr: 'Repas', es: 'Comida' },
      help: { en: 'For lunch', fr: 'À midi', es: 'Para el almuerzo' },
      purpose: { en: 'For the kitchen', fr: 'Pour la cuisine', es: 'Para la cocina' },
      options: [
        { id: 'veg', label: { en: 'Vegetarian', fr: 'Végétarien', es: 'Vegetariano' } },
        { id: 'fish', label: { en: 'Fish', fr: 'Poisson', es: 'Pescado' }, retired: true },
      ],
      appliesTo: { mode: ['in-person'], days: [1], constituencies: ['academia'] },
      retention: 'P30D',
    },
    {
      id: 'age',
      type: 'number',
      required: false,
      label: { en: 'Years' },
      least: '1',
      most: '99',
      appliesTo: { answer: { question: 'meal', is: ['veg'] } },
      retired: true,
    },
  ],
  participants: { readers: 'public', byRules: ['member-state'] },
  privacyNotice: { version: 3, text: { en: 'Also this.', fr: 'Ceci aussi.', es: 'También esto.' } },
  retention: { passport: 'P7D', registration: 'P2Y' },
}

test('a meeting with everything set is equal after it was exported and loaded elsewhere', async () => {
  const file = sample('meeting-future')
  const slug = 'everything-set'
  await first.get(LoadMeeting).load({ ...file, meeting: { ...file.meeting, slug } })
  const made = (await first.get(Meetings).bySlug(slug))!
  const { days } = made
  await first.database.query(
    `UPDATE meeting SET registration = $2, time_zone = 'America/New_York', interpretation = '{en,fr}', announced = false
      WHERE id = $1`,
    [made.id, JSON.stringify(settings)],
  )
  await first.database.query(
    `UPDATE meeting_day SET title = $2, open_to = '{member-state}' WHERE meeting_id = $1 AND number = 2`,
    [made.id, JSON.stringify({ en: 'The second' })],
  )
  await first.database.query(
    `UPDATE material SET access = '{"attend": "invited", "groups": ["bureau"]}' WHERE meeting_id = $1 AND position = 0`,
    [made.id],
  )
  const [session] = await first.database.query<{ id: string; code: string }>(
    'SELECT id, code FROM session WHERE meeting_id = $1 AND day = $2 ORDER BY code LIMIT 1',
    [made.id, days[0]!.date.toString()],
  )
  const meeting = (await first.get(Meetings).bySlug(slug))!
  const whole = { day: days[0]!.date.toString(), session: null, constituency: null }
  const ofSession = { ...whole, session: session!.id as never }
  await first.get(Capacities).set(
    meeting,
    [
      { ...whole, mode: 'in-person', places: 50, heldBack: 7, gives: 'on-approval' },
      { ...whole, mode: 'in-person', constituency: 'academia', places: 9, perDelegation: 2, gives: 'on-request' },
      { ...whole, mode: 'floor', places: 20 },
      // A ceiling for one kind alone, of what has none for all.
      { ...whole, mode: 'online', places: null },
      { ...whole, mode: 'online', constituency: 'civil-society', places: 5, perDelegation: 1 },
      { ...ofSession, mode: 'in-person', places: 12, heldBack: 2 },
      { ...ofSession, mode: 'in-person', constituency: 'member-state', places: 6, perDelegation: 1 },
      { ...ofSession, mode: 'online', places: 30 },
    ],
    newId<'Person'>(),
  )

  const written = await exported(first, slug)
  const { seatPools } = written.meeting.registration
  expect(seatPools.filter(({ session: code }) => code === session!.code)).toEqual([
    {
      ...{ day: 1, mode: 'in-person', session: session!.code, capacity: 10, heldBack: 2, gives: 'on-request' },
      quotas: [{ constituency: 'member-state', capacity: 6, perDelegation: 1 }],
    },
    { day: 1, mode: 'online', session: session!.code, capacity: 30, gives: 'on-request' },
  ])
  await second.get(LoadMeeting).load(checkMeetingFile(written))
  expect(papersAside(await exported(second, slug))).toEqual(papersAside(written))
  const loaded = (await second.get(Meetings).bySlug(slug))!
  expect(loaded.registration).toEqual(settings)
  expect([loaded.announced, loaded.interpretation]).toEqual([false, ['en', 'fr']])
  expect(loaded.days.map(({ title, openTo }) => ({ title, openTo }))).toEqual(
    meeting.days.map(({ title, openTo }) => ({ title, openTo })),
  )
  const capacities = async (app: TestApp, of: typeof loaded) =>
    (await app.get(Capacities).of(of.id)).map(({ pool: _pool, session: code, ...each }) => ({
      ...each,
      of: code !== null,
    }))
  expect(await capacities(second, loaded)).toEqual(await capacities(first, meeting))
})
