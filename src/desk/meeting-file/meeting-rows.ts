import { isLocale, type Locale } from '../../kernel/locale.ts'
import { newId, type MeetingId, type RoomId } from '../../kernel/id.ts'
import { MeetingDay } from '../../meetings/meeting-day.entity.ts'
import { Meeting } from '../../meetings/meeting.entity.ts'
import type { RegistrationSettings } from '../../meetings/registration-settings.ts'
import { Room } from '../../meetings/room.entity.ts'
import type { MeetingFile } from './meeting-file.ts'
import { daysFrom, instantFrom, type LoadedOn } from './relative-date.ts'

const registrationSettings = (file: MeetingFile, loaded: LoadedOn): RegistrationSettings => {
  const { registration } = file.meeting
  return {
    opens: instantFrom(registration.opens, loaded).toString(),
    closes: instantFrom(registration.closes, loaded).toString(),
    ...(registration.closesInPerson && { closesInPerson: instantFrom(registration.closesInPerson, loaded).toString() }),
    constituencies: registration.constituencies,
    verification: registration.verification ?? { default: 'secretariat' },
    questions: registration.questions ?? [],
    ...(registration.participants && { participants: registration.participants }),
  }
}

/** The meeting of a file as it is kept, with its days and rooms; new ids, counters at zero. */
export const meetingRow = (file: MeetingFile, loaded: LoadedOn, now: Temporal.Instant): Meeting => {
  const frame = file.meeting
  const id = newId<'Meeting'>() satisfies MeetingId
  const openTo = frame.registration.daysOpenTo ?? {}
  const days = daysFrom(frame.days, frame.firstDayOn, loaded).map((date, index) => {
    const open = openTo[String(index + 1)]
    return Object.assign(new MeetingDay(), {
      meetingId: id,
      date,
      number: index + 1,
      title: frame.dayTitles?.[index] ?? null,
      openTo: Array.isArray(open) ? open : [],
    })
  })
  const rooms = file.rooms.map((room, position) =>
    Object.assign(new Room(), {
      id: newId<'Room'>() satisfies RoomId,
      meetingId: id,
      key: room.id,
      name: room.name,
      place: room.place ?? null,
      capacity: room.capacity ?? null,
      booths: room.booths ?? 0,
      hybrid: room.hybrid ?? false,
      onlineOnly: room.onlineOnly ?? false,
      position,
    }),
  )
  return Object.assign(new Meeting(), {
    id,
    slug: frame.slug,
    series: frame.series ?? null,
    demonstration: frame.demonstration ?? false,
    title: frame.title,
    shortTitle: frame.shortTitle,
    summary: frame.summary,
    organizer: frame.organizer,
    timeZone: frame.timeZone,
    venue: frame.venue,
    city: frame.city,
    country: frame.country,
    format: frame.format,
    mainLanguage: frame.mainLanguage as Locale,
    workingLanguages: frame.workingLanguages.filter(isLocale),
    interpretation: frame.interpretation ?? [],
    contact: frame.contact,
    registration: registrationSettings(file, loaded),
    workingVersion: 0,
    releaseVersion: 0,
    rulesRevision: 0,
    createdAt: now,
    days,
    rooms,
  })
}
