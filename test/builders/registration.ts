import { randomBytes, randomUUID } from 'node:crypto'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type MeetingId, type PersonId } from '../../src/kernel/id.ts'
import { MeetingDay } from '../../src/meetings/meeting-day.entity.ts'
import { Meeting } from '../../src/meetings/meeting.entity.ts'
import type { RegistrationSettings } from '../../src/meetings/registration-settings.ts'
import { Room } from '../../src/meetings/room.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { Audit } from '../../src/platform/audit/audit.ts'
import { settingsFrom } from '../../src/platform/config/settings.ts'
import { Jobs } from '../../src/platform/jobs/jobs.ts'
import { Mailroom } from '../../src/platform/mail/mailroom.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { Amendments } from '../../src/registration/amendments.service.ts'
import { Availability } from '../../src/registration/availability.service.ts'
import { DayChoice } from '../../src/registration/day-choice.entity.ts'
import { Ledger } from '../../src/registration/ledger.service.ts'
import type { OwnRegistration } from '../../src/registration/own.ts'
import { Place, Pool } from '../../src/registration/pool.entity.ts'
import { Pools, type PoolDefinition } from '../../src/registration/pools.service.ts'
import type { Claim, DayMode, Draft } from '../../src/registration/registration.ts'
import { RegistrationList } from '../../src/registration/registration-list.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Review } from '../../src/registration/review.service.ts'
import { Seating } from '../../src/registration/seating.service.ts'
import { Standings } from '../../src/registration/standings.service.ts'
import { Turns } from '../../src/registration/turns.service.ts'
import { WaitingEntry } from '../../src/registration/waiting-entry.entity.ts'
import { WaitingList } from '../../src/registration/waiting-list.service.ts'
import { closing } from '../closing.ts'
import { freshDatabase, TestClock, type TestDatabase } from '../harness.ts'

// A database knows the entities that were imported before it; these are reached only through queries.
export const STORED = [DayChoice, Meeting, MeetingDay, Place, Pool, Room, WaitingEntry]

/** The first two days of the Fourth Annual Meeting. */
export const TUESDAY = '2022-10-18'
export const WEDNESDAY = '2022-10-19'

interface MeetingSays {
  pools?: readonly PoolDefinition[]
  /** By day, whom it is for; everybody when absent. */
  openTo?: readonly (readonly string[])[]
  registration?: Partial<RegistrationSettings>
}

/** Somebody in a test: what they do, in words. */
export interface Delegate {
  person: PersonId
  claim: Claim
}

/** The registration services at work on a database of their own. */
export class RegistrationHouse {
  readonly standings: Standings
  readonly pools: Pools
  readonly registrations: Registrations
  readonly amendments: Amendments
  readonly review: Review
  readonly list: RegistrationList
  readonly availability: Availability
  readonly ledger: Ledger
  readonly people: People
  readonly organiser = newId<'Person'>()

  private constructor(
    readonly database: TestDatabase,
    readonly clock: TestClock,
    jobs: Jobs,
    mailroom: Mailroom,
    PoolsToUse: typeof Pools,
  ) {
    const audit = new Audit(database, clock)
    this.people = new People(database, clock, audit, mailroom)
    this.pools = new PoolsToUse(database, clock)
    this.standings = new Standings(database)
    this.ledger = new Ledger(database, this.standings, audit, jobs, clock)
    const seating = new Seating(database, this.pools, new WaitingList(database, clock), clock)
    const turns = new Turns(database, seating, this.ledger, clock)
    this.registrations = new Registrations(database, this.people, this.pools, seating, this.standings, turns, clock)
    this.amendments = new Amendments(
      database,
      this.people,
      this.pools,
      seating,
      this.standings,
      turns,
      this.registrations,
      clock,
    )
    this.review = new Review(database, this.pools, seating, this.standings, turns, clock)
    this.list = new RegistrationList(database, this.people, this.standings)
    this.availability = new Availability(this.pools)
  }

  /** On a fresh database; ends with the file. */
  static async open(now = '2022-09-27T09:00:00Z', PoolsToUse = Pools): Promise<RegistrationHouse> {
    const database = await freshDatabase()
    const clock = new TestClock(now)
    const settings = settingsFrom({ DATABASE_URL: database.url, SECRET_KEYS: randomBytes(32).toString('hex') })
    const jobs = new Jobs(database, settings)
    closing(() => jobs.beforeApplicationShutdown())
    const mailroom = new Mailroom(database, jobs, new Secrets(settings), clock, settings)
    return new RegistrationHouse(database, clock, jobs, mailroom, PoolsToUse)
  }

  /** A hybrid meeting of two days, with pools as told. */
  async meeting({ pools = [], openTo = [], registration = {} }: MeetingSays = {}): Promise<Meeting> {
    const meeting = aMeeting({ openTo, registration })
    await this.database.transaction(async (tx) => {
      await tx.insert(Meeting, meeting)
      await tx.insert(MeetingDay, meeting.days)
      await this.pools.define(tx, meeting, pools)
    })
    return meeting
  }

  /** Somebody who proved an address and speaks for a State. */
  async delegate(state = 'ARG'): Promise<Delegate> {
    return this.somebody({ constituency: 'member-state', state, organization: '' })
  }

  /** Somebody who proved an address and claims this. */
  async somebody(claim: Claim): Promise<Delegate> {
    const address = emailFrom(`${randomUUID()}@example.org`)!
    const person = await this.database.transaction((tx) => this.people.ensure(tx, address, 'en'))
    return { person, claim }
  }

  /** Fills in the form. */
  async fillsIn(
    meeting: Meeting,
    { person, claim }: Delegate,
    days: Readonly<Record<string, DayMode>>,
    more: { meanwhile?: boolean; draft?: Draft } = {},
  ): Promise<void> {
    const draft: Draft = {
      names: { givenNames: 'N.', familyName: 'N.' },
      jobTitle: 'Second Secretary',
      claim,
      wishes: Object.entries(days).map(([day, mode]) => ({ day, mode, meanwhile: more.meanwhile ?? true })),
      answers: {},
      language: 'en',
      ...more.draft,
    }
    await this.registrations.saveDraft(meeting, person, draft, 'en')
  }

  /** Sends the form. */
  async sends(meeting: Meeting, { person }: Delegate, submissionId: string = randomUUID()): Promise<OwnRegistration> {
    await this.registrations.submit(meeting, person, { submissionId, consents: { data: true, list: false } })
    return (await this.registrations.own(meeting, person))!
  }

  /** Fills in and sends the form. */
  async registers(
    meeting: Meeting,
    delegate: Delegate,
    days: Readonly<Record<string, DayMode>>,
    more: { meanwhile?: boolean; draft?: Draft } = {},
  ): Promise<OwnRegistration> {
    await this.fillsIn(meeting, delegate, days, more)
    return this.sends(meeting, delegate)
  }

  /** How a day stands: `confirmed in-person`, `waiting 2 online`. */
  async day(meeting: Meeting, { person }: Delegate, day: string): Promise<string | undefined> {
    const own = await this.registrations.own(meeting, person)
    const found = own?.standing.days.find((each) => each.day === day)
    return (
      found && [found.status, found.rank, found.held].filter((part) => part !== undefined && part !== null).join(' ')
    )
  }

  /** An organiser verifies what was claimed. */
  async verifies(meeting: Meeting, { person }: Delegate): Promise<void> {
    const own = await this.registrations.own(meeting, person)
    await this.review.verify(meeting, own!.id, this.organiser)
  }
}

/** The frame of the Fourth Annual Meeting, smaller. */
export const aMeeting = ({ openTo = [], registration = {} }: Omit<MeetingSays, 'pools'> = {}): Meeting => {
  const id = newId<'Meeting'>()
  const days = [TUESDAY, WEDNESDAY].map((date, index) =>
    Object.assign(new MeetingDay(), {
      meetingId: id,
      date: Temporal.PlainDate.from(date),
      number: index + 1,
      title: null,
      openTo: [...(openTo[index] ?? [])],
    }),
  )
  return Object.assign(new Meeting(), {
    id,
    slug: `m-${randomBytes(5).toString('hex')}`,
    series: null,
    demonstration: false,
    title: { en: 'Fourth Annual Meeting of the Network', fr: 'Quatrième réunion annuelle du Réseau' },
    shortTitle: { en: 'Fourth Annual Meeting', fr: 'Quatrième réunion annuelle' },
    summary: { en: 'A meeting.' },
    organizer: { en: 'United Nations Network on Migration' },
    timeZone: 'Europe/Zurich',
    venue: { name: { en: 'Palais des Nations' }, address: { en: 'Avenue de la Paix 14, Geneva' } },
    city: { en: 'Geneva', fr: 'Genève', es: 'Ginebra' },
    country: 'CHE',
    format: 'hybrid' as const,
    mainLanguage: 'en' as const,
    workingLanguages: ['en' as const, 'fr' as const, 'es' as const],
    contact: { name: { en: 'Secretariat' }, email: 'annual-meeting@example.org' },
    registration: {
      opens: '2022-09-26T07:00:00Z',
      closes: '2022-10-17T16:00:00Z',
      closesInPerson: '2022-10-13T16:00:00Z',
      constituencies: ['member-state', 'observer-state', 'un-entity', 'civil-society', 'academia', 'media'],
      verification: { academia: 'none' as const, default: 'secretariat' as const },
      questions: [],
      ...registration,
    },
    workingVersion: 0,
    releaseVersion: 0,
    rulesRevision: 0,
    createdAt: Temporal.Instant.from('2022-09-01T08:00:00Z'),
    days,
    rooms: [],
  })
}

/** How many of a meeting's registrations hold a place of this mode on this day. */
export const seated = async (
  database: TestDatabase,
  meeting: MeetingId,
  day: string,
  mode: 'in-person' | 'online',
): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM day_choice JOIN registration ON registration.id = registration_id
      WHERE meeting_id = $1 AND day = $2 AND held = $3`,
    [meeting, day, mode],
  )
  return row!.count
}
