import { REGISTRATION_STATES } from './registration.ts'
import { ALL_MOVES, ruleOf, targetsOf } from './states.ts'

/** The table of moves as a page of documentation: a Mermaid state diagram of what changes a state, and the whole table. */
export const drawStates = (): string => {
  const arrows = REGISTRATION_STATES.flatMap((from) =>
    REGISTRATION_STATES.flatMap((to) => {
      if (from === to) return []
      // An undo leads back to anywhere it came from: drawn, it would hide the rest.
      const moves = ALL_MOVES.filter((move) => move !== 'undo' && targetsOf(move, from).includes(to))
      return moves.length ? [`    ${from} --> ${to}: ${moves.join(', ')}`] : []
    }),
  )
  const rows = ALL_MOVES.map((move) => {
    const { from, to, by } = ruleOf(move)
    return `| ${move} | ${from.join(', ')} | ${to === 'unchanged' ? to : to.join(', ')} | ${by.join(', ')} |`
  })
  return [
    '# States of a registration',
    '',
    'Drawn from the one table of moves, `src/registration/states.ts`, by `npm run draw:states`; a test compares the two.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '    [*] --> draft',
    ...arrows,
    '```',
    '',
    '| move | from | to | by |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
