import type { SavedRules } from '../agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import type { AccessRule } from '../agenda/release.ts'
import type { Audience } from './facts.ts'

/** The facts that some rule of a meeting tests: of any release, or saved now. */
export interface TestedFacts {
  constituencies: ReadonlySet<string>
  groups: ReadonlySet<string>
}

/** What the rules of a meeting ask of people. */
export const testedFacts = (moments: readonly ReleaseMoment[], rules: SavedRules): TestedFacts => {
  const all: AccessRule[] = [
    ...moments.flatMap(({ release }) => release?.content.sessions.map((session) => session.access) ?? []),
    ...[...rules.values()].map(({ rule }) => rule),
    // A rule of the past decides when a calendar entry was last changed.
    ...[...rules.values()].flatMap(({ history }) => history.map(({ rule }) => rule)),
  ]
  return {
    constituencies: new Set(all.flatMap((rule) => (rule.attend === 'constituencies' ? rule.constituencies : []))),
    groups: new Set(all.flatMap((rule) => (rule.attend === 'invited' ? rule.groups : []))),
  }
}

/**
 * What decides a view, as text: two people with the same key see the same. Undefined for who is in an invited group:
 * that is personal, and kept nowhere.
 */
export const audienceKey = (audience: Audience, tested: TestedFacts): string | undefined => {
  if (audience.kind === 'public' || !audience.facts.days.size) return 'public'
  const { days, constituency, groups } = audience.facts
  if ([...groups].some((group) => tested.groups.has(group))) return undefined
  const named = constituency !== undefined && tested.constituencies.has(constituency) ? constituency : ''
  return `${[...days.keys()].sort().join(',')} ${named}`
}
