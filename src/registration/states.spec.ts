import { expect, test } from 'vitest'
import { REGISTRATION_STATES } from './registration.ts'
import { can, MoveNotOpen, mustBeAble, type Move } from './states.ts'

test.each([
  ['submit', ['draft', 'withdrawn']],
  ['amend', ['requested', 'confirmed']],
  ['choose', ['requested', 'confirmed']],
  ['withdraw', ['requested', 'confirmed']],
  ['verify', ['requested', 'confirmed', 'declined']],
  ['suspend', ['confirmed']],
  ['decline', ['requested', 'confirmed']],
  ['seat', ['requested', 'confirmed']],
] as const satisfies readonly (readonly [Move, readonly string[]])[])('%s from %s only', (move, from) => {
  expect(REGISTRATION_STATES.filter((state) => can(move, state))).toEqual(from)
})

test('a move that is not open is refused', () => {
  expect(() => mustBeAble('submit', 'declined')).toThrow(MoveNotOpen)
  expect(() => mustBeAble('submit', 'draft')).not.toThrow()
})
