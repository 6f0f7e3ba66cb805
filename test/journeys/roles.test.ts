import { beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Audit } from '../../src/platform/audit/audit.ts'
import { LastOrganiser, RoleHolders } from '../../src/people/role-holders.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { loadSample, Organiser } from './people.ts'
import { Visitor } from './visitor.ts'

// Who works for a meeting: invited by address, listed, and let go; never so that nobody is left to organise it.

let app: TestApp
let meeting: Meeting
let organiser: Organiser
const ROLES = '/en/desk/unnm-2022/settings/roles'

beforeAll(async () => {
  app = await startApp({ now: '2022-09-28T09:00:00Z' })
  meeting = await loadSample(app, 'meeting')
  organiser = await new Organiser(app).acceptsInvitation('olga@example.org')
}, 120_000)

const invites = async (address: string, role: string): Promise<Organiser> =>
  (await organiser.opens(ROLES))
    .fills('email', address)
    .takes('role', role)
    .presses('Send the invitation') as Promise<Organiser>

const accepts = async (address: string): Promise<Visitor> => {
  const { text } = await app.mailbox.waitFor(address)
  const link = /https?:\/\/\S+\/invitations\/[\w-]+/.exec(text ?? '')![0]
  const visitor = new Visitor(app)
  await visitor.opens(new URL(link).pathname)
  await visitor.presses('Accept')
  await passesSecondFactor(app, address)
  return visitor.opens('/en/desk')
}

const held = async (): Promise<string[]> =>
  (await app.get(RoleHolders).of(meeting.id)).map(
    ({ email, role, everywhere }) => `${email} ${role}${everywhere ? ' everywhere' : ''}`,
  )

test('an invitation goes to an address, and who accepts it sees what the role is for, and no more', async () => {
  await organiser.opens(ROLES)
  await organiser.presses('Send the invitation')
  expect(organiser.errors).toEqual(['Give your e-mail address', 'Choose a role'])
  await invites('tara@example.org', 'translator')
  expect(organiser.text).toContain('The invitation is on its way')
  expect(organiser.text).toContain('tara@example.org')
  await invites('tara@example.org', 'translator')
  expect(organiser.errors).toEqual(['This address is invited to the role already'])

  const tara = await accepts('tara@example.org')
  expect(await held()).toEqual(['olga@example.org organiser everywhere', 'tara@example.org translator'])
  for (const part of [
    'agenda',
    'publish',
    'registrations',
    'settings',
    'settings/meeting',
    'settings/roles',
    'settings/rooms',
  ])
    expect([part, (await tara.opens(`/en/desk/unnm-2022/${part}`)).status]).toEqual([part, 404])
  await invites('tara@example.org', 'translator')
  expect(organiser.errors).toEqual(['This person has the role already'])
})

test('an invitation that is taken back leads nowhere', async () => {
  await invites('nobody@example.org', 'desk-officer')
  await organiser.presses('Take back')
  expect(organiser.text).not.toContain('nobody@example.org')
  const { text } = await app.mailbox.waitFor('nobody@example.org')
  const link = /https?:\/\/\S+\/invitations\/[\w-]+/.exec(text ?? '')![0]
  expect((await new Visitor(app).opens(new URL(link).pathname)).status).toBe(404)
})

test('a role is taken away after a question, and acts at the next click', async () => {
  await invites('ed@example.org', 'agenda-editor')
  const ed = await accepts('ed@example.org')
  expect((await ed.opens('/en/desk/unnm-2022/agenda')).status).toBe(200)
  await organiser.opens(ROLES)
  const ask = organiser.linkTo('Remove ed@example.org')
  await organiser.opens(ask)
  expect(organiser.headline).toBe('Agenda editor: take this role from ed@example.org?')
  await organiser.presses('Take the role away')
  expect((await ed.opens('/en/desk/unnm-2022/agenda')).status).toBe(404)
})

test('a role in all meetings is not taken away here, and of the last organisers one stays, however fast they are', async () => {
  await organiser.opens(ROLES)
  expect(organiser.text).toContain('Set by whoever runs the service')
  await invites('one@example.org', 'organiser')
  await accepts('one@example.org')
  await invites('two@example.org', 'organiser')
  await accepts('two@example.org')
  const everybody = await app.get(RoleHolders).of(meeting.id)
  const [olga, first, second] = ['olga', 'one', 'two'].map(
    (name) => everybody.find(({ email }) => email.startsWith(name))!.person,
  )
  expect((await organiser.opens(`${ROLES}/${olga}/organiser/remove`)).status).toBe(404)

  await app.database.query('DELETE FROM role WHERE person_id = $1', [olga])
  const both = await Promise.allSettled([
    app.get(RoleHolders).remove(meeting.id, first!, 'organiser', second!),
    app.get(RoleHolders).remove(meeting.id, second!, 'organiser', first!),
  ])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const refused = both.find((each) => each.status === 'rejected')
  expect(refused?.reason).toBeInstanceOf(LastOrganiser)
  expect((await held()).filter((each) => each.includes('organiser'))).toHaveLength(1)
})

test('who gave and took which role is in the audit', async () => {
  const actions = (await app.get(Audit).inMeeting(meeting.id, { limit: 1000 })).map(({ action }) => action)
  for (const action of [
    'invitation.made',
    'invitation.accepted',
    'invitation.taken-back',
    'role.granted',
    'role.withdrawn',
  ])
    expect(actions).toContain(action)
})
