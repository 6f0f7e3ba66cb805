import { setTimeout as wait } from 'node:timers/promises'
import type { ParsedMail } from 'mailparser'
import { pino } from 'pino'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { PersonId, RegistrationId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample } from '../journeys/people.ts'
import {
  changesState,
  editsUnpublished,
  givesOwnLinks,
  movesWhatAllFollow,
  revisesClosed,
  takesBack,
} from './agenda-states.ts'
import { arrives, isGivenToken } from './arrivals.ts'
import { plantedMeeting, type PlantedMeeting } from './canaries.ts'
import { delegates, type PlantedDelegation } from './delegation.ts'
import { mailsAllThatThereIs } from './mails.ts'
import { makesThings, type Things } from './things.ts'
import { ASKS_TO_JOIN, ORGANISER, PROGRAMS, READERS, type Reader } from './readers.ts'

/** What a reader has in their hands. */
export interface Keys {
  cookie?: string
  /** What a program sends in the place of a cookie, and what the desk calls its token. */
  authorization?: string
  token?: string
  /** Of this meeting, and of all of theirs. */
  feeds?: readonly string[]
  person?: PersonId
  registration?: RegistrationId
  signIn?: string
}

/** The application with everything in it that could leak, and everybody who could find it. */
export class LeakHouse {
  readonly keys = new Map<string, Keys>()
  /** The delegation of whose people, addresses and note only its focal points and reviewers know. */
  delegation: PlantedDelegation = { id: '', focalPoint: '', nominee: '', request: '', notes: [] }
  things!: Things
  /** Every line of the log, however little it matters. */
  logged: readonly string[] = []
  /** The id of a mail to one of the readers. */
  aMail = ''
  /** The working version that an organiser would have reviewed. */
  workingVersion = 0

  private constructor(
    readonly app: TestApp,
    readonly planted: PlantedMeeting,
    readonly meeting: Meeting,
    readonly other: Meeting,
  ) {}

  static async open(): Promise<LeakHouse> {
    const logged: string[] = []
    const settings = { development: true, trustProxy: true, logLevel: 'trace' } as const
    const app = await loggingTo(logged, () => startApp({ now: '2022-10-15T09:00:00Z', settings }))
    const planted = await plantedMeeting()
    const meeting = await app.get(LoadMeeting).load(checkMeetingFile(planted.file), { documents: planted.documents })
    const house = new LeakHouse(app, planted, meeting, await loadSample(app, 'meeting-briefing'))
    house.logged = logged
    await revisesClosed(house)
    await editsUnpublished(house)
    for (const reader of [...READERS, ORGANISER]) if (reader !== ASKS_TO_JOIN) await arrives(house, reader)
    await givesOwnLinks(house)
    for (const program of PROGRAMS) await isGivenToken(house, program, program.token!)
    house.delegation = await delegates(house)
    await arrives(house, ASKS_TO_JOIN)
    await movesWhatAllFollow(house)
    await takesBack(house)
    await changesState(house)
    await mailsAllThatThereIs(house)
    await house.hasToldEverybody()
    const [mail] = await app.database.query<{ id: string }>('SELECT id FROM mail LIMIT 1')
    house.aMail = mail!.id
    // The first day, while the closed session is on: doors stand open.
    app.clock.set('2022-10-18T11:20:00Z')
    house.things = await makesThings(house)
    await house.hasToldEverybody()
    house.workingVersion = (await app.get(Publishing).review(meeting.id)).workingVersion
    return house
  }

  /** The same people and keys, in front of another application: on a copy of this one's database. */
  in(app: TestApp): LeakHouse {
    const { keys, delegation, things, aMail, workingVersion } = this
    const there = new LeakHouse(app, this.planted, this.meeting, this.other)
    for (const [name, own] of keys) there.keys.set(name, own)
    return Object.assign(there, { delegation, things, aMail, workingVersion })
  }

  of(reader: Reader): Keys {
    return this.keys.get(reader.name) ?? {}
  }

  /** Whoever prepares the agenda; nobody who reads it here. */
  async editor(): Promise<PersonId> {
    const { database } = this.app
    return database.transaction((tx) => this.app.get(People).ensure(tx, emailFrom('editor@example.org')!, 'en'))
  }

  /** All that was done is told: no job is left that would write mail while somebody asks. */
  async hasToldEverybody(): Promise<void> {
    const owed = `SELECT name, state, data FROM pgboss.job WHERE state IN ('created', 'retry', 'active') AND start_after <= now()
                     AND name NOT LIKE '\\_\\_%'`
    let left: unknown[] = []
    for (let tries = 0; tries < 600; tries++, await wait(50)) {
      left = await this.app.database.query(owed)
      if (!left.length) return
    }
    throw new Error(`Somebody is still to be told: ${JSON.stringify(left)}`)
  }

  /** All that was mailed to a reader, also at an address of before, as its mail program shows it. */
  async mailed(reader: Reader): Promise<string[]> {
    const { person } = this.of(reader)
    if (!person) return []
    const { email } = (await this.app.get(People).byId(person))!
    const theirs = await this.messagesTo(person)
    return this.app.mailbox.received
      .filter(({ to, mail }) => to.includes(email!.toLowerCase()) || theirs.has(mail.messageId ?? ''))
      .map(({ mail }) => asRead(mail))
  }

  /** All that was mailed, to whomever. */
  mailedToAll(): readonly { to: string; text: string }[] {
    return this.app.mailbox.received.map(({ to, mail }) => ({ to: to.join(' '), text: asRead(mail) }))
  }

  /** All that was mailed to nobody who reads here. */
  async mailedToOthers(): Promise<{ to: string; text: string }[]> {
    const people = [...READERS, ORGANISER].flatMap((reader) => this.of(reader).person ?? [])
    const rows = await this.app.database.query<{ message_id: string; email: string }>(
      `SELECT m.message_id, i.email FROM identity i LEFT JOIN mail m ON m.person_id = i.person_id WHERE i.person_id = ANY ($1)`,
      [people],
    )
    const known = new Set(rows.flatMap(({ message_id, email }) => [message_id, email.toLowerCase()]))
    return this.app.mailbox.received
      .filter(({ to, mail }) => !known.has(mail.messageId ?? '') && !to.some((address) => known.has(address)))
      .map(({ to, mail }) => ({ to: to.join(' '), text: asRead(mail) }))
  }

  /** All mail that went out: of what cause, and its words. */
  async sent(): Promise<{ cause: string; words: string }[]> {
    const rows = await this.app.database.query<{ cause: string; message_id: string }>(
      'SELECT cause, message_id FROM mail',
    )
    const causes = new Map(rows.map(({ cause, message_id }) => [message_id, cause]))
    return this.app.mailbox.received.map(({ mail }) => ({
      cause: causes.get(mail.messageId ?? '') ?? '',
      words: [mail.subject, mail.text].join('\n'),
    }))
  }

  private async messagesTo(person: PersonId): Promise<ReadonlySet<string>> {
    const rows = await this.app.database.query<{ message_id: string }>(
      'SELECT message_id FROM mail WHERE person_id = $1',
      [person],
    )
    return new Set(rows.map((row) => row.message_id))
  }
}

/** What starts here writes its log into `lines` instead of onto the terminal. */
const loggingTo = async <T>(lines: string[], start: () => Promise<T>): Promise<T> => {
  const { destination } = pino
  pino.destination = (() => ({ write: (line: string) => lines.push(line) })) as unknown as typeof destination
  try {
    return await start()
  } finally {
    pino.destination = destination
  }
}

const asRead = ({ headerLines, subject, text, html }: ParsedMail): string =>
  [...headerLines.map(({ line }) => line), subject, text, String(html)].join('\n')
