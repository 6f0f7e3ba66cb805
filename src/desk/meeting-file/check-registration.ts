import { constituency } from '../../delegations/constituency.ts'
import { DOOR_MINUTES, LIST_READERS } from '../../meetings/registration-settings.ts'
import { POOL_MODES } from '../../registration/registration.ts'
import { isDuration } from '../../registration/questions/question.ts'
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
import { MOMENTS } from './meeting-file.ts'
import { instantFrom } from './relative-date.ts'

const AT = '/meeting/registration'
const GIVES = ['on-request', 'on-approval']

/** A session of the file, as far as places can be of it. */
interface KnownSession {
  code: Json
  day: Json
}

/** What is wrong with the settings of registration: moments, who is told apart how, places. */
export const checkRegistration = (
  registration: Record<string, Json>,
  known: { days: number; sessions: readonly KnownSession[] },
  problem: Problem,
): void => {
  for (const name of MOMENTS)
    checkMoment(registration[name], `${AT}/${name}`, name === 'opens' || name === 'closes', problem)
  checkConstituencies(registration.constituencies, `${AT}/constituencies`, problem)
  if (!isList(registration.seatPools)) problem(`${AT}/seatPools`, 'file.list')
  else registration.seatPools.forEach((pool, i) => checkPool(pool, `${AT}/seatPools/${i}`, known, problem))
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
  for (const [name, period] of Object.entries(isObject(retention) ? retention : {}))
    if (!isText(period) || !isDuration(period)) problem(`${AT}/retention/${name}`, 'file.duration')
  for (const [kind, domains] of Object.entries(isObject(emailDomains) ? emailDomains : {}))
    // What a State's domain is, nobody can say for all of its missions.
    if (!constituency(kind) || constituency(kind)!.delegationOf === 'state')
      problem(`${AT}/emailDomains/${kind}`, 'file.unknown', { id: kind })
    else if (!isList(domains) || !domains.every(isText)) problem(`${AT}/emailDomains/${kind}`, 'file.list')
}

const checkMoment = (value: Json, at: string, needed: boolean, problem: Problem): void => {
  if (value === undefined && !needed) return
  try {
    if (!isText(value)) throw new Error('no text')
    instantFrom(value, { day: Temporal.PlainDate.from('2000-01-01'), zone: 'UTC' })
  } catch {
    problem(at, 'file.moment')
  }
}

const checkYesNo = (value: Json, at: string, problem: Problem): void => {
  if (typeof value !== 'boolean') problem(at, 'file.yesNo')
}

const checkCount = (value: Json, at: string, problem: Problem): void => {
  if (!isWhole(value)) problem(at, 'file.count')
}

const checkPool = (
  value: Json,
  at: string,
  { days, sessions }: { days: number; sessions: readonly KnownSession[] },
  problem: Problem,
): void => {
  if (!isObject(value)) return problem(at, 'file.missing')
  const { day, mode, session, capacity, heldBack, gives, quotas } = value
  if (!isWhole(day) || day < 1 || day > days) problem(`${at}/day`, 'file.day', { days })
  checkOneOf(mode, POOL_MODES, `${at}/mode`, problem)
  if (session !== undefined && !sessions.some((each) => each.code === session && each.day === day))
    problem(`${at}/session`, 'file.unknown', { id: String(session) })
  if (gives !== undefined) checkOneOf(gives, GIVES, `${at}/gives`, problem)
  // Either says how many: all together, or those of some.
  if (capacity !== undefined || quotas === undefined) checkCount(capacity, `${at}/capacity`, problem)
  if (heldBack !== undefined) checkCount(heldBack, `${at}/heldBack`, problem)
  if (quotas === undefined) return
  if (!isList(quotas)) return problem(`${at}/quotas`, 'file.list')
  quotas.forEach((each, i) => {
    const quota = isObject(each) ? each : {}
    const here = `${at}/quotas/${i}`
    if (!isText(quota.constituency) || !constituency(quota.constituency))
      problem(`${here}/constituency`, 'file.unknown', { id: String(quota.constituency) })
    checkCount(quota.capacity, `${here}/capacity`, problem)
    if (quota.perDelegation !== undefined) checkCount(quota.perDelegation, `${here}/perDelegation`, problem)
    if (quota.heldBack !== undefined) checkCount(quota.heldBack, `${here}/heldBack`, problem)
    if (quota.gives !== undefined) checkOneOf(quota.gives, GIVES, `${here}/gives`, problem)
  })
}
