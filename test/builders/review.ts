import { randomUUID } from 'node:crypto'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { PersonId, RegistrationId } from '../../src/kernel/id.ts'
import type { Locale } from '../../src/kernel/locale.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import type { Claim, DayMode, Names } from '../../src/registration/registration.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import type { TestApp } from '../harness.ts'

/** Somebody who has registered, as a test of reviewers needs them. */
export interface Registrant {
  person: PersonId
  registration: RegistrationId
  address: string
}

interface Says {
  address?: string
  names?: Names
  claim?: Claim
  /** One a day of the meeting. */
  days?: readonly DayMode[]
  language?: Locale
}

export const KENYA: Claim = { constituency: 'member-state', state: 'KEN', organization: '' }

/** Registers somebody who proved an address, by the services that the form uses. */
export const registrant = async (app: TestApp, meeting: Meeting, says: Says = {}): Promise<Registrant> => {
  const { names = { givenNames: 'N.', familyName: 'N.' }, claim = KENYA, days = [], language = 'en' } = says
  const address = says.address ?? `${randomUUID()}@example.org`
  const registrations = app.get(Registrations)
  const person = await app.database.transaction((tx) => app.get(People).ensure(tx, emailFrom(address)!, language))
  const draft = {
    names,
    jobTitle: 'Second Secretary',
    claim,
    wishes: meeting.days.map(({ date }, index) => ({
      day: date.toString(),
      mode: days[index] ?? ('online' as const),
      meanwhile: true,
    })),
    answers: Object.fromEntries(
      meeting.registration.questions
        .filter(({ required }) => required)
        .map(({ id, type, options }) => [id, type === 'yes-no' ? 'yes' : (options?.[0]?.id ?? 'None')]),
    ),
    language,
  }
  await registrations.saveDraft(meeting, person, draft, language)
  const sent = await registrations.submit(meeting, person, {
    submissionId: randomUUID(),
    consents: { data: true, list: false },
  })
  return { person, registration: sent.id, address }
}
