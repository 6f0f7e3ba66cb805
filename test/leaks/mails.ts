import { Delegations } from '../../src/delegations/delegations.service.ts'
import { FocalPoints } from '../../src/delegations/focal-points.service.ts'
import { invitationMail } from '../../src/desk/roles/invitation-mail.ts'
import { emailFrom, type EmailAddress } from '../../src/kernel/email-address.ts'
import { newId, type RegistrationId } from '../../src/kernel/id.ts'
import { People } from '../../src/people/people.service.ts'
import { RoleHolders } from '../../src/people/role-holders.service.ts'
import { SecondFactorMails } from '../../src/people/second-factor/second-factor-mail.ts'
import { SignInCodes } from '../../src/people/sign-in-codes.service.ts'
import { ApiTokens } from '../../src/people/tokens/api-tokens.service.ts'
import { TokenMails } from '../../src/people/tokens/token-mails.service.ts'
import { RegistrationMails } from '../../src/registration/registration-mails.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Inquiries } from '../../src/registration/review/inquiries.service.ts'
import { Merging } from '../../src/registration/review/merging.service.ts'
import { PreparedInvitations } from '../../src/registration/review/prepared-invitations.service.ts'
import { Reachability } from '../../src/registration/review/reachability.service.ts'
import type { Standing } from './aviary.ts'
import type { LeakHouse } from './house.ts'
import { ASKS_TO_JOIN, ELSEWHERE, INVITED, MEMBER_STATE, ORGANISER, OTHER_FOCAL_POINT } from './readers.ts'

const organiser = ({ organises }: Standing): boolean => organises === true

/** Sends what nothing else here has sent: one mail of every kind that there is. **A new kind of mail goes here.** */
export const mailsAllThatThereIs = async (house: LeakHouse): Promise<void> => {
  await codes(house)
  await staff(house)
  await aTokenEnds(house)
  await reviewers(house)
  await someoneRegistersTwice(house)
  await someoneLeavesADelegation(house)
}

const addressOf = async ({ app }: LeakHouse, person: NonNullable<ReturnType<LeakHouse['of']>['person']>) =>
  (await app.get(People).byId(person))!.email!

const codes = async (house: LeakHouse): Promise<void> => {
  const { app } = house
  const from = { locale: 'en', ip: '192.0.2.200' } as const
  const person = house.of(MEMBER_STATE).person!
  for (const desk of [false, true])
    await app.get(SignInCodes).ask({ ...from, address: await addressOf(house, person), desk })
}

/** What whoever works at a desk hears of. */
const staff = async (house: LeakHouse): Promise<void> => {
  const { app, meeting } = house
  const colleague = house.of(ELSEWHERE).person!
  await app.database.transaction(async (tx) => {
    for (const news of ['added', 'removed', 'recovery-code-used', 'reset'] as const)
      await app.get(SecondFactorMails).tell(tx, colleague, news)
  })
  const by = house.of(ORGANISER).person!
  const asked = { meeting: meeting.id, role: 'desk-officer', by, locale: 'en' } as const
  await app
    .get(RoleHolders)
    .invite({ ...asked, email: await addressOf(house, colleague) }, (link) =>
      invitationMail(meeting, 'desk-officer', 'en', link),
    )
}

/** A token that was made a while ago ends soon. */
const aTokenEnds = async (house: LeakHouse): Promise<void> => {
  const { app, planted } = house
  const person = house.of(ELSEWHERE).person!
  const id = newId<'ApiToken'>()
  const name = planted.aviary.word('the name of a token', ({ name: who }) => who === ELSEWHERE.name)
  const wish = { id, name, scopes: ['read-agenda'], days: 30 } as const
  await app.get(ApiTokens).make({ person, secondFactor: app.clock.now() }, wish)
  await app.database.query(
    `UPDATE api_token SET created_at = created_at - interval '25 days', ends_at = ends_at - interval '25 days' WHERE id = $1`,
    [id],
  )
  await app.get(TokenMails).tellOfEnds()
}

/** What reviewers write. */
const reviewers = async (house: LeakHouse): Promise<void> => {
  const { app, meeting, planted } = house
  const by = house.of(ORGANISER).person!
  const question = planted.aviary.word(
    'a question of the reviewers',
    ({ name, organises }) => organises === true || name === ASKS_TO_JOIN.name,
  )
  await app.get(Inquiries).ask(meeting, house.of(ASKS_TO_JOIN).registration!, by, { question, submissionId: 'leaks' })
  await app.get(RegistrationMails).again(house.of(INVITED).registration!, 'leaks')
  const day = { day: meeting.days[1]!.date.toString(), mode: 'online', meanwhile: false } as const
  const [invited] = await app.get(PreparedInvitations).invite(meeting, by, [strange(house, 'an invited address')], {
    claim: { constituency: 'civil-society', organization: 'Platform of associations' },
    wishes: [{ ...day, day: meeting.days[0]!.date.toString(), mode: 'none' }, day],
    language: 'en',
    heldUntil: app.clock.now().add({ hours: 24 }),
  })
  if (invited?.outcome !== 'invited') throw new Error(`Not invited: ${invited?.outcome}`)
}

/** One person with two registrations, which are made one; and the address of the other was wrong. */
const someoneRegistersTwice = async (house: LeakHouse): Promise<void> => {
  const { app, meeting } = house
  const by = house.of(ORGANISER).person!
  const [kept, closed] = [await comes(house, 'a kept address'), await comes(house, 'a closed address')]
  await app.get(Merging).merge(meeting, kept, closed, by)
  await app.get(Reachability).correct(meeting, kept, by, strange(house, 'a corrected address'))
}

/** As when somebody is erased who speaks for a delegation; those who stay hear of it. */
const someoneLeavesADelegation = async (house: LeakHouse): Promise<void> => {
  const { app, meeting } = house
  const person = house.of(OTHER_FOCAL_POINT).person!
  const [led] = await app.get(FocalPoints).everywhere(person)
  const chile = await app.get(Delegations).one(meeting.id, led!.delegation)
  const word = house.planted.aviary.word(
    'the address of who leaves',
    ({ name, organises }) => organises === true || name === OTHER_FOCAL_POINT.name,
  )
  const leaving = emailFrom(`${word}@example.org`)!
  const of = { constituency: 'member-state', state: OTHER_FOCAL_POINT.leads!, organization: '' }
  await app.get(FocalPoints).invite(meeting.id, of, { address: leaving, locale: 'en' }, await house.editor())
  await house.hasToldEverybody()
  await app.get(FocalPoints).leave(chile, (await app.get(People).byEmail(leaving))!.id)
}

/** The address of somebody who is no reader here. */
const strange = ({ planted }: LeakHouse, what: string): EmailAddress =>
  emailFrom(`${planted.aviary.word(what, organiser)}@example.org`)!

const comes = async (house: LeakHouse, what: string): Promise<RegistrationId> => {
  const { app, meeting } = house
  const registrations = app.get(Registrations)
  const person = await app.database.transaction((tx) => app.get(People).ensure(tx, strange(house, what), 'en'))
  const required = meeting.registration.questions.filter((question) => question.required)
  await registrations.saveDraft(
    meeting,
    person,
    {
      names: { givenNames: 'Twice', familyName: 'Registered' },
      jobTitle: 'Officer',
      claim: { constituency: 'academia', state: null, organization: 'Institute' },
      wishes: meeting.days.map((day) => ({ day: day.date.toString(), mode: 'online', meanwhile: false })),
      answers: Object.fromEntries(required.map(({ id, options }) => [id, options?.[0]?.id ?? 'yes'])),
      language: 'en',
    },
    'en',
  )
  await registrations.submit(meeting, person, { submissionId: what, consents: { data: true, list: false } })
  return (await registrations.own(meeting, person))!.id
}
