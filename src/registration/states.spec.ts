import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { drawStates } from './draw-states.ts'
import { REGISTRATION_STATES, type RegistrationState } from './registration.ts'
import { ALL_MOVES, can, MoveNotOpen, mustBeAble, mustLeadTo, ruleOf, targetsOf, type Move } from './states.ts'

test.each([
  ['submit', ['draft', 'withdrawn']],
  ['amend', ['requested', 'confirmed']],
  ['choose', ['requested', 'confirmed']],
  ['withdraw', ['requested', 'confirmed']],
  ['endorse', ['requested']],
  ['verify', ['requested', 'confirmed', 'declined']],
  ['suspend', ['confirmed']],
  ['decline', ['requested', 'confirmed']],
  ['replace', ['requested', 'confirmed']],
  ['seat', ['requested', 'confirmed']],
  ['accept', ['requested', 'confirmed']],
] as const satisfies readonly (readonly [Move, readonly string[]])[])('%s from %s only', (move, from) => {
  expect(REGISTRATION_STATES.filter((state) => can(move, state))).toEqual(from)
})

test('a move that is not open is refused', () => {
  expect(() => mustBeAble('submit', 'declined')).toThrow(MoveNotOpen)
  expect(() => mustBeAble('submit', 'draft')).not.toThrow()
})

test('a command that would lead elsewhere is a fault of ours', () => {
  expect(() => mustLeadTo('withdraw', 'confirmed', 'withdrawn')).not.toThrow()
  expect(() => mustLeadTo('withdraw', 'confirmed', 'declined')).toThrow('from confirmed to declined by withdraw')
})

describe('the table as a whole', () => {
  test('nobody is put back into a draft, and only facts confirm', () => {
    expect(
      ALL_MOVES.filter((move) =>
        REGISTRATION_STATES.some((from) => targetsOf(move, from).some((to) => to === 'draft')),
      ),
    ).toEqual([])
    // What a participant does never makes a claim a fact; sending confirms only where nothing need be checked.
    expect(ruleOf('verify').by).not.toContain('participant')
  })

  test('every state but a draft can be reached and left', () => {
    const reached = (state: RegistrationState) =>
      ALL_MOVES.some((move) =>
        REGISTRATION_STATES.some((from) => from !== state && targetsOf(move, from).includes(state)),
      )
    const left = (state: RegistrationState) =>
      ALL_MOVES.some((move) => targetsOf(move, state).some((to) => to !== state))
    expect(REGISTRATION_STATES.filter((state) => state !== 'draft' && !reached(state))).toEqual([])
    expect(REGISTRATION_STATES.filter((state) => !left(state))).toEqual([])
  })
})

test('the drawing in the docs is of this table', () => {
  expect(
    readFileSync(new URL('../../docs/registration-states.md', import.meta.url), 'utf8'),
    'npm run draw:states',
  ).toBe(drawStates())
})
