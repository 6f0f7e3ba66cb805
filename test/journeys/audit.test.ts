import { beforeAll, expect, test } from 'vitest'
import { Audit } from '../../src/platform/audit/audit.ts'
import { newId, type PersonId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { officer } from '../builders/participants.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser } from './people.ts'

let app: TestApp
let meeting: Meeting
let organiser: Organiser

beforeAll(async () => {
  app = await startApp({ now: '2022-09-28T09:00:00Z' })
  meeting = await loadSample(app, 'meeting')
  organiser = await new Organiser(app).acceptsInvitation('olga@example.org')
}, 120_000)

const happened = (action: string, count: number, actor?: PersonId, subject = '=1+1'): Promise<void> =>
  app.database.transaction((tx) =>
    app.get(Audit).writeAll(
      tx,
      action,
      Array.from({ length: count }, () => ({ ...(actor && { actor }), meeting: meeting.id, subject, data: {} })),
    ),
  )

const HERE = '/en/desk/unnm-2022/settings/audit'

test('an organiser reads page by page who saw and changed what, and takes it away without formulas', async () => {
  const { person } = await officer(app, meeting)
  await happened('join.opened', 103, person)
  app.clock.advance({ minutes: 1 })
  await happened('session.moved', 1)
  await organiser.opens(`${HERE}?part=seen`)
  const rows = (): number => organiser.source.split('join.opened').length - 1
  expect([rows(), organiser.text.includes('session.moved')]).toEqual([100, false])
  await organiser.follows('Next')
  expect(rows()).toBe(3)
  await organiser.follows('Everything')
  expect(organiser.text).toContain('session.moved')
  expect(organiser.text).toContain('the system')

  const { text, headers } = await organiser.fetches(`${HERE}.csv?part=seen`)
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  const lines = text.trim().split('\r\n')
  expect(lines).toHaveLength(104)
  expect(lines[1]).toContain(`'=1+1`)
})

test('it is that of this meeting alone, and not for who may not set it up', async () => {
  const other = newId<'Meeting'>()
  await app.database.transaction((tx) => app.get(Audit).write(tx, 'join.elsewhere', { meeting: other }))
  await organiser.opens(HERE)
  expect(organiser.text).not.toContain('join.elsewhere')
  const { cookie } = await officer(app, meeting, 'registration-officer')
  for (const path of [HERE, `${HERE}.csv`])
    expect([path, (await app.http.get(path).set('Cookie', cookie)).status]).toEqual([path, 404])
})
