import { randomBytes, randomUUID } from 'node:crypto'
import { emailFrom, type EmailAddress } from '../../src/kernel/email-address.ts'
import type { PersonId } from '../../src/kernel/id.ts'
import { MeetingDay } from '../../src/meetings/meeting-day.entity.ts'
import { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { SESSION, SignIns } from '../../src/people/sign-ins.service.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { aMeeting } from '../builders/registration.ts'
import type { TestApp } from '../harness.ts'

// Processes of the build go by the real clock, so their meeting is always weeks ahead.

/** A meeting of one day, open for registration now, with so many places in the room. */
export const meetingWithPlaces = async (app: TestApp, capacity: number): Promise<Meeting> => {
  const now = Temporal.Now.instant()
  const meeting = aMeeting({
    registration: {
      opens: now.subtract({ hours: 24 }).toString(),
      closes: now.add({ hours: 24 * 30 }).toString(),
      closesInPerson: now.add({ hours: 24 * 30 }).toString(),
    },
  })
  const [day] = meeting.days
  day!.date = Temporal.Now.plainDateISO('Europe/Zurich').add({ days: 40 })
  meeting.days = [day!]
  await app.database.transaction(async (tx) => {
    await tx.insert(Meeting, meeting)
    await tx.insert(MeetingDay, meeting.days)
    await app.get(Pools).define(tx, meeting, [{ day: 1, mode: 'in-person', capacity }])
  })
  return meeting
}

/** Somebody who is signed in and has filled in the form: all that is left is to send it. */
export interface Applicant {
  person: PersonId
  address: EmailAddress
  cookie: string
  /** The key of their one click. */
  click: string
}

/** So many of them, who all want to be in the room. */
export const applicants = (app: TestApp, meeting: Meeting, count: number): Promise<Applicant[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const address = emailFrom(`${randomUUID()}@example.org`)!
      const secret = randomBytes(32).toString('base64url')
      const person = await app.database.transaction(async (tx) => {
        const id = await app.get(People).ensure(tx, address, 'en')
        await app.get(SignIns).open(tx, {
          person: id,
          secret,
          opensDesk: false,
          stays: true,
          device: '',
          expiresAt: Temporal.Now.instant().add(SESSION),
        })
        return id
      })
      await app.get(Registrations).saveDraft(
        meeting,
        person,
        {
          names: { givenNames: 'N.', familyName: 'N.' },
          jobTitle: 'Second Secretary',
          claim: { constituency: 'member-state', state: 'ARG', organization: '' },
          wishes: meeting.days.map(({ date }) => ({ day: date.toString(), mode: 'in-person', meanwhile: true })),
          answers: {},
          language: 'en',
        },
        'en',
      )
      return { person, address, cookie: `plenary-sign-in=${secret}`, click: randomUUID() }
    }),
  )

/** What a process answered to the click on Send. */
export interface Answer {
  status: number
  id: string
  state: string
  days: readonly { status: string; held: string | null; rank?: number }[]
}

/** Sends somebody's form to a process, over HTTP as programs do. Rejects when the process is not there. */
export const send = async (url: string, meeting: Meeting, { cookie, click }: Applicant): Promise<Answer> => {
  const response = await fetch(`${url}/api/v1/meetings/${meeting.slug}/registration/submit`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', 'idempotency-key': click },
    body: JSON.stringify({ data: true }),
    signal: AbortSignal.timeout(60_000),
  })
  return { ...((await response.json()) as Answer), status: response.status }
}
