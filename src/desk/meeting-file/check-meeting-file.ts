import { joinAddress } from '../../checkin/join-address.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { isLocale } from '../../kernel/locale.ts'
import { isTimeZone } from '../../kernel/time.ts'
import { isSlug } from '../../meetings/slug.ts'
import { FORMATS, SESSION_KINDS, SHOW_LEVELS } from '../../agenda/release.ts'
import { checkRegistration } from './check-registration.ts'
import {
  checkConstituencies,
  checkOneOf,
  checkText,
  isList,
  isObject,
  isText,
  isWhole,
  type Json,
  type Problem,
} from './check-values.ts'
import type { MeetingFile } from './meeting-file.ts'

const isClock = (value: Json): boolean => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)

const checkAccess = (value: Json, pointer: string, problem: Problem): void => {
  if (!isObject(value)) return problem(pointer, 'file.missing')
  checkOneOf(value.attend, ['everyone', 'constituencies', 'invited'], `${pointer}/attend`, problem)
  checkOneOf(value.show, SHOW_LEVELS, `${pointer}/show`, problem)
  if (value.attend === 'constituencies') checkConstituencies(value.constituencies, `${pointer}/constituencies`, problem)
}

const checkMeeting = (meeting: Record<string, Json>, problem: Problem): void => {
  if (!isText(meeting.slug) || !isSlug(meeting.slug)) problem('/meeting/slug', 'file.slug')
  for (const field of ['title', 'shortTitle', 'summary', 'organizer', 'city'])
    checkText(meeting[field], `/meeting/${field}`, problem)
  if (!isText(meeting.timeZone) || !isTimeZone(meeting.timeZone)) problem('/meeting/timeZone', 'file.timeZone')
  checkOneOf(meeting.format, FORMATS, '/meeting/format', problem)
  if (!isLocale(meeting.mainLanguage)) problem('/meeting/mainLanguage', 'file.language')
  if (!isList(meeting.workingLanguages) || !meeting.workingLanguages.every(isLocale))
    problem('/meeting/workingLanguages', 'file.language')
  if (!isText(meeting.country) || !/^[A-Z]{3}$/.test(meeting.country)) problem('/meeting/country', 'file.country')
  const venue = isObject(meeting.venue) ? meeting.venue : {}
  checkText(venue.name, '/meeting/venue/name', problem)
  checkText(venue.address, '/meeting/venue/address', problem)
  const contact = isObject(meeting.contact) ? meeting.contact : {}
  checkText(contact.name, '/meeting/contact/name', problem)
  if (!isText(contact.email) || !emailFrom(contact.email)) problem('/meeting/contact/email', 'file.email')
}

const checkSession = (
  session: Record<string, Json>,
  known: { days: number; rooms: ReadonlySet<Json>; materials: ReadonlySet<Json> },
  at: string,
  problem: Problem,
): void => {
  if (!isText(session.code) || !/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(session.code) || session.code.length > 16)
    problem(`${at}/code`, 'file.code')
  checkOneOf(session.kind, SESSION_KINDS, `${at}/kind`, problem)
  checkOneOf(session.format, FORMATS, `${at}/format`, problem)
  if (!isWhole(session.day) || session.day < 1 || session.day > known.days)
    problem(`${at}/day`, 'file.day', { days: known.days })
  const timed = session.start !== undefined && session.start !== null
  if (timed && (!isClock(session.start) || !isClock(session.end))) problem(`${at}/start`, 'file.clock')
  if (session.room !== undefined && session.room !== null && !known.rooms.has(session.room))
    problem(`${at}/room`, 'file.unknown', { id: String(session.room) })
  checkText(session.title, `${at}/title`, problem)
  checkAccess(session.access, `${at}/access`, problem)
  if (!isList(session.interpretation)) problem(`${at}/interpretation`, 'file.list')
  for (const [i, id] of (isList(session.materials) ? session.materials : []).entries())
    if (!known.materials.has(id)) problem(`${at}/materials/${i}`, 'file.unknown', { id: String(id) })
  if (session.joinLink !== undefined) {
    const { flaw } = joinAddress(isText(session.joinLink) ? session.joinLink : '', '')
    if (flaw) problem(`${at}/joinLink`, `join-link.${flaw}`)
  }
}

/**
 * A parsed JSON file as a meeting file.
 * @throws InvalidInput with one entry for each thing that is wrong, so that a file is mended in one go.
 */
export const checkMeetingFile = (json: Json): MeetingFile => {
  const fields: FieldError[] = []
  const problem: Problem = (pointer, message, params) => fields.push({ pointer, message, ...(params && { params }) })
  const file = isObject(json) ? json : {}
  const meeting = isObject(file.meeting) ? file.meeting : undefined
  const days = meeting && isList(meeting.days) ? meeting.days.length : 0
  if (!meeting) problem('/meeting', 'file.missing')
  else checkMeeting(meeting, problem)
  if (meeting && !days) problem('/meeting/days', 'file.list')

  const rooms = isList(file.rooms) ? file.rooms.filter(isObject) : []
  if (!isList(file.rooms)) problem('/rooms', 'file.list')
  rooms.forEach((room, i) => checkText(room.name, `/rooms/${i}/name`, problem))

  const materials = isList(file.materials) ? file.materials.filter(isObject) : []
  materials.forEach((material, i) => {
    checkText(material.title, `/materials/${i}/title`, problem)
    checkAccess(material.access, `/materials/${i}/access`, problem)
    if (!isList(material.languages)) problem(`/materials/${i}/languages`, 'file.list')
  })

  if (!isList(file.sessions)) problem('/sessions', 'file.list')
  const sessions = isList(file.sessions) ? file.sessions.filter(isObject) : []
  if (meeting)
    checkRegistration(
      isObject(meeting.registration) ? meeting.registration : {},
      { days, sessions: sessions.map(({ code, day }) => ({ code, day })) },
      problem,
    )
  const known = { days, rooms: new Set(rooms.map((r) => r.id)), materials: new Set(materials.map((m) => m.id)) }
  const codes = new Set<string>()
  sessions.forEach((session, i) => {
    checkSession(session, known, `/sessions/${i}`, problem)
    const code = String(session.code).toLowerCase()
    if (codes.has(code)) problem(`/sessions/${i}/code`, 'file.twice', { code })
    codes.add(code)
  })
  if (fields.length > 0) throw new InvalidInput({ fields })
  return json as MeetingFile
}
