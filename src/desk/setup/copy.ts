import { NoSuchHour, spanOn, EmptySpan } from '../../kernel/time.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { FileSession, MeetingFile } from '../meeting-file/meeting-file.ts'

/** What is different in the copy of a meeting. */
export interface CopyOrder {
  slug: string
  title: LocalizedText
  shortTitle: LocalizedText
  firstDay: Temporal.PlainDate
  /** Chairs and speakers, too; else the copy names nobody. */
  officers: boolean
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T/

/** By how many days the copy is later. */
export const shiftOf = (file: MeetingFile, { firstDay }: Pick<CopyOrder, 'firstDay'>): number =>
  Temporal.PlainDate.from(file.meeting.days[0]!).until(firstDay).days

/**
 * A meeting's file as that of another: days and windows of registration keep their distance, wall-clock times stay. What
 * was published, papers and ways to join belong to the meeting that was; so do sessions that did not take place.
 */
export const copyOf = (file: MeetingFile, order: CopyOrder): MeetingFile => {
  const days = shiftOf(file, order)
  const { registration, timeZone } = file.meeting
  const wallClock = (written: string): Temporal.PlainDateTime =>
    written.endsWith('Z')
      ? Temporal.Instant.from(written).toZonedDateTimeISO(timeZone).toPlainDateTime()
      : Temporal.PlainDateTime.from(written)
  const moved = <Value>(value: Value): Value | string =>
    typeof value === 'string' && MOMENT.test(value) ? wallClock(value).add({ days }).toString() : value
  const held = file.sessions.filter(({ status }) => status !== 'cancelled')
  const takesPlace = new Set(held.map(({ code }) => code))
  return {
    meeting: {
      ...file.meeting,
      slug: order.slug,
      title: order.title,
      shortTitle: order.shortTitle,
      demonstration: false,
      days: file.meeting.days.map((day) => Temporal.PlainDate.from(day).add({ days }).toString()),
      registration: {
        ...(Object.fromEntries(
          Object.entries(registration).map(([name, value]) => [name, moved(value)]),
        ) as unknown as typeof registration),
        seatPools: registration.seatPools.filter(({ session }) => session === undefined || takesPlace.has(session)),
      },
    },
    rooms: file.rooms,
    sessions: held.map(({ materials: _papers, joinLink: _way, people, ...session }) => ({
      ...session,
      ...(order.officers && people ? { people } : {}),
    })),
  }
}

/** A session of the copy whose hour there is not, or twice, on its new day. */
export interface LostHour {
  session: FileSession
  day: string
}

/** The sessions that the clocks do not let take place where they would be. */
export const lostHours = (copy: MeetingFile): LostHour[] =>
  copy.sessions.flatMap((session) => {
    const day = copy.meeting.days[session.day - 1]
    if (!session.start || !session.end || !day) return []
    try {
      const [start, end] = [Temporal.PlainTime.from(session.start), Temporal.PlainTime.from(session.end)]
      spanOn(Temporal.PlainDate.from(day), start, end, copy.meeting.timeZone)
      return []
    } catch (error) {
      if (error instanceof NoSuchHour || error instanceof EmptySpan) return [{ session, day }]
      throw error
    }
  })
