import { stateFrom, state as stateWithCode } from '../../delegations/state.ts'
import { emailFrom, type EmailAddress } from '../../kernel/email-address.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { MeetingRules } from '../form/draft.ts'
import { checkClaim, checkNeeds, checkWishes, checkYou, type Complete } from '../form/draft.ts'
import { dayDoor } from '../places/days-open.ts'
import type { Answers, Claim, Names, Wish } from '../registration.ts'
import { answerFrom, constituencyFrom, languageFrom, modeFrom, verifiedFrom } from './cell-values.ts'
import { questionsInTable, type ImportField, type Mapping } from './import-fields.ts'

/** What is wrong with a row: the column (its place, from 0; -1 for the row as a whole) and the sentence that says what to do. */
export interface RowProblem {
  column: number
  /** Key in `i18n/<locale>/errors.json`. */
  message: string
  /** What the sentence names; a `day` as its date, to be said in each language. */
  params?: Readonly<Record<string, string | number>>
}

/** A row that can be registered. */
export interface GoodRow extends Complete {
  /** Their own address, or that of who looks after them. */
  address: { own: EmailAddress } | { contact: EmailAddress }
  /** Whether their claim is a fact, where the row says so. */
  verified?: boolean
  /** The language of our messages, where the row says one. */
  languageSaid?: Locale
}

export type RowReading = { value: GoodRow; problems?: undefined } | { value?: undefined; problems: RowProblem[] }

/** What rows are read by. */
export interface RowRules {
  meeting: MeetingRules & { mainLanguage: Locale }
  mapping: Mapping
  today: Temporal.PlainDate
}

interface Checked<T> {
  value?: T
  problems?: readonly { pointer: string; message: string; params?: RowProblem['params'] }[]
}

/** The row by field, and what is found to be wrong with it. */
class Reading {
  readonly problems: RowProblem[] = []

  constructor(
    private readonly cells: readonly string[],
    private readonly mapping: Mapping,
  ) {
    if (cells.length > mapping.length) this.problems.push({ column: -1, message: 'import.too-many-cells' })
  }

  has(field: ImportField): boolean {
    return this.mapping.includes(field)
  }

  cell(field: ImportField): string {
    return this.has(field) ? (this.cells[this.mapping.indexOf(field)] ?? '') : ''
  }

  wrong(field: ImportField, message: string, params?: RowProblem['params']): void {
    this.problems.push({ column: this.mapping.indexOf(field), message, ...(params && { params }) })
  }

  /** Takes what a check of the form says; `place` says which field each of its pointers is about. */
  take<T>({ value, problems = [] }: Checked<T>, place: (pointer: string) => ImportField): T | undefined {
    for (const { pointer, message, params } of problems) this.wrong(place(pointer), message, params)
    return value
  }
}

/** Reads a row by the rules of the form: everything that is wrong with it, or the registration it asks for. */
export const readRow = (cells: readonly string[], rules: RowRules): RowReading => {
  const { meeting, mapping } = rules
  const row = new Reading(cells, mapping)
  const you = row.take(checkYou(namesOf(row), row.cell('jobTitle')), (pointer) => {
    if (pointer === '/jobTitle') return 'jobTitle'
    return pointer === '/names/familyName' || !row.has('givenNames') ? 'familyName' : 'givenNames'
  })
  const address = addressOf(row)
  const claim = claimOf(row, meeting)
  const wishes = wishesOf(row, rules, claim)
  const language = row.cell('language') ? languageFrom(row.cell('language')) : meeting.mainLanguage
  if (!language) row.wrong('language', 'import.language-unknown')
  const answers = answersOf(row, meeting)
  const needs =
    claim &&
    wishes &&
    row.take(
      checkNeeds({ answers, language: language ?? meeting.mainLanguage }, askedIn(row, meeting), {
        constituency: claim.constituency,
        wishes,
      }),
      (pointer) => `answer:${pointer.slice('/answers/'.length)}`,
    )
  const said = row.cell('verified')
  const verified = said ? verifiedFrom(said) : undefined
  if (said && verified === undefined) row.wrong('verified', 'import.verified-unknown')

  if (row.problems.length || !you || !claim || !wishes || !needs || !address) return { problems: row.problems }
  return {
    value: {
      ...you,
      claim,
      wishes,
      ...needs,
      address,
      ...(verified !== undefined && { verified }),
      ...(row.cell('language') && { languageSaid: needs.language }),
    },
  }
}

/** One name may be all that somebody has, whichever column it stands in. */
const namesOf = (row: Reading): Names => {
  const [given, family] = [row.cell('givenNames'), row.cell('familyName')]
  return given ? { givenNames: given, familyName: family } : { givenNames: family, familyName: '' }
}

const addressOf = (row: Reading): GoodRow['address'] | undefined => {
  const [own, contact] = [row.cell('email'), row.cell('contactEmail')]
  const [ours, theirs] = [emailFrom(own), emailFrom(contact)]
  if (own && !ours) row.wrong('email', 'email.invalid')
  if (contact && !theirs) row.wrong('contactEmail', 'email.invalid')
  if (!own && !contact) row.wrong(row.has('email') ? 'email' : 'contactEmail', 'import.address-missing')
  if (ours) return { own: ours }
  return !own && theirs ? { contact: theirs } : undefined
}

const claimOf = (row: Reading, meeting: MeetingRules): Claim | undefined => {
  const [typed, typedState] = [row.cell('constituency'), row.cell('state')]
  const found = typedState ? (stateWithCode(typedState.toUpperCase()) ?? stateFrom(typedState)) : undefined
  if (typedState && !found) {
    row.wrong('state', 'import.state-unknown')
    return undefined
  }
  // Who is listed with a State and nothing more speaks for it.
  const implied = found && (found.status === 'observer' ? 'observer-state' : 'member-state')
  const constituency = typed ? constituencyFrom(typed) : implied
  if (!constituency) {
    row.wrong('constituency', typed ? 'import.constituency-unknown' : 'registration.constituency.missing')
    return undefined
  }
  const claim = { constituency, state: found?.iso3 ?? null, organization: row.cell('organization') }
  return row.take(checkClaim(claim, meeting), (pointer) =>
    pointer === '/claim/state' ? 'state' : pointer === '/claim/organization' ? 'organization' : 'constituency',
  )
}

/** How they attend: by the column of each day, else by the one that speaks for all days. What is no way is said anyhow. */
const wishesOf = (row: Reading, { meeting, today }: RowRules, claim?: Claim): readonly Wish[] | undefined => {
  const all = row.cell('mode') ? modeFrom(row.cell('mode')) : undefined
  let known = true
  const refuse = (field: ImportField, message: string, day?: string): undefined => {
    row.wrong(field, message, day === undefined ? undefined : { day })
    known = false
    return undefined
  }
  if (row.cell('mode') && !all) refuse('mode', 'import.mode-unknown')
  const wishes = meeting.days.flatMap((day, index): Wish[] => {
    const own: ImportField = `day:${index + 1}`
    const date = day.date.toString()
    const typed = row.cell(own)
    const mode = typed
      ? (modeFrom(typed) ?? refuse(own, 'import.day-unknown', date))
      : (all ?? (row.has(own) ? 'none' : undefined))
    if (claim && typed && mode && mode !== 'none' && dayDoor(day, claim.constituency, today) === 'not-for-you')
      refuse(own, 'import.day-not-open', date)
    return mode ? [{ day: date, mode, meanwhile: true }] : []
  })
  if (!known || !claim) return undefined
  const at = (pointer: string): number => Number(pointer.split('/')[2])
  const { value, problems } = checkWishes(wishes, meeting, claim.constituency, today)
  // A row has no heading above the day, as the form has: it may not even have a column for it.
  const named = problems?.map((each) =>
    each.message === 'registration.day.missing'
      ? { ...each, message: 'import.day-missing', params: { day: meeting.days[at(each.pointer)]!.date.toString() } }
      : each,
  )
  return row.take({ ...(value && { value }), ...(named && { problems: named }) }, (pointer) => {
    const own: ImportField = `day:${at(pointer) + 1}`
    return row.has(own) ? own : 'mode'
  })
}

const answersOf = (row: Reading, meeting: MeetingRules): Answers =>
  Object.fromEntries(
    questionsInTable(meeting)
      .map((question) => [question.id, answerFrom(question, row.cell(`answer:${question.id}`))] as const)
      .filter(([, answer]) => answer !== ''),
  )

/** A question that the table has no column for is not held against its rows: the person is asked on their own page. */
const askedIn = (row: Reading, meeting: MeetingRules): MeetingRules => {
  const { questions, badge } = meeting.registration
  return {
    ...meeting,
    registration: {
      ...meeting.registration,
      questions: questions.map((question) =>
        row.has(`answer:${question.id}`) ? question : { ...question, required: false },
      ),
      ...(badge && { badge: { passport: badge.passport && row.has('answer:passport'), photo: false } }),
    },
  }
}
