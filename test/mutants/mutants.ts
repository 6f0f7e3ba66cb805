import type { Mutant } from './mutant.ts'
import { OF_DOORS } from './of-doors.ts'
import { OF_FACTS } from './of-facts.ts'
import { OF_PEOPLE } from './of-people.ts'
import { OF_POLICIES } from './of-policies.ts'
import { OF_RULES } from './of-rules.ts'
import { OF_VIEWS } from './of-views.ts'

/** Every clause of the gate, and of the policies beside it, weakened one at a time. **A new clause goes into one of these.** */
export const MUTANTS: readonly Mutant[] = [
  ...OF_RULES,
  ...OF_VIEWS,
  ...OF_PEOPLE,
  ...OF_POLICIES,
  ...OF_FACTS,
  ...OF_DOORS,
]
