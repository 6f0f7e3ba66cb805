import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type PersonId, type RegistrationId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import type { RoleName } from '../../src/people/roles.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import type { DayMode } from '../../src/registration/registration.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import type { TestApp } from '../harness.ts'

/** Somebody who comes to a meeting, and how far they get. */
export interface Coming {
  given: string
  family?: string
  job?: string
  claims?: { constituency: string; state?: string; organization?: string }
  /** What they ask for on each day, in order. */
  days?: readonly DayMode[]
  /** Agrees to be named on the list. */
  agrees?: boolean
  then?: 'requested' | 'verified' | 'declined' | 'withdrawn'
  role?: 'head' | 'representative' | 'alternate' | 'adviser'
  rank?: number
}

/** Somebody in a test, with what opens their pages. */
export interface Guest {
  person: PersonId
  registration: RegistrationId | undefined
  /** For the `Cookie` header. */
  cookie: string
}

const signedIn = async (app: TestApp, role?: { name: RoleName; meeting: Meeting }): Promise<Guest> => {
  const secret = app.get(Secrets).random()
  const person = await app.database.transaction(async (tx) => {
    const id = await app.get(People).ensure(tx, emailFrom(`${newId()}@example.org`)!, 'en')
    if (role) await app.get(People).grant(tx, id, role.name, role.meeting.id)
    await app.get(SignIns).open(tx, {
      person: id,
      secret,
      opensDesk: role !== undefined,
      secondFactor: app.clock.now(),
      stays: false,
      device: 'Firefox',
      expiresAt: app.clock.now().add({ hours: 24 * 30 }),
    })
    return id
  })
  return { person, registration: undefined, cookie: `plenary-sign-in=${secret}` }
}

/** Somebody who signed in and has no registration. */
export const stranger = (app: TestApp): Promise<Guest> => signedIn(app)

/** Somebody who works at a meeting's desk. */
export const officer = (app: TestApp, meeting: Meeting, name: RoleName = 'organiser'): Promise<Guest> =>
  signedIn(app, { name, meeting })

/** Somebody registers, and the secretariat decides. */
export const comes = async (app: TestApp, meeting: Meeting, coming: Coming): Promise<Guest> => {
  const guest = await signedIn(app)
  const { given, family = '', job = '', claims = { constituency: 'member-state', state: 'ARG' } } = coming
  const registrations = app.get(Registrations)
  const required = meeting.registration.questions.filter((question) => question.required)
  await registrations.saveDraft(
    meeting,
    guest.person,
    {
      names: { givenNames: given, familyName: family },
      jobTitle: job || given,
      claim: {
        constituency: claims.constituency,
        state: claims.state ?? null,
        organization: claims.organization ?? '',
      },
      wishes: meeting.days.map((day, index) => ({
        day: day.date.toString(),
        mode: coming.days?.[index] ?? 'none',
        meanwhile: false,
      })),
      answers: Object.fromEntries(required.map(({ id, options }) => [id, options?.[0]?.id ?? 'yes'])),
      language: 'en',
    },
    'en',
  )
  await registrations.submit(meeting, guest.person, {
    submissionId: newId(),
    consents: { data: true, list: coming.agrees ?? true },
  })
  const { id } = (await registrations.own(meeting, guest.person))!
  const review = app.get(Review)
  const { then = 'verified' } = coming
  if (then === 'declined') await review.decline(meeting, id, guest.person)
  if (then === 'verified' || then === 'withdrawn') await review.verify(meeting, id, guest.person)
  if (then === 'withdrawn') await registrations.withdraw(meeting, guest.person)
  if (coming.role)
    await app.database.query('UPDATE registration SET delegation_role = $2, delegation_rank = $3 WHERE id = $1', [
      id,
      coming.role,
      coming.rank ?? null,
    ])
  return { ...guest, registration: id }
}
