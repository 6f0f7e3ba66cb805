import { constituency } from '../../delegations/constituency.ts'
import { DOOR_MINUTES, LIST_READERS } from '../../meetings/registration-settings.ts'
import { POOL_MODES } from '../../registration/registration.ts'
import { VERIFICATIONS } from '../../registration/settings.ts'
import { checkQuestions } from './check-questions.ts'
import {
  checkConstituencies,
  checkConstituency,
  checkCount,
  checkDuration,
  checkEach,
  checkMoment,
  checkOneOf,
  checkText,
  checkYesNo,
  ifThere,
  isList,
  isObject,
  isText,
  isWhole,
  named,
  partsOf,
  type Json,
  type Problem,
} from './check-values.ts'
import { MOMENTS } from './meeting-file.ts'

const AT = '/meeting/registration'
const GIVES = ['on-request', 'on-approval']

/** A session of the file, as far as places can be of it. */
interface KnownSession {
  code: Json
  day: Json
}

/** What is wrong with the settings of registration: moments, who is told apart how, places. */
export const checkRegistration = (
  value: Json,
  known: { days: number; sessions: readonly KnownSession[] },
  problem: Problem,
): void => {
  const registration = partsOf(value, AT, problem)
  for (const name of MOMENTS)
    if (registration[name] !== undefined || name === 'opens' || name === 'closes')
      checkMoment(registration[name], `${AT}/${name}`, problem)
  checkConstituencies(registration.constituencies, `${AT}/constituencies`, problem)
  checkEach(registration.seatPools, `${AT}/seatPools`, problem, (pool, at) => checkPool(pool, at, known, problem))
  ifThere(registration.questions, checkQuestions, `${AT}/questions`, problem)
  ifThere(registration.verification, checkVerification, `${AT}/verification`, problem)
  ifThere(registration.daysOpenTo, checkDaysOpenTo, `${AT}/daysOpenTo`, problem)
  const { participants, waitingList, badge, floor, doorMinutes, privacyNotice, retention, emailDomains } = registration
  if (participants !== undefined) {
    const of = isObject(participants) ? participants : {}
    checkOneOf(of.readers, LIST_READERS, `${AT}/participants/readers`, problem)
    checkConstituencies(of.byRules, `${AT}/participants/byRules`, problem)
  }
  if (waitingList !== undefined) {
    const of = isObject(waitingList) ? waitingList : {}
    checkOneOf(of.freed, ['give', 'offer'], `${AT}/waitingList/freed`, problem)
    checkCount(of.offerHours, `${AT}/waitingList/offerHours`, problem)
  }
  if (floor !== undefined) checkYesNo(floor, `${AT}/floor`, problem)
  const { least, most } = DOOR_MINUTES
  if (doorMinutes !== undefined && !(isWhole(doorMinutes) && doorMinutes >= least && doorMinutes <= most))
    problem(`${AT}/doorMinutes`, 'file.count')
  if (badge !== undefined)
    for (const name of ['passport', 'photo'])
      checkYesNo(isObject(badge) ? badge[name] : undefined, `${AT}/badge/${name}`, problem)
  if (privacyNotice !== undefined) {
    const of = isObject(privacyNotice) ? privacyNotice : {}
    checkCount(of.version, `${AT}/privacyNotice/version`, problem)
    checkText(of.text, `${AT}/privacyNotice/text`, problem)
  }
  for (const [name, period] of partsIn(retention, `${AT}/retention`, problem))
    checkDuration(period, `${AT}/retention/${name}`, problem)
  for (const [kind, domains] of partsIn(emailDomains, `${AT}/emailDomains`, problem))
    // What a State's domain is, nobody can say for all of its missions.
    if (!constituency(kind) || constituency(kind)!.delegationOf === 'state')
      problem(`${AT}/emailDomains/${kind}`, 'file.unknown', { id: kind })
    else if (!isList(domains) || !domains.every(isText)) problem(`${AT}/emailDomains/${kind}`, 'file.list')
}

const partsIn = (value: Json, at: string, problem: Problem): [string, Json][] =>
  value === undefined ? [] : Object.entries(partsOf(value, at, problem))

const checkVerification = (value: Json, at: string, problem: Problem): void => {
  for (const [kind, how] of partsIn(value, at, problem)) checkOneOf(how, VERIFICATIONS, `${at}/${kind}`, problem)
}

const checkDaysOpenTo = (value: Json, at: string, problem: Problem): void => {
  for (const [day, open] of partsIn(value, at, problem))
    if (open !== 'all') checkConstituencies(open, `${at}/${day}`, problem)
}

const checkPool = (
  value: Json,
  at: string,
  { days, sessions }: { days: number; sessions: readonly KnownSession[] },
  problem: Problem,
): void => {
  const { day, mode, session, capacity, heldBack, gives, quotas } = partsOf(value, at, problem)
  if (!isWhole(day) || day < 1 || day > days) problem(`${at}/day`, 'file.day', { days })
  checkOneOf(mode, POOL_MODES, `${at}/mode`, problem)
  // A session has no floor of its own.
  if (session !== undefined && mode === 'floor') problem(`${at}/mode`, 'file.oneOf', { allowed: 'in-person, online' })
  if (session !== undefined && !sessions.some((each) => each.code === session && each.day === day))
    problem(`${at}/session`, 'file.unknown', { id: named(session) })
  if (gives !== undefined) checkOneOf(gives, GIVES, `${at}/gives`, problem)
  // Either says how many: all together, or those of some.
  if (capacity !== undefined || quotas === undefined) checkCount(capacity, `${at}/capacity`, problem)
  if (heldBack !== undefined) checkCount(heldBack, `${at}/heldBack`, problem)
  if (quotas === undefined) return
  checkEach(quotas, `${at}/quotas`, problem, (each, here) => {
    const quota = partsOf(each, here, problem)
    checkConstituency(quota.constituency, `${here}/constituency`, problem)
    checkCount(quota.capacity, `${here}/capacity`, problem)
    if (quota.perDelegation !== undefined) checkCount(quota.perDelegation, `${here}/perDelegation`, problem)
    if (quota.heldBack !== undefined) checkCount(quota.heldBack, `${here}/heldBack`, problem)
    if (quota.gives !== undefined) checkOneOf(quota.gives, GIVES, `${here}/gives`, problem)
  })
}
