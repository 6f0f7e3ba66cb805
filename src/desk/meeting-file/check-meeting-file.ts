import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { plainTexts } from '../../kernel/plain-text.ts'
import { checkFrame } from './check-frame.ts'
import { checkMaterials } from './check-materials.ts'
import { checkRegistration } from './check-registration.ts'
import { checkReleases } from './check-releases.ts'
import { checkSession } from './check-session.ts'
import {
  checkCount,
  checkEach,
  checkOnce,
  checkText,
  checkWords,
  checkYesNo,
  ifThere,
  isList,
  isObject,
  isText,
  partsOf,
  type Json,
  type Problem,
} from './check-values.ts'
import type { MeetingFile } from './meeting-file.ts'

const checkRoom = (value: Json, at: string, problem: Problem): void => {
  const room = partsOf(value, at, problem)
  if (!isText(room.id)) problem(`${at}/id`, 'file.missing')
  checkText(room.name, `${at}/name`, problem)
  checkWords(room.place ?? undefined, `${at}/place`, problem)
  ifThere(room.capacity ?? undefined, checkCount, `${at}/capacity`, problem)
  ifThere(room.booths, checkCount, `${at}/booths`, problem)
  ifThere(room.hybrid, checkYesNo, `${at}/hybrid`, problem)
  ifThere(room.onlineOnly, checkYesNo, `${at}/onlineOnly`, problem)
}

/** One part of each thing in a list, with where it stands. */
const each = (list: Json, part: string, at: string): (readonly [Json, string])[] =>
  isList(list) ? list.map((one, index) => [isObject(one) ? one[part] : undefined, `${at}/${index}/${part}`]) : []

const namesOf = (list: Json, part: string): ReadonlySet<Json> => new Set(each(list, part, '').map(([name]) => name))

/**
 * A parsed JSON file as a meeting file.
 * @throws InvalidInput with one entry for each thing that is wrong, so that a file is mended in one go.
 */
export const checkMeetingFile = (json: Json): MeetingFile => {
  const fields: FieldError[] = []
  const problem: Problem = (pointer, message, params) => fields.push({ pointer, message, ...(params && { params }) })
  const file = isObject(json) ? (plainTexts(json) as Record<string, Json>) : {}
  const { meeting, rooms, sessions, materials, releases } = file
  const frame = isObject(meeting) ? meeting : undefined
  const days = frame && isList(frame.days) ? frame.days.length : 0

  if (!frame) problem('/meeting', 'file.missing')
  else checkFrame(frame, problem)
  checkEach(rooms, '/rooms', problem, checkRoom)
  checkOnce(each(rooms, 'id', '/rooms'), problem)
  if (materials !== undefined) checkMaterials(materials, namesOf(sessions, 'code'), namesOf(materials, 'id'), problem)
  checkOnce(each(materials, 'id', '/materials'), problem)
  if (frame)
    checkRegistration(
      frame.registration,
      { days, sessions: isList(sessions) ? sessions.filter(isObject).map(({ code, day }) => ({ code, day })) : [] },
      problem,
    )
  const known = { days, rooms: namesOf(rooms, 'id'), materials: namesOf(materials, 'id') }
  checkEach(sessions, '/sessions', problem, (session, at) => checkSession(session, known, at, problem))
  checkOnce(each(sessions, 'code', '/sessions'), problem, (code) => code.toLowerCase())
  if (releases !== undefined) checkReleases(releases, isList(sessions) ? sessions : [], known, problem)
  if (fields.length > 0) throw new InvalidInput({ fields })
  return file as unknown as MeetingFile
}
