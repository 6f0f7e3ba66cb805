import { isLocale, type Locale } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import { newId, type MeetingId, type RoomId } from '../../kernel/id.ts'
import { MeetingDay } from '../../meetings/meeting-day.entity.ts'
import { Meeting } from '../../meetings/meeting.entity.ts'
import type { RegistrationSettings } from '../../meetings/registration-settings.ts'
import { Room } from '../../meetings/room.entity.ts'
import { AS_KEPT, MOMENTS, type MeetingFile } from './meeting-file.ts'
import { daysFrom, instantFrom, type LoadedOn } from './relative-date.ts'

const registrationSettings = (file: MeetingFile, loaded: LoadedOn): RegistrationSettings => {
  const { registration } = file.meeting
  const at = (written: string): string => instantFrom(written, loaded).toString()
  return {
    ...(Object.fromEntries(
      MOMENTS.flatMap((name) => (registration[name] ? [[name, at(registration[name])]] : [])),
    ) as Pick<RegistrationSettings, (typeof MOMENTS)[number]>),
    constituencies: registration.constituencies,
    verification: registration.verification ?? { default: 'secretariat' },
    questions: registration.questions ?? [],
    ...Object.fromEntries(
      AS_KEPT.flatMap((name) => (registration[name] === undefined ? [] : [[name, registration[name]]])),
    ),
  }
}

/** A file with titles for some days has an empty one for the rest. */
const titleOf = (title: LocalizedText = {}): LocalizedText | null => (Object.keys(title).length ? title : null)

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
      title: titleOf(frame.dayTitles?.[index]),
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
    announced: frame.announced ?? true,
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
