import { setTimeout as wait } from 'node:timers/promises'
import { Groups } from '../../src/agenda/groups.service.ts'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { JoinLinks } from '../../src/checkin/join-links.service.ts'
import { Telling } from '../../src/circulation/telling.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { PersonId, ReleaseId } from '../../src/kernel/id.ts'
import { Materials } from '../../src/materials/materials.service.ts'
import { People } from '../../src/people/people.service.ts'
import { freshDatabaseUrls, startApp } from '../harness.ts'
import { CODES } from './canaries.ts'
import { LeakHouse } from './house.ts'
import { READERS } from './readers.ts'

/** The session that there is in one world only; nobody who asks may take part in it. */
export const SECRET = 'QZTW-1'

/** Its group: of the organisers, and of people whose invitation is worth nothing. The same in both worlds. */
const GROUP = 'two-worlds'

/** The hour at which both worlds are looked at, while the secret session would be on. */
const NOW = '2022-10-18T11:20:00Z'

/** A world, and who does things in it. */
export interface World {
  house: LeakHouse
  by: PersonId
}

/** Two worlds, alike but for one unlisted session: the second has it. */
export interface TwoWorlds {
  without: World
  within: World
}

/** One database made into two, each with an application of its own; keys, ids and addresses are the same. */
export const twoWorlds = async (): Promise<TwoWorlds> => {
  const house = await LeakHouse.open()
  const { app, meeting } = house
  const by = await app.database.transaction((tx) => app.get(People).ensure(tx, emailFrom('editor@example.org')!, 'en'))
  for (const reader of READERS.filter(({ signedIn, days }) => signedIn && days.length === 0))
    await app.get(Groups).include(meeting.id, GROUP, house.of(reader).person!, by)
  await house.hasToldEverybody()
  await app.stop()
  const world = async (): Promise<World> => {
    const { secretKeys } = app.settings
    const urls = await freshDatabaseUrls(app.urls.ownerDatabaseUrl)
    const settings = { ...urls, secretKeys, baseUrl: new URL('http://plenary.test'), trustProxy: true }
    return { house: house.in(await startApp({ now: NOW, settings })), by }
  }
  return { without: await world(), within: await world() }
}

const TIMES = { start: Temporal.PlainTime.from('12:43'), end: Temporal.PlainTime.from('13:37') }

/** Writes the secret session into the working copy, with all that a session can have. */
export const addSecret = async ({ house: { app, meeting }, by }: World): Promise<void> => {
  const room = meeting.rooms.find(({ key }) => key === 'xxvi')!
  const session = await app.get(WorkingCopy).add(
    meeting.id,
    {
      code: SECRET,
      kind: 'coordination',
      title: { en: 'Qztwoworlds', fr: 'Qzdeuxmondes', es: 'Qzdosmundos' },
      abstract: { en: 'What nobody else knows.' },
      day: meeting.days[0]!.date,
      ...TIMES,
      room: room.id,
      format: 'hybrid',
      interpretation: ['en', 'fr'],
      officers: [{ role: 'chair', name: { en: 'Qzsecretchair' } }],
      items: [{ number: '1', title: { en: 'Qzsecretitem' } }],
      capacity: 7,
      access: { attend: 'invited', groups: [GROUP], show: 'unlisted' },
    },
    { by },
  )
  await app.database.transaction(async (tx) => {
    await app.get(JoinLinks).set(tx, session.id, 'https://provider.example.org/qzsecretdoor')
    const access = { attend: 'everyone', show: 'programme' } as const
    const paper = {
      key: 'qz-secret-paper',
      kind: 'document',
      title: { en: 'Qzsecretpaper' },
      access,
      public: false,
    } as const
    const file = { key: paper.key, language: 'en', mediaType: 'text/plain', name: 'qzsecret.txt' } as const
    await app
      .get(Materials)
      .define(tx, meeting, [{ ...paper, sessions: [session.id] }], [{ ...file, bytes: Buffer.from('Qzsecretbytes') }])
  })
}

type Edit = Parameters<WorkingCopy['edit']>[3]

/** Changes a session of the working copy. */
export const edit = async ({ house: { app, meeting }, by }: World, code: string, changes: Edit): Promise<void> => {
  const copy = app.get(WorkingCopy)
  const { id, version } = await copy.byCode(meeting.id, code)
  await copy.edit(meeting.id, id, version, changes, by)
}

/** Publishes sessions by their codes, under a label. */
export const publish = async (
  { house: { app, meeting }, by }: World,
  label: 'Corr.1' | 'Corr.3',
  codes: readonly string[],
): Promise<ReleaseId> => {
  const sessions = await Promise.all(
    codes.map(async (code) => (await app.get(WorkingCopy).byCode(meeting.id, code)).id),
  )
  const { workingVersion } = await app.get(Publishing).review(meeting.id, sessions)
  const order = { workingVersion, label, note: { en: `What is new: ${label}.` }, sessions, by }
  return (await app.get(Publishing).publish(meeting.id, order)).id
}

/** Lets time pass in both, tells whom there is to tell, and lets every process hear of it. */
export const settle = async ({ without, within }: TwoWorlds): Promise<void> => {
  for (const { house } of [without, within]) {
    await house.hasToldEverybody()
    house.app.clock.advance({ minutes: 15 })
    await house.app.get(Telling).sweep()
    await house.hasToldEverybody()
  }
  await wait(1200)
}

/** What a session for everybody is called from here on. */
export const OPEN = CODES.programme
