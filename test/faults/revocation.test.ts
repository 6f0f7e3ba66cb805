import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { Groups } from '../../src/agenda/groups.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { Delegations } from '../../src/delegations/delegations.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type PersonId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { RoleHolders } from '../../src/people/role-holders.service.ts'
import { People } from '../../src/people/people.service.ts'
import { SESSION, SignIns } from '../../src/people/sign-ins.service.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { Amendments } from '../../src/registration/amendments.service.ts'
import { Replacements } from '../../src/registration/delegation/replacements.service.ts'
import { Addresses } from '../../src/registration/own/addresses.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Arrangements } from '../../src/registration/review/arrangements.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { build, dataFolder, startProcess, type PlenaryProcess } from '../process.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { meetingWithPlaces } from './house.ts'
import { agendaWithSecrets, Cable, insiders, OPEN, ROOM, SHUT, WORD, type Insider } from './revocation.ts'

// What one process takes away, the other does not show any more a second later: on pages, in feeds, links and files, on open
// lines. The other learns of it by asking the database and in no other way; so what may fail is that way, and it is cut too.

/** The promise (DESIGN.md, "Processes learn by asking"). */
const SECOND = 1000

let house: TestApp
let meeting: Meeting
let organiser: PersonId
let other: PlenaryProcess
let cable: Cable

beforeAll(async () => {
  build()
  house = await startApp({ now: Temporal.Now.instant().toString() })
  meeting = await meetingWithPlaces(house, 100)
  organiser = await house.database.transaction(async (tx) => {
    const id = await house.get(People).ensure(tx, emailFrom('organiser@example.org')!, 'en')
    await house.get(People).grant(tx, id, 'organiser', meeting.id)
    return id
  })
  await agendaWithSecrets(house, meeting, organiser)
  cable = await Cable.to(house.urls.databaseUrl)
  other = await startProcess({
    DATABASE_URL: cable.url,
    OWNER_DATABASE_URL: house.urls.ownerDatabaseUrl,
    DATA_DIR: await dataFolder(),
    SECRET_KEYS: house.settings.secretKeys.map((key) => Buffer.from(key).toString('base64')).join(','),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Plenary <plenary@plenary.test>',
    SAMPLES: 'false',
  })
  await other.ready(60_000)
}, 240_000)

/** Every way to a session that only some see. */
const ways = (code: string, { feed }: Insider): Readonly<Record<string, string>> => ({
  'the agenda': `/en/${meeting.slug}/agenda`,
  'the agenda for programs': `/en/${meeting.slug}/agenda.json`,
  'the calendar file': `/en/${meeting.slug}/agenda.ics`,
  'my agenda': `/en/${meeting.slug}/agenda?open=me`,
  'JSON-LD': `/en/${meeting.slug}/agenda.jsonld`,
  'the session': `/en/${meeting.slug}/sessions/${code}`,
  'its calendar file': `/en/${meeting.slug}/sessions/${code}.ics`,
  'the way in': `/en/${meeting.slug}/sessions/${code}/join`,
  'its paper': `/en/${meeting.slug}/materials/paper-${code.toLowerCase()}/en`,
  'the secret calendar': feed,
})

/** Through the other process: by which ways somebody finds a session. */
const found = async (code: string, insider: Insider): Promise<string[]> => {
  const all = Object.entries(ways(code, insider)).map(async ([name, path]) => {
    const reply = await fetch(other.url + path, { headers: { cookie: insider.cookie }, redirect: 'manual' })
    const text = (await reply.text()).replace(/\r?\n[ \t]/g, '')
    expect(reply.status, `${name}: ${text}`).toBeLessThan(500)
    // Other sessions have the word too: each is known by its title.
    const shows = name === 'its paper' ? text.includes(WORD) : text.includes(TITLES[code]!)
    return shows ? [name] : []
  })
  return (await Promise.all(all)).flat()
}

const TITLES: Readonly<Record<string, string>> = {
  [SHUT.states]: `For States ${WORD}`,
  [SHUT.group]: `For the bureau ${WORD}`,
  [OPEN]: `For all so far ${WORD}`,
}

const signInOf = async ({ person }: Insider): Promise<string> => (await house.get(SignIns).of(person))[0]!.id

interface Deed {
  what: string
  /** The session that is out of sight after it. */
  code: string
  done: (insider: Insider) => Promise<unknown>
}

const DEEDS: readonly Deed[] = [
  {
    what: 'declined',
    code: SHUT.states,
    done: ({ registration }) => house.get(Review).decline(meeting, registration, organiser),
  },
  { what: 'withdrawn', code: SHUT.group, done: ({ person }) => house.get(Registrations).withdraw(meeting, person) },
  {
    what: 'withdrawn by an organiser',
    code: SHUT.states,
    done: ({ registration }) => house.get(Arrangements).withdraw(meeting, registration, organiser),
  },
  {
    what: 'replaced',
    code: SHUT.states,
    done: async ({ registration }) => {
      const [row] = await house.database.query<{ delegation_id: string }>(
        'SELECT delegation_id FROM registration WHERE id = $1',
        [registration],
      )
      const delegation = await house.get(Delegations).one(meeting.id, row!.delegation_id)
      const successor = {
        names: { givenNames: 'Eva', familyName: 'N.' },
        jobTitle: 'Counsellor',
        language: 'en' as const,
        email: emailFrom(`${randomUUID()}@example.org`)!,
        contact: undefined,
      }
      const by = { person: organiser, as: 'organiser' } as const
      await house.get(Replacements).replace(meeting, delegation, by, registration, successor, randomUUID())
    },
  },
  {
    what: 'moved to another constituency',
    code: SHUT.states,
    done: ({ registration }) =>
      house.get(Arrangements).represent(meeting, registration, organiser, {
        constituency: 'academia',
        organization: 'Institute',
        state: null,
      }),
  },
  {
    what: 'taken out of the group',
    code: SHUT.group,
    done: ({ person }) => house.get(Groups).exclude(meeting.id, 'bureau', person, organiser),
  },
  {
    what: 'with another address',
    code: SHUT.states,
    done: async (insider) =>
      house.get(Addresses).change(meeting, insider.person, emailFrom(`${randomUUID()}@example.org`)!, {
        signIn: await signInOf(insider),
        locale: 'en',
      }),
  },
  {
    what: 'with another name',
    code: SHUT.group,
    done: ({ person }) =>
      house.get(Amendments).you(meeting, person, { names: { givenNames: 'O.', familyName: 'Other' }, jobTitle: 'X' }),
  },
  {
    what: 'of another State',
    code: SHUT.states,
    done: ({ person }) =>
      house.get(Amendments).claim(meeting, person, { constituency: 'member-state', state: 'BOL', organization: '' }),
  },
]

const saveRule = async (code: string, rule: Parameters<WorkingCopy['setRule']>[3]): Promise<void> => {
  const { id, version } = await house.get(WorkingCopy).byCode(meeting.id, code)
  await house.get(WorkingCopy).setRule(meeting.id, id, version, rule, organiser)
}

/** Until the other process has its database back. */
const answersAgain = async (): Promise<void> => {
  const status = () =>
    fetch(`${other.url}/health/ready`).then(
      (reply) => reply.status,
      () => 0,
    )
  await expect.poll(status, { timeout: 30_000 }).toBe(200)
}

const EVENTS = [false, true].flatMap((cut) =>
  DEEDS.map((deed) => ({ ...deed, cut, how: cut ? ', its cable cut' : '' })),
)

test.each(EVENTS)(
  'who is $what is shown nothing by the other process a second later$how',
  async ({ code, done, cut }) => {
    const [insider] = await insiders(house, meeting, organiser, 1)
    await expect.poll(() => found(code, insider!), { timeout: 5000 }).toEqual(Object.keys(ways(code, insider!)))
    if (cut) cable.cut()
    await done(insider!)
    if (cut) cable.cut()
    await wait(SECOND)
    if (cut) await answersAgain()
    expect(await found(code, insider!)).toEqual([])
  },
  60_000,
)

test('a stricter rule is followed by the other process within a second, on open lines too', async () => {
  const [insider] = await insiders(house, meeting, organiser, 1)
  await expect.poll(() => found(OPEN, insider!), { timeout: 5000 }).toEqual(Object.keys(ways(OPEN, insider!)))
  const line = await fetch(`${other.url}/en/${meeting.slug}/rooms/${ROOM}/screen/events`)
  let heard = ''
  const listening = (async () => {
    for await (const chunk of line.body!) heard += Buffer.from(chunk).toString()
  })().catch(() => undefined)
  await expect.poll(() => heard).toContain('beat')

  await saveRule(OPEN, { attend: 'constituencies', constituencies: ['un-entity'], show: 'closed' })
  await wait(SECOND)
  expect(heard).toContain('changed')
  expect(await found(OPEN, insider!)).toEqual([])
  expect(await (await fetch(`${other.url}/en/${meeting.slug}/rooms/${ROOM}/screen`)).text()).not.toContain(TITLES[OPEN])
  await line.body!.cancel().catch(() => undefined)
  await Promise.race([listening, wait(100)])
}, 60_000)

test('a role that is taken away opens no desk of the other process any more', async () => {
  const secret = house.get(Secrets).random()
  const address = emailFrom(`${newId()}@example.org`)!
  const person = await house.database.transaction(async (tx) => {
    const id = await house.get(People).ensure(tx, address, 'en')
    await house.get(People).grant(tx, id, 'organiser', meeting.id)
    const expiresAt = Temporal.Now.instant().add(SESSION)
    await house.get(SignIns).open(tx, { person: id, secret, opensDesk: true, stays: true, device: '', expiresAt })
    return id
  })
  await passesSecondFactor(house, address)
  const desk = () =>
    fetch(`${other.url}/en/desk/${meeting.slug}/agenda`, {
      headers: { cookie: `plenary-sign-in=${secret}` },
      redirect: 'manual',
    })
  expect(await (await desk()).text()).toContain(TITLES[SHUT.group])
  await house.get(RoleHolders).remove(meeting.id, person, 'organiser', organiser)
  await wait(SECOND)
  const after = await desk()
  expect(after.status).not.toBe(200)
  expect(await after.text()).not.toContain(WORD)
}, 60_000)
