import { FORMATS, OFFICER_ROLES, SESSION_KINDS, SHOW_LEVELS } from '../../agenda/release.ts'
import { codeErrors } from '../../agenda/session.ts'
import { joinAddress } from '../../checkin/join-address.ts'
import { checkInterpretation } from './check-frame.ts'
import {
  checkConstituencies,
  checkConstituency,
  checkCount,
  checkEach,
  checkKnown,
  checkOneOf,
  checkString,
  checkText,
  checkWords,
  ifThere,
  isText,
  isWhole,
  partsOf,
  type Json,
  type Problem,
} from './check-values.ts'

/** What else is in the file that a session can name. */
export interface KnownInFile {
  days: number
  rooms: ReadonlySet<Json>
  materials: ReadonlySet<Json>
}

const isClock = (value: Json): boolean => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)

/** Who may attend a session, or read a paper, with the groups of those who are invited beside it. */
export const checkAccess = (value: Json, invited: Json, at: string, problem: Problem): void => {
  const access = partsOf(value, `${at}/access`, problem)
  checkOneOf(access.attend, ['everyone', 'constituencies', 'invited'], `${at}/access/attend`, problem)
  checkOneOf(access.show, SHOW_LEVELS, `${at}/access/show`, problem)
  if (access.attend === 'constituencies')
    checkConstituencies(access.constituencies, `${at}/access/constituencies`, problem)
  if (access.attend === 'invited' || invited !== undefined)
    checkEach(invited, `${at}/invited`, problem, (group, here) => checkString(group, here, problem))
}

const checkOfficer = (value: Json, at: string, problem: Problem): void => {
  const officer = partsOf(value, at, problem)
  checkOneOf(officer.role, OFFICER_ROLES, `${at}/role`, problem)
  checkText(officer.name, `${at}/name`, problem)
  ifThere(officer.constituency, checkConstituency, `${at}/constituency`, problem)
}

const checkItem = (value: Json, at: string, problem: Problem): void => {
  const item = partsOf(value, at, problem)
  checkString(item.number, `${at}/number`, problem)
  checkText(item.title, `${at}/title`, problem)
}

/** What is wrong with a session of the file; `at` is its place. */
export const checkSession = (value: Json, known: KnownInFile, at: string, problem: Problem): void => {
  const session = partsOf(value, at, problem)
  if (typeof session.code !== 'string') problem(`${at}/code`, 'session.code-not-possible')
  else for (const { message, params } of codeErrors(session.code)) problem(`${at}/code`, message, params)
  checkOneOf(session.kind, SESSION_KINDS, `${at}/kind`, problem)
  checkOneOf(session.format, FORMATS, `${at}/format`, problem)
  if (!isWhole(session.day) || session.day < 1 || session.day > known.days)
    problem(`${at}/day`, 'file.day', { days: known.days })
  const { start, end } = session
  const given = [start, end].filter((time) => (time ?? undefined) !== undefined)
  if (given.length === 1 || !given.every(isClock)) problem(`${at}/start`, 'file.clock')
  ifThere(
    session.room ?? undefined,
    (room, here) => checkKnown(room, known.rooms, here, problem),
    `${at}/room`,
    problem,
  )
  checkText(session.title, `${at}/title`, problem)
  checkWords(session.abstract, `${at}/abstract`, problem)
  checkAccess(session.access, session.invited, at, problem)
  checkInterpretation(session.interpretation, `${at}/interpretation`, problem)
  for (const [name, check] of [
    ['people', checkOfficer],
    ['items', checkItem],
    ['materials', (id: Json, here: string) => checkKnown(id, known.materials, here, problem)],
  ] as const)
    ifThere(session[name], (list, here) => checkEach(list, here, problem, check), `${at}/${name}`, problem)
  ifThere(session.capacity ?? undefined, checkCount, `${at}/capacity`, problem)
  ifThere(
    session.status,
    (status, here) => checkOneOf(status, ['confirmed', 'cancelled'], here, problem),
    `${at}/status`,
    problem,
  )
  if (session.joinLink !== undefined) {
    const { flaw } = joinAddress(isText(session.joinLink) ? session.joinLink : '', '')
    if (flaw) problem(`${at}/joinLink`, `join-link.${flaw}`)
  }
}
