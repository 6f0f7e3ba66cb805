import type { AgendaView, NamedEntry, SessionView } from '../access/view.ts'
import { isNamed } from '../access/view.ts'
import type { Format } from '../agenda/release.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { plainWords } from '../ui/markdown.tsx'
import { meetingPath, sessionPath } from './frame.ts'

/** A thing as schema.org describes it, for search engines and programs that know nothing of us. */
export type Thing = { readonly [name: string]: Thing | string | boolean | readonly (Thing | string)[] | undefined }

const SCHEMA = 'https://schema.org'

const MODE = {
  'in-person': `${SCHEMA}/OfflineEventAttendanceMode`,
  online: `${SCHEMA}/OnlineEventAttendanceMode`,
  hybrid: `${SCHEMA}/MixedEventAttendanceMode`,
} as const satisfies Record<Format, string>

const moment = (time: Temporal.ZonedDateTime): string =>
  time.toString({ timeZoneName: 'never', smallestUnit: 'second' })

/** Where one goes: the room in its building, our page for what is online, or both. */
const locationOf = (view: AgendaView, { room }: SessionView, page: string, format?: Format): readonly Thing[] => [
  ...(format === 'online' || room?.onlineOnly
    ? []
    : [
        {
          '@type': 'Place',
          name: (room?.name ?? view.meeting.venue).text,
          address: view.meeting.address.text,
        },
      ]),
  ...(format === 'online' || format === 'hybrid' ? [{ '@type': 'VirtualLocation', url: page }] : []),
]

const namedParts = (view: AgendaView, entry: NamedEntry, page: string): Thing => {
  const t = translator(view.locale)
  const full = entry.level === 'listed' ? undefined : entry
  return {
    '@id': page,
    url: page,
    name: entry.title.text,
    identifier: entry.code,
    eventAttendanceMode: MODE[entry.format],
    inLanguage: entry.interpretation.length ? [...entry.interpretation] : undefined,
    description: full?.abstract && plainWords(full.abstract.text),
    performer: full?.officers.length
      ? full.officers.map(({ role, name }) => ({
          '@type': 'PerformanceRole',
          roleName: role === 'speaker' ? t('reading:officer.speaker', { count: 1 }) : t(`reading:officer.${role}`),
          performer: { '@type': 'Person', name: name.text },
        }))
      : undefined,
  }
}

/** One entry as an event; what is closed says its time and room, and has no address. */
export const sessionThing = (view: AgendaView, entry: SessionView, baseUrl: URL): Thing => {
  const named = isNamed(entry) ? entry : undefined
  const page = new URL(
    named ? sessionPath(view.locale, view.meeting, named.code) : `${meetingPath(view.locale, view.meeting)}/agenda`,
    baseUrl,
  ).href
  return {
    '@type': 'Event',
    ...(named ? namedParts(view, named, page) : { name: translator(view.locale)('reading:agenda.closed') }),
    startDate: entry.start ? moment(entry.start) : entry.day.toString(),
    endDate: entry.end ? moment(entry.end) : undefined,
    eventStatus: `${SCHEMA}/${entry.status === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
    location: locationOf(view, entry, page, named?.format),
  }
}

/** The meeting as an event, without its sessions. */
const meetingThing = (view: AgendaView, baseUrl: URL): Thing => {
  const { meeting, days } = view
  const page = new URL(meetingPath(view.locale, meeting), baseUrl).href
  return {
    '@type': 'Event',
    '@id': page,
    url: page,
    name: meeting.title.text,
    alternateName: meeting.shortTitle.text,
    startDate: days[0]?.date.toString(),
    endDate: days.at(-1)?.date.toString(),
    eventAttendanceMode: MODE[meeting.format],
    eventStatus: `${SCHEMA}/EventScheduled`,
    location: [
      ...(meeting.format === 'online'
        ? []
        : [{ '@type': 'Place', name: meeting.venue.text, address: meeting.address.text }]),
      ...(meeting.format === 'in-person' ? [] : [{ '@type': 'VirtualLocation', url: page }]),
    ],
    organizer: { '@type': 'Organization', name: meeting.organizer.text, email: meeting.contactEmail },
  }
}

const inContext = (thing: Thing): Thing => ({ '@context': SCHEMA, ...thing })

/** The agenda as JSON-LD: the meeting, and each entry of this reader's view as a part of it. */
export const agendaJsonLd = (view: AgendaView, baseUrl: URL): Thing =>
  inContext({
    ...meetingThing(view, baseUrl),
    version: view.release.label,
    dateModified: view.release.publishedAt.toString(),
    subEvent: view.days.flatMap((day) => day.sessions.map((entry) => sessionThing(view, entry, baseUrl))),
  })

/** The meeting alone, as its page carries it. */
export const meetingJsonLd = (view: AgendaView, baseUrl: URL): Thing => inContext(meetingThing(view, baseUrl))

/** A session within its meeting, as its page carries it. */
export const sessionJsonLd = (view: AgendaView, entry: NamedEntry, baseUrl: URL): Thing => {
  const { '@type': type, '@id': id, name, startDate, location } = meetingThing(view, baseUrl)
  return inContext({
    ...sessionThing(view, entry, baseUrl),
    superEvent: { '@type': type, '@id': id, name, startDate, location },
  })
}
