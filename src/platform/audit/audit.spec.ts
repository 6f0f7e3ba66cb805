import { beforeAll, expect, test } from 'vitest'
import { freshDatabase, TestClock, type TestDatabase } from '../../../test/harness.ts'
import { newId } from '../../kernel/id.ts'
import { Audit } from './audit.ts'

let database: TestDatabase
const clock = new TestClock()

beforeAll(async () => {
  database = await freshDatabase()
})

test('an entry says who did what to which thing, and when', async () => {
  const audit = new Audit(database, clock)
  const [actor, meeting, subject] = [newId<'Person'>(), newId<'Meeting'>(), newId()]
  await database.transaction((tx) =>
    audit.write(tx, 'session.moved', { actor, meeting, subject, data: { from: '10:00', to: '11:30' } }),
  )
  expect(await audit.of(subject)).toEqual([
    {
      id: expect.any(String) as string,
      at: clock.now(),
      action: 'session.moved',
      actor,
      meeting,
      subject,
      data: { from: '10:00', to: '11:30' },
    },
  ])
})

test('a meeting is read page by page, newest first', async () => {
  const audit = new Audit(database, clock)
  const meeting = newId<'Meeting'>()
  for (const action of ['a', 'b', 'c']) {
    clock.advance({ seconds: 1 })
    await database.transaction((tx) => audit.write(tx, action, { meeting }))
  }
  const first = await audit.inMeeting(meeting, { limit: 2 })
  expect(first.map(({ action }) => action)).toEqual(['c', 'b'])
  const rest = await audit.inMeeting(meeting, { limit: 2, before: first[1]!.id })
  expect(rest.map(({ action }) => action)).toEqual(['a'])
})

test('a deed that is undone leaves no entry', async () => {
  const audit = new Audit(database, clock)
  const subject = newId()
  await expect(
    database.transaction(async (tx) => {
      await audit.write(tx, 'undone', { subject })
      throw new Error('undone')
    }),
  ).rejects.toThrow('undone')
  expect(await audit.of(subject)).toEqual([])
})

test.each([
  ['UPDATE', `UPDATE audit_entry SET action = 'nothing'`],
  ['DELETE', 'DELETE FROM audit_entry'],
  ['TRUNCATE', 'TRUNCATE audit_entry'],
])('%s is refused, to the owner of the tables and to the app', async (_, sql) => {
  await expect(database.asOwner(sql)).rejects.toThrow('append only')
  await expect(database.query(sql)).rejects.toThrow(/append only|permission denied/)
})
