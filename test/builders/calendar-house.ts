import 'reflect-metadata'
import { randomBytes, randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import supertest from 'supertest'
import { AccessModule } from '../../src/access/access.module.ts'
import { FactSources, type Facts } from '../../src/access/facts.ts'
import { AgendaModule } from '../../src/agenda/agenda.module.ts'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import type { AccessRule, ReleaseLabel } from '../../src/agenda/release.ts'
import { EVERYONE, DAY_1 } from './agenda.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import type { NewSession, SessionChanges } from '../../src/agenda/session.ts'
import { CalendarModule } from '../../src/calendar/calendar.module.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type PersonId, type RoomId, type SessionId } from '../../src/kernel/id.ts'
import { MeetingDay } from '../../src/meetings/meeting-day.entity.ts'
import { Meeting } from '../../src/meetings/meeting.entity.ts'
import { MeetingsModule } from '../../src/meetings/meetings.module.ts'
import { Room } from '../../src/meetings/room.entity.ts'
import { PeopleModule } from '../../src/people/people.module.ts'
import { People } from '../../src/people/people.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import type { Settings } from '../../src/platform/config/settings.ts'
import { Database } from '../../src/platform/database/database.ts'
import { configureHttp, fastifyAdapter } from '../../src/platform/http/configure-http.ts'
import { PlatformModule } from '../../src/platform/platform.module.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { closing } from '../closing.ts'
import { freshDatabaseUrls, TestClock } from '../harness.ts'
import { aMeeting } from './registration.ts'

/** Somebody with a browser in which they are signed in. */
export interface Attendee {
  person: PersonId
  cookie: string
}

/** A meeting with its agenda, people and calendars, behind the real HTTP ground. */
export class CalendarHouse {
  readonly organiser = newId<'Person'>()
  private readonly facts = new Map<PersonId, Facts>()

  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly clock: TestClock,
    readonly meeting: Meeting,
    readonly room: RoomId,
    readonly otherRoom: RoomId,
  ) {
    this.get(FactSources).register({ factsOf: async (_, person) => this.facts.get(person) })
  }

  /** On a fresh database; ends with the file. */
  static async open(now = '2022-09-27T09:00:00Z'): Promise<CalendarHouse> {
    const clock = new TestClock(now)
    const urls = await freshDatabaseUrls()
    const settings: Settings = {
      port: 0,
      host: '127.0.0.1',
      baseUrl: new URL('http://127.0.0.1'),
      ...urls,
      databasePool: 10,
      dataDir: tmpdir(),
      secretKeys: [randomBytes(32)],
      mailFrom: 'Plenary <plenary@plenary.test>',
      trustProxy: false,
      logLevel: 'silent',
      development: false,
      samples: false,
    }
    @Module({
      imports: [
        PlatformModule.with(settings, clock),
        PeopleModule,
        MeetingsModule,
        AgendaModule,
        AccessModule,
        CalendarModule,
      ],
    })
    class House {}
    const app = await NestFactory.create<NestFastifyApplication>(House, fastifyAdapter(settings), {
      logger: ['error', 'fatal'],
      abortOnError: false,
    })
    configureHttp(app, settings)
    await app.listen(0, '127.0.0.1')
    closing(() => app.close())
    settings.baseUrl = new URL(await app.getUrl())
    const rooms = [newId<'Room'>(), newId<'Room'>()] as const
    const meeting = aMeeting()
    const database = app.get(Database)
    await database.transaction(async (tx) => {
      await tx.insert(Meeting, meeting)
      await tx.insert(MeetingDay, meeting.days)
      await tx.insert(
        Room,
        rooms.map((id, index) => ({
          id,
          meetingId: meeting.id,
          key: `r${index}`,
          name: { en: `Room ${index + 1}`, fr: `Salle ${index + 1}` },
          place: null,
          capacity: 100,
          booths: 0,
          hybrid: true,
          onlineOnly: false,
          position: index,
        })),
      )
    })
    return new CalendarHouse(app, settings.baseUrl.origin, clock, meeting, ...rooms)
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get(token, { strict: false })
  }

  get http(): ReturnType<typeof supertest> {
    return supertest(this.url)
  }

  /** Somebody signed in, confirmed for both days unless told otherwise. */
  async attendee(facts?: Partial<Facts>): Promise<Attendee> {
    const address = emailFrom(`${randomUUID()}@example.org`)!
    const secret = this.get(Secrets).random(32)
    const person = await this.get(Database).transaction(async (tx) => {
      const id = await this.get(People).ensure(tx, address, 'en')
      await this.get(SignIns).open(tx, {
        person: id,
        secret,
        opensDesk: false,
        stays: true,
        device: '',
        expiresAt: Temporal.Instant.from('2099-01-01T00:00:00Z'),
      })
      return id
    })
    this.knows({ person, ...facts })
    return { person, cookie: `plenary-sign-in=${secret}` }
  }

  /** What is true of a person from now on. */
  knows(facts: Partial<Facts> & { person: PersonId }): void {
    this.facts.set(facts.person, {
      days: new Map(this.meeting.days.map((day) => [day.date.toString(), 'in-person'])),
      groups: new Set(),
      ...facts,
    })
  }

  async session(
    code: string,
    more: Partial<NewSession> & { at?: string; to?: string; rule?: AccessRule } = {},
  ): Promise<SessionId> {
    const { at = '10:00', to = '11:00', rule = EVERYONE, ...rest } = more
    const { id } = await this.get(WorkingCopy).add(this.meeting.id, {
      code,
      kind: 'plenary',
      title: { en: `Session ${code}`, fr: `Séance ${code}` },
      abstract: { en: `About ${code}.` },
      day: Temporal.PlainDate.from(DAY_1),
      start: Temporal.PlainTime.from(at),
      end: Temporal.PlainTime.from(to),
      room: this.room,
      format: 'hybrid',
      access: rule,
      ...rest,
    })
    return id
  }

  async edit(code: string, changes: SessionChanges): Promise<void> {
    const session = await this.get(WorkingCopy).byCode(this.meeting.id, code)
    await this.get(WorkingCopy).edit(this.meeting.id, session.id, session.version, changes, this.organiser)
  }

  async cancel(code: string): Promise<void> {
    const session = await this.get(WorkingCopy).byCode(this.meeting.id, code)
    await this.get(WorkingCopy).cancel(this.meeting.id, session.id, session.version, this.organiser)
  }

  async restrict(code: string, rule: AccessRule): Promise<void> {
    const session = await this.get(WorkingCopy).byCode(this.meeting.id, code)
    await this.get(WorkingCopy).setRule(this.meeting.id, session.id, session.version, rule, this.organiser)
  }

  async publish(label: ReleaseLabel): Promise<void> {
    const { workingVersion } = await this.get(Publishing).review(this.meeting.id)
    await this.get(Publishing).publish(this.meeting.id, { workingVersion, label, note: {}, by: this.organiser })
  }
}
