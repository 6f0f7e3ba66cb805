import { domainToASCII } from 'node:url'
import { constituency } from '../delegations/constituency.ts'
import type { FieldError } from '../kernel/domain-error.ts'
import { LOCALES } from '../kernel/locale.ts'
import { cleanLocalizedText, sameText, type LocalizedText } from '../kernel/localized-text.ts'
import { WITH_PERIOD } from '../meetings/personal-data.ts'
import type { RegistrationSettings, Verification } from '../meetings/registration-settings.ts'
import { isDuration } from './questions/question.ts'

/** How a claim can become a fact, in the order offered. */
export const VERIFICATIONS = [
  'focal-point',
  'focal-point-then-secretariat',
  'focal-point-or-email-domain',
  'secretariat',
  'none',
] as const satisfies readonly Verification[]

export const MOMENTS = ['opens', 'closes', 'closesInPerson', 'nominateBy', 'confirmBy'] as const
/** A moment that organisers set. */
export type SettingsMoment = (typeof MOMENTS)[number]

const NEEDED: ReadonlySet<SettingsMoment> = new Set(['opens', 'closes'])
const NOTICE = 5000

/** The settings as an organiser writes them; moments are wall-clock times of the meeting's zone, empty where there is none. */
export interface SettingsDraft {
  moments: Readonly<Record<SettingsMoment, string>>
  constituencies: readonly string[]
  verification: Readonly<Record<string, string>>
  /** Domains with spaces between, by constituency. */
  emailDomains: Readonly<Record<string, string>>
  floor: boolean
  badge: { passport: boolean; photo: boolean }
  privacyNotice: LocalizedText
  /** Empty for the usual time. */
  retention: Readonly<Record<string, string>>
}

interface Frame {
  timeZone: string
  /** The end of the meeting's last day. */
  ends: Temporal.Instant
}

const problem = (pointer: string, message: string, params?: FieldError['params']): FieldError => ({
  pointer,
  message: `settings.${message}`,
  ...(params && { params }),
})

/** A moment on the wall clock of a zone, as its field shows it: `2022-10-17T18:00`. */
export const wallClock = (moment: string | undefined, timeZone: string): string =>
  moment
    ? Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' })
    : ''

const instantFrom = (typed: string, timeZone: string): { at: Temporal.Instant } | { message: string } => {
  const text = typed.trim().replace(/^(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})$/, '$1T$2')
  try {
    const clock = Temporal.PlainDateTime.from(text.replace(/T(\d):/, 'T0$1:'))
    try {
      return { at: clock.toZonedDateTime(timeZone, { disambiguation: 'reject' }).toInstant() }
    } catch {
      return { message: 'no-such-hour' }
    }
  } catch {
    return { message: 'not-a-moment' }
  }
}

const momentsFrom = (
  given: SettingsDraft['moments'],
  { timeZone, ends }: Frame,
): { value: Partial<Record<SettingsMoment, string>>; problems: FieldError[] } => {
  const problems: FieldError[] = []
  const at: Partial<Record<SettingsMoment, Temporal.Instant>> = {}
  for (const name of MOMENTS) {
    const typed = given[name]
    if (!typed.trim()) {
      if (NEEDED.has(name)) problems.push(problem(`/${name}`, 'missing'))
      continue
    }
    const read = instantFrom(typed, timeZone)
    if ('message' in read) problems.push(problem(`/${name}`, read.message))
    else at[name] = read.at
  }
  const after = (one: SettingsMoment, other: SettingsMoment): boolean =>
    at[one] !== undefined && at[other] !== undefined && Temporal.Instant.compare(at[one], at[other]) > 0
  const wrong = new Set(problems.map(({ pointer }) => pointer))
  const add = (name: SettingsMoment, message: string) => {
    if (!wrong.has(`/${name}`)) problems.push(problem(`/${name}`, message))
    wrong.add(`/${name}`)
  }
  if (at.opens && at.closes && Temporal.Instant.compare(at.closes, at.opens) <= 0) add('closes', 'closes-before-opens')
  if (after('closesInPerson', 'closes')) add('closesInPerson', 'in-person-after-close')
  if (after('opens', 'closesInPerson')) add('closesInPerson', 'closes-before-opens')
  if (after('nominateBy', 'confirmBy')) add('confirmBy', 'confirm-before-nominate')
  for (const name of MOMENTS)
    if (at[name] && Temporal.Instant.compare(at[name], ends) > 0) add(name, 'after-the-meeting')
  const value = Object.fromEntries(MOMENTS.flatMap((name) => (at[name] ? [[name, at[name].toString()]] : [])))
  return { value, problems }
}

const domainFrom = (typed: string): string | undefined => {
  const ascii = domainToASCII(typed.replace(/^@/, '').toLowerCase())
  return /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(ascii)
    ? ascii
    : undefined
}

/** Whether a constituency speaks for States: no e-mail domain ever proves that. */
export const isOfStates = (id: string): boolean => constituency(id)?.delegationOf === 'state'

const domainsFrom = (
  given: SettingsDraft['emailDomains'],
): { value: Record<string, readonly string[]>; problems: FieldError[] } => {
  const value: Record<string, readonly string[]> = {}
  const problems: FieldError[] = []
  for (const [id, typed] of Object.entries(given)) {
    const words = typed.split(/[\s,;]+/).filter(Boolean)
    if (words.length === 0) continue
    if (!constituency(id) || isOfStates(id)) {
      problems.push(problem(`/emailDomains/${id}`, 'domain-for-states'))
      continue
    }
    const domains = words.map(domainFrom)
    if (domains.includes(undefined)) problems.push(problem(`/emailDomains/${id}`, 'not-a-domain'))
    else value[id] = [...new Set(domains.filter((domain) => domain !== undefined))]
  }
  return { value, problems }
}

const isVerification = (text: string): text is Verification => VERIFICATIONS.some((each) => each === text)

/** The settings as they would be kept, or what is wrong with them; what is not on the form stays as it is (`now`). */
export const checkSettings = (
  draft: SettingsDraft,
  now: RegistrationSettings,
  frame: Frame,
): { value: RegistrationSettings; problems?: undefined } | { value?: undefined; problems: FieldError[] } => {
  const moments = momentsFrom(draft.moments, frame)
  const domains = domainsFrom(draft.emailDomains)
  const problems = [...moments.problems, ...domains.problems]
  const known = draft.constituencies.filter((id) => constituency(id))
  if (known.length < draft.constituencies.length) problems.push(problem('/constituencies', 'no-such-constituency'))
  else if (known.length === 0) problems.push(problem('/constituencies', 'nobody'))
  const verification: Record<string, Verification> = { ...now.verification }
  for (const [id, how] of Object.entries(draft.verification)) {
    if (!isVerification(how) || (how === 'focal-point-or-email-domain' && isOfStates(id)))
      problems.push(problem(`/verification/${id}`, isVerification(how) ? 'domain-for-states' : 'not-a-verification'))
    else verification[id] = how
  }
  const retention: Record<string, string> = { ...now.retention }
  for (const [kind, period] of Object.entries(draft.retention)) {
    if (!period) delete retention[kind]
    else if (isDuration(period) && WITH_PERIOD.some((each) => each === kind)) retention[kind] = period
    else problems.push(problem(`/retention/${kind}`, 'not-a-duration'))
  }
  const text = cleanLocalizedText(draft.privacyNotice)
  for (const locale of LOCALES)
    if ((text[locale]?.length ?? 0) > NOTICE)
      problems.push(problem(`/privacyNotice/${locale}`, 'too-long', { limit: NOTICE }))
  const { opens, closes, ...optional } = moments.value
  if (problems.length || !opens || !closes) return { problems }
  const {
    closesInPerson: _c,
    nominateBy: _n,
    confirmBy: _b,
    emailDomains: _d,
    badge: _g,
    floor: _f,
    retention: _r,
    ...rest
  } = now
  return {
    value: {
      ...rest,
      opens,
      closes,
      ...optional,
      // In the order of the list; what is offered comes first where it was.
      constituencies: [
        ...now.constituencies.filter((id) => known.includes(id)),
        ...known.filter((id) => !now.constituencies.includes(id)),
      ],
      verification,
      ...(Object.keys(domains.value).length > 0 && { emailDomains: domains.value }),
      ...(draft.floor && { floor: true }),
      ...((draft.badge.passport || draft.badge.photo) && { badge: draft.badge }),
      ...noticeAfter(now.privacyNotice, text),
      ...(Object.keys(retention).length > 0 && { retention }),
    },
  }
}

/** The organiser's addition to the notice: its version rises with each change of its words. */
const noticeAfter = (
  now: RegistrationSettings['privacyNotice'],
  text: LocalizedText,
): Pick<RegistrationSettings, 'privacyNotice'> => {
  if (sameText(now?.text, text)) return now ? { privacyNotice: now } : {}
  return { privacyNotice: { version: (now?.version ?? 0) + 1, text } }
}

/** The settings as their form shows them. */
export const settingsDraftOf = (settings: RegistrationSettings, timeZone: string): SettingsDraft => ({
  moments: {
    opens: wallClock(settings.opens, timeZone),
    closes: wallClock(settings.closes, timeZone),
    closesInPerson: wallClock(settings.closesInPerson, timeZone),
    nominateBy: wallClock(settings.nominateBy, timeZone),
    confirmBy: wallClock(settings.confirmBy, timeZone),
  },
  constituencies: settings.constituencies,
  verification: settings.verification,
  emailDomains: Object.fromEntries(
    Object.entries(settings.emailDomains ?? {}).map(([id, domains]) => [id, domains.join(' ')]),
  ),
  floor: settings.floor ?? false,
  badge: settings.badge ?? { passport: false, photo: false },
  privacyNotice: settings.privacyNotice?.text ?? {},
  retention: settings.retention ?? {},
})
