import { searchForm } from '../../delegations/state.ts'
import type { Answers, DayMode, Names, PlaceMode, RegistrationState, Wish } from '../registration.ts'
import type { ImportField } from './import-fields.ts'
import type { Difference } from './import.ts'
import type { GoodRow } from './read-row.ts'

/** A registration as far as a row can say otherwise. */
export interface Registered {
  state: RegistrationState
  given_names: string
  family_name: string
  job_title: string
  organization: string
  claimed_constituency: string | null
  claimed_state: string | null
  language: string
  answers: Answers
  /** How they attend, by day. */
  modes: Readonly<Record<string, DayMode>>
  /** Which place they hold, by day. */
  held: Readonly<Record<string, PlaceMode | null>>
}

type Says = Pick<GoodRow, 'names' | 'jobTitle' | 'claim' | 'wishes' | 'answers' | 'verified' | 'languageSaid'>

/** What a row says otherwise than a registration; `days` are those of the meeting. What it does not say is no difference. */
export const differencesOf = (row: Says, found: Registered, days: readonly string[]): Difference[] => {
  const said = ({ now }: Difference): boolean => now !== ''
  const differences: Difference[] = [
    ...namesOf(row.names, { givenNames: found.given_names, familyName: found.family_name }),
    ...[{ field: 'jobTitle' as const, was: found.job_title, now: row.jobTitle }].filter(said),
    ...claimOf(row, found),
    ...wishesOtherwise(row, found).map(({ day, mode }) => ({
      field: dayField(days.indexOf(day)),
      was: found.modes[day] ?? 'none',
      now: mode,
    })),
    ...(row.languageSaid ? [{ field: 'language' as const, was: found.language, now: row.languageSaid }] : []),
    // Nobody's verification is taken back by a table: it may be older than the decision.
    ...(row.verified && found.state === 'requested' ? [{ field: 'verified' as const, was: 'no', now: 'yes' }] : []),
    ...Object.entries(row.answers)
      .map(([id, answer]): Difference => ({ field: `answer:${id}`, was: found.answers[id] ?? '', now: answer }))
      .filter(said),
  ]
  return differences.filter(({ was, now }) => was !== now)
}

/** The days for which a row says otherwise. */
export const wishesOtherwise = ({ wishes }: Pick<GoodRow, 'wishes'>, { modes }: Pick<Registered, 'modes'>): Wish[] =>
  wishes.filter(({ day, mode }) => mode !== (modes[day] ?? 'none'))

const dayField = (index: number): ImportField => `day:${index + 1}`

/** Names are changed together: who is called otherwise by one name alone has no other. */
const namesOf = (says: Names, is: Names): Difference[] => {
  const known = [is.givenNames, is.familyName, `${is.givenNames} ${is.familyName}`, `${is.familyName} ${is.givenNames}`]
  // One name, or all of them in one cell, says nothing against the names there are.
  if (says.familyName === '' && known.map(searchForm).includes(searchForm(says.givenNames))) return []
  return [
    { field: 'givenNames', was: is.givenNames, now: says.givenNames },
    { field: 'familyName', was: is.familyName, now: says.familyName },
  ]
}

/** A claim is changed as a whole; an organization that is not named stays while the constituency does. */
const claimOf = ({ claim }: Says, found: Registered): Difference[] => {
  const stays = claim.constituency === found.claimed_constituency
  return [
    { field: 'constituency', was: found.claimed_constituency ?? '', now: claim.constituency },
    { field: 'state', was: found.claimed_state ?? '', now: claim.state ?? '' },
    { field: 'organization', was: found.organization, now: claim.organization || (stays ? found.organization : '') },
  ]
}

/** Whether all of it was seen before: nothing else, and nothing that was otherwise then. */
export const wereSeen = (now: readonly Difference[], seen: readonly Difference[]): boolean =>
  now.every(({ field, was, now: says }) =>
    seen.some((each) => each.field === field && each.was === was && each.now === says),
  )
