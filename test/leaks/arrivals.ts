import { Feeds } from '../../src/calendar/feeds.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type PersonId, type RegistrationId } from '../../src/kernel/id.ts'
import { People } from '../../src/people/people.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { ApiTokens } from '../../src/people/tokens/api-tokens.service.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { Amendments } from '../../src/registration/amendments.service.ts'
import { Addresses } from '../../src/registration/own/addresses.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { invites } from './agenda-states.ts'
import type { Standing } from './aviary.ts'
import type { LeakHouse } from './house.ts'
import type { Reader } from './readers.ts'

/** Who may read what a reader told: they themselves, organisers, and whoever speaks for the delegation they belong to. */
const whoKnows =
  (reader: Reader) =>
  (who: Standing): boolean =>
    who.name === reader.name ||
    who.organises === true ||
    (reader.claims?.state !== undefined && who.leads === reader.claims.state)

/** The words of one reader: what only they know, and what the list of participants says to who takes part. */
const wordsOf = ({ planted: { aviary } }: LeakHouse, reader: Reader) => {
  const known = whoKnows(reader)
  const listed = reader.then === 'verified' && !reader.silent
  return {
    /** Only they, and the organisers. */
    own: (what: string): string =>
      aviary.word(`${what} of ${reader.name}`, (who) => who.name === reader.name || who.organises === true),
    /** Their delegation, too. */
    told: (what: string): string => aviary.word(`${what} of ${reader.name}`, known),
    /** And all who take part, once it is on the list. */
    published: (what: string): string =>
      aviary.word(`${what} of ${reader.name}`, (who) => known(who) || (listed && who.days.length > 0)),
  }
}

type Words = ReturnType<typeof wordsOf>

/** A reader comes to be: signs in, registers as far as they do, and has a calendar of this meeting and of all. */
export const arrives = async (house: LeakHouse, reader: Reader): Promise<void> => {
  if (!reader.signedIn) return void house.keys.set(reader.name, {})
  const { app, meeting } = house
  const words = wordsOf(house, reader)
  const cookie = app.get(Secrets).random()
  const { person, signIn } = await app.database.transaction(async (tx) => {
    const id = await app.get(People).ensure(tx, emailFrom(`${words.told('address')}@example.org`)!, 'en')
    if (reader.role) {
      const { name, at } = reader.role
      await app.get(People).grant(tx, id, name, at === 'elsewhere' ? house.other.id : meeting.id)
      if (at === 'everywhere') await app.get(People).grant(tx, id, name)
    }
    const opened = await app.get(SignIns).open(tx, {
      person: id,
      secret: cookie,
      opensDesk: reader.role !== undefined,
      secondFactor: app.clock.now(),
      stays: false,
      device: words.own('device'),
      expiresAt: app.clock.now().add({ hours: 24 * 7 }),
    })
    return { person: id, signIn: opened }
  })
  for (const code of reader.invitedTo ?? []) await invites(house, code, person)
  const registration = reader.claims && (await registers(house, reader, { person, signIn }, words))
  const feeds: string[] = []
  for (const of of [meeting.id, null]) {
    const wish = { carries: 'attend', language: 'en', sideEvents: true, reminder: null, name: null } as const
    await app.get(Feeds).choose(of, person, wish)
    const { address } = (await app.get(Feeds).own(of, person))!
    feeds.push(address.pathname.split('/').at(-1)!.replace('.ics', ''))
  }
  house.keys.set(reader.name, {
    cookie: `plenary-sign-in=${cookie}`,
    person,
    signIn,
    ...(registration && { registration }),
    feeds,
  })
}

const registers = async (
  { app, meeting }: LeakHouse,
  reader: Reader,
  { person, signIn }: { person: PersonId; signIn: string },
  words: Words,
): Promise<RegistrationId> => {
  const registrations = app.get(Registrations)
  const { constituency, state = null, organization = '' } = reader.claims!
  const asked = reader.asksFor ?? [1, 2]
  const required = meeting.registration.questions.filter((question) => question.required)
  await registrations.saveDraft(
    meeting,
    person,
    {
      names: { givenNames: words.published('given names'), familyName: words.published('family name') },
      jobTitle: words.published('job title'),
      claim: {
        constituency,
        state,
        organization: organization && `${organization} ${words.published('organization')}`,
      },
      wishes: meeting.days.map((day) => ({
        day: day.date.toString(),
        mode: asked.includes(day.number) ? (reader.mode ?? 'in-person') : 'none',
        meanwhile: true,
      })),
      answers: {
        ...Object.fromEntries(required.map(({ id, options }) => [id, options?.[0]?.id ?? 'yes'])),
        accessibility: words.own('needs'),
      },
      language: 'en',
    },
    'en',
  )
  if (reader.then !== 'unsent')
    await registrations.submit(meeting, person, {
      submissionId: `of ${reader.name}`,
      consents: { data: true, list: !reader.silent },
    })
  const { id } = (await registrations.own(meeting, person))!
  switch (reader.then) {
    case 'verified':
      await app.get(Review).verify(meeting, id, person)
      break
    case 'declined':
      await app.get(Review).decline(meeting, id, person)
      break
    case 'withdrawn':
      await app.get(Review).verify(meeting, id, person)
      await registrations.withdraw(meeting, person)
      break
    case 'address-changed':
      await app.get(Review).verify(meeting, id, person)
      await app
        .get(Addresses)
        .change(meeting, person, emailFrom(`${words.told('new address')}@example.org`)!, { signIn, locale: 'en' })
      break
    case 'state-changed':
      await app.get(Review).verify(meeting, id, person)
      await app.get(Amendments).claim(meeting, person, { constituency, state: 'BOL', organization: '' })
      break
    default:
  }
  return id
}

/** A token of one of the organisers, made as they make one. */
export const isGivenToken = async (
  house: LeakHouse,
  reader: Reader,
  { of, scopes, at, ended }: NonNullable<Reader['token']>,
): Promise<void> => {
  const { app } = house
  const person = house.keys.get(of)!.person!
  const id = newId<'ApiToken'>()
  const wish = { id, name: reader.name, scopes, days: 7 as const }
  const tokens = app.get(ApiTokens)
  const only = at && (at === 'here' ? house.meeting.id : house.other.id)
  const token = await tokens.make(
    { person, secondFactor: app.clock.now() },
    { ...wish, ...(only && { meeting: only }) },
  )
  if (ended === 'stopped') await tokens.stop(person, id)
  if (ended === 'expired')
    await app.database.query(
      `UPDATE api_token SET created_at = created_at - interval '8 days', ends_at = ends_at - interval '8 days' WHERE id = $1`,
      [id],
    )
  house.keys.set(reader.name, { authorization: `Bearer ${token}`, token: id })
}
