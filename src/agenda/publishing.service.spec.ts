import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AgendaHouse } from '../../test/builders/agenda-house.ts'
import { newId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { brokenConstraint, sqlState } from '../platform/database/database.ts'
import { LabelCannotFollow } from './label.ts'
import { NothingToPublish } from './press.service.ts'
import { WorkingCopyMoved, type PublishOrder } from './publishing.service.ts'
import { NoteNamesRestricted } from './release-note.ts'
import { RoomDoubleBooked } from './room-clash.ts'

let house: AgendaHouse
let meeting: Meeting

beforeAll(async () => {
  house = await AgendaHouse.open()
})
beforeEach(async () => {
  meeting = await house.meeting()
})

const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)
const order = async (more: Partial<PublishOrder> = {}): Promise<PublishOrder> => ({
  workingVersion: (await house.publishing.review(meeting.id)).workingVersion,
  label: 'Draft',
  note: { en: 'First draft' },
  by: house.organiser,
  ...more,
})

test('a release holds what was reviewed, and a job tells of it', async () => {
  const session = await house.add(meeting, 'PL-1')
  const release = await house.publish(meeting, 'Draft')
  expect(release).toMatchObject({ version: 1, label: 'Draft', note: { en: 'Note of Draft' } })
  expect(await house.releases.current(meeting.id)).toEqual(release)
  expect(release.content.sessions.map(({ code, startsAt }) => [code, startsAt])).toEqual([
    ['PL-1', '2022-10-18T08:00:00Z'],
  ])
  const jobs = await house.database.query<{ data: unknown }>(
    `SELECT data FROM pgboss.job WHERE name = 'agenda.release-published' AND data->>'meeting' = $1`,
    [meeting.id],
  )
  expect(jobs).toEqual([{ data: { meeting: meeting.id, release: release.id, before: null, version: 1, tell: true } }])
  expect((await house.audit.of(release.id)).map(({ action }) => action)).toEqual(['agenda.published'])
  expect(session.version).toBe(1)
})

test('the review says what would change, what is doubtful and what it could be called', async () => {
  const session = await house.add(meeting, 'PL-1')
  await house.publish(meeting, 'Draft')
  await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
  await house.add(meeting, 'PL-2')
  const review = await house.publishing.review(meeting.id)
  expect(review.changes.map((change) => `${change.kind} ${change.session.code}`)).toEqual([
    'added PL-2',
    'changed PL-1',
  ])
  expect(review.warnings.map(({ kind }) => kind)).toEqual(['room-clash'])
  expect([review.current?.label, review.proposed, review.labels]).toEqual(['Draft', 'Rev.1', ['Rev.1', 'Final']])
})

describe('what was not reviewed is not published', () => {
  test('an edit after the review', async () => {
    const session = await house.add(meeting, 'PL-1')
    const reviewed = await order()
    await house.workingCopy.edit(meeting.id, session.id, 1, { capacity: 5 }, house.organiser)
    await expect(house.publishing.publish(meeting.id, reviewed)).rejects.toThrow(WorkingCopyMoved)
  })

  test('an edit at the same time: either it is in the working version, or publishing is refused', async () => {
    const session = await house.add(meeting, 'PL-1')
    const reviewed = await order()
    const other = house.beside()
    const [edit, publish] = await Promise.allSettled([
      other.workingCopy.edit(meeting.id, session.id, 1, { capacity: 5 }, house.organiser),
      house.publishing.publish(meeting.id, reviewed),
    ])
    expect(edit.status).toBe('fulfilled')
    if (publish.status === 'rejected') expect(publish.reason).toBeInstanceOf(WorkingCopyMoved)
    else expect(publish.value.content.sessions[0]!.capacity).toBeNull()
  })

  test('of two publishers at once one wins, the other looks again', async () => {
    await house.add(meeting, 'PL-1')
    const reviewed = await order()
    const other = house.beside()
    const results = await Promise.allSettled([
      house.publishing.publish(meeting.id, reviewed),
      other.publishing.publish(meeting.id, { ...reviewed, by: newId(), note: { en: 'Mine' } }),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find((result) => result.status === 'rejected')?.reason).toBeInstanceOf(WorkingCopyMoved)
    expect(await house.releases.all(meeting.id)).toHaveLength(1)
  })

  test('ten of them', async () => {
    await house.add(meeting, 'PL-1')
    const reviewed = await order()
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        house.publishing.publish(meeting.id, { ...reviewed, note: { en: `Note ${index}` } }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

test('the same order given twice is one release', async () => {
  await house.add(meeting, 'PL-1')
  const reviewed = await order()
  const [first, second] = await Promise.all([
    house.publishing.publish(meeting.id, reviewed),
    house.publishing.publish(meeting.id, reviewed),
  ])
  expect(second.id).toBe(first.id)
  expect(await house.releases.all(meeting.id)).toHaveLength(1)
})

test('only what is ticked goes out', async () => {
  const [one, two] = [await house.add(meeting, 'PL-1'), await house.add(meeting, 'PL-2', { at: '14:00', to: '15:00' })]
  await house.publish(meeting, 'Draft')
  await house.workingCopy.edit(meeting.id, one.id, 1, { start: time('10:15') }, house.organiser)
  await house.workingCopy.edit(meeting.id, two.id, 1, { start: time('14:15') }, house.organiser)
  await house.publish(meeting, 'Rev.1', { sessions: [two.id] })
  expect(await house.sees(meeting)).toEqual(['PL-1 programme 10:00', 'PL-2 programme 14:15'])
})

test('another order on what was reviewed before is no repetition, even with the same words', async () => {
  const [one, two] = [await house.add(meeting, 'PL-1'), await house.add(meeting, 'PL-2', { at: '14:00', to: '15:00' })]
  const reviewed = await order()
  const first = await house.publishing.publish(meeting.id, { ...reviewed, sessions: [one.id] })
  await expect(house.publishing.publish(meeting.id, { ...reviewed, sessions: [two.id] })).rejects.toThrow(
    WorkingCopyMoved,
  )
  expect((await house.publishing.publish(meeting.id, { ...reviewed, sessions: [one.id] })).id).toBe(first.id)
  expect(await house.sees(meeting)).toEqual(['PL-1 programme 10:00'])
  await house.workingCopy.edit(meeting.id, one.id, 1, { start: time('10:15') }, house.organiser)
  expect((await house.publishing.publish(meeting.id, { ...reviewed, sessions: [one.id] })).id).toBe(first.id)
})

describe('labels', () => {
  const secret = { attend: 'invited', groups: ['bureau'], show: 'unlisted' } as const

  test('a change that the public does not see keeps the label; one that it sees needs a new one', async () => {
    const open = await house.add(meeting, 'PL-1')
    const hidden = await house.add(meeting, 'CO-1', { room: meeting.rooms[1]!.id, access: secret })
    await house.publish(meeting, 'Draft')
    await house.workingCopy.edit(meeting.id, hidden.id, 1, { start: time('10:15') }, house.organiser)
    expect((await house.publishing.review(meeting.id)).proposed).toBe('Draft')
    await house.publish(meeting, 'Draft')
    await house.workingCopy.edit(meeting.id, open.id, 1, { start: time('10:15') }, house.organiser)
    await expect(house.publish(meeting, 'Draft')).rejects.toThrow(LabelCannotFollow)
    expect((await house.publish(meeting, 'Rev.1')).version).toBe(3)
  })

  test('nothing new under the same label is refused; a new label is enough', async () => {
    await house.add(meeting, 'PL-1')
    await house.publish(meeting, 'Draft')
    await expect(house.publish(meeting, 'Draft', { note: { en: 'Again' } })).rejects.toThrow(NothingToPublish)
    expect((await house.publish(meeting, 'Final')).label).toBe('Final')
  })
})

describe('a room is booked once', () => {
  test('a release that would book it twice is refused, and says which two', async () => {
    await house.add(meeting, 'PL-1')
    await house.add(meeting, 'PL-2', { at: '10:30', to: '11:30' })
    const refused = house.publish(meeting, 'Draft')
    await expect(refused).rejects.toThrow(RoomDoubleBooked)
    await expect(refused).rejects.toMatchObject({ params: { first: 'PL-1', second: 'PL-2' } })
    expect(await house.releases.all(meeting.id)).toEqual([])
  })

  test('the database refuses it as well, whatever the code above it thinks', async () => {
    await house.add(meeting, 'PL-1')
    const release = await house.publish(meeting, 'Draft')
    const book = house.database.query(
      `INSERT INTO released_slot (release_id, session_id, room_id, span)
         VALUES ($1, $2, $3, tstzrange('2022-10-18T08:30Z', '2022-10-18T09:30Z'))`,
      [release.id, newId(), meeting.rooms[0]!.id],
    )
    await expect(book).rejects.toSatisfy(
      (error) => sqlState(error) === '23P01' && brokenConstraint(error) === 'released_sessions_never_overlap_in_a_room',
    )
  })

  test('cancelled sessions and rooms online are no bookings', async () => {
    const one = await house.add(meeting, 'PL-1')
    await house.add(meeting, 'PL-2')
    await house.workingCopy.cancel(meeting.id, one.id, 1, house.organiser)
    await house.add(meeting, 'SE-1', { room: meeting.rooms[2]!.id })
    await house.add(meeting, 'SE-2', { room: meeting.rooms[2]!.id })
    expect((await house.publish(meeting, 'Draft')).content.sessions).toHaveLength(4)
  })
})

describe('a release stays as it was published', () => {
  test.each([
    `UPDATE release SET label = 'Final' WHERE id = $1`,
    `UPDATE release SET content = '{}' WHERE id = $1`,
    `UPDATE release SET withdrawn_at = now(), note = '{}' WHERE id = $1`,
    `DELETE FROM release WHERE id = $1`,
  ])('%s', async (sql) => {
    await house.add(meeting, 'PL-1')
    const { id } = await house.publish(meeting, 'Draft')
    await expect(house.database.asOwner(sql, [id])).rejects.toThrow('A release stays as it was published')
    await house.database.asOwner('UPDATE release SET withdrawn_at = now() WHERE id = $1', [id])
    await expect(house.database.asOwner('UPDATE release SET withdrawn_at = NULL WHERE id = $1', [id])).rejects.toThrow(
      'A release stays as it was published',
    )
  })
})

test('a withdrawn release gives way to the one before, and its label is used up', async () => {
  const session = await house.add(meeting, 'PL-1')
  await house.publish(meeting, 'Draft')
  await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
  const mistake = await house.publish(meeting, 'Rev.1')
  await house.publishing.withdraw(meeting.id, mistake.id, house.organiser)
  await house.publishing.withdraw(meeting.id, mistake.id, house.organiser)
  expect((await house.releases.current(meeting.id))?.label).toBe('Draft')
  expect(await house.releases.byLabel(meeting.id, 'Rev.1')).toBeUndefined()
  expect(await house.sees(meeting)).toEqual(['PL-1 programme 10:00'])
  await expect(house.publish(meeting, 'Rev.1')).rejects.toThrow(LabelCannotFollow)
  expect((await house.publish(meeting, 'Rev.2')).version).toBe(4)
  expect((await house.releases.chain(meeting.id)).map(({ release }) => release?.label)).toEqual([
    'Draft',
    'Rev.1',
    'Draft',
    'Rev.2',
  ])
})

test('the history of a meeting is written down with its own dates, and nobody is told', async () => {
  await house.add(meeting, 'PL-1')
  const { rooms } = await house.meetings.byId(meeting.id)
  const sessions = await house.workingCopy.list(meeting.id)
  const { snapshot } = await import('./snapshot.ts')
  for (const [label, day] of [
    ['Draft', '26'],
    ['Final', '28'],
  ] as const)
    await house.database.transaction((tx) =>
      house.publishing.recordPast(tx, meeting.id, {
        label,
        note: { en: label },
        publishedAt: Temporal.Instant.from(`2022-08-${day}T07:00:00Z`),
        content: snapshot(sessions, rooms),
      }),
    )
  expect((await house.releases.all(meeting.id)).map(({ label, publishedAt }) => `${label} ${publishedAt}`)).toEqual([
    'Draft 2022-08-26T07:00:00Z',
    'Final 2022-08-28T07:00:00Z',
  ])
})

describe('the note', () => {
  const secret = { attend: 'invited', groups: ['bureau'], show: 'closed' } as const

  test('is refused where it names a closed session, in whatever language, and nothing is published', async () => {
    await house.add(meeting, 'CL-1', { access: secret })
    const refused = house.publish(meeting, 'Draft', { note: { en: 'The agenda.', fr: 'Avec « titre de CL-1 ».' } })
    await expect(refused).rejects.toThrow(NoteNamesRestricted)
    await expect(refused).rejects.toMatchObject({ fields: [{ pointer: '/note/fr', params: { code: 'CL-1' } }] })
    expect(await house.releases.all(meeting.id)).toEqual([])
  })

  test('is refused as well where the session was closed since it was released', async () => {
    const session = await house.add(meeting, 'PL-1')
    await house.publish(meeting, 'Draft', { note: { en: 'PL-1 is open.' } })
    await house.workingCopy.setRule(meeting.id, session.id, 1, secret, house.organiser)
    await expect(house.publish(meeting, 'Rev.1', { note: { en: 'PL-1 is closed.' } })).rejects.toThrow(
      NoteNamesRestricted,
    )
  })
})

test('a withdrawal is told of as what it is: the return to the one before', async () => {
  const session = await house.add(meeting, 'PL-1')
  const draft = await house.publish(meeting, 'Draft')
  await house.workingCopy.edit(meeting.id, session.id, 1, { start: time('10:30') }, house.organiser)
  const mistake = await house.publish(meeting, 'Rev.1')
  await house.publishing.withdraw(meeting.id, mistake.id, house.organiser, { tell: false })
  const [, , last] = await house.database.query<{ data: unknown }>(
    `SELECT data FROM pgboss.job WHERE name = 'agenda.release-published' AND data->>'meeting' = $1
      ORDER BY (data->>'version')::int`,
    [meeting.id],
  )
  expect(last).toEqual({
    data: { meeting: meeting.id, release: draft.id, before: mistake.id, version: 3, tell: false },
  })
})

describe('a crash in the middle', () => {
  test('leaves nothing of a release: neither rooms, counters nor jobs', async () => {
    await house.add(meeting, 'PL-1')
    const reviewed = await order()
    await house.database.asOwner(
      `CREATE FUNCTION power_cut() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'power cut'; END $$;
       CREATE TRIGGER power_cut BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION power_cut()`,
    )
    await expect(house.publishing.publish(meeting.id, reviewed)).rejects.toThrow('power cut')
    await house.database.asOwner('DROP TRIGGER power_cut ON audit_entry; DROP FUNCTION power_cut')
    expect(await house.releases.all(meeting.id)).toEqual([])
    expect(await house.meetings.byId(meeting.id)).toMatchObject({
      releaseVersion: 0,
      workingVersion: reviewed.workingVersion,
    })
    // And then all of it, by the very order that failed.
    expect((await house.publishing.publish(meeting.id, reviewed)).version).toBe(1)
  })
})
