import { PlannedReleases } from '../../src/agenda/planned-releases.service.ts'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import { Capacities } from '../../src/registration/places/capacities.service.ts'
import { sampleDraft } from '../../src/desk/samples/sample-registrations.ts'
import { emailFrom, type EmailAddress } from '../../src/kernel/email-address.ts'
import type { PersonId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { People } from '../../src/people/people.service.ts'
import { PreparedInvitations } from '../../src/registration/review/prepared-invitations.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import type { TestApp } from '../harness.ts'

/** How a page is come to, as `scripts/pages.json` says it. */
export interface Visit {
  name: string
  /** After the language. */
  path: string
  who: string
  /** A link on that page, which leads on to the one that is meant. */
  then?: string | undefined
  /** What to type or choose, and then to press, and what appears at last. */
  fill?: Readonly<Record<string, string | undefined>> | undefined
  press?: readonly string[] | undefined
  until?: string | undefined
  status?: number | undefined
}

/** Pages that the sample meetings do not come to by themselves. */
export const SCENES: readonly Visit[] = [
  { name: 'me-offer', path: '/demo-regional-dialogue/me', who: 'offered' },
  { name: 'register-invited', path: '/demo-regional-dialogue/register/you', who: 'invited' },
  {
    name: 'desk-publish-planned',
    path: '/desk/unnm-2022/publish',
    until: "form[action$='/call-off']",
    who: 'organiser',
  },
  {
    name: 'desk-merge',
    path: '/desk/demo-regional-dialogue/registrations?q=Zwilling',
    press: ['tbody th a', "a[href*='/review/']", "button[name='merge']"],
    until: '.data',
    who: 'organiser',
  },
]

/**
 * Somebody is offered a place, somebody is invited, somebody registers twice, and a release is planned; answers who, by their
 * part.
 */
export const setScenes = async (app: TestApp, organiser: PersonId): Promise<Record<string, EmailAddress>> => {
  const meeting = await app.get(Meetings).named('demo-regional-dialogue')
  const offered = await offerPlace(app, meeting, organiser)
  const invited = await invite(app, meeting, organiser)
  for (const address of ['zwilling@mission.example.org', 'f.zwilling@home.example.org'])
    await register(app, meeting, emailFrom(address)!)
  await planRelease(app, organiser)
  return { offered, invited }
}

const planRelease = async (app: TestApp, by: PersonId): Promise<void> => {
  const { id } = await app.get(Meetings).named('unnm-2022')
  const { workingVersion, labels } = await app.get(Publishing).review(id)
  const note = { en: 'A new label.', fr: 'Une nouvelle mention.', es: 'Una nueva mención.' }
  const at = app.clock.now().add({ hours: 48 })
  await app.get(PlannedReleases).plan(id, { workingVersion, label: labels[0]!, note, by, at })
}

const offerPlace = async (app: TestApp, meeting: Meeting, organiser: PersonId): Promise<EmailAddress> => {
  await app.database.transaction((tx) =>
    app.get(Meetings).configureRegistration(tx, meeting.id, (now) => ({
      ...now,
      waitingList: { freed: 'offer', offerHours: 48 },
    })),
  )
  const capacities = app.get(Capacities)
  const full = (await capacities.of(meeting.id)).find(({ waiting, mode }) => waiting > 0 && mode === 'in-person')!
  await capacities.set(await app.get(Meetings).named(meeting.slug), [{ ...full, places: full.places + 1 }], organiser)
  const [first] = await app.database.query<{ email: EmailAddress }>(
    `SELECT i.email FROM day_choice c JOIN registration r ON r.id = c.registration_id JOIN identity i USING (person_id)
      WHERE r.meeting_id = $1 AND c.state = 'offered'`,
    [meeting.id],
  )
  return first!.email
}

const invite = async (app: TestApp, meeting: Meeting, organiser: PersonId): Promise<EmailAddress> => {
  const address = emailFrom('invited@university.example.org')!
  const days = meeting.days.map(({ date }) => date.toString())
  await app.get(PreparedInvitations).invite(meeting, organiser, [address], {
    claim: { constituency: 'academia', organization: 'Institute of population studies' },
    wishes: days.map((day) => ({ day, mode: 'online', meanwhile: false })),
    language: 'en',
    heldUntil: app.clock.now().add({ hours: 24 * 7 }),
  })
  return address
}

const register = async (app: TestApp, meeting: Meeting, address: EmailAddress): Promise<void> => {
  const registrations = app.get(Registrations)
  const person = await app.database.transaction((tx) => app.get(People).ensure(tx, address, 'en'))
  const draft = sampleDraft(
    {
      who: 'Zwilling',
      constituency: 'academia',
      organization: 'Institute of population studies',
      language: 'en',
      days: ['online', 'online', 'online'],
      then: 'received',
    },
    meeting,
  )
  await registrations.saveDraft(meeting, person, draft, 'en')
  await registrations.submit(meeting, person, { submissionId: address, consents: { data: true, list: true } })
}
