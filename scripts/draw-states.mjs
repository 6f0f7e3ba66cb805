// Writes docs/registration-states.md anew from the table of moves.
import { writeFileSync } from 'node:fs'
import { drawStates } from '../src/registration/draw-states.ts'

writeFileSync(new URL('../docs/registration-states.md', import.meta.url), drawStates())
