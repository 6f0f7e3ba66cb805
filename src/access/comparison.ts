import type { SavedRules } from '../agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import type { ReleaseContent, ReleaseLabel } from '../agenda/release.ts'
import type { Locale } from '../kernel/locale.ts'
import { audienceKey, testedFacts } from './audience-key.ts'
import { diff, type AgendaChanges } from './changes.ts'
import type { Audience } from './facts.ts'
import { viewOf, type MeetingFrame } from './view-of.ts'

/** Answers what is different for one audience, in one language; what audiences share is made once. */
export type Comparison = (audience: Audience, locale: Locale) => AgendaChanges

/** The labels that can be looked at, in the order in which they came into force first. */
export const labelsOf = (moments: readonly ReleaseMoment[]): ReleaseLabel[] => [
  ...new Set(moments.flatMap(({ release }) => (release && !release.withdrawnAt ? [release.label] : []))),
]

/**
 * The difference of two views, never a filtered one, for each audience that asks. `inForce` restricts both: a rule that was
 * loosened since they were released acts only with what publishes it.
 */
export const comparison = (
  meeting: MeetingFrame,
  { rules }: { rules: SavedRules },
  before: readonly ReleaseMoment[],
  after: readonly ReleaseMoment[],
  inForce: readonly ReleaseContent[],
): Comparison => {
  const tested = testedFacts([...before, ...after], rules)
  const labels = labelsOf(after)
  const last = after.at(-1)?.release
  const made = new Map<string, AgendaChanges>()
  const make = (audience: Audience, locale: Locale): AgendaChanges => {
    const as = { rules, meeting, audience, locale }
    const now = viewOf({ ...as, moments: after, noMoreThan: inForce })!
    const then = viewOf({ ...as, moments: before, noMoreThan: [...inForce, ...(last ? [last.content] : [])] })
    const common = { locale, meeting: now.meeting, to: now.release, labels }
    return then ? { ...common, from: then.release, changes: diff(then, now) } : { ...common, changes: [] }
  }
  return (audience, locale) => {
    const key = audienceKey(audience, tested)
    if (key === undefined) return make(audience, locale)
    const kept = made.get(`${locale} ${key}`) ?? make(audience, locale)
    made.set(`${locale} ${key}`, kept)
    return kept
  }
}
