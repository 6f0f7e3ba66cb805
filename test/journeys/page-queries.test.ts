import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test, vi } from 'vitest'
import pages from '../../scripts/pages.json' with { type: 'json' }
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { statementsOf } from '../statements.ts'
import { anOrganiser } from './desk.ts'
import { Visitor } from './visitor.ts'

// Every page of a meeting, of readers and of organisers, as `scripts/pages.json` lists them, asks the database as often for a
// meeting of many sessions as for one of few. A new page that is listed there is asked about here by itself.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

const MORE = 120

/** The sample meetings that pages are listed of, and the session that there are many of in a copy of each. */
const SAMPLES = {
  'demo-regional-dialogue': { file: 'meeting-future', like: 'DX-2' },
  'unnm-2022': { file: 'meeting', like: 'SE-1' },
} as const

let app: TestApp
let readers: Readonly<Record<string, Visitor>>

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
  readers = { anybody: new Visitor(app), organiser: await anOrganiser(app, 'ana@secretariat.example.org') }
})

/** Pages that are come to by an address alone, or by a link of another. */
const asked = pages
  .flatMap((page) => {
    const slug = Object.keys(SAMPLES).find((each) => page.path.includes(`/${each}`))
    return slug && !('press' in page) && ['anybody', 'organiser'].includes(page.who) ? [{ ...page, slug }] : []
  })
  .map(({ name, path, slug, who, then }) => ({ name, path, slug, who, then }))

test('pages are asked about, of readers and of organisers', () => {
  expect(asked.filter(({ who }) => who === 'anybody').length).toBeGreaterThan(10)
  expect(asked.filter(({ who }) => who === 'organiser').length).toBeGreaterThan(30)
})

/** The address of a page of one copy; where a link leads to it, the first that there is. */
const addressIn = async (
  copy: string,
  { path, slug, who, then }: (typeof asked)[number],
): Promise<string | undefined> => {
  const address = `/en${path.replace(slug, `${copy}-${slug}`)}`
  if (!then) return address
  const { source } = await readers[who]!.opens(address)
  const ending = /\$='([^']+)'/.exec(then)?.[1]
  const middle = /\*='([^']+)'/.exec(then)?.[1]
  return [...source.matchAll(/<a [^>]*?href="([^"]+)"/g)]
    .map(([, href]) => href!.replaceAll('&amp;', '&'))
    .find((href) => (ending ? href.endsWith(ending) : middle ? href.includes(middle) : false))
}

const counted = asked.filter(({ then }) => !then || /[$*]='/.test(then))

test.each(counted)('$name', async (page) => {
  const reader = readers[page.who]!
  const counts: number[] = []
  for (const copy of ['few', 'many']) {
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
