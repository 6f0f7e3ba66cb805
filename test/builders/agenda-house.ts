import { FactSource, FactSources, PUBLIC_AUDIENCE, type Audience, type Facts } from '../../src/access/facts.ts'
import { Gate } from '../../src/access/gate.service.ts'
import { entriesOf } from '../../src/access/changes.ts'
import { isNamed } from '../../src/access/view.ts'
import { AccessRules } from '../../src/agenda/access-rules.service.ts'
import { Groups } from '../../src/agenda/groups.service.ts'
import { MeetingVersions } from '../../src/agenda/meeting-versions.ts'
import { PlannedReleases } from '../../src/agenda/planned-releases.service.ts'
import { Press } from '../../src/agenda/press.service.ts'
import { PublicSight } from '../../src/agenda/public-sight.ts'
import { Publishing, type PublishOrder } from '../../src/agenda/publishing.service.ts'
import type { Release } from '../../src/agenda/release.entity.ts'
import type { ReleaseLabel } from '../../src/agenda/release.ts'
import { Releases } from '../../src/agenda/releases.service.ts'
import type { Session } from '../../src/agenda/session.entity.ts'
import type { NewSession } from '../../src/agenda/session.ts'
import { UrgentChanges } from '../../src/agenda/urgent-changes.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { newId, type PersonId } from '../../src/kernel/id.ts'
import { MeetingDay } from '../../src/meetings/meeting-day.entity.ts'
import { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { Room } from '../../src/meetings/room.entity.ts'
import { MeetingDirectory } from '../../src/people/meeting-directory.ts'
import { Audit } from '../../src/platform/audit/audit.ts'
import { Jobs } from '../../src/platform/jobs/jobs.ts'
import { closing } from '../closing.ts'
import { freshDatabase, TestClock, type TestDatabase } from '../harness.ts'
import { DAY_1, DAY_2, EVERYONE } from './agenda.ts'
import { backOfficeSettings } from './post-office.ts'

/** Facts that a test says, without registrations. */
class SaidFacts extends FactSource {
  readonly said = new Map<PersonId, Facts>()

  override async factsOf(_meeting: unknown, person: PersonId): Promise<Facts | undefined> {
    return this.said.get(person)
  }

  override async factsOfAll(_meeting: unknown, persons: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Facts>> {
    return new Map([...this.said].filter(([person]) => persons.includes(person)))
  }
}

/** One process's worth of agenda and gate on a database; two of them are two processes. */
export class AgendaHouse {
  readonly meetings: Meetings
  readonly versions: MeetingVersions
  readonly workingCopy: WorkingCopy
  readonly publishing: Publishing
  readonly planned: PlannedReleases
  readonly urgent: UrgentChanges
  readonly releases: Releases
  readonly groups: Groups
  readonly audit: Audit
  readonly gate: Gate
  readonly facts = new SaidFacts()
  readonly organiser: PersonId = newId()

  constructor(
    readonly database: TestDatabase,
    readonly clock: TestClock,
    jobs: Jobs,
  ) {
    this.meetings = new Meetings(database, new MeetingDirectory())
    this.audit = new Audit(database, clock)
    this.versions = new MeetingVersions(database)
    this.releases = new Releases(database)
    this.groups = new Groups(database, this.audit, clock)
    const rules = new AccessRules(database)
    const sight = new PublicSight()
    const sources = new FactSources()
    sources.register(this.facts)
    this.workingCopy = new WorkingCopy(database, this.meetings, this.audit, clock, this.versions)
    const press = new Press(
      database,
      this.meetings,
      this.workingCopy,
      this.releases,
      rules,
      sight,
      this.audit,
      jobs,
      clock,
    )
    this.publishing = new Publishing(
      database,
      this.meetings,
      press,
      this.releases,
      this.versions,
      this.audit,
      jobs,
      clock,
    )
    this.planned = new PlannedReleases(database, press, this.versions, this.audit, jobs, clock)
    this.urgent = new UrgentChanges(database, this.meetings, this.workingCopy, press, this.versions)
    this.gate = new Gate(this.versions, this.releases, rules, sources, sight)
    this.gate.onModuleInit()
  }

  /** A house on a database of its own; its clock stands at 1 September 2022. */
  static async open(): Promise<AgendaHouse> {
    const database = await freshDatabase()
    const jobs = new Jobs(database, backOfficeSettings(database.url))
    closing(() => jobs.beforeApplicationShutdown())
    return new AgendaHouse(database, new TestClock('2022-09-01T12:00:00Z'), jobs)
  }

  /** Another process on the same database, which hears of things only by asking. */
  beside(): AgendaHouse {
    const jobs = new Jobs(this.database, backOfficeSettings(this.database.url))
    closing(() => jobs.beforeApplicationShutdown())
    return new AgendaHouse(this.database, this.clock, jobs)
  }

  /** A meeting of two days in Geneva, with rooms XVII, XXIV and one online. */
  async meeting(): Promise<Meeting> {
    const id = newId<'Meeting'>()
    const room = (key: string, position: number): Room =>
      Object.assign(new Room(), {
        id: newId<'Room'>(),
        meetingId: id,
        key,
        name: { en: `Room ${key}` },
        place: null,
        capacity: null,
        booths: 0,
        hybrid: true,
        onlineOnly: key === 'online',
        position,
      })
    const day = (date: string, number: number): MeetingDay =>
      Object.assign(new MeetingDay(), {
        meetingId: id,
        date: Temporal.PlainDate.from(date),
        number,
        title: null,
        openTo: [],
      })
    const meeting = Object.assign(new Meeting(), {
      id,
      slug: `meeting-${id.slice(-12)}`,
      series: null,
      demonstration: false,
      title: { en: 'Annual Meeting' },
      shortTitle: { en: 'Meeting' },
      summary: {},
      organizer: { en: 'Network' },
      timeZone: 'Europe/Zurich',
      venue: { name: { en: 'Palais' }, address: { en: 'Geneva' } },
      city: { en: 'Geneva' },
      country: 'CHE',
      format: 'hybrid' as const,
      mainLanguage: 'en' as const,
      workingLanguages: ['en' as const, 'fr' as const, 'es' as const],
      contact: { name: { en: 'Secretariat' }, email: 'secretariat@example.org' },
      registration: { opens: '', closes: '', constituencies: [], verification: {}, questions: [] },
      workingVersion: 0,
      releaseVersion: 0,
      rulesRevision: 0,
      createdAt: this.clock.now(),
      days: [day(DAY_1, 1), day(DAY_2, 2)],
      rooms: [room('xvii', 1), room('xxiv', 2), room('online', 3)],
    })
    await this.database.transaction((tx) => this.meetings.create(tx, meeting))
    return meeting
  }

  /** Adds a session: at 10:00 on the first day in Room XVII, open to all, unless said otherwise. */
  add(meeting: Meeting, code: string, more: Partial<NewSession> & { at?: string; to?: string } = {}): Promise<Session> {
    const { at = '10:00', to = '11:00', ...rest } = more
    return this.workingCopy.add(
      meeting.id,
      {
        code,
        kind: 'plenary',
        title: { en: `Title of ${code}`, fr: `Titre de ${code}` },
        day: Temporal.PlainDate.from(DAY_1),
        start: Temporal.PlainTime.from(at),
        end: Temporal.PlainTime.from(to),
        room: meeting.rooms[0]!.id,
        format: 'hybrid',
        access: EVERYONE,
        ...rest,
      },
      { by: this.organiser },
    )
  }

  /** Publishes what there is now, as an organiser who has just looked at it. */
  async publish(meeting: Meeting, label: ReleaseLabel, more: Partial<PublishOrder> = {}): Promise<Release> {
    const { workingVersion } = await this.publishing.review(meeting.id)
    const note = { en: `Note of ${label}` }
    return this.publishing.publish(meeting.id, { workingVersion, label, note, by: this.organiser, ...more })
  }

  /** Somebody confirmed for both days, with these verified facts. */
  async somebody(
    meeting: Meeting,
    facts: Partial<Omit<Facts, 'person' | 'groups'>> & { groups?: string[] } = {},
  ): Promise<Audience> {
    const person = newId<'Person'>()
    this.facts.said.set(person, {
      person,
      days: new Map([
        [DAY_1, 'in-person'],
        [DAY_2, 'online'],
      ]),
      ...facts,
      groups: new Set(facts.groups),
    })
    return this.gate.audience(meeting, person)
  }

  /** What an audience sees, in words: `PL-1 programme 10:00`. */
  async sees(meeting: Meeting, audience: Audience = PUBLIC_AUDIENCE, label?: ReleaseLabel): Promise<string[]> {
    const view = await this.gate.view(meeting, audience, 'en', label)
    return view
      ? entriesOf(view).map((entry) => {
          const at = entry.start?.toPlainTime().toString({ smallestUnit: 'minute' }) ?? 'some time'
          return isNamed(entry) ? `${entry.code} ${entry.level} ${at}` : `closed ${at}`
        })
      : []
  }
}
