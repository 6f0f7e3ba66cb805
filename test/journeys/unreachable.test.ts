import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { AddressOpensDesk, Reachability } from '../../src/registration/review/reachability.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { registrant, type Registrant } from '../builders/review.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser } from './people.ts'

// Mail that does not arrive: organisers see it, in plain words, correct the address, and what was lost is sent.

let app: TestApp
let meeting: Meeting
const SLUG = 'unnm-2022'
const REVIEW = `/en/desk/${SLUG}/review`

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1)
})

const marked = async ({ person }: Registrant): Promise<string | undefined> => {
  const [row] = await app.database.query<{ response: string }>(
    'SELECT response FROM unreachable WHERE person_id = $1',
    [person],
  )
  return row?.response
}

const untilMarked = async (who: Registrant): Promise<string> => {
  for (let tries = 0; tries < 200; tries++) {
    const response = await marked(who)
    if (response !== undefined) return response
    await wait(50)
  }
  throw new Error('Nobody noticed that the mail was refused.')
}

describe('somebody whose mail server refuses our mail', () => {
  const wrong = 'amina@mision.example.org'
  const right = 'amina@mission.example.org'
  let amina: Registrant

  test('is shown as such in the queue, with what the server said in plain words', async () => {
    app.mailbox.refuse(wrong, 550)
    amina = await registrant(app, meeting, { address: wrong, names: { givenNames: 'Amina', familyName: '' } })
    expect(await untilMarked(amina)).toMatch(/^550/)
    await app.get(Review).verify(meeting, amina.registration, newId())
    const organiser = await new Organiser(app).acceptsInvitation()
    await organiser.opens(`${REVIEW}/${amina.registration}`)
    expect(organiser.text).toContain('Cannot be reached since')
    expect(organiser.text).toContain('there is no such mailbox (550)')

    await organiser.follows('Correct the address')
    await organiser.answers('The right address', 'nobody').presses('Save and send what did not arrive')
    expect(organiser.errors).toEqual(['Give an e-mail address such as name@example.org'])
    await organiser.answers('The right address', right).presses('Save and send what did not arrive')
    expect(organiser.text).toContain(right)
    expect(organiser.text).not.toContain('Cannot be reached since')
  })

  test('gets what did not arrive at the corrected address; what was verified waits to be confirmed again', async () => {
    await app.mailbox.waitFor(right, 2)
    const own = await app.get(Registrations).own(meeting, amina.person)
    expect(own).toMatchObject({ state: 'requested', verified: null })
    expect(await marked(amina)).toBeUndefined()
    // Nothing is sent twice: the old address is still refused, and nothing is owed to it.
    const owed = await app.database.query(`SELECT id FROM mail WHERE state = 'failed' AND person_id = $1`, [
      amina.person,
    ])
    expect(owed).toEqual([])
    expect(app.mailbox.to(wrong)).toEqual([])
  })

  test('must prove the new address; the old one opens nothing any more', async () => {
    const people = app.get(People)
    expect((await people.byEmail(emailFrom(right)!))?.id).toBe(amina.person)
    expect(await people.provedAddress(amina.person)).toBeUndefined()
    expect(await people.byEmail(emailFrom(wrong)!)).toBeUndefined()
  })
})

test('an address that takes mail is told that it was replaced, without learning by what', async () => {
  const ben = await registrant(app, meeting, { address: 'ben@mission.example.org', language: 'fr' })
  await app.get(Reachability).correct(meeting, ben.registration, newId(), 'benjamin@mission.example.org')
  const told = await app.mailbox.waitForSubject('ben@mission.example.org', 'une autre adresse')
  expect(told.text).toContain('b…@mission.example.org')
  expect(told.text).not.toContain('benjamin')
})

test('somebody else’s address is not given away, nor is that of who works at a desk changed', async () => {
  const [one, two] = [await registrant(app, meeting), await registrant(app, meeting)]
  const correct = (address: string) => app.get(Reachability).correct(meeting, one.registration, newId(), address)
  await expect(correct(two.address)).rejects.toMatchObject({ fields: [{ message: 'review.address.taken' }] })
  await app.database.transaction((tx) => app.get(People).grant(tx, one.person, 'desk-officer', meeting.id))
  await expect(correct('new@example.org')).rejects.toThrow(AddressOpensDesk)
  expect((await app.get(People).byId(one.person))?.email).toBe(one.address)
})

test('mail that comes back later marks who has that address in this meeting', async () => {
  const who = await registrant(app, meeting)
  const reachability = app.get(Reachability)
  expect(await reachability.bounced(meeting, who.address, 'smtp; 552 5.2.2 <a@b.org> over quota', newId())).toBe(1)
  expect(await marked(who)).toBe('552 5.2.2')
  expect(await reachability.bounced(meeting, 'stranger@example.org', '', newId())).toBe(0)
})
