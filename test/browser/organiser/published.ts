import { isPause } from '../../../src/agenda/release.ts'
import { sessionsOf, type FileSession, type MeetingFile } from '../../../src/desk/meeting-file/meeting-file.ts'
import type { LocalizedText } from '../../../src/kernel/localized-text.ts'
import { sightOf, type Reader } from './readers.ts'
import { PAPER } from './sample-agenda.ts'
import { isForAll } from './story.ts'

// What was published beside what was on paper, field by field.

interface Json {
  language: string
  title: Words
  days: { date: string; title: Words; openTo: string[]; sessions: JsonSession[] }[]
}
interface Words {
  text: string
  language: string
}
/** A session: when it starts, its code where that is told, and the rest. */
interface Entry {
  start: string
  code?: string
  [field: string]: unknown
}
interface JsonSession extends Entry {
  interpretation?: string[]
  room: { name: Words; place?: Words }
}

const inOrder = (a: Entry, b: Entry): number => (`${a.start} ${a.code ?? ''}` < `${b.start} ${b.code ?? ''}` ? -1 : 1)

/** All that the JSON agenda says, less what no paper can: names for programs, addresses, what calendars count. */
export const agendaInJson = (json: string): unknown => {
  const { language, title, days } = JSON.parse(json) as Json
  return {
    language,
    title,
    days: days.map(({ date, title: called, openTo, sessions }) => ({
      date,
      title: called,
      openTo: openTo.toSorted(),
      sessions: sessions
        .map(({ uid: _uid, sequence: _sequence, updatedAt: _updated, url: _url, join: _join, room, ...said }) => ({
          ...said,
          ...(said.interpretation && { interpretation: said.interpretation.toSorted() }),
          room: { name: room.name, ...(room.place && { place: room.place }) },
        }))
        .toSorted(inOrder),
    })),
  }
}

const sorted = (ids: readonly string[] | 'all' = []): string[] => (ids === 'all' ? [] : ids.toSorted())

/** Whom the paper has a session for, beyond what is said of its day. */
const openTo = (session: FileSession): object => {
  const { attend, constituencies } = session.access
  if (isForAll(session)) return { attend: 'everyone' }
  return { attend, ...(attend === 'constituencies' && { constituencies: sorted(constituencies) }) }
}

/** The same as the paper has it for somebody. */
export const agendaOnPaper = (
  sessions: readonly FileSession[],
  { locale, confirmed }: Pick<Reader, 'locale' | 'confirmed'>,
): unknown => {
  const { meeting, rooms } = PAPER
  const words = (text: LocalizedText): Words => ({ text: text[locale]!, language: locale })
  const said = (session: FileSession): Entry[] => {
    const shown = sightOf(session, confirmed)
    if (!shown) return []
    const { code, kind, title, abstract, people = [], format, interpretation, capacity = null } = session
    const at = (time: string): string => `${meeting.days[session.day - 1]}T${time}:00+02:00`
    const { name, place } = rooms.find(({ id }) => id === session.room)!
    return [
      {
        ...{ shown, start: at(session.start!), end: at(session.end!), status: 'confirmed' },
        room: { name: words(name), ...(place && { place: words(place) }) },
        ...(shown !== 'closed' && {
          ...{ code, kind, title: words(title), format, openTo: openTo(session) },
          interpretation: interpretation.toSorted(),
        }),
        ...((shown === 'programme' || shown === 'attend') && {
          ...(abstract && { abstract: words(abstract) }),
          officers: people.map((officer) => ({ role: officer.role, name: words(officer.name) })),
          items: [],
        }),
        ...(shown === 'attend' && { capacity }),
      },
    ]
  }
  return {
    language: locale,
    title: words(meeting.title),
    days: meeting.days.map((date, index) => ({
      date,
      title: words(meeting.dayTitles![index]!),
      openTo: sorted(meeting.registration.daysOpenTo?.[String(index + 1)]),
      sessions: sessions
        .filter(({ day }) => day === index + 1)
        .flatMap(said)
        .toSorted(inOrder),
    })),
  }
}

/** A session as files have it, whatever is left out because it goes without saying, and whoever made the file. */
const filed = (session: FileSession, rooms: MeetingFile['rooms']): object => {
  const { code, kind, day, start, end, format, title, abstract = {}, people = [], items = [] } = session
  return {
    ...{ code, kind, day, start, end, format, title, abstract, people, items },
    room: rooms.find(({ id }) => id === session.room)!.name,
    interpretation: isPause(kind) ? [] : session.interpretation.toSorted(),
    access: { ...openTo(session), show: session.access.show },
    invited: session.invited ?? [],
    capacity: session.capacity ?? null,
  }
}

/** Sessions that are filed, by code. */
export const sessionsFiled = (sessions: readonly FileSession[], { rooms }: MeetingFile): object[] =>
  sessions.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map((session) => filed(session, rooms))

/** The sessions of each release in a file. */
export const releasesFiled = (file: MeetingFile): object[][] =>
  file.releases!.map((release) => sessionsFiled(sessionsOf(file, release), file))
