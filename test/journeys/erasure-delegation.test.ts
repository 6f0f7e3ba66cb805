import { beforeAll, expect, test } from 'vitest'
import { Delegations } from '../../src/delegations/delegations.service.ts'
import { FocalPoints } from '../../src/delegations/focal-points.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { DelegationId, PersonId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { People } from '../../src/people/people.service.ts'
import { Erasure } from '../../src/privacy/erasure.service.ts'
import { everythingStored, placesOf } from '../builders/everything-stored.ts'
import { aMeeting } from '../builders/registration.ts'
import { startApp, type TestApp } from '../harness.ts'

// A focal point who is erased leaves their delegation; its note verbale stays with those who speak for it, and goes with
// the last one.

let app: TestApp
let meeting: Meeting
let organiser: PersonId
const SECRETARIAT = 'annual-meeting@example.org'
const WORDS = ['Zephyrinqa', 'zq.wyvern', 'Larkspurdan']

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  const made = aMeeting()
  await app.database.transaction((tx) => app.get(Meetings).create(tx, made))
  meeting = await app.get(Meetings).byId(made.id)
  organiser = await personAt('organiser@example.org')
})

const personAt = (address: string): Promise<PersonId> =>
  app.database.transaction((tx) => app.get(People).ensure(tx, emailFrom(address)!, 'en'))

const of = (state: string) => ({ constituency: 'member-state', state, organization: '' })

/** Asks with a note whose name says who they are. */
const asks = async (state: string, address: string): Promise<{ person: PersonId; delegation: DelegationId }> => {
  const person = await personAt(address)
  await app.database.transaction((tx) =>
    app.get(People).rename(tx, person, { givenNames: 'Zephyrinqa', familyName: '' }),
  )
  const note = {
    name: 'Larkspurdan.pdf',
    type: 'application/pdf' as const,
    bytes: Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n'),
  }
  return { person, delegation: await app.get(FocalPoints).ask(meeting.id, of(state), { person, note }) }
}

const granted = async (delegation: DelegationId, person: PersonId): Promise<void> => {
  const asked = (await app.get(FocalPoints).of(delegation, ['requested'])).find((each) => each.person === person)
  await app.get(FocalPoints).approve(meeting.id, asked!.id, organiser)
}

const notes = async (delegation: DelegationId) =>
  (await app.get(FocalPoints).notesOf(delegation)).map(({ name }) => name)
const files = async () =>
  (await app.database.query<{ count: number }>('SELECT count(*)::int AS count FROM stored_file'))[0]!.count
const noWordIsLeft = async () => expect(placesOf(WORDS, await everythingStored(app.urls.ownerDatabaseUrl))).toEqual([])

test('where another speaks for the delegation, the note stays with it, without a name; both are told, with none either', async () => {
  const { person, delegation } = await asks('ARG', 'zq.wyvern@example.org')
  await granted(delegation, person)
  const named = await app.get(Delegations).one(meeting.id, delegation)
  await app.get(FocalPoints).name(named, { address: emailFrom('other@mission.example.org')!, locale: 'en' }, person)
  await app.mailbox.waitForSubject('other@mission.example.org', 'You are now a focal point of Argentina')
  for (const _ of [1, 2]) await app.get(Erasure).erase(person, person)
  expect(await app.get(FocalPoints).of(delegation)).toHaveLength(1)
  expect(await notes(delegation)).toEqual(['note-verbale.pdf'])
  const told = await app.mailbox.waitForSubject('other@mission.example.org', 'Argentina has one focal point fewer')
  expect(told.text).toContain('One of you has had their data erased')
  const secretariat = await app.mailbox.waitForSubject(SECRETARIAT, 'Argentina has one focal point fewer')
  expect(secretariat.text).not.toContain('Nobody speaks for it now')
  expect(secretariat.text).toContain(`/en/desk/${meeting.slug}/delegations/${delegation}`)
  await noWordIsLeft()
})

test('the last one takes the note along, and the secretariat reads that nobody speaks for the delegation', async () => {
  const before = await files()
  const { person, delegation } = await asks('CHL', 'zq.wyvern@example.org')
  await granted(delegation, person)
  await app.get(Erasure).erase(person, person)
  expect([await notes(delegation), await files()]).toEqual([[], before])
  expect((await app.mailbox.waitForSubject(SECRETARIAT, 'Chile has one focal point fewer')).text).toContain(
    'Nobody speaks for it now',
  )
  await noWordIsLeft()
})

test('who asked in vain, or is not answered yet, takes the note along, whoever speaks for the delegation', async () => {
  const before = await files()
  await app
    .get(FocalPoints)
    .invite(meeting.id, of('PER'), { address: emailFrom('peru@example.org')!, locale: 'en' }, organiser)
  const { person, delegation } = await asks('PER', 'zq.wyvern@example.org')
  expect(await notes(delegation)).toHaveLength(1)
  await app.get(Erasure).erase(person, person)
  expect([await notes(delegation), await files()]).toEqual([[], before])
  expect(await app.get(FocalPoints).of(delegation, ['requested'])).toEqual([])
  await noWordIsLeft()
})
