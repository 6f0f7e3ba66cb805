import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { entriesOf } from '../../src/access/changes.ts'
import { PUBLIC_AUDIENCE, type Audience } from '../../src/access/facts.ts'
import { isNamed } from '../../src/access/view.ts'
import { agendaJson } from '../../src/access/view-json.ts'
import { isReleaseLabel } from '../../src/agenda/release.ts'
import { Session } from '../../src/agenda/session.entity.ts'
import { instantsOf, type NewSession } from '../../src/agenda/session.ts'
import { snapshot } from '../../src/agenda/snapshot.ts'
import {
  accessRuleOf,
  sessionsOf,
  type FileSession,
  type MeetingFile,
} from '../../src/desk/meeting-file/meeting-file.ts'
import { meetingRow } from '../../src/desk/meeting-file/meeting-rows.ts'
import { instantFrom } from '../../src/desk/meeting-file/relative-date.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { AgendaHouse } from '../builders/agenda-house.ts'

// The Fourth Annual Meeting with its three releases, as each kind of reader sees it.

let house: AgendaHouse
let meeting: Meeting
const raw = readFileSync(new URL('../../samples/meeting.json', import.meta.url), 'utf8')
const file = JSON.parse(raw) as MeetingFile

const written = (session: FileSession): NewSession => ({
  code: session.code,
  kind: session.kind,
  title: session.title,
  abstract: session.abstract ?? {},
  day: meeting.days[session.day - 1]!.date,
  start: session.start ? Temporal.PlainTime.from(session.start) : null,
  end: session.end ? Temporal.PlainTime.from(session.end) : null,
  room: meeting.rooms.find((room) => room.key === session.room)?.id ?? null,
  format: session.format,
  interpretation: session.interpretation,
  officers: session.people ?? [],
  items: session.items ?? [],
  capacity: session.capacity ?? null,
  access: accessRuleOf(session.access, session.invited),
})

beforeAll(async () => {
  house = await AgendaHouse.open()
  const loaded = { day: Temporal.PlainDate.from('2022-09-27'), zone: file.meeting.timeZone }
  meeting = meetingRow(file, loaded, house.clock.now())
  await house.database.transaction((tx) => house.meetings.create(tx, meeting))
  const rows = new Map<string, Session>()
  for (const session of file.sessions)
    rows.set(session.code, await house.workingCopy.add(meeting.id, written(session), { by: house.organiser }))
  for (const release of file.releases ?? []) {
    const sessions = sessionsOf(file, release).map((session) => {
      const { room, ...past } = written(session)
      const span = instantsOf({ day: past.day, start: past.start ?? null, end: past.end ?? null }, meeting.timeZone)
      return Object.assign(new Session(), rows.get(session.code), past, { roomId: room ?? null, ...span })
    })
    const label = release.symbolSuffix ?? release.label[0]!.toUpperCase() + release.label.slice(1)
    if (!isReleaseLabel(label)) throw new Error(label)
    await house.database.transaction((tx) =>
      house.publishing.recordPast(tx, meeting.id, {
        label,
        note: release.note,
        publishedAt: instantFrom(release.publishedAt, loaded),
        content: snapshot(sessions, meeting.rooms),
      }),
    )
  }
  meeting = await house.meetings.byId(meeting.id)
})

const calendarOf = async (code: string, audience: Audience = PUBLIC_AUDIENCE): Promise<number | undefined> => {
  const view = await house.gate.view(meeting, audience, 'en')
  return entriesOf(view!).find((entry) => isNamed(entry) && entry.code === code)?.calendar.sequence
}

describe('the public', () => {
  test('sees the programme, the briefing for Member States by title, a closed meeting by its room, the coordination not at all', async () => {
    const seen = await house.sees(meeting)
    expect(seen).toHaveLength(file.sessions.length - 1)
    expect(seen).toContain('MS-1 listed 09:00')
    expect(seen).toContain('closed 13:15')
    expect(seen.join()).not.toMatch(/CO-1|CL-1/)
  })

  test('finds no word of what is closed or unlisted in any language, release or difference', async () => {
    const everything: unknown[] = []
    for (const locale of ['en', 'fr', 'es'] as const)
      for (const label of ['Draft', 'Rev.1', 'Final'] as const) {
        everything.push(agendaJson((await house.gate.view(meeting, PUBLIC_AUDIENCE, locale, label))!))
        if (label !== 'Draft')
          everything.push(await house.gate.changes(meeting, PUBLIC_AUDIENCE, locale, { from: 'Draft', to: label }))
      }
    const text = JSON.stringify(everything)
    for (const code of ['CO-1', 'CL-1'])
      for (const words of Object.values(file.sessions.find((session) => session.code === code)!.title))
        expect(text).not.toContain(words)
    expect(text).not.toContain(file.sessions.find(({ code }) => code === 'MS-1')!.abstract!.en)
    expect(text).not.toMatch(/secretariat-staff|workstream-co-leads|executive-committee|join\.example/)
  })

  test('reads in one label what changed: moved, exchanged, added, retitled', async () => {
    const told = async (to: 'Rev.1' | 'Final'): Promise<string[]> =>
      (await house.gate.changes(meeting, PUBLIC_AUDIENCE, 'en', { to })).changes.map((change) => {
        const entry = change.kind === 'removed' ? change.before : change.entry
        return `${change.kind} ${isNamed(entry) ? entry.code : 'closed'}`
      })
    expect(await told('Rev.1')).toEqual([
      'moved PA-1B',
      'moved PA-1C',
      'changed PA-1C',
      'added BR-2',
      'moved PL-3',
      'added MS-1',
      'retitled PL-5',
    ])
    expect(await told('Final')).toEqual(['added SE-2', 'moved PL-6', 'moved PL-7'])
  })

  test('has in the calendar what moved twice, once and never', async () => {
    expect(await calendarOf('PL-1')).toBe(1) // left Draft
    expect(await calendarOf('PL-3')).toBe(1) // moved in the release that left Draft
    expect(await calendarOf('PL-6')).toBe(2) // and moved again
    expect(await calendarOf('SE-2')).toBe(0) // new in the final
  })
})

test('a verified Member State sees the briefing whole; the invited see the closed meeting and the coordination', async () => {
  const state = await house.somebody(meeting, { constituency: 'member-state' })
  expect(await house.sees(meeting, state)).toContain('MS-1 attend 09:00')
  const invited = await house.somebody(meeting, { groups: ['executive-committee', 'secretariat-staff'] })
  const seen = await house.sees(meeting, invited)
  expect(seen).toHaveLength(file.sessions.length)
  expect(seen).toEqual(expect.arrayContaining(['CO-1 attend 08:15', 'CL-1 attend 13:15', 'MS-1 listed 09:00']))
})
