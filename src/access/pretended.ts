import type { ConstituencyId } from '../delegations/constituency.ts'
import { asId } from '../kernel/id.ts'
import { PUBLIC_AUDIENCE, type Audience } from './facts.ts'

/**
 * As whom organisers may look at an agenda: nobody in particular, or somebody of whom a constituency was verified or nothing
 * at all, in a group of invited people or in none.
 */
export type Pretended = 'public' | { readonly constituency?: ConstituencyId; readonly group?: string }

/** The id of nobody: whoever looks as somebody is not that person. */
const NOBODY = asId<'Person'>('00000000-0000-4000-8000-000000000000')

/**
 * The audience that somebody would be: with a place in the room on every day that is open to them. For the desk alone, which
 * shows organisers what others see; no facts about a person are read or written.
 */
export const pretendedAudience = (
  as: Pretended,
  days: readonly { date: Temporal.PlainDate; openTo: readonly string[] }[],
): Audience => {
  if (as === 'public') return PUBLIC_AUDIENCE
  const { constituency, group } = as
  const facts = { person: NOBODY, groups: new Set(group === undefined ? [] : [group]) }
  // What somebody claims opens nothing, and gives no confirmed place.
  if (constituency === undefined) return { kind: 'person', facts: { ...facts, days: new Map() } }
  const open = days.filter(({ openTo }) => !openTo.length || openTo.includes(constituency))
  const held = new Map(open.map(({ date }) => [date.toString(), 'in-person' as const]))
  return { kind: 'person', facts: { ...facts, days: held, constituency } }
}
