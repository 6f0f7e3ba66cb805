import { setTimeout as wait } from 'node:timers/promises'
import { Groups } from '../../src/agenda/groups.service.ts'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { Feeds } from '../../src/calendar/feeds.service.ts'
import { PersonalLinks } from '../../src/checkin/personal-links.service.ts'
import { Delegations } from '../../src/delegations/delegations.service.ts'
import { FocalPoints } from '../../src/delegations/focal-points.service.ts'
import { Telling } from '../../src/circulation/telling.service.ts'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type PersonId, type RegistrationId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import type { RoleName } from '../../src/people/roles.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { ApiTokens } from '../../src/people/tokens/api-tokens.service.ts'
import { SCOPES, type Scope } from '../../src/platform/policies/token-scope.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { Nominations } from '../../src/registration/delegation/nominations.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample } from '../journeys/people.ts'
import { CODES, plantedMeeting, type PlantedMeeting, type Standing } from './canaries.ts'

/** Somebody who asks, as the test says who they are. */
export interface Reader extends Standing {
  /** Absent for the public. */
  signedIn?: boolean
  claims?: { constituency: string; state?: string; organization?: string }
  /** Numbers of the days they asked for; all when absent. */
  asksFor?: readonly number[]
  then?: 'verified' | 'declined' | 'withdrawn'
  /** Did not agree that the list of participants names them. */
  silent?: boolean
  role?: { name: RoleName; at: 'here' | 'elsewhere' }
  /** A program that asks with a token of the organiser of this name, and is nobody by itself. */
  token?: { of: string; scopes: readonly Scope[]; at?: 'here' | 'elsewhere'; ended?: 'stopped' | 'expired' }
}

const BOLIVIA = { constituency: 'member-state', state: 'BOL' }
const ARGENTINA = { constituency: 'member-state', state: 'ARG' }
const ACADEMIC = { constituency: 'academia', organization: 'Institute of population studies' }

export const PUBLIC: Reader = { name: 'the public', days: [] }
export const MEMBER_STATE: Reader = {
  name: 'a verified delegate of a Member State',
  signedIn: true,
  claims: ARGENTINA,
  asksFor: [2],
  then: 'verified',
  days: [2],
  constituency: 'member-state',
}
export const INVITED: Reader = {
  name: 'somebody invited to the closed session',
  signedIn: true,
  claims: ACADEMIC,
  then: 'verified',
  days: [1, 2],
  constituency: 'academia',
  invitedTo: [CODES.closed],
}
export const ELSEWHERE: Reader = {
  name: 'an organiser of another meeting',
  signedIn: true,
  days: [],
  role: { name: 'organiser', at: 'elsewhere' },
}
export const ORGANISER: Reader = {
  name: 'an organiser',
  signedIn: true,
  days: [],
  organises: true,
  role: { name: 'organiser', at: 'here' },
}

/** Speaks for the delegation that has people, a contact address and a note verbale. */
export const FOCAL_POINT: Reader = {
  name: 'the focal point of a delegation',
  signedIn: true,
  days: [],
  leads: 'URY',
}
/** Asks to speak for that delegation too. */
export const OTHER_FOCAL_POINT: Reader = {
  name: 'the focal point of another delegation',
  signedIn: true,
  days: [],
  leads: 'CHL',
}

/** Reads what is being prepared, and knows nobody. */
export const AGENDA_PROGRAM: Reader = {
  name: 'a program with a token of an organiser, for the agenda alone',
  days: [],
  readsAgenda: true,
  token: { of: ORGANISER.name, scopes: ['read-agenda'] },
}
/** Programs with tokens: what was given to them, and what is left of what was. */
export const PROGRAMS: readonly Reader[] = [
  AGENDA_PROGRAM,
  {
    name: 'a program with a token of an organiser, for another meeting',
    days: [],
    token: { of: ORGANISER.name, scopes: SCOPES, at: 'elsewhere' },
  },
  {
    name: 'a program with a token of an organiser of another meeting',
    days: [],
    token: { of: ELSEWHERE.name, scopes: SCOPES },
  },
  {
    name: 'a program with a token of an organiser that was stopped',
    days: [],
    token: { of: ORGANISER.name, scopes: SCOPES, ended: 'stopped' },
  },
  {
    name: 'a program with a token of an organiser that has expired',
    days: [],
    token: { of: ORGANISER.name, scopes: SCOPES, ended: 'expired' },
  },
]

/** All who may not see everything. */
export const READERS: readonly Reader[] = [
  PUBLIC,
  { name: 'somebody signed in who never registered', signedIn: true, days: [] },
  { name: 'somebody who claims to speak for a Member State', signedIn: true, claims: BOLIVIA, asksFor: [2], days: [] },
  {
    name: 'a verified member of civil society',
    signedIn: true,
    claims: { constituency: 'civil-society', organization: 'Platform of associations' },
    then: 'verified',
    days: [1, 2],
    constituency: 'civil-society',
  },
  {
    name: 'a verified delegate of a Member State, on the other day',
    signedIn: true,
    claims: ARGENTINA,
    asksFor: [1],
    then: 'verified',
    silent: true,
    days: [1],
    constituency: 'member-state',
  },
  MEMBER_STATE,
  INVITED,
  {
    name: 'somebody invited to the unlisted session',
    signedIn: true,
    claims: { constituency: 'secretariat', organization: 'Network secretariat' },
    then: 'verified',
    days: [1, 2],
    constituency: 'secretariat',
    invitedTo: [CODES.unlisted],
  },
  {
    name: 'somebody who was declined, though invited',
    signedIn: true,
    claims: ARGENTINA,
    then: 'declined',
    days: [],
    invitedTo: [CODES.closed, CODES.unlisted],
  },
  {
    name: 'a delegate who withdrew',
    signedIn: true,
    claims: ARGENTINA,
    then: 'withdrawn',
    days: [],
    invitedTo: [CODES.closed, CODES.unlisted],
  },
  { name: 'a desk officer', signedIn: true, days: [], role: { name: 'desk-officer', at: 'here' } },
  { name: 'a host who was named for no session', signedIn: true, days: [], role: { name: 'host', at: 'here' } },
  ELSEWHERE,
  FOCAL_POINT,
  OTHER_FOCAL_POINT,
]

/** What a reader has in their hands. */
export interface Keys {
  cookie?: string
  /** What a program sends in the place of a cookie. */
  authorization?: string
  /** Of this meeting, and of all of theirs. */
  feeds?: readonly string[]
  person?: PersonId
  registration?: RegistrationId
  signIn?: string
}

/** The application with everything in it that could leak, and everybody who could find it. */
export class LeakHouse {
  readonly keys = new Map<string, Keys>()
  /** The delegation of whose people, addresses and note only its focal points and reviewers know. */
  delegation: Readonly<Record<'id' | 'focalPoint' | 'nominee' | 'request', string> & { notes: readonly string[] }> = {
    id: '',
    focalPoint: '',
    nominee: '',
    request: '',
    notes: [],
  }
  /** The id of a mail to one of the readers. */
  aMail = ''
  /** The working version that an organiser would have reviewed. */
  workingVersion = 0
  /** The release in force, which whoever could withdraw it would. */
  release = ''

  private constructor(
    readonly app: TestApp,
    readonly planted: PlantedMeeting,
    readonly meeting: Meeting,
    readonly other: Meeting,
  ) {}

  static async open(): Promise<LeakHouse> {
    const app = await startApp({ now: '2022-10-15T09:00:00Z', settings: { development: true, trustProxy: true } })
    const planted = await plantedMeeting()
    const meeting = await app.get(LoadMeeting).load(checkMeetingFile(planted.file), { documents: planted.documents })
    const house = new LeakHouse(app, planted, meeting, await loadSample(app, 'meeting-briefing'))
    await house.reviseClosed()
    await house.editUnpublished()
    for (const reader of [...READERS, ORGANISER]) await house.arrives(reader)
    await house.givesOwnLinks()
    for (const program of PROGRAMS) await house.isGivenToken(program, program.token!)
    await house.delegates()
    await house.moveWhatAllFollow()
    await house.hasToldEverybody()
    const [mail] = await app.database.query<{ id: string }>('SELECT id FROM mail LIMIT 1')
    house.aMail = mail!.id
    const { workingVersion, current } = await app.get(Publishing).review(meeting.id)
    house.workingVersion = workingVersion
    house.release = current!.id
    // The first day, while the closed session is on: doors stand open.
    app.clock.set('2022-10-18T11:20:00Z')
    return house
  }

  /** The same people and keys, in front of another application: on a copy of this one's database. */
  in(app: TestApp): LeakHouse {
    const { keys, delegation, aMail, workingVersion } = this
    const there = new LeakHouse(app, this.planted, this.meeting, this.other)
    for (const [name, own] of keys) there.keys.set(name, own)
    return Object.assign(there, { delegation, aMail, workingVersion })
  }

  of(reader: Reader): Keys {
    return this.keys.get(reader.name) ?? {}
  }

  /** All that was done is told: no job is left that would write mail while somebody asks. */
  async hasToldEverybody(): Promise<void> {
    const owed = `SELECT 1 FROM pgboss.job WHERE state IN ('created', 'retry', 'active') AND start_after <= now()
                     AND name IN ('registration.tell', 'focal-point.tell', 'agenda.release-published', 'circulation.tell', 'mail.notice')
                   LIMIT 1`
    for (let tries = 0; tries < 600; tries++, await wait(50)) if (!(await this.app.database.query(owed)).length) return
    throw new Error('Somebody is still to be told.')
  }

  private async editor(): Promise<PersonId> {
    const { database } = this.app
    return database.transaction((tx) => this.app.get(People).ensure(tx, emailFrom('editor@example.org')!, 'en'))
  }

  /** A release under the same label, of which only those know who see the closed session. */
  private async reviseClosed(): Promise<void> {
    const { app, meeting, planted } = this
    const by = await this.editor()
    const copy = app.get(WorkingCopy)
    const closed = await copy.byCode(meeting.id, CODES.closed)
    await copy.edit(meeting.id, closed.id, closed.version, { title: planted.revision.title }, by)
    const { workingVersion } = await app.get(Publishing).review(meeting.id)
    await app.get(Publishing).publish(meeting.id, { workingVersion, label: 'Final', note: planted.revision.note, by })
  }

  /** Everybody who was ever invited to a restricted session has a link of their own into it, also who may come no more. */
  private async givesOwnLinks(): Promise<void> {
    const { app, meeting, planted } = this
    for (const code of [CODES.closed, CODES.unlisted]) {
      const { id } = await app.get(WorkingCopy).byCode(meeting.id, code)
      const invited = READERS.filter(({ invitedTo }) => invitedTo?.includes(code))
      const links = invited.map((reader) => {
        const theirs = ({ name }: Standing): boolean => name === reader.name && reader.days.length > 0
        const word = planted.aviary.word(`${code} own link of ${reader.name}`, theirs, { byDoorOnly: true })
        return [this.of(reader).person!, `https://provider.example.org/own?tk=${word}`] as const
      })
      await app.get(PersonalLinks).put(id, links)
    }
  }

  /** What only the working copy has. */
  private async editUnpublished(): Promise<void> {
    const { app, meeting, planted } = this
    const organiser = ({ organises, readsAgenda }: Standing): boolean => organises === true || readsAgenda === true
    const copy = app.get(WorkingCopy)
    const by = await this.editor()
    const edited = await copy.byCode(meeting.id, CODES.programme)
    const title = { fr: `Ouverture ${planted.aviary.word('unpublished title', organiser)}` }
    await copy.edit(meeting.id, edited.id, edited.version, { title }, by)
    await copy.add(meeting.id, {
      code: 'QZNEW-1',
      kind: 'panel',
      title: { en: `New ${planted.aviary.word('unpublished session', organiser)}` },
      day: meeting.days[1]!.date,
      format: 'online',
      access: { attend: 'everyone', show: 'programme' },
    })
    planted.aviary.pattern('the code of the unpublished session', /QZNEW-1/i, organiser)
  }

  /** Everybody follows everything, also what they may not know of; it moves, and they are told. */
  private async moveWhatAllFollow(): Promise<void> {
    const { app, meeting } = this
    const by = await this.editor()
    const copy = app.get(WorkingCopy)
    await app.database.query(
      `INSERT INTO follow (person_id, meeting_id, session_id, since)
       SELECT p.id, s.meeting_id, s.id, now() FROM person p, session s WHERE s.meeting_id = $1 ON CONFLICT DO NOTHING`,
      [meeting.id],
    )
    const moved = []
    for (const code of [CODES.unlisted, CODES.closed, CODES.listed, CODES.limited]) {
      const { id, version } = await copy.byCode(meeting.id, code)
      await copy.edit(meeting.id, id, version, { room: null }, by)
      moved.push(id)
    }
    const { workingVersion } = await app.get(Publishing).review(meeting.id, moved)
    const order = { workingVersion, label: 'Corr.1' as const, note: { en: 'Rooms.' }, sessions: moved, by }
    await app.get(Publishing).publish(meeting.id, order)
    await this.hasToldEverybody()
    app.clock.advance({ minutes: 15 })
    await app.get(Telling).sweep()
  }

  /** All that was mailed to a reader, as its mail program shows it. */
  async mailed(reader: Reader): Promise<string[]> {
    const { person } = this.of(reader)
    if (!person) return []
    const { email } = (await this.app.get(People).byId(person))!
    return this.app.mailbox
      .to(email!)
      .map(({ headerLines, subject, text, html }) =>
        [...headerLines.map(({ line }) => line), subject, text, String(html)].join('\n'),
      )
  }

  private async arrives(reader: Reader): Promise<void> {
    if (!reader.signedIn) return void this.keys.set(reader.name, {})
    const { app, meeting, planted } = this
    const oneself = ({ name, organises }: Standing): boolean => name === reader.name || organises === true
    const personal = (what: string): string => planted.aviary.word(`${what} of ${reader.name}`, oneself)
    /** What the list of participants says of who is on it, to who takes part. */
    const published = (what: string): string =>
      reader.then === 'verified' && !reader.silent
        ? planted.aviary.word(`${what} of ${reader.name}`, (who) => oneself(who) || who.days.length > 0)
        : personal(what)
    const cookie = app.get(Secrets).random()
    const { person, signIn } = await app.database.transaction(async (tx) => {
      const id = await app.get(People).ensure(tx, emailFrom(`${personal('address')}@example.org`)!, 'en')
      if (reader.role) {
        const at = reader.role.at === 'here' ? meeting : this.other
        await app.get(People).grant(tx, id, reader.role.name, at.id)
      }
      const opened = await app.get(SignIns).open(tx, {
        person: id,
        secret: cookie,
        opensDesk: reader.role !== undefined,
        secondFactor: app.clock.now(),
        stays: false,
        device: personal('device'),
        expiresAt: app.clock.now().add({ hours: 24 * 7 }),
      })
      return { person: id, signIn: opened }
    })
    const group = { [CODES.closed]: planted.groups.closed, [CODES.unlisted]: planted.groups.unlisted }
    for (const code of reader.invitedTo ?? [])
      await app.get(Groups).include(meeting.id, group[code as keyof typeof group], person, person)
    const registration = reader.claims && (await this.registers(reader, person, personal, published))
    const feeds: string[] = []
    for (const of of [meeting.id, null]) {
      const wish = { carries: 'attend', language: 'en', sideEvents: true, reminder: null, name: null } as const
      await app.get(Feeds).choose(of, person, wish)
      const { address } = (await app.get(Feeds).own(of, person))!
      feeds.push(address.pathname.split('/').at(-1)!.replace('.ics', ''))
    }
    this.keys.set(reader.name, {
      cookie: `plenary-sign-in=${cookie}`,
      person,
      signIn,
      ...(registration && { registration }),
      feeds,
    })
  }

  /** A token of one of the organisers, made as they make one. */
  private async isGivenToken(reader: Reader, { of, scopes, at, ended }: NonNullable<Reader['token']>): Promise<void> {
    const { app } = this
    const person = this.keys.get(of)!.person!
    const id = newId<'ApiToken'>()
    const wish = { id, name: reader.name, scopes, days: 7 as const }
    const tokens = app.get(ApiTokens)
    const only = at && (at === 'here' ? this.meeting.id : this.other.id)
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
    this.keys.set(reader.name, { authorization: `Bearer ${token}` })
  }

  /** A delegation with a note verbale, somebody nominated, and somebody else who asks to speak for it. */
  private async delegates(): Promise<void> {
    const { app, meeting, planted } = this
    const focalPoints = app.get(FocalPoints)
    const editor = await this.editor()
    const of = ({ leads }: Reader) => ({ constituency: 'member-state', state: leads!, organization: '' })
    const word = (what: string, mayRead: (reader: Standing) => boolean): string =>
      planted.aviary.word(what, (reader) => reader.organises === true || mayRead(reader))
    const asks = async (reader: Reader) => {
      const person = this.of(reader).person!
      // What they handed in themselves, they read among their own data.
      const own = (what: string) => word(`${what}, by ${reader.name}`, ({ name }) => name === reader.name)
      const bytes = Buffer.from(`%PDF-1.7\n1 0 obj <<>> endobj\n% ${own('note verbale')}\ntrailer <<>>\n%%EOF\n`)
      const note = { name: `${own('name of the note verbale')}.pdf`, bytes, type: 'application/pdf' as const }
      const delegation = await focalPoints.ask(meeting.id, of(FOCAL_POINT), { person, note })
      const asked = (await focalPoints.of(delegation, ['requested'])).find((each) => each.person === person)!
      return { delegation, person, request: asked.id }
    }
    const { delegation, person, request: granted } = await asks(FOCAL_POINT)
    await focalPoints.approve(meeting.id, granted, editor)
    const { request, person: other } = await asks(OTHER_FOCAL_POINT)
    const { email } = (await app.get(People).byId(other))!
    await focalPoints.invite(meeting.id, of(OTHER_FOCAL_POINT), { address: email!, locale: 'en' }, editor)
    const leads = (what: string): string => word(`${what} of a nominee`, (reader) => reader.leads === FOCAL_POINT.leads)
    const nominee = await app.get(Nominations).nominate(
      meeting,
      await app.get(Delegations).one(meeting.id, delegation),
      { person, as: 'focal-point' },
      {
        names: { givenNames: leads('given names'), familyName: leads('family name') },
        role: 'head',
        jobTitle: leads('job title'),
        wishes: meeting.days.map((day) => ({
          day: day.date.toString(),
          mode: day.number === 2 ? 'in-person' : 'none',
          meanwhile: true,
        })),
        language: 'en',
        email: undefined,
        contact: emailFrom(`${leads('contact address')}@example.org`)!,
      },
      'leaks',
    )
    await app.get(Review).verify(meeting, nominee, editor)
    const notes = (await focalPoints.notesOf(delegation)).map(({ file }) => file)
    this.delegation = { id: delegation, focalPoint: person, nominee, request, notes }
  }

  private async registers(
    reader: Reader,
    person: PersonId,
    personal: (what: string) => string,
    published: (what: string) => string,
  ): Promise<RegistrationId> {
    const { app, meeting } = this
    const registrations = app.get(Registrations)
    const { constituency, state = null, organization = '' } = reader.claims!
    const asked = reader.asksFor ?? [1, 2]
    const required = meeting.registration.questions.filter((question) => question.required)
    await registrations.saveDraft(
      meeting,
      person,
      {
        names: { givenNames: published('given names'), familyName: published('family name') },
        jobTitle: published('job title'),
        claim: { constituency, state, organization: organization && `${organization} ${published('organization')}` },
        wishes: meeting.days.map((day) => ({
          day: day.date.toString(),
          mode: asked.includes(day.number) ? 'in-person' : 'none',
          meanwhile: true,
        })),
        answers: {
          ...Object.fromEntries(required.map(({ id, options }) => [id, options?.[0]?.id ?? 'yes'])),
          accessibility: personal('needs'),
        },
        language: 'en',
      },
      'en',
    )
    await registrations.submit(meeting, person, {
      submissionId: `of ${reader.name}`,
      consents: { data: true, list: !reader.silent },
    })
    const { id } = (await registrations.own(meeting, person))!
    if (reader.then === 'verified') await app.get(Review).verify(meeting, id, person)
    if (reader.then === 'declined') await app.get(Review).decline(meeting, id, person)
    if (reader.then === 'withdrawn') {
      await app.get(Review).verify(meeting, id, person)
      await registrations.withdraw(meeting, person)
    }
    return id
  }
}
