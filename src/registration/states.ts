import { DomainError } from '../kernel/domain-error.ts'
import type { RegistrationState } from './registration.ts'

/** Who makes a move. The house acts by itself: it gives a freed place, ends an offer, suspends what is a claim again. */
export type Mover = 'participant' | 'focal-point' | 'organiser' | 'house'

interface MoveRule {
  /** Where it can begin. */
  from: readonly RegistrationState[]
  /** Where it can lead; `unchanged` for what leaves the state as it was. */
  to: readonly RegistrationState[] | 'unchanged'
  by: readonly Mover[]
}

const SENT = ['requested', 'confirmed'] as const
const UNCHANGED = 'unchanged'

/**
 * The one table of what can be done to a registration, and by whom: buttons, services and the desk ask it, and never
 * compare states themselves. `docs/registration-states.md` is drawn from it (`npm run draw:states`).
 */
const MOVES = {
  // Who withdrew may come back with the same answers; who was declined asks the organiser.
  submit: { from: ['draft', 'withdrawn'], to: SENT, by: ['participant'] },
  amend: { from: SENT, to: SENT, by: ['participant', 'organiser', 'focal-point'] },
  choose: { from: SENT, to: UNCHANGED, by: ['participant', 'organiser', 'focal-point'] },
  withdraw: { from: SENT, to: ['withdrawn'], by: ['participant', 'organiser', 'focal-point'] },
  // A focal point names a person; one who is their own focal point is confirmed at once.
  nominate: { from: ['draft', 'requested', 'declined', 'withdrawn'], to: SENT, by: ['focal-point', 'organiser'] },
  // The first of two steps: the focal point has confirmed, the secretariat has not.
  endorse: { from: ['requested'], to: ['requested'], by: ['focal-point'] },
  // Again on a confirmed one: a correction, or days that were asked for late.
  verify: {
    from: ['requested', 'confirmed', 'declined'],
    to: ['confirmed'],
    by: ['focal-point', 'organiser', 'house'],
  },
  // Their delegation came to be, or got its focal point, after they did.
  join: { from: SENT, to: UNCHANGED, by: ['house'] },
  // What was verified changed: it is a claim again.
  suspend: { from: ['confirmed'], to: ['requested'], by: ['participant', 'organiser', 'house'] },
  decline: { from: SENT, to: ['declined'], by: ['focal-point', 'organiser'] },
  // Another takes over seats, order and place in line; the links of the one before end.
  replace: { from: SENT, to: ['withdrawn'], by: ['focal-point', 'organiser'] },
  succeed: { from: ['draft', 'requested', 'declined', 'withdrawn'], to: SENT, by: ['focal-point', 'organiser'] },
  // The waiting list gives a place, or offers one until a moment.
  seat: { from: SENT, to: UNCHANGED, by: ['house', 'organiser'] },
  offer: { from: SENT, to: UNCHANGED, by: ['house', 'organiser'] },
  accept: { from: SENT, to: UNCHANGED, by: ['participant'] },
  refuse: { from: SENT, to: UNCHANGED, by: ['participant'] },
  lapse: { from: SENT, to: UNCHANGED, by: ['house'] },
  // An organiser puts somebody further up or down in line, with a reason.
  reorder: { from: SENT, to: UNCHANGED, by: ['organiser'] },
  // A question to the person, who answers on their own page.
  ask: { from: SENT, to: UNCHANGED, by: ['organiser', 'focal-point'] },
  answer: { from: SENT, to: UNCHANGED, by: ['participant'] },
  // The same person twice: one takes over the better places and the proven facts, the other is closed.
  merge: { from: SENT, to: SENT, by: ['organiser'] },
  absorb: { from: SENT, to: ['withdrawn'], by: ['organiser'] },
  // By hand or from a file.
  add: { from: ['draft', 'declined', 'withdrawn'], to: SENT, by: ['organiser'] },
  // Taken back by who did it, while nothing else has happened since.
  undo: {
    from: ['requested', 'confirmed', 'declined', 'withdrawn'],
    to: ['requested', 'confirmed', 'declined', 'withdrawn'],
    by: ['organiser', 'focal-point'],
  },
} as const satisfies Readonly<Record<string, MoveRule>>

/** What can be done to a registration. */
export type Move = keyof typeof MOVES

/** Every move there is, in the order of the table. */
export const ALL_MOVES = Object.keys(MOVES) as readonly Move[]

/** The rule of a move. */
export const ruleOf = (move: Move): MoveRule => MOVES[move]

/** Where a move can lead from a state: nowhere when it cannot begin there. */
export const targetsOf = (move: Move, from: RegistrationState): readonly RegistrationState[] => {
  const rule = ruleOf(move)
  if (!rule.from.includes(from)) return []
  return rule.to === UNCHANGED ? [from] : rule.to
}

/** Whether a registration in that state can be moved so. */
export const can = (move: Move, state: RegistrationState): boolean => ruleOf(move).from.includes(state)

/** The registration is not where this can be done. */
export class MoveNotOpen extends DomainError {
  readonly code = 'registration-move-not-open'
  readonly status = 409
}

/** @throws MoveNotOpen when the table does not allow it. */
export const mustBeAble = (move: Move, state: RegistrationState): void => {
  if (!can(move, state)) throw new MoveNotOpen({ params: { move, state } })
}

/** @throws Error when a command would leave a registration where its move cannot lead: a fault of ours. */
export const mustLeadTo = (move: Move, from: RegistrationState, to: RegistrationState): void => {
  if (!targetsOf(move, from).includes(to)) throw new Error(`A registration cannot go from ${from} to ${to} by ${move}.`)
}
