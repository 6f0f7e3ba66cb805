import type { Locale } from '../kernel/locale.ts'
import { LOCALES } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import type { ReleaseContent, ReleasedSession } from './release.ts'
import type { Session } from './session.entity.ts'

/** What a text is of. */
export type TextKind = 'title' | 'abstract' | 'item' | 'officer' | 'room' | 'place' | 'day' | 'meeting'

/** A text that readers see, in all its languages, and where it stands. */
export interface AgendaText {
  /** Names it for as long as it is there: `session/<id>/items/0`, `room/<id>/name`, `day/2022-10-18/title`. */
  key: string
  kind: TextKind
  /** The code of its session; of a room, a day or the meeting nothing. */
  code?: string
  /** Of several in its session: which, from 1. */
  number?: number
  /** ISO date of the day it is listed under; of a room or the meeting nothing. */
  day?: string
  words: LocalizedText
  /** The same in the release in force, if it was in it. */
  released?: LocalizedText
  /** The version of its session in which each language last changed, where that is known. */
  changed?: Readonly<Partial<Record<Locale, number>>>
}

/** The texts of a meeting's own frame, by their place in the row. */
export const FRAME_TEXTS = {
  title: (meeting) => meeting.title,
  shortTitle: (meeting) => meeting.shortTitle,
  summary: (meeting) => meeting.summary,
  organizer: (meeting) => meeting.organizer,
  city: (meeting) => meeting.city,
  'venue/name': (meeting) => meeting.venue.name,
  'venue/address': (meeting) => meeting.venue.address,
  'venue/access': (meeting) => meeting.venue.access ?? {},
  'contact/name': (meeting) => meeting.contact.name,
} as const satisfies Record<string, (meeting: Meeting) => LocalizedText>

const versionsOf = (session: Session, field: 'title' | 'abstract'): AgendaText['changed'] =>
  Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const version = session.fieldVersions[`${field}.${locale}`]
      return version === undefined ? [] : [[locale, version]]
    }),
  )

const ofSession = (session: Session, released: ReleasedSession | undefined): AgendaText[] => {
  const at = { code: session.code, day: session.day.toString() }
  const key = (rest: string): string => `session/${session.id}/${rest}`
  const was = (words: LocalizedText | undefined): Pick<AgendaText, 'released'> => (words ? { released: words } : {})
  const which = (index: number, all: readonly unknown[]): Pick<AgendaText, 'number'> =>
    all.length > 1 ? { number: index + 1 } : {}
  return [
    ...(['title', 'abstract'] as const).map((kind) => {
      const changed = versionsOf(session, kind)
      return {
        key: key(kind),
        kind,
        ...at,
        words: session[kind],
        ...was(released?.[kind]),
        ...(changed && { changed }),
      }
    }),
    ...session.items.map((item, index, all) => {
      const before = released?.items.find(({ number }) => number === item.number)?.title
      const is = { key: key(`items/${index}`), kind: 'item' as const, ...at, ...which(index, all) }
      return { ...is, words: item.title, ...was(before) }
    }),
    ...session.officers.map((officer, index, all) => {
      const before = released?.officers[index]?.name
      const is = { key: key(`officers/${index}`), kind: 'officer' as const, ...at, ...which(index, all) }
      return { ...is, words: officer.name, ...was(before) }
    }),
  ]
}

/** Every text of a meeting that readers see: of its sessions in their order, then of days, rooms and the meeting itself. */
export const textsOf = (
  sessions: readonly Session[],
  meeting: Meeting,
  released: ReleaseContent | undefined,
): AgendaText[] => {
  const before = new Map(released?.sessions.map((session) => [session.id, session]))
  const rooms = new Map(released?.rooms.map((room) => [room.id, room]))
  return [
    ...sessions.flatMap((session) => ofSession(session, before.get(session.id))),
    ...meeting.days.map((day) => {
      const date = day.date.toString()
      return { key: `day/${date}/title`, kind: 'day' as const, day: date, words: day.title ?? {} }
    }),
    ...meeting.rooms.flatMap((room) => {
      const was = rooms.get(room.id)
      return [
        { key: `room/${room.id}/name`, kind: 'room' as const, words: room.name, ...(was && { released: was.name }) },
        {
          key: `room/${room.id}/place`,
          kind: 'place' as const,
          words: room.place ?? {},
          ...(was?.place && { released: was.place }),
        },
      ]
    }),
    ...Object.entries(FRAME_TEXTS).map(([field, words]) => ({
      key: `meeting/${field}`,
      kind: 'meeting' as const,
      words: words(meeting),
    })),
  ]
}
