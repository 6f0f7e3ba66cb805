import { SHOW_LEVELS, type AccessRule, type ShowLevel } from '../agenda/release.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { Facts } from './facts.ts'
import type { AudienceOf } from './view.ts'

/**
 * One or more access rules that all hold. A single `AccessRule` cannot say "in the bureau, and of a Member State",
 * which is what remains when a rule was saved that is stricter than the released one in another way.
 */
export interface Rule {
  /** Who attends is of one of these; everyone when absent. Sorted. */
  readonly constituencies?: readonly ConstituencyId[]
  /** Who attends is in a group of each of these. Sorted. */
  readonly groups: readonly (readonly string[])[]
  readonly show: ShowLevel
}

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort()

const known = new WeakMap<AccessRule, Rule>()

/** An access rule, in the form in which rules can be combined. Rules are asked for again and again, and never altered. */
export const ruleOf = (access: AccessRule): Rule => {
  const rule = known.get(access) ?? combinable(access)
  known.set(access, rule)
  return rule
}

const combinable = (access: AccessRule): Rule => {
  switch (access.attend) {
    case 'everyone':
      return { groups: [], show: access.show }
    case 'constituencies':
      return { constituencies: sorted(access.constituencies), groups: [], show: access.show }
    case 'invited':
      return { groups: [sorted(access.groups)], show: access.show }
  }
}

/** Nobody attends and nothing is shown: what holds for a session of which no rule is known. */
export const NOBODY: Rule = { groups: [[]], show: 'unlisted' }

/** The lower of two levels: the one that shows less. */
export const lower = (a: ShowLevel, b: ShowLevel): ShowLevel =>
  SHOW_LEVELS.indexOf(a) > SHOW_LEVELS.indexOf(b) ? a : b

/** Both rules at once: fewer people, lower level. */
export const stricter = (a: Rule, b: Rule): Rule => {
  const constituencies =
    a.constituencies && b.constituencies
      ? a.constituencies.filter((id) => b.constituencies!.includes(id))
      : (a.constituencies ?? b.constituencies)
  return {
    ...(constituencies ? { constituencies } : {}),
    groups: b.groups.length === 0 ? a.groups : a.groups.length === 0 ? b.groups : eachOf(a.groups, b.groups),
    show: lower(a.show, b.show),
  }
}

const eachOf = (...both: Rule['groups'][]): Rule['groups'] => {
  const groups = new Map(both.flat().map((group) => [JSON.stringify(group), group]))
  return sorted(groups.keys()).map((key) => groups.get(key)!)
}

/** Who may attend: confirmed for that day, and named by the rule. In person may also join online. */
export const mayAttend = (rule: Rule, facts: Facts, day: string): boolean =>
  facts.days.has(day) &&
  (!rule.constituencies || (facts.constituency !== undefined && rule.constituencies.includes(facts.constituency))) &&
  rule.groups.every((groups) => groups.some((group) => facts.groups.has(group)))

/** Whom a session is for, as every surface can say it; which groups are invited is not told. */
export const openTo = (rule: Rule): AudienceOf =>
  rule.groups.length || rule.constituencies?.length === 0
    ? { attend: 'invited' }
    : rule.constituencies
      ? { attend: 'constituencies', constituencies: rule.constituencies }
      : { attend: 'everyone' }
