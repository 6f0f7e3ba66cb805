import { DomainError } from '../kernel/domain-error.ts'
import type { RegistrationState } from './registration.ts'

/** What can be done to a registration. */
export type Move = 'submit' | 'amend' | 'choose' | 'withdraw' | 'verify' | 'suspend' | 'decline' | 'seat'

/** The one table of moves: buttons, services and the desk ask it, and never compare states themselves. */
const MOVES: Readonly<Record<Move, readonly RegistrationState[]>> = {
  // Who withdrew may come back with the same answers; who was declined asks the organiser.
  submit: ['draft', 'withdrawn'],
  amend: ['requested', 'confirmed'],
  choose: ['requested', 'confirmed'],
  withdraw: ['requested', 'confirmed'],
  // Again on a confirmed one: a correction, or days that were asked for late.
  verify: ['requested', 'confirmed', 'declined'],
  // What was verified changed: it is a claim again.
  suspend: ['confirmed'],
  decline: ['requested', 'confirmed'],
  // The waiting list gives a place.
  seat: ['requested', 'confirmed'],
}

/** Whether a registration in that state can be moved so. */
export const can = (move: Move, state: RegistrationState): boolean => MOVES[move].includes(state)

/** The registration is not where this can be done. */
export class MoveNotOpen extends DomainError {
  readonly code = 'registration-move-not-open'
  readonly status = 409
}

/** @throws MoveNotOpen when the table does not allow it. */
export const mustBeAble = (move: Move, state: RegistrationState): void => {
  if (!can(move, state)) throw new MoveNotOpen({ params: { move, state } })
}
