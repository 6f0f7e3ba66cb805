import { beforeAll, expect, test } from 'vitest'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { LastOrganiser, RoleHolders } from '../../src/people/role-holders.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { Audit } from '../../src/platform/audit/audit.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
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

/** An organiser, of all meetings or one, signed in at the desk's own door or at that of participants. */
const signedIn = async (
  opened: { opensDesk: boolean; withFactor: boolean },
  email = 'oscar@example.org',
  at?: Meeting,
): Promise<Visitor> => {
  const secret = app.get(Secrets).random()
  const [now, expiresAt] = [app.clock.now(), app.clock.now().add({ hours: 1 })]
  await app.database.transaction(async (tx) => {
    const person = await app.get(People).ensure(tx, emailFrom(email)!, 'en')
    await app.get(People).grant(tx, person, 'organiser', at?.id)
    await app.get(SignIns).open(tx, {
      ...{ person, secret, expiresAt, opensDesk: opened.opensDesk, stays: false, device: '' },
      ...(opened.withFactor && { secondFactor: now }),
    })
  })
  const visitor = new Visitor(app)
  visitor.carries(`plenary-sign-in=${secret}`)
  return visitor
}

const answersTo = async (visitor: Visitor, paths: readonly string[]): Promise<string[]> => {
  const answers = []
  for (const path of paths) {
    const { status, headers } = await visitor.asks('GET', path)
    answers.push([path, status, headers['location']].filter(Boolean).join(' '))
  }
  return answers
}

/** One address for each way in which a role is asked for. */
const OF_ROLES = ['/en/desk', '/en/desk/unnm-2022/agenda', '/en/desk/new']
const FOR_PROGRAMS = '/api/v1/meetings/unnm-2022/working-copy'

test.each([true, false])(
  'a role opens nothing to who signed in as a participant, with a second factor: %s',
  async (withFactor) => {
    const participant = await signedIn({ opensDesk: false, withFactor })
    const pages = [...OF_ROLES, '/en/desk/second-factor']
    expect(await answersTo(participant, [...pages, FOR_PROGRAMS])).toEqual([
      ...pages.map((path) => `${path} 303 /en/desk/sign-in?next=${encodeURIComponent(path)}`),
      `${FOR_PROGRAMS} 404`,
    ])
  },
)

test('the same role opens the desk to who signed in there', async () => {
  const atDesk = await signedIn({ opensDesk: true, withFactor: true })
  const all = [...OF_ROLES, FOR_PROGRAMS]
  expect(await answersTo(atDesk, all)).toEqual(all.map((path) => `${path} 200`))
})

test('an organiser of one meeting cannot tell another from none, whether or not they gave a second factor', async () => {
  const briefing = await loadSample(app, 'meeting-briefing')
  for (const withFactor of [true, false]) {
    const visitor = await signedIn({ opensDesk: true, withFactor }, 'one-meeting@example.org', briefing)
    const [there, nowhere] = await Promise.all(
      ['unnm-2022', 'no-such-meeting'].map((slug) =>
        answersTo(visitor, [`/en/desk/${slug}/agenda`, `/api/v1/meetings/${slug}/working-copy`]),
      ),
    )
    // Nor set up a new one: that is for who organises all.
    expect((await visitor.asks('GET', '/en/desk/new')).status).toBe(404)
    expect(there!.map((answer) => answer.replace('unnm-2022', 'no-such-meeting'))).toEqual(nowhere)
    expect(nowhere).toEqual([expect.stringMatching(/agenda 404$/), expect.stringMatching(/working-copy 404$/)])
  }
})

test('who translates all meetings sets up none', async () => {
  const tara = await signedIn({ opensDesk: true, withFactor: true }, 'tara@example.org')
  await app.database.query(
    `UPDATE role SET role = 'translator' WHERE meeting_id IS NULL AND person_id =
       (SELECT person_id FROM identity WHERE email_key = 'tara@example.org')`,
  )
  expect(await answersTo(tara, ['/en/desk', '/en/desk/new'])).toEqual(['/en/desk 200', '/en/desk/new 404'])
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
