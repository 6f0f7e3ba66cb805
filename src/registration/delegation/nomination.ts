import type { Delegation, DelegationRole } from '../../delegations/delegation.ts'
import { DELEGATION_ROLES } from '../../delegations/delegation.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { emailFrom, type EmailAddress } from '../../kernel/email-address.ts'
import type { RegistrationId } from '../../kernel/id.ts'
import { isLocale, type Locale } from '../../kernel/locale.ts'
import type { RegistrationSettings } from '../../meetings/registration-settings.ts'
import { checkWishes, checkYou, type MeetingRules } from '../form/draft.ts'
import type { Claim, DayMode, Names, Wish } from '../registration.ts'

/** Somebody as a focal point types them; nothing is checked yet. */
export interface Entry {
  givenNames: string
  familyName: string
  role: string
  jobTitle: string
  /** By ISO date. */
  days: Readonly<Record<string, string>>
  language: string
  /** Their own; it lets them in online once they have proved it. */
  email: string
  /** Where they are reached without one; several may share it. */
  contact: string
}

/** The same, checked. */
export interface Nominee {
  names: Names
  role: DelegationRole
  jobTitle: string
  wishes: readonly Wish[]
  language: Locale
  email: EmailAddress | undefined
  contact: EmailAddress | undefined
}

/** Whether nothing was typed into a row but what stood in it already. */
export const isBlank = ({ givenNames, familyName, jobTitle, email }: Entry): boolean =>
  ![givenNames, familyName, jobTitle, email].some((text) => text.trim())

/** `/days/0/mode` of the form that everybody fills in is `/days/2022-10-18` here. */
const dayPointer = (pointer: string, { days }: Pick<MeetingRules, 'days'>): string =>
  pointer.replace(/^\/days\/(\d+)\/mode$/, (_, index) => `/days/${days[Number(index)]?.date.toString() ?? ''}`)

const isRole = (text: string): text is DelegationRole => DELEGATION_ROLES.some((role) => role === text)

type Checked<T> = { value: T; problems?: undefined } | { value?: undefined; problems: FieldError[] }

/** Whom a place passes to: role, order and days are those of the one before. */
export type Successor = Omit<Nominee, 'role' | 'wishes'>

/** Checks who somebody is and how they are reached. */
export const checkSuccessor = (
  entry: Pick<Entry, 'givenNames' | 'familyName' | 'jobTitle' | 'language' | 'email' | 'contact'>,
): Checked<Successor> => {
  const problems: FieldError[] = []
  const you = checkYou({ givenNames: entry.givenNames, familyName: entry.familyName }, entry.jobTitle)
  problems.push(...(you.problems ?? []).map((each) => ({ ...each, pointer: each.pointer.replace('/names', '') })))
  if (!isLocale(entry.language)) problems.push({ pointer: '/language', message: 'registration.language.missing' })
  const email = entry.email.trim() ? emailFrom(entry.email) : undefined
  const contact = entry.contact.trim() ? emailFrom(entry.contact) : undefined
  if (entry.email.trim() && !email) problems.push({ pointer: '/email', message: 'email.invalid' })
  if (entry.contact.trim() && !contact) problems.push({ pointer: '/contact', message: 'email.invalid' })
  if (!you.value || problems.length || !isLocale(entry.language)) return { problems }
  return { value: { ...you.value, language: entry.language, email, contact } }
}

/** Checks one person; problems point into the entry: `/email`, `/days/2022-10-18`. */
export const checkEntry = (
  entry: Entry,
  rules: MeetingRules,
  { constituency }: Pick<Delegation, 'constituency'>,
  today: Temporal.PlainDate,
): Checked<Nominee> => {
  const who = checkSuccessor(entry)
  const problems = [...(who.problems ?? [])]
  const wished = rules.days.map(({ date }): Wish => {
    const mode = entry.days[date.toString()] ?? 'none'
    return { day: date.toString(), mode: mode as DayMode, meanwhile: mode === 'in-person' }
  })
  const wishes = checkWishes(wished, rules, constituency, today)
  problems.push(...(wishes.problems ?? []).map((each) => ({ ...each, pointer: dayPointer(each.pointer, rules) })))
  if (!isRole(entry.role)) problems.push({ pointer: '/role', message: 'delegation.role.missing' })
  if (!who.value || !wishes.value || !isRole(entry.role)) return { problems }
  return { value: { ...who.value, role: entry.role, wishes: wishes.value } }
}

/** Whom a delegation is of, as its people claim it. */
export const claimOfDelegation = ({ constituency, state, organization }: Delegation): Claim => ({
  constituency,
  state,
  organization,
})

/** Until when focal points name people, and until when they confirm and put in order. They replace people until the end. */
export const deadlinesOf = (
  { nominateBy, confirmBy, closes }: Pick<RegistrationSettings, 'nominateBy' | 'confirmBy' | 'closes'>,
  meetingEnds: Temporal.Instant,
): Readonly<Record<'nominate' | 'confirm', Temporal.Instant>> => ({
  nominate: Temporal.Instant.from(nominateBy ?? closes),
  confirm: confirmBy ? Temporal.Instant.from(confirmBy) : meetingEnds,
})

/** Somebody's place in the order of a delegation. */
export interface Ranked {
  id: RegistrationId
  role: DelegationRole | null
  rank: number | null
}

const byRole = ({ role }: Ranked): number => (role ? DELEGATION_ROLES.indexOf(role) : DELEGATION_ROLES.length)

/** The delegation's order: head, representatives, alternates, advisers, each by their rank; who has neither comes last. */
export const inOrder = <T extends Ranked>(people: readonly T[]): T[] =>
  people.toSorted(
    (a, b) => byRole(a) - byRole(b) || (a.rank ?? Infinity) - (b.rank ?? Infinity) || (a.id < b.id ? -1 : 1),
  )

/** The same people numbered from one, without gaps. */
export const numbered = <T extends Ranked>(people: readonly T[]): T[] =>
  inOrder(people).map((each, index) => ({ ...each, rank: index + 1 }))

/** One step up or down, past the neighbour of the same role; there is none past the first and the last. */
export const moved = <T extends Ranked>(people: readonly T[], id: string, step: 'up' | 'down'): T[] => {
  const order = numbered(people)
  const at = order.findIndex((each) => each.id === id)
  const [one, other] = [order[at], order[step === 'up' ? at - 1 : at + 1]]
  if (!one || !other || one.role !== other.role) return order
  return inOrder(
    order.map((each) =>
      each === one ? { ...each, rank: other.rank } : each === other ? { ...each, rank: one.rank } : each,
    ),
  )
}

/** A delegation has one head. @throws InvalidInput at `pointerOf` of the second */
export const mustHaveOneHead = <T extends Ranked>(people: readonly T[], pointerOf: (person: T) => string): void => {
  const [, second] = people.filter(({ role }) => role === 'head')
  if (second) throw new InvalidInput({ fields: [{ pointer: pointerOf(second), message: 'delegation.role.one-head' }] })
}
