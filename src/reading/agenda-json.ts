import type { AgendaView, ReleaseView, RoomView, SessionView } from '../access/view.ts'
import type { Localized } from '../kernel/localized-text.ts'
import type { AgendaDto, ClosedEntryDto, ReleaseDto, RoomDto, SessionDto, WordsDto } from './agenda.dto.ts'

export const words = ({ text, lang }: Localized): WordsDto => ({ text, language: lang })

export const releaseJson = (release: ReleaseView): ReleaseDto => ({
  label: release.label,
  stage: release.stage,
  publishedAt: release.publishedAt.toString(),
  ...(release.note ? { note: words(release.note) } : {}),
  ...(release.supersededBy ? { supersededBy: release.supersededBy } : {}),
})

const roomJson = (room: RoomView): RoomDto => ({
  key: room.key,
  name: words(room.name),
  ...(room.place ? { place: words(room.place) } : {}),
  onlineOnly: room.onlineOnly,
})

/** A moment with the offset it has there, and without the zone's name, as RFC 3339 has it. */
const moment = (time: Temporal.ZonedDateTime | null): string | null =>
  time?.toString({ timeZoneName: 'never', smallestUnit: 'second' }) ?? null

/** Field by field, never by spreading: a field that is added to a view is not published by accident. */
const entryJson = (entry: SessionView, page: string): ClosedEntryDto | SessionDto => {
  const base: ClosedEntryDto = {
    shown: entry.level,
    start: moment(entry.start),
    end: moment(entry.end),
    ...(entry.room ? { room: roomJson(entry.room) } : {}),
    status: entry.status,
    uid: entry.calendar.uid,
    sequence: entry.calendar.sequence,
    updatedAt: entry.calendar.stamp.toString(),
  }
  if (entry.level === 'closed') return base
  const url = `${page}/sessions/${encodeURIComponent(entry.code)}`
  return {
    ...base,
    code: entry.code,
    kind: entry.kind,
    title: words(entry.title),
    format: entry.format,
    interpretation: [...entry.interpretation],
    openTo: {
      attend: entry.openTo.attend,
      ...(entry.openTo.attend === 'constituencies' ? { constituencies: [...entry.openTo.constituencies] } : {}),
    },
    ...(entry.level === 'listed'
      ? {}
      : {
          ...(entry.abstract ? { abstract: words(entry.abstract) } : {}),
          officers: entry.officers.map(({ role, name }) => ({ role, name: words(name) })),
          items: entry.items.map(({ number, title }) => ({ number, title: words(title) })),
        }),
    ...(entry.level === 'attend' ? { capacity: entry.capacity, ...(entry.online ? { join: `${url}/join` } : {}) } : {}),
    url,
  }
}

/** The agenda as data. `baseUrl` is where this installation is reached. */
export const agendaJson = (view: AgendaView, baseUrl: URL): AgendaDto => {
  const page = new URL(`/${view.locale}/${view.meeting.slug}`, baseUrl).href
  return {
    language: view.locale,
    meeting: view.meeting.slug,
    title: words(view.meeting.title),
    timeZone: view.meeting.timeZone,
    release: releaseJson(view.release),
    days: view.days.map((day) => ({
      number: day.number,
      date: day.date.toString(),
      ...(day.title ? { title: words(day.title) } : {}),
      openTo: [...day.openTo],
      sessions: day.sessions.map((entry) => entryJson(entry, page)),
    })),
  }
}
