import type { Session } from '../../agenda/session.entity.ts'
import { searchForm } from '../../delegations/state.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Room } from '../../meetings/room.entity.ts'
import { formatTime } from '../../platform/i18n/formats.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { COLUMNS, type Column } from './agenda-columns.ts'
import { NONE, whoWords } from './cell-words.ts'
import { itemLines, officerLines } from './lines.ts'

/** Rooms by all that they are called, once for each list of rooms: a file of thousands asks in every row. */
const byName = new WeakMap<readonly Room[], ReadonlyMap<string, readonly Room[]>>()

const namesOf = ({ key, name }: Pick<Room, 'key' | 'name'>): Set<string> =>
  new Set([key, ...Object.values(name)].map(searchForm))

/** The rooms that a cell may mean, by name in any language or by code. */
export const roomsCalled = (cell: string, rooms: readonly Room[]): readonly Room[] => {
  const names =
    byName.get(rooms) ??
    new Map(
      [
        ...Map.groupBy(
          rooms.flatMap((room) => [...namesOf(room)].map((name) => ({ name, room }))),
          ({ name }) => name,
        ),
      ].map(([name, called]) => [name, called.map(({ room }) => room)]),
    )
  byName.set(rooms, names)
  return names.get(searchForm(cell)) ?? []
}

/** A room as a cell: by its name, or by its code where another is called the same. */
const roomCell = (room: Room, { rooms, mainLanguage }: Meeting, locale: Locale): string => {
  const name = localize(room.name, locale, mainLanguage)?.text ?? room.key
  return roomsCalled(name, rooms).length === 1 ? name : room.key
}

/** All that a session says, as the cells that say it: what comes back like this changes nothing. */
export const cellsOf = (session: Session, meeting: Meeting, locale: Locale): Record<Column, string> => {
  const t = translator(locale)
  const room = meeting.rooms.find(({ id }) => id === session.roomId)
  const inLanguages = (text: string, cell: (locale: Locale) => string): [string, string][] =>
    LOCALES.map((one) => [`${text}_${one}`, cell(one)])
  return Object.fromEntries([
    ['code', session.code],
    ['kind', t(`desk:kind.${session.kind}`)],
    ...inLanguages('title', (one) => session.title[one] ?? ''),
    ['day', session.day.toString()],
    ['start', session.start ? formatTime(session.start) : ''],
    ['end', session.end ? formatTime(session.end) : ''],
    ['room', room ? roomCell(room, meeting, locale) : ''],
    ['format', t(`desk:format.${session.format}`)],
    // An empty cell would stand for what the meeting says of all its sessions.
    ['interpretation', session.interpretation.join(', ') || NONE],
    ...inLanguages('people', (one) => officerLines(session.officers, one)),
    ...inLanguages('items', (one) => itemLines(session.items, one)),
    ...inLanguages('abstract', (one) => session.abstract[one] ?? ''),
    ['attend', whoWords(session.access, locale)],
    ['show', t(`desk:level.${session.access.show}`)],
    ['capacity', session.capacity?.toString() ?? ''],
    ['status', session.status === 'cancelled' ? t('common:state.cancelled') : t('plan:history.takesPlace')],
  ]) as Record<Column, string>
}

/** A session as a row of a table with all columns. */
export const sessionRow = (session: Session, meeting: Meeting, locale: Locale): string[] => {
  const cells = cellsOf(session, meeting, locale)
  return COLUMNS.map((column) => cells[column])
}
