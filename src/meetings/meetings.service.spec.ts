import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../test/harness.ts'
import { loadSample } from '../../test/journeys/people.ts'
import { Meetings } from './meetings.service.ts'

let app: TestApp
let meetings: Meetings

beforeAll(async () => {
  app = await startApp()
  await loadSample(app, 'meeting')
  meetings = app.get(Meetings)
})

const slug = 'unnm-2022'

test('a meeting that nobody changed is read once', async () => {
  expect(await meetings.named(slug)).toBe(await meetings.named(slug))
})

test.each([
  ['itself', `UPDATE meeting SET country = 'ZZZ' WHERE slug = $1`],
  ['a day', `UPDATE meeting_day SET number = number + 10 WHERE meeting_id = (SELECT id FROM meeting WHERE slug = $1)`],
  [
    'a room',
    `INSERT INTO room (meeting_id, id, key, name, position)
     SELECT meeting_id, gen_random_uuid(), 'annex', name, 99 FROM room
      WHERE meeting_id = (SELECT id FROM meeting WHERE slug = $1) LIMIT 1`,
  ],
  ['a room less', `DELETE FROM room WHERE key = 'annex' AND meeting_id = (SELECT id FROM meeting WHERE slug = $1)`],
])('once %s is changed, it is seen at once', async (_what, statement) => {
  const before = await meetings.named(slug)
  await app.database.query(statement, [slug])
  expect(await meetings.named(slug)).not.toEqual(before)
})

test('what a transaction changed twice is seen in it, and by nobody once it is taken back', async () => {
  const before = await meetings.named(slug)
  const seen: string[] = []
  const work = app.database.transaction(async (tx) => {
    for (const country of ['AAA', 'BBB']) {
      await app.database.query('UPDATE meeting SET country = $2 WHERE slug = $1', [slug, country], tx)
      seen.push((await meetings.byId(before.id, tx)).country)
    }
    throw new Error('taken back')
  })
  await expect(work).rejects.toThrow('taken back')
  expect([...seen, (await meetings.named(slug)).country]).toEqual(['AAA', 'BBB', before.country])
})

test('nobody changes what the next one gets', async () => {
  const meeting = await meetings.named(slug)
  expect(() => meeting.days.pop()).toThrow(TypeError)
})
