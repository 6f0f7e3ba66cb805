import { checkClaim, sameClaim, type MeetingRules } from '../form/draft.ts'
import { dayDoor, modesOf } from '../places/days-open.ts'
import { DAY_MODES, type Claim, type DayMode } from '../registration.ts'
import type { ListedRegistration } from '../review/registration-list.service.ts'
import { can } from '../states.ts'

export const BULK_ACTIONS = ['confirm', 'decline', 'mode', 'constituency', 'resend'] as const
/** What can be done to many registrations at once. */
export type BulkAction = (typeof BULK_ACTIONS)[number]

/** With what it is done: the reason, the day and mode, the constituency. */
export interface BulkTerms {
  why?: string
  /** ISO date. */
  day?: string
  mode?: DayMode
  constituency?: string
}

export const NOT_DONE = [
  'state',
  'claim',
  'day-shut',
  'day-past',
  'last-day',
  'no-day',
  'no-address',
  'already',
] as const
/** Why nothing is done to one of them: `already` is no problem. */
export type NotDone = (typeof NOT_DONE)[number]

/** What an action would do to one registration. `waits` where there may be no place in the room. */
export type Effect =
  | { does: 'confirm' | 'decline' | 'mode' | 'resend' }
  /** Days that are not open to the new constituency, and are given back. */
  | { does: 'constituency'; lost: readonly string[] }
  | { does: 'nothing'; because: NotDone }

/** Whether an action needs terms that are not given yet. */
export const lacksTerms = (action: BulkAction, { why, day, mode, constituency }: BulkTerms): boolean => {
  switch (action) {
    case 'decline':
      return !why
    case 'mode':
      return !day || !mode
    case 'constituency':
      return !constituency
    default:
      return false
  }
}

/** Whether it can be taken back. */
export const isUndoable = (action: BulkAction): boolean => action !== 'resend'

const nothing = (because: NotDone): Effect => ({ does: 'nothing', because })

/** The claim of somebody who is moved to another constituency: State and organization stay as they are. */
export const movedClaim = ({ claim }: Pick<ListedRegistration, 'claim'>, constituency: string): Claim => ({
  ...claim,
  constituency,
})

type Row = Pick<ListedRegistration, 'state' | 'claim' | 'verified' | 'standing' | 'email'>

const confirmed = (row: Row, rules: MeetingRules): Effect => {
  if (!can('verify', row.state)) return nothing('state')
  if (row.state === 'confirmed' && !row.standing.days.some((day) => day.status === 'requested'))
    return nothing('already')
  const { problems } = checkClaim({ ...row.claim, organization: row.claim.organization || '–' }, rules)
  return problems ? nothing('claim') : { does: 'confirm' }
}

const moded = (row: Row, { day, mode }: BulkTerms, rules: MeetingRules, today: Temporal.PlainDate): Effect => {
  if (!can('choose', row.state)) return nothing('state')
  const of = rules.days.find(({ date }) => date.toString() === day)
  const door = of && dayDoor(of, row.verified?.constituency ?? row.claim.constituency, today)
  if (!of || door === 'not-for-you') return nothing('day-shut')
  if (door === 'past') return nothing('day-past')
  const now = row.standing.days.find((each) => each.day === day)
  if ((now?.mode ?? 'none') === mode) return nothing('already')
  const others = row.standing.days.some((each) => each.day !== day && each.mode !== 'none')
  if (mode === 'none' && !others) return nothing('last-day')
  return { does: 'mode' }
}

const moved = (row: Row, constituency: string, rules: MeetingRules, today: Temporal.PlainDate): Effect => {
  if (!can('amend', row.state)) return nothing('state')
  const { value: claim, problems } = checkClaim(movedClaim(row, constituency), rules)
  if (problems) return nothing('claim')
  if (sameClaim(claim, row.claim)) return nothing('already')
  const chosen = row.standing.days.filter((day) => day.mode !== 'none').map(({ day }) => day)
  const lost = rules.days
    .filter((day) => dayDoor(day, constituency, today) === 'not-for-you' && chosen.includes(day.date.toString()))
    .map(({ date }) => date.toString())
  return lost.length === chosen.length ? nothing('no-day') : { does: 'constituency', lost }
}

/** What an action would do to a registration as it is now; places are seen to when it is carried out. */
export const effectOf = (
  action: BulkAction,
  terms: BulkTerms,
  row: Row,
  rules: MeetingRules,
  today: Temporal.PlainDate,
): Effect => {
  switch (action) {
    case 'confirm':
      return confirmed(row, rules)
    case 'decline':
      if (row.state === 'declined') return nothing('already')
      return can('decline', row.state) ? { does: 'decline' } : nothing('state')
    case 'mode':
      return moded(row, terms, rules, today)
    case 'constituency':
      return moved(row, terms.constituency ?? '', rules, today)
    case 'resend':
      return row.email ? { does: 'resend' } : nothing('no-address')
  }
}

/** The ways of attending that can be given to a day of the meeting. */
export const modesFor = (format: MeetingRules['format']): DayMode[] => {
  const modes: readonly DayMode[] = modesOf(format)
  return DAY_MODES.filter((mode) => mode === 'none' || modes.includes(mode))
}
