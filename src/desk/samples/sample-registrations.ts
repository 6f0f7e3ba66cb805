import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { DelegationRole } from '../../delegations/delegation.ts'
import { searchForm, state, type StateId } from '../../delegations/state.ts'
import { emailFrom, type EmailAddress } from '../../kernel/email-address.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { DayMode, Draft } from '../../registration/registration.ts'

/** A registration of the demonstration, named by role and State or organization (`samples/registrations.json`). */
export interface SampleRegistration {
  who: string
  constituency: ConstituencyId
  state?: StateId
  organization?: string
  language: Locale
  /** One a day of the meeting. */
  days: readonly DayMode[]
  /** What has become of it. */
  then: 'begun' | 'received' | 'confirmed' | 'declined' | 'withdrawn'
}

/** A delegation of the demonstration, with a focal point who has named people. */
export interface SampleDelegation {
  constituency: ConstituencyId
  state: StateId
  focalPoint: string
  language: Locale
  people: readonly { who: string; role: DelegationRole; days: readonly DayMode[] }[]
}

/** The address of a sample: under example.org, where no mail arrives. */
export const sampleAddress = ({ who, state: iso3, organization, constituency }: SampleRegistration): EmailAddress => {
  const of = iso3 ? (state(iso3)?.name.en ?? iso3) : (organization ?? constituency)
  const part = (text: string): string => searchForm(text).replaceAll(' ', '-').slice(0, 40).replace(/-+$/, '')
  return emailFrom(`${part(who)}@${part(of)}.example.org`)!
}

/** Its form, filled in as the person would. */
export const sampleDraft = (sample: SampleRegistration, meeting: Pick<Meeting, 'days' | 'registration'>): Draft => ({
  names: { givenNames: sample.who, familyName: '' },
  jobTitle: sample.who,
  claim: {
    constituency: sample.constituency,
    state: sample.state ?? null,
    organization: sample.organization ?? '',
  },
  wishes: meeting.days.map((day, index) => ({
    day: day.date.toString(),
    mode: sample.days[index] ?? 'none',
    meanwhile: true,
  })),
  answers: Object.fromEntries(
    meeting.registration.questions
      .filter((question) => question.required && question.options)
      .map(({ id, options = [] }) => [
        id,
        options.find((option) => option.id === sample.language)?.id ?? options[0]!.id,
      ]),
  ),
  language: sample.language,
})
