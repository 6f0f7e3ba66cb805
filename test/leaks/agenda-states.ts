import { Groups } from '../../src/agenda/groups.service.ts'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import type { AccessRule } from '../../src/agenda/release.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { PersonalLinks } from '../../src/checkin/personal-links.service.ts'
import { Telling } from '../../src/circulation/telling.service.ts'
import type { SessionId } from '../../src/kernel/id.ts'
import type { Standing } from './aviary.ts'
import { CODES } from './canaries.ts'
import type { LeakHouse } from './house.ts'
import { READERS } from './readers.ts'

// What was done to the agenda until now, so that sessions are in every state that one can be in.

const organiser = ({ organises, readsAgenda }: Standing): boolean => organises === true || readsAgenda === true
const whoPrepares = (reader: Standing): boolean => organiser(reader) || reader.translates === true

type Edit = Parameters<WorkingCopy['edit']>[3]

const edits = async (house: LeakHouse, code: string, changes: Edit): Promise<SessionId> => {
  const { app, meeting } = house
  const copy = app.get(WorkingCopy)
  const { id, version } = await copy.byCode(meeting.id, code)
  await copy.edit(meeting.id, id, version, changes, await house.editor())
  return id
}

/** A release under the same label, of which only those know who see the closed session. */
export const revisesClosed = async (house: LeakHouse): Promise<void> => {
  const { app, meeting, planted } = house
  await edits(house, CODES.closed, { title: planted.revision.title })
  const { workingVersion } = await app.get(Publishing).review(meeting.id)
  const order = { workingVersion, label: 'Final' as const, note: planted.revision.note, by: await house.editor() }
  await app.get(Publishing).publish(meeting.id, order)
}

/** What only the working copy has. */
export const editsUnpublished = async (house: LeakHouse): Promise<void> => {
  const { app, meeting, planted } = house
  await edits(house, CODES.programme, {
    title: { fr: `Ouverture ${planted.aviary.word('unpublished title', whoPrepares)}` },
  })
  await app.get(WorkingCopy).add(meeting.id, {
    code: 'QZNEW-1',
    kind: 'panel',
    title: { en: `New ${planted.aviary.word('unpublished session', whoPrepares)}` },
    day: meeting.days[1]!.date,
    format: 'online',
    access: { attend: 'everyone', show: 'programme' },
  })
  planted.aviary.pattern('the code of the unpublished session', /QZNEW-1/i, whoPrepares)
}

/** Everybody follows everything, also what they may not know of; it moves, and they are told. */
export const movesWhatAllFollow = async (house: LeakHouse): Promise<void> => {
  const { app, meeting } = house
  await app.database.query(
    `INSERT INTO follow (person_id, meeting_id, session_id, since)
     SELECT p.id, s.meeting_id, s.id, now() FROM person p, session s WHERE s.meeting_id = $1 ON CONFLICT DO NOTHING`,
    [meeting.id],
  )
  const moved = []
  for (const code of [CODES.unlisted, CODES.closed, CODES.listed, CODES.limited])
    moved.push(await edits(house, code, { room: null }))
  const { workingVersion } = await app.get(Publishing).review(meeting.id, moved)
  const order = { workingVersion, label: 'Corr.1' as const, note: { en: 'Rooms.' }, sessions: moved }
  await app.get(Publishing).publish(meeting.id, { ...order, by: await house.editor() })
  await house.hasToldEverybody()
  app.clock.advance({ minutes: 15 })
  await app.get(Telling).sweep()
}

/** A release that was taken back before anybody was told: nobody reads it any more, under its label either. */
export const takesBack = async (house: LeakHouse): Promise<void> => {
  const { app, meeting, planted } = house
  const { title, note } = planted.takenBack
  const sessions = [await edits(house, 'BR-3', { title })]
  const { workingVersion } = await app.get(Publishing).review(meeting.id, sessions)
  const order = { workingVersion, label: TAKEN_BACK, note, sessions, by: await house.editor() }
  const { id } = await app.get(Publishing).publish(meeting.id, order)
  await app.get(Publishing).withdraw(meeting.id, id, await house.editor())
  planted.aviary.pattern('the label that was taken back', /Corr\.2(?!\d)/, organiser)
}

/** The label of the release that was taken back. */
export const TAKEN_BACK = 'Corr.2' as const

/** Rules that were saved since the last release: a stricter one acts at once, a looser one not before it is published. */
export const changesState = async (house: LeakHouse): Promise<void> => {
  const { app, meeting, planted } = house
  const copy = app.get(WorkingCopy)
  const rules: Readonly<Record<string, AccessRule>> = {
    [CODES.restricted]: { attend: 'invited', groups: [planted.groups.closed], show: 'unlisted' },
    [CODES.loosened]: { attend: 'everyone', show: 'programme' },
  }
  for (const [code, rule] of Object.entries(rules)) {
    const { id, version } = await copy.byCode(meeting.id, code)
    await copy.setRule(meeting.id, id, version, rule, await house.editor())
  }
}

/** Everybody who was ever invited to a restricted session has a link of their own into it, also who may come no more. */
export const givesOwnLinks = async (house: LeakHouse): Promise<void> => {
  const { app, meeting, planted } = house
  for (const code of [CODES.closed, CODES.unlisted]) {
    const { id } = await app.get(WorkingCopy).byCode(meeting.id, code)
    const invited = READERS.filter(({ invitedTo }) => invitedTo?.includes(code))
    const links = invited.map((reader) => {
      const theirs = ({ name }: Standing): boolean => name === reader.name && reader.days.length > 0
      const word = planted.aviary.word(`${code} own link of ${reader.name}`, theirs, { byDoorOnly: true })
      return [house.of(reader).person!, `https://provider.example.org/own?tk=${word}`] as const
    })
    await app.get(PersonalLinks).put(id, links)
  }
}

/** Somebody is named as invited to a session, by its code. */
export const invites = async (
  { app, meeting, planted }: LeakHouse,
  code: string,
  person: Parameters<Groups['include']>[2],
): Promise<void> => {
  const group = { [CODES.closed]: planted.groups.closed, [CODES.unlisted]: planted.groups.unlisted }
  await app.get(Groups).include(meeting.id, group[code as keyof typeof group], person, person)
}
