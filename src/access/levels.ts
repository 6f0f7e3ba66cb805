import type { Audience } from './facts.ts'
import { mayAttend, type Rule } from './rule.ts'
import type { AttendEntry, ClosedEntry, ListedEntry, ProgrammeEntry } from './view.ts'

/** What somebody sees of a session, from least to most. *Unlisted* is no level: nothing is made of it. */
export type EntryLevel = 'closed' | 'listed' | 'programme' | 'attend'

type Field = Exclude<keyof AttendEntry, 'level'>

/**
 * What is shown at which level: the one place that decides it, for every surface. A renderer gets an entry made by this
 * table and nothing else, so what is not ticked here cannot be shown anywhere.
 */
const SHOWN = {
  day: { closed: true, listed: true, programme: true, attend: true },
  start: { closed: true, listed: true, programme: true, attend: true },
  end: { closed: true, listed: true, programme: true, attend: true },
  room: { closed: true, listed: true, programme: true, attend: true },
  status: { closed: true, listed: true, programme: true, attend: true },
  calendar: { closed: true, listed: true, programme: true, attend: true },
  id: { closed: false, listed: true, programme: true, attend: true },
  code: { closed: false, listed: true, programme: true, attend: true },
  kind: { closed: false, listed: true, programme: true, attend: true },
  title: { closed: false, listed: true, programme: true, attend: true },
  format: { closed: false, listed: true, programme: true, attend: true },
  interpretation: { closed: false, listed: true, programme: true, attend: true },
  openTo: { closed: false, listed: true, programme: true, attend: true },
  abstract: { closed: false, listed: false, programme: true, attend: true },
  officers: { closed: false, listed: false, programme: true, attend: true },
  items: { closed: false, listed: false, programme: true, attend: true },
  online: { closed: false, listed: false, programme: false, attend: true },
  capacity: { closed: false, listed: false, programme: false, attend: true },
} as const satisfies Record<Field, Record<EntryLevel, boolean>>

type FieldAt<Level extends EntryLevel> = {
  [F in Field]: (typeof SHOWN)[F][Level] extends true ? F : never
}[Field]

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never

/** Does not compile when the table and the types of `view.ts` say different things. */
export const TABLE_MATCHES_TYPES: {
  closed: Same<FieldAt<'closed'>, Exclude<keyof ClosedEntry, 'level'>>
  listed: Same<FieldAt<'listed'>, Exclude<keyof ListedEntry, 'level'>>
  programme: Same<FieldAt<'programme'>, Exclude<keyof ProgrammeEntry, 'level'>>
  attend: Same<FieldAt<'attend'>, Exclude<keyof AttendEntry, 'level'>>
} = { closed: true, listed: true, programme: true, attend: true }

const FIELDS = Object.keys(SHOWN) as Field[]

/** Of everything known of a session, what the table shows at a level. What is undefined is left out. */
export const only = <Level extends EntryLevel, Whole extends Partial<Record<Field, unknown>>>(
  level: Level,
  whole: Whole,
): Pick<Whole, FieldAt<Level> & keyof Whole> => {
  const kept = FIELDS.filter((field) => SHOWN[field][level] && whole[field] !== undefined)
  return Object.fromEntries(kept.map((field) => [field, whole[field]])) as Pick<Whole, FieldAt<Level> & keyof Whole>
}

/** The level at which a rule shows a session of that day to an audience; undefined when it shows nothing. */
export const levelFor = (rule: Rule, audience: Audience, day: string): EntryLevel | undefined => {
  if (audience.kind === 'person' && mayAttend(rule, audience.facts, day)) return 'attend'
  return rule.show === 'unlisted' ? undefined : rule.show
}
