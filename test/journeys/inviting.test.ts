import { beforeAll, describe, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId } from '../../src/kernel/id.ts'
import { People } from '../../src/people/people.service.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { PreparedInvitations } from '../../src/registration/review/prepared-invitations.service.ts'
import { registrant } from '../builders/review.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, newestCode, Organiser, Participant } from './people.ts'

// People who do not come by themselves: added by hand, or invited with a place prepared.

let app: TestApp
let meeting: Meeting
let organiser: Organiser
const SLUG = 'unnm-2022'
const REVIEW = `/en/desk/${SLUG}/review`
const DAY = '2022-10-19'

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1)
  organiser = await new Organiser(app).acceptsInvitation()
})

const withRoom = (capacity: number): Promise<void> =>
  app.database.transaction((tx) => app.get(Pools).define(tx, meeting, [{ day: 2, mode: 'in-person', capacity }]))

const taken = async (): Promise<number> => {
  const [pool] = await app.database.query<{ taken: number }>(
    `SELECT taken FROM pool WHERE meeting_id = $1 AND day = $2 AND mode = 'in-person' AND constituency IS NULL AND session_id IS NULL`,
    [meeting.id, DAY],
  )
  expect(await app.get(Pools).recount(meeting.id)).toEqual([])
  return pool!.taken
}

const dayMode = (index: number) => `days[${index}][mode]`

describe('by hand', () => {
  const fillIn = async (more: Record<string, string>): Promise<void> => {
    await organiser.opens(`${REVIEW}/add`)
    const said = {
      'names[givenNames]': 'Amina',
      'claim[constituency]': 'member-state',
      'claim[state]': 'KEN',
      [dayMode(1)]: 'in-person',
      language: 'fr',
      ...more,
    }
    for (const [name, value] of Object.entries(said)) organiser.fills(name, value)
  }

  test('an organiser adds somebody who is confirmed at once, and told in their language', async () => {
    await withRoom(1)
    await fillIn({ email: 'amina@mission.example.org' })
    await organiser.presses('Add')
    expect(organiser.headline).toBe('Amina')
    expect(organiser.text).toContain('Confirmed')
    const told = await app.mailbox.waitFor('amina@mission.example.org')
    expect(told.subject).toContain('Votre inscription est faite')
    expect(await taken()).toBe(1)

    await fillIn({ email: 'amina@mission.example.org' })
    await organiser.presses('Add')
    expect(organiser.errors).toEqual(['Somebody has registered with this address already'])
  })

  test('who has no address of their own is reached by whoever looks after them; a full day is waited for', async () => {
    await fillIn({ 'names[givenNames]': 'Badia' })
    await organiser.presses('Add')
    expect(organiser.errors).toEqual(['Give an address of their own, or a contact address'])
    expect(organiser.source).toContain('value="Badia"') // what was typed is still there
    organiser.fills('contactEmail', 'mission@mission.example.org')
    organiser.takes('verified', 'no')
    await organiser.presses('Add')
    expect(organiser.headline).toBe('Badia')
    expect(organiser.text).toContain('To verify')
    await app.mailbox.waitFor('mission@mission.example.org')
    expect(await taken()).toBe(1)
    const [row] = await app.database.query(
      `SELECT c.state FROM day_choice c JOIN registration r ON r.id = c.registration_id JOIN identity i USING (person_id)
        WHERE i.given_names = 'Badia' AND c.day = $1`,
      [DAY],
    )
    expect(row).toEqual({ state: 'waiting' })
  })
})

describe('with a place prepared', () => {
  const invites = async (addresses: string, heldUntil = '2022-10-05'): Promise<void> => {
    await organiser.opens(`${REVIEW}/invitations`)
    const said = {
      addresses,
      'claim[constituency]': 'civil-society',
      'claim[organization]': 'A network',
      [dayMode(1)]: 'in-person',
      heldUntil,
      language: 'es',
    }
    for (const [name, value] of Object.entries(said)) organiser.fills(name, value)
    await organiser.presses('Hold the places and invite')
  }

  test('several are invited at once; each place counts as taken, and who finds none free is named', async () => {
    await app.database.query('DELETE FROM waiting_entry')
    await withRoom(3)
    await invites('Ana Gil <ana@ngo.example.org>; ben@ngo.example.org\ncarla@ngo.example.org')
    expect(organiser.text).toContain('Invited: 2.')
    expect(organiser.text).toContain('No place is free, so not invited: carla@ngo.example.org.')
    expect(await taken()).toBe(3)
    expect(await app.get(People).byEmail(emailFrom('carla@ngo.example.org')!)).toBeUndefined()
    const mail = await app.mailbox.waitFor('ana@ngo.example.org')
    expect(mail.subject).toContain('Tiene una invitación')
    expect(mail.text).toContain('Su plaza está reservada hasta el')

    await invites('ana@ngo.example.org')
    expect(organiser.text).toContain('Invited already: ana@ngo.example.org')
    await invites('not an address')
    expect(organiser.status).toBe(422)
    await invites('dan@ngo.example.org', '2022-09-01')
    expect(organiser.errors).toEqual(['Give a day from today to the last day of the meeting'])
    expect(await taken()).toBe(3)
  })

  test('who proves the address, checks what is prepared and sends it is confirmed at once', async () => {
    const ana = new Participant(app, 'ana@ngo.example.org', 'es')
    const { t } = ana
    await ana.opens(`/es/${SLUG}/register`)
    await ana.answers(t('people:signIn.email'), ana.address).presses(t('people:signIn.send'))
    const code = await newestCode(app, ana.address, 2)
    await ana.answers(t('people:code.label'), code).presses(t('people:code.continue'))
    await ana.opens(`/es/${SLUG}/me`)
    expect(ana.text).toContain('Se le reserva una plaza hasta')
    await ana.follows('Comprobar y aceptar')
    const next = t('registration:save.continue')
    await ana.answers(t('registration:you.given'), 'Ana').presses(next)
    await ana.presses(next) // whom they represent is prepared
    await ana.presses(next) // and how they attend
    ana.takes('answers[spoken-language]', 'es')
    if (ana.choiceNames().includes('answers[un-badge]')) ana.takes('answers[un-badge]', 'yes')
    await ana.presses(next)
    await ana.sends()
    expect(ana.headline).toBe('Su inscripción está hecha')
    expect(await taken()).toBe(3)
    await organiser.opens(`${REVIEW}/invitations`)
    expect(organiser.text).toContain('Accepted')
    // The one who accepted is nobody's to decide on, and the job that would take the place back finds nothing to do.
    app.clock.set('2022-10-06T00:00:00Z')
    for (const { id } of await app.get(PreparedInvitations).of(meeting.id)) await app.get(PreparedInvitations).lapse(id)
    expect(await taken()).toBe(2)
  })

  test('what was not accepted in time goes to the first in line, and the address is not kept', async () => {
    // Ben's place lapsed with the clock above, and with it the organiser's sign-in.
    organiser = await new Organiser(app).acceptsInvitation('later@example.org')
    expect(await app.get(People).byEmail(emailFrom('ben@ngo.example.org')!)).toBeUndefined()
    await organiser.opens(`${REVIEW}/invitations`)
    expect(organiser.text).toContain('Lapsed')
    expect(organiser.text).not.toContain('ben@ngo.example.org')

    await invites('eve@ngo.example.org', '2022-10-10')
    expect(await taken()).toBe(3)
    const waits = await registrant(app, meeting, { days: ['none', 'in-person'] })
    await organiser.opens(`${REVIEW}/invitations`)
    await organiser.presses('Send again')
    await app.mailbox.waitFor('eve@ngo.example.org', 2)
    await organiser.presses('Take back')
    expect(organiser.text).toContain('Taken back')
    expect(await taken()).toBe(3)
    const [row] = await app.database.query('SELECT state FROM day_choice WHERE registration_id = $1 AND day = $2', [
      waits.registration,
      DAY,
    ])
    expect(row).toEqual({ state: 'held' })
  })

  test('taking back twice, or what is another meeting’s, changes nothing', async () => {
    const invitations = app.get(PreparedInvitations)
    const by = newId<'Person'>()
    const [first] = await invitations.of(meeting.id)
    await invitations.withdraw(meeting, first!.id, by)
    expect(await taken()).toBe(3)
    const other = await loadSample(app, 'meeting-future')
    await expect(invitations.resend(other.id, first!.id, by)).rejects.toThrow()
  })
})
