import { constituency, type ConstituencyId } from '../../delegations/constituency.ts'
import { REGIONAL_GROUPS, regionalGroupOf } from '../../delegations/regional-group.ts'
import type { StateId } from '../../delegations/state.ts'
import { PLACE_MODES, type ChoiceState, type DayMode, type PlaceMode, type RegistrationState } from '../registration.ts'
import { takesPart } from './listed.ts'

/**
 * People, by how far they have come. Who takes part online while waiting for a place in the room counts under both
 * `confirmed` and `waiting`.
 */
export interface Tally {
  /** Take part: confirmed, with a place. */
  confirmed: number
  /** Sent, and not decided yet. */
  requested: number
  /** In line for a place, or asked whether they take one. */
  waiting: number
}

/** People who are alike in all that is counted; the State is that of whom they speak for. */
export interface PeopleRow {
  constituency: ConstituencyId
  state: StateId | null
  standing: RegistrationState
  /** Hold a place on some day. */
  holds: boolean
  waits: boolean
  people: number
}

/** Choices of one day that are alike in all that is counted. */
export interface ChoiceRow {
  /** ISO date. */
  day: string
  state: StateId | null
  standing: RegistrationState
  mode: DayMode
  choice: ChoiceState
  held: PlaceMode | null
  people: number
}

/** How many of a State take part on one day. */
export interface StateDay {
  day: string
  inPerson: number
  online: number
}

/** Who comes, in numbers. For the desk: nothing public says more than "places left", "nearly full" and "full". */
export interface ParticipationFigures {
  total: Tally
  constituencies: readonly ({ constituency: ConstituencyId } & Tally)[]
  /** `states`: how many States of the group take part. Without a group: the few States that are in none. */
  regionalGroups: readonly ({ group: string | null; states: number } & Tally)[]
  days: readonly ({ day: string; mode: PlaceMode } & Tally)[]
  states: readonly { state: StateId; days: readonly StateDay[] }[]
}

const none = (): Tally => ({ confirmed: 0, requested: 0, waiting: 0 })

const add = (tally: Tally, { standing, holds, waits, people }: PeopleRow): Tally => ({
  confirmed: tally.confirmed + (takesPart({ state: standing, held: holds ? ['online'] : [] }) ? people : 0),
  requested: tally.requested + (standing === 'requested' ? people : 0),
  waiting: tally.waiting + (waits ? people : 0),
})

const tallyOf = (rows: readonly PeopleRow[]): Tally => rows.reduce(add, none())

const waits = ({ choice }: ChoiceRow): boolean => choice === 'waiting' || choice === 'offered'

const tallyOfDay = (rows: readonly ChoiceRow[], mode: PlaceMode): Tally => {
  const sum = (counts: (row: ChoiceRow) => boolean): number =>
    rows.reduce((total, row) => total + (counts(row) ? row.people : 0), 0)
  return {
    confirmed: sum((row) => row.standing === 'confirmed' && row.held === mode),
    requested: sum(
      (row) => row.mode === mode && !waits(row) && (row.standing === 'requested' || row.choice === 'requested'),
    ),
    waiting: sum((row) => row.mode === mode && waits(row)),
  }
}

const statesOf = (rows: readonly ChoiceRow[], days: readonly string[]): ParticipationFigures['states'] => {
  const coming = rows.filter(({ state, standing, held }) => state !== null && held !== null && standing === 'confirmed')
  return [...Map.groupBy(coming, ({ state }) => state!)].map(([state, own]) => ({
    state,
    days: days.map((day): StateDay => {
      const on = (mode: PlaceMode) =>
        own.reduce((sum, row) => sum + (row.day === day && row.held === mode ? row.people : 0), 0)
      return { day, inPerson: on('in-person'), online: on('online') }
    }),
  }))
}

/** Adds up what the database counted. Constituencies come in the order of the list of participants. */
export const figuresFrom = (
  people: readonly PeopleRow[],
  choices: readonly ChoiceRow[],
  meeting: { days: readonly string[]; constituencies: readonly ConstituencyId[] },
): ParticipationFigures => {
  const known = [...new Set([...meeting.constituencies, ...people.map((row) => row.constituency)])]
  const order = (id: ConstituencyId): number => constituency(id)?.order ?? Infinity
  const ofStates = people.filter(({ state }) => state !== null)
  const ofNone = ofStates.some(({ state }) => regionalGroupOf(state!) === null)
  return {
    total: tallyOf(people),
    constituencies: known
      .sort((a, b) => order(a) - order(b))
      .map((id) => ({ constituency: id, ...tallyOf(people.filter((row) => row.constituency === id)) })),
    regionalGroups: [...REGIONAL_GROUPS.map(({ id }) => id), ...(ofNone ? [null] : [])].map((group) => {
      const own = ofStates.filter(({ state }) => regionalGroupOf(state!) === group)
      const coming = own.filter(({ standing, holds }) => takesPart({ state: standing, held: holds ? ['online'] : [] }))
      return { group, states: new Set(coming.map(({ state }) => state)).size, ...tallyOf(own) }
    }),
    days: meeting.days.flatMap((day) =>
      PLACE_MODES.map((mode) => ({
        day,
        mode,
        ...tallyOfDay(
          choices.filter((row) => row.day === day),
          mode,
        ),
      })),
    ),
    states: statesOf(choices, meeting.days),
  }
}
