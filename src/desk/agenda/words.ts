import type { Session } from '../../agenda/session.entity.ts'
import type { RoomId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { capitalized, formatDay, formatTime } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'

/** The name of a room, or that it is to be announced. */
export const roomName = (meeting: Meeting, room: RoomId | null, locale: Locale, t: TFunction): string => {
  if (room === null) return t('desk:agenda.roomToBeAnnounced')
  const found = meeting.rooms.find(({ id }) => id === room)
  return found ? wordsOf(found.name, meeting, locale).text : t('plan:roomGone')
}

/** `10:00–11:15`, or that the time is to be announced. */
export const timesOf = (session: Pick<Session, 'start' | 'end'>, t: TFunction): string =>
  session.start && session.end
    ? `${formatTime(session.start)}–${formatTime(session.end)}`
    : t('desk:agenda.timeToBeAnnounced')

/** `Tuesday 18 October` */
export const dayName = (date: Temporal.PlainDate, locale: Locale): string =>
  capitalized(formatDay(date, locale, { weekday: true, year: false }), locale)

/** The days of a meeting as choices of a form. */
export const dayChoices = (meeting: Meeting, locale: Locale): { value: string; label: string }[] =>
  meeting.days.map(({ date }) => ({ value: date.toString(), label: dayName(date, locale) }))

/** The rooms of a meeting as options of a list, with how many seats they have. */
export const roomOptions = (meeting: Meeting, locale: Locale, t: TFunction): { value: string; label: string }[] =>
  meeting.rooms.map(({ id, name, capacity }) => {
    const room = wordsOf(name, meeting, locale).text
    return { value: id, label: capacity ? t('plan:move.roomSeats', { room, count: capacity }) : room }
  })
