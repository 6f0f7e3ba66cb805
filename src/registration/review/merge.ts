import type { ChoiceState, DayMode, PlaceMode, RegistrationState } from '../registration.ts'

/** One day of a registration, as far as it can be better or worse than another's. */
export interface MergeDay {
  day: string
  mode: DayMode
  state: ChoiceState
  held: PlaceMode | null
  /** Their number in line, while they wait. */
  rank?: number
}

/** A registration that is to be made one with another. */
export interface MergeSide {
  state: RegistrationState
  /** Whether the address of its own was proven by a code. */
  proved: boolean
  verified: boolean
  submittedAt: Temporal.Instant
  days: readonly MergeDay[]
}

/** What becomes of a day: whose it is, and whether a place online is added to one that waits for the room. */
export interface MergedDay {
  day: string
  from: 'kept' | 'other'
  /** The place online of the registration that the day is not from. */
  withOnline: boolean
}

/** How good a day is: a place in the room, one that is offered, a place in line for the room, one online, a request. */
const worth = ({ mode, state, held }: MergeDay): number => {
  if (state === 'held') return held === 'in-person' ? 7 : 4
  if (state === 'offered') return mode === 'in-person' ? 6 : 3
  if (state === 'waiting') return mode === 'in-person' ? 5 : 2
  if (state === 'requested') return mode === 'in-person' ? 4.5 : 1
  return 0
}

const isBetter = (one: MergeDay, than: MergeDay): boolean => {
  if (worth(one) !== worth(than)) return worth(one) > worth(than)
  if (one.state === 'waiting' && one.rank !== than.rank) return (one.rank ?? Infinity) < (than.rank ?? Infinity)
  return one.held !== null && than.held === null
}

/** Day by day the better of two; where they are as good, the kept registration's own stays as it is. */
export const mergedDays = (kept: readonly MergeDay[], other: readonly MergeDay[]): MergedDay[] => {
  const days = [...new Set([...kept, ...other].map(({ day }) => day))].sort()
  return days.map((day): MergedDay => {
    const [own, theirs] = [kept.find((each) => each.day === day), other.find((each) => each.day === day)]
    const from = theirs && (!own || isBetter(theirs, own)) ? 'other' : 'kept'
    const [taken, left] = from === 'kept' ? [own!, theirs] : [theirs!, own]
    const asksForRoom = taken.mode === 'in-person' && taken.held === null
    return { day, from, withOnline: asksForRoom && left?.held === 'online' }
  })
}

/** Which of two is kept: the one whose address is proven, then the confirmed one, then the one sent first. */
export const keepsFirst = (a: MergeSide, b: MergeSide): boolean => {
  if (a.proved !== b.proved) return a.proved
  const [one, two] = [a, b].map((side) => side.state === 'confirmed')
  if (one !== two) return one!
  return Temporal.Instant.compare(a.submittedAt, b.submittedAt) <= 0
}

/** Whose facts count: the kept registration's if it is verified, else the other's if that one is. */
export const factsFrom = (kept: Pick<MergeSide, 'verified'>, other: Pick<MergeSide, 'verified'>): 'kept' | 'other' =>
  !kept.verified && other.verified ? 'other' : 'kept'

/** An address as far as its owner needs it to know which one is meant, and nobody learns it from us. */
export const maskedAddress = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${[...address.slice(0, at)][0] ?? ''}…${address.slice(at)}`
}
