import type { SavedRule, SavedRules } from '../../src/agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../../src/agenda/chain.ts'
import { Release } from '../../src/agenda/release.entity.ts'
import type {
  AccessRule,
  ReleaseContent,
  ReleasedRoom,
  ReleasedSession,
  ReleaseLabel,
} from '../../src/agenda/release.ts'
import type { Audience, Facts } from '../../src/access/facts.ts'
import type { MeetingFrame } from '../../src/access/view-of.ts'
import { asId, newId, type RoomId, type SessionId } from '../../src/kernel/id.ts'

export const EVERYONE: AccessRule = { attend: 'everyone', show: 'programme' }
export const DAY_1 = '2022-10-18'
export const DAY_2 = '2022-10-19'
const ZONE = 'Europe/Zurich'

export const ROOM: RoomId = asId('0199a000-0000-7000-8000-0000000000a1')
export const OTHER_ROOM: RoomId = asId('0199a000-0000-7000-8000-0000000000a2')
export const ONLINE: RoomId = asId('0199a000-0000-7000-8000-0000000000a3')

export const ROOMS: readonly ReleasedRoom[] = [
  { id: ROOM, name: { en: 'Room XVII', fr: 'Salle XVII' }, place: { en: 'Building E' }, onlineOnly: false },
  { id: OTHER_ROOM, name: { en: 'Room XXIV', fr: 'Salle XXIV' }, place: null, onlineOnly: false },
  { id: ONLINE, name: { en: 'Online', fr: 'En ligne' }, place: null, onlineOnly: true },
]

/** The number of a session as an id, so that tests can speak of session 1 and session 2. */
export const sessionId = (number: number): SessionId =>
  asId(`0199a000-0000-7000-8000-${String(number).padStart(12, '0')}`)

/** A wall-clock time of the meeting as an ISO instant. */
export const instantAt = (day: string, time: string): string =>
  Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(ZONE).toInstant().toString()

/** A session as released: session 1, at 10:00 on the first day in Room XVII, open to all, unless said otherwise. */
export const released = (
  number = 1,
  { at = '10:00', to = '11:00', ...rest }: Partial<ReleasedSession> & { at?: string | null; to?: string } = {},
): ReleasedSession => {
  const day = rest.day ?? DAY_1
  return {
    id: sessionId(number),
    code: `PL-${number}`,
    kind: 'plenary',
    title: { en: `Title ${number}`, fr: `Titre ${number}` },
    abstract: { en: `Abstract ${number}` },
    day,
    start: at,
    end: at === null ? null : to,
    startsAt: at === null ? null : instantAt(day, at),
    endsAt: at === null ? null : instantAt(day, to),
    room: ROOM,
    format: 'hybrid',
    interpretation: ['en', 'fr'],
    officers: [{ role: 'chair', name: { en: `Chair ${number}` } }],
    items: [{ number: '1', title: { en: `Item of ${number}` } }],
    access: EVERYONE,
    capacity: 100 + number,
    status: 'confirmed',
    ...rest,
  }
}

export const contentOf = (...sessions: ReleasedSession[]): ReleaseContent => ({ schema: 1, rooms: ROOMS, sessions })

/** A moment at which a release with these sessions came into force: noon of the n-th of September. */
export const momentAt = (
  day: number,
  label: ReleaseLabel,
  sessions: readonly ReleasedSession[],
  more: Partial<Release> = {},
): ReleaseMoment => {
  const at = Temporal.Instant.from(`2022-09-${String(day).padStart(2, '0')}T12:00:00Z`)
  const release = Object.assign(new Release(), {
    id: newId<'Release'>(),
    version: day,
    label,
    note: { en: `Note of the ${day}th` },
    content: contentOf(...sessions),
    publishedAt: at,
    withdrawnAt: null,
    ...more,
  })
  return { at, release }
}

/** What a calendar calls session n where it is closed. */
export const closedUid = (number: number): string => `c105ed00-0000-4000-8000-${String(number).padStart(12, '0')}`

/** A saved rule; the first of its history was saved before anything was released. */
export const savedRule = (number: number, ...rules: readonly { rule: AccessRule; day?: number }[]): SavedRule => ({
  rule: rules.at(-1)!.rule,
  closedUid: closedUid(number),
  history: rules.map(({ rule, day = 0 }) => ({
    rule,
    savedAt: Temporal.Instant.from('2022-08-31T18:00:00Z').add({ hours: 24 * day }),
  })),
})

/** Rules saved as they are in this content. */
export const rulesAsIn = (sessions: readonly ReleasedSession[]): SavedRules =>
  new Map(sessions.map((session) => [session.id, savedRule(Number(session.id.slice(-12)), { rule: session.access })]))

/** A person confirmed for these days, with these verified facts. */
export const personWith = (
  facts: Partial<Omit<Facts, 'days' | 'groups'>> & { days?: string[]; groups?: string[] } = {},
): Audience => ({
  kind: 'person',
  facts: {
    person: newId(),
    ...facts,
    days: new Map((facts.days ?? [DAY_1, DAY_2]).map((day) => [day, 'in-person'])),
    groups: new Set(facts.groups),
  },
})

/** The frame of a meeting of two days in Geneva. */
export const FRAME: MeetingFrame = {
  slug: 'sample',
  title: { en: 'Sample Meeting', fr: 'Réunion type' },
  shortTitle: { en: 'Sample' },
  organizer: { en: 'The Network' },
  venue: { name: { en: 'Palais' }, address: { en: 'Avenue de la Paix' } },
  city: { en: 'Geneva', fr: 'Genève' },
  timeZone: ZONE,
  contact: { name: { en: 'Secretariat' }, email: 'secretariat@example.org' },
  format: 'hybrid',
  mainLanguage: 'en',
  days: [
    { number: 1, date: Temporal.PlainDate.from(DAY_1), title: { en: 'First day' }, openTo: [] },
    { number: 2, date: Temporal.PlainDate.from(DAY_2), title: null, openTo: ['member-state'] },
  ],
  rooms: [
    { id: ROOM, key: 'xvii' },
    { id: OTHER_ROOM, key: 'xxiv' },
    { id: ONLINE, key: 'online' },
  ],
}
