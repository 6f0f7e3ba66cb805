import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../../test/harness.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
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
    // Papers come back without their languages: those are the files, which lie beside.
    const papers = (one: MeetingFile): unknown => one.materials?.map(({ languages: _files, ...paper }) => paper)
    const again = await exported(second, slug)
    expect({ ...again, materials: papers(again) }).toEqual({ ...written, materials: papers(written) })
  },
)
