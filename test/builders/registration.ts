import { randomBytes, randomUUID } from 'node:crypto'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type MeetingId, type PersonId } from '../../src/kernel/id.ts'
import { MeetingDay } from '../../src/meetings/meeting-day.entity.ts'
import { Meeting } from '../../src/meetings/meeting.entity.ts'
import type { RegistrationSettings } from '../../src/meetings/registration-settings.ts'
import { Room } from '../../src/meetings/room.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { TokenEnds } from '../../src/people/tokens/token-ends.service.ts'
import { Audit } from '../../src/platform/audit/audit.ts'
import { settingsFrom } from '../../src/platform/config/settings.ts'
import { Jobs } from '../../src/platform/jobs/jobs.ts'
import { Mailroom } from '../../src/platform/mail/mailroom.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { Delegations } from '../../src/delegations/delegations.service.ts'
import { FocalPoints } from '../../src/delegations/focal-points.service.ts'
import { Amendments } from '../../src/registration/amendments.service.ts'
import { AnswerFiles } from '../../src/registration/questions/answer-files.service.ts'
import { StoredFiles } from '../../src/platform/files/stored-files.service.ts'
import { DelegationTurns } from '../../src/registration/delegation/delegation-turns.service.ts'
import { Memberships } from '../../src/registration/delegation/memberships.service.ts'
import { Nominations } from '../../src/registration/delegation/nominations.service.ts'
import { Ranks } from '../../src/registration/delegation/ranks.service.ts'
import { Replacements } from '../../src/registration/delegation/replacements.service.ts'
import { Succession } from '../../src/registration/places/succession.service.ts'
import { Availability } from '../../src/registration/places/availability.service.ts'
import { Allocations } from '../../src/registration/places/allocations.service.ts'
import { Capacities } from '../../src/registration/places/capacities.service.ts'
import { Choices } from '../../src/registration/places/choices.service.ts'
import { DayChoice } from '../../src/registration/places/day-choice.entity.ts'
import { Extras } from '../../src/registration/places/extras.service.ts'
import { Ledger } from '../../src/registration/ledger.service.ts'
import type { OwnRegistration } from '../../src/registration/own/own.ts'
import { Place, Pool } from '../../src/registration/places/pool.entity.ts'
import { Pools, type PoolDefinition } from '../../src/registration/places/pools.service.ts'
import type { Claim, DayMode, Draft } from '../../src/registration/registration.ts'
import { Merging } from '../../src/registration/review/merging.service.ts'
import { RegistrationList } from '../../src/registration/review/registration-list.service.ts'
import { Represented } from '../../src/registration/review/represented.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { Offers } from '../../src/registration/places/offers.service.ts'
import { Queues } from '../../src/registration/places/queues.service.ts'
import { Seating } from '../../src/registration/places/seating.service.ts'
import { Serving } from '../../src/registration/places/serving.service.ts'
import { Standings } from '../../src/registration/standings.service.ts'
import { Suspensions } from '../../src/registration/suspensions.service.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { MeetingDirectory } from '../../src/people/meeting-directory.ts'
import { Turns } from '../../src/registration/turns.service.ts'
import { WaitingEntry } from '../../src/registration/places/waiting-entry.entity.ts'
import { WaitingList } from '../../src/registration/places/waiting-list.service.ts'
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
  readonly line: WaitingList
  readonly seating: Seating
  readonly serving: Serving
  readonly offers: Offers
  readonly capacities: Capacities
  readonly allocations: Allocations
  readonly queues: Queues
  readonly registrations: Registrations
  readonly amendments: Amendments
  readonly suspensions: Suspensions
  readonly turns: Turns
  readonly review: Review
  readonly list: RegistrationList
  readonly availability: Availability
  readonly ledger: Ledger
  readonly people: People
  readonly delegations: Delegations
  readonly focalPoints: FocalPoints
  readonly memberships: Memberships
  readonly ranks: Ranks
  readonly nominations: Nominations
  readonly replacements: Replacements
  readonly merging: Merging
  readonly organiser = newId<'Person'>()

  private constructor(
    readonly database: TestDatabase,
    readonly clock: TestClock,
    jobs: Jobs,
    mailroom: Mailroom,
    PoolsToUse: typeof Pools,
  ) {
    const audit = new Audit(database, clock)
    this.people = new People(
      database,
      clock,
      audit,
      mailroom,
      new TokenEnds(database, clock, audit, new MeetingDirectory()),
    )
    this.pools = new PoolsToUse(database, clock)
    const choices = new Choices(database, clock)
    this.standings = new Standings(database, choices)
    this.ledger = new Ledger(database, this.standings, audit, jobs, clock)
    this.line = new WaitingList(database, clock)
    const extras = new Extras(database, this.pools, this.line, choices)
    const seating = new Seating(database, this.pools, this.line, choices, extras)
    const serving = new Serving(database, this.pools, this.line, choices, extras, jobs, clock)
    this.seating = seating
    this.serving = serving
    const turns = new Turns(database, serving, this.line, this.ledger, this.standings, clock)
    this.turns = turns
    this.offers = new Offers(database, this.pools, choices, serving, turns, jobs, clock)
    this.capacities = new Capacities(database, this.pools, serving, turns, audit)
    this.allocations = new Allocations(database, this.pools, this.line, serving, turns, audit)
    this.queues = new Queues(database, this.pools, this.line, serving, turns, clock)
    const files = new StoredFiles(database, clock)
    const answerFiles = new AnswerFiles(files)
    this.delegations = new Delegations(database, clock)
    this.focalPoints = new FocalPoints(database, clock, audit, jobs, this.people, this.delegations, files)
    this.memberships = new Memberships(this.delegations, this.focalPoints, this.people, jobs)
    this.registrations = new Registrations(
      database,
      this.people,
      this.pools,
      seating,
      serving,
      this.standings,
      turns,
      answerFiles,
      clock,
      this.memberships,
    )
    this.suspensions = new Suspensions(new Meetings(database, new MeetingDirectory()), turns, clock)
    this.amendments = new Amendments(
      database,
      this.people,
      this.pools,
      seating,
      this.standings,
      turns,
      this.suspensions,
      this.registrations,
      answerFiles,
      clock,
      this.memberships,
    )
    this.review = new Review(database, this.pools, seating, this.standings, turns, clock, this.memberships)
    const succession = new Succession(database, clock)
    this.ranks = new Ranks(database, clock, audit, this.delegations, this.focalPoints, this.pools, this.line)
    const commands = new DelegationTurns(database, clock, this.people, this.delegations, this.focalPoints, turns)
    this.nominations = new Nominations(
      database,
      clock,
      commands,
      this.pools,
      seating,
      this.line,
      this.standings,
      turns,
      this.ranks,
    )
    this.replacements = new Replacements(
      database,
      clock,
      commands,
      this.pools,
      seating,
      succession,
      this.standings,
      turns,
    )
    this.merging = new Merging(
      database,
      this.people,
      this.pools,
      seating,
      extras,
      this.standings,
      turns,
      this.review,
      jobs,
      this.memberships,
    )
    this.list = new RegistrationList(database, this.people, this.standings)
    this.availability = new Availability(this.pools)
  }

  /** On a fresh database; ends with the file. */
  static async open(now = '2022-09-27T09:00:00Z', PoolsToUse = Pools): Promise<RegistrationHouse> {
    const database = await freshDatabase()
    await new Represented(database).takeOver()
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
