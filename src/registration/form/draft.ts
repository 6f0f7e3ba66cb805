import { constituency, type ConstituencyId } from '../../delegations/constituency.ts'
import { state } from '../../delegations/state.ts'
import type { FieldError } from '../../kernel/domain-error.ts'
import { isLocale, type Locale } from '../../kernel/locale.ts'
import type { Question, RegistrationSettings } from '../../meetings/registration-settings.ts'
import { checkAnswers, type Asked } from './answers.ts'
import { questionsOf } from '../questions/badge-questions.ts'
import { dayDoor, modesOf } from '../places/days-open.ts'
import type { Answers, Claim, DayMode, Draft, Names, Step, Wish } from '../registration.ts'

const NAME = 100
const TEXT = 200

/** What of a meeting decides whether a registration can be taken. */
export interface MeetingRules {
  format: 'in-person' | 'online' | 'hybrid'
  days: readonly { date: Temporal.PlainDate; openTo: readonly ConstituencyId[] }[]
  registration: Pick<RegistrationSettings, 'constituencies' | 'badge' | 'retention' | 'floor'> & {
    questions: readonly Question[]
  }
}

/** A draft that has everything. */
export interface Complete {
  names: Names
  jobTitle: string
  claim: Claim
  wishes: readonly Wish[]
  answers: Answers
  language: Locale
}

type Checked<T> = { value: T; problems?: undefined } | { value?: undefined; problems: FieldError[] }

const clean = (text: string | undefined): string => (text ?? '').trim().replace(/\s+/g, ' ').normalize('NFC')
const problem = (pointer: string, message: string, params?: FieldError['params']): FieldError => ({
  pointer,
  message: `registration.${message}`,
  ...(params && { params }),
})
const checked = <T>(value: T, problems: FieldError[]): Checked<T> => (problems.length ? { problems } : { value })

/** Step 1: names and job title. A family name is optional: some people have one name. */
export const checkYou = (names: Partial<Names>, jobTitle?: string): Checked<{ names: Names; jobTitle: string }> => {
  const value = {
    names: { givenNames: clean(names.givenNames), familyName: clean(names.familyName) },
    jobTitle: clean(jobTitle),
  }
  const problems: FieldError[] = []
  if (!value.names.givenNames) problems.push(problem('/names/givenNames', 'given-names.missing'))
  if (value.names.givenNames.length > NAME)
    problems.push(problem('/names/givenNames', 'text.too-long', { limit: NAME }))
  if (value.names.familyName.length > NAME)
    problems.push(problem('/names/familyName', 'text.too-long', { limit: NAME }))
  if (value.jobTitle.length > TEXT) problems.push(problem('/jobTitle', 'text.too-long', { limit: TEXT }))
  return checked(value, problems)
}

/** Step 2: a constituency that may register, with its State or the name of its organization. */
export const checkClaim = (claim: Partial<Claim>, { registration }: MeetingRules): Checked<Claim> => {
  const kind = constituency(claim.constituency ?? '')
  if (!kind || !registration.constituencies.includes(kind.id))
    return { problems: [problem('/claim/constituency', 'constituency.missing')] }
  if (kind.delegationOf === 'state') {
    const found = claim.state ? state(claim.state) : undefined
    const status = kind.id === 'observer-state' ? 'observer' : 'member'
    if (!found) return { problems: [problem('/claim/state', 'state.missing')] }
    if (found.status !== status) return { problems: [problem('/claim/state', `state.not-${status}`)] }
    return { value: { constituency: kind.id, state: found.iso3, organization: '' } }
  }
  const organization = clean(claim.organization)
  if (kind.delegationOf === 'organization' && !organization)
    return { problems: [problem('/claim/organization', 'organization.missing')] }
  if (organization.length > TEXT)
    return { problems: [problem('/claim/organization', 'text.too-long', { limit: TEXT })] }
  return { value: { constituency: kind.id, state: null, organization } }
}

/**
 * Step 3: one wish for each day that is open to the constituency; at least one of them to attend. Days that are shut
 * get no wish, whatever was sent; past days keep the one they had (`before`).
 */
export const checkWishes = (
  wishes: readonly Wish[],
  rules: MeetingRules,
  claimed: ConstituencyId,
  today: Temporal.PlainDate,
  before: readonly Wish[] = [],
): Checked<Wish[]> => {
  const problems: FieldError[] = []
  const value: Wish[] = []
  const modes: readonly DayMode[] = [...modesOf(rules.format), 'none']
  for (const [index, day] of rules.days.entries()) {
    const date = day.date.toString()
    const door = dayDoor(day, claimed, today)
    const wish = (door === 'past' ? before : wishes).find((each) => each.day === date)
    if (door === 'not-for-you' || (door === 'past' && !wish)) continue
    if (!wish || !modes.includes(wish.mode)) problems.push(problem(`/days/${index}/mode`, 'day.missing'))
    else
      value.push({
        day: date,
        mode: wish.mode,
        meanwhile: wish.mode === 'in-person' && wish.meanwhile,
        ...(wish.floor !== undefined && { floor: wish.floor && rules.registration.floor === true }),
        ...(wish.sessions && { sessions: [...new Set(wish.sessions)].sort() }),
      })
  }
  const first = rules.days.findIndex((day) => dayDoor(day, claimed, today) === 'open')
  if (problems.length === 0 && value.every((wish) => wish.mode === 'none'))
    problems.push(problem(`/days/${Math.max(first, 0)}/mode`, first < 0 ? 'day.none-open' : 'day.none-chosen'))
  return checked(value, problems)
}

/** What decides which questions somebody is asked. */
interface AskedOf {
  constituency: ConstituencyId
  wishes: readonly Wish[]
}

/** Who is asked, with the days of the meeting that questions name by number. */
export const askedOf = (rules: Pick<MeetingRules, 'days'>, asked: AskedOf): Asked => ({
  ...asked,
  days: rules.days.map((day) => day.date.toString()),
})

/** Step 4: the organiser's questions, and the language of our messages. `before` is what was answered until now. */
export const checkNeeds = (
  given: { answers?: Answers; language?: string },
  rules: MeetingRules,
  asked: AskedOf,
  before: Answers = {},
  sent: Answers = {},
): Checked<{ answers: Answers; language: Locale }> => {
  const all = questionsOf(rules.registration)
  const { answers, problems } = checkAnswers(all, given.answers ?? {}, askedOf(rules, asked), before, sent)
  if (!isLocale(given.language)) return { problems: [...problems, problem('/language', 'language.missing')] }
  return checked({ answers, language: given.language }, problems)
}

/** Whether a question is asked of somebody that they have not answered, such as after they chose to come in person. */
export const isUnanswered = (
  rules: MeetingRules,
  sent: { claim: Claim | null; wishes: readonly Wish[]; answers: Answers; language: string },
): boolean =>
  sent.claim !== null &&
  checkNeeds(sent, rules, { constituency: sent.claim.constituency, wishes: sent.wishes }, sent.answers, sent.answers)
    .problems !== undefined

/** The steps of a draft in order, each with what is wrong with it; nothing is wrong with a complete one. */
export const checkDraft = (
  draft: Draft,
  rules: MeetingRules,
  today: Temporal.PlainDate,
): Checked<Complete> & { step?: Step } => {
  const you = checkYou(draft.names ?? {}, draft.jobTitle)
  if (you.problems) return { ...you, step: 'you' }
  const claim = checkClaim(draft.claim ?? {}, rules)
  if (claim.problems) return { ...claim, step: 'representing' }
  const wishes = checkWishes(draft.wishes ?? [], rules, claim.value.constituency, today)
  if (wishes.problems) return { ...wishes, step: 'attendance' }
  const asked = { constituency: claim.value.constituency, wishes: wishes.value }
  const needs = checkNeeds({ answers: draft.answers, language: draft.language }, rules, asked, draft.answers)
  if (needs.problems) return { ...needs, step: 'needs' }
  return { value: { ...you.value, claim: claim.value, wishes: wishes.value, ...needs.value } }
}

/** Whether two claims say the same. */
export const sameClaim = (a: Claim, b: Claim): boolean =>
  a.constituency === b.constituency && a.state === b.state && a.organization === b.organization
