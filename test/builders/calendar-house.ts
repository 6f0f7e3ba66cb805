import { randomUUID } from 'node:crypto'
import type supertest from 'supertest'
import { Publishing, type PublishOrder } from '../../src/agenda/publishing.service.ts'
import type { Release } from '../../src/agenda/release.entity.ts'
import type { AccessRule, ReleaseLabel } from '../../src/agenda/release.ts'
import type { NewSession, SessionChanges } from '../../src/agenda/session.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { emailFrom, type EmailAddress } from '../../src/kernel/email-address.ts'
import { newId, type PersonId, type RoomId, type SessionId } from '../../src/kernel/id.ts'
import type { Locale } from '../../src/kernel/locale.ts'
import { MeetingDay } from '../../src/meetings/meeting-day.entity.ts'
import { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Room } from '../../src/meetings/room.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { startApp, type StartOptions, type TestApp } from '../harness.ts'
import { DAY_1, EVERYONE } from './agenda.ts'
import { aMeeting } from './registration.ts'

/** Somebody with a browser in which they are signed in. */
export interface Attendee {
  person: PersonId
  cookie: string
  address: EmailAddress
}

/** A meeting with its agenda, people and calendars, in the whole application. */
export class CalendarHouse {
  readonly organiser = newId<'Person'>()

  private constructor(
    readonly app: TestApp,
    readonly meeting: Meeting,
    readonly room: RoomId,
    readonly otherRoom: RoomId,
  ) {}

  /** On a fresh database; ends with the file. */
  static async open(now = '2022-09-27T09:00:00Z', settings: StartOptions['settings'] = {}): Promise<CalendarHouse> {
    return CalendarHouse.with(await startApp({ now, settings }), aMeeting())
  }

  /** Another meeting in the same house. */
  async another(more: Partial<Meeting>): Promise<CalendarHouse> {
    return CalendarHouse.with(this.app, Object.assign(aMeeting(), more))
  }

  private static async with(app: TestApp, meeting: Meeting): Promise<CalendarHouse> {
    const rooms = [newId<'Room'>(), newId<'Room'>()] as const
    await app.database.transaction(async (tx) => {
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
      await app.get(Pools).define(tx, meeting, [
        { day: 1, mode: 'in-person', capacity: 100 },
        { day: 2, mode: 'in-person', capacity: 100 },
      ])
    })
    return new CalendarHouse(app, meeting, ...rooms)
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get(token)
  }

  get http(): ReturnType<typeof supertest> {
    return this.app.http
  }

  /** Somebody signed in, and registered for nothing. */
  async visitor(): Promise<Attendee> {
    const address = emailFrom(`${randomUUID()}@example.org`)!
    const secret = this.get(Secrets).random(32)
    const person = await this.app.database.transaction(async (tx) => {
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
    return { person, cookie: `plenary-sign-in=${secret}`, address }
  }

  /** Somebody signed in and confirmed for both days: from academia, or verified for a Member State. */
  async attendee(constituency: 'academia' | 'member-state' = 'academia', language: Locale = 'en'): Promise<Attendee> {
    const visitor = await this.visitor()
    await this.registers(visitor.person, constituency, language)
    return visitor
  }

  /** Registers somebody for both days, and confirms them. */
  async registers(
    person: PersonId,
    constituency: 'academia' | 'member-state' = 'academia',
    language: Locale = 'en',
  ): Promise<void> {
    const registrations = this.get(Registrations)
    const state = constituency === 'member-state' ? 'ARG' : null
    await registrations.saveDraft(
      this.meeting,
      person,
      {
        names: { givenNames: 'N.', familyName: 'N.' },
        jobTitle: '',
        claim: { constituency, state, organization: state ? '' : 'A university' },
        wishes: this.meeting.days.map((day) => ({ day: day.date.toString(), mode: 'in-person', meanwhile: false })),
        answers: {},
        language,
      },
      language,
    )
    await registrations.submit(this.meeting, person, {
      submissionId: randomUUID(),
      consents: { data: true, list: false },
    })
    const own = await registrations.own(this.meeting, person)
    if (own?.state === 'requested') await this.get(Review).verify(this.meeting, own.id, this.organiser)
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

  async publish(label: ReleaseLabel, more: Partial<PublishOrder> = {}): Promise<Release> {
    const { workingVersion } = await this.get(Publishing).review(this.meeting.id)
    const order = { workingVersion, label, note: {}, by: this.organiser, ...more }
    return this.get(Publishing).publish(this.meeting.id, order)
  }
}
