import { readFileSync } from 'node:fs'
import type { Locale } from '../kernel/locale.ts'
import { STATES, type StateId } from './state.ts'

/** A regional group of Member States of the United Nations. */
export interface RegionalGroup {
  id: string
  name: Record<Locale, string>
  /** How many Members are in it. */
  members: number
}

const file = JSON.parse(readFileSync(new URL('../../samples/states.json', import.meta.url), 'utf8')) as {
  groups: RegionalGroup[]
}

/** The five regional groups ("Regional groups of Member States", United Nations; `samples/states.README.md`). */
export const REGIONAL_GROUPS: readonly RegionalGroup[] = file.groups

const groupOf = new Map(STATES.map(({ iso3, group }) => [iso3, group]))

/** The group that a State is in; null for the few that are in none, and for whatever is no State. */
export const regionalGroupOf = (iso3: StateId): string | null => groupOf.get(iso3) ?? null

/** The States of a group. */
export const statesOf = (group: string): StateId[] =>
  STATES.filter((each) => each.group === group).map(({ iso3 }) => iso3)

/** States that are in no regional group, in no order of their own. */
export const STATES_IN_NO_GROUP: readonly StateId[] = STATES.filter(({ group }) => group === null).map(
  ({ iso3 }) => iso3,
)
