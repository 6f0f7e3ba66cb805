import { CONSTITUENCIES, constituency, type ConstituencyId } from '../../delegations/constituency.ts'
import { delegationName, DELEGATION_ROLES, organizationKey, type DelegationRole } from '../../delegations/delegation.ts'
import { searchForm, sortedStates, type StateId } from '../../delegations/state.ts'
import type { Locale } from '../../kernel/locale.ts'
import { nameOrder } from '../../platform/i18n/formats.ts'

/** Somebody who is on the list, before they have their place in it. */
export interface Entry {
  givenNames: string
  familyName: string
  jobTitle: string
  constituency: ConstituencyId
  state: StateId | null
  /** Empty for a State, and for who speaks for nobody else. */
  organization: string
  role: DelegationRole | null
  rank: number | null
  /** Takes part online only. */
  online: boolean
}

/** Somebody as the list names them: no id, no address. */
export interface ListedPerson {
  name: string
  role: DelegationRole | null
  jobTitle: string
  online: boolean
}

/** A State or an organization; without a name, people who speak for themselves. */
export interface ListedGroup {
  name: string | null
  state: StateId | null
  people: readonly ListedPerson[]
}

/** A kind of participant, with its States or organizations in order. */
export interface ListedSection {
  constituency: ConstituencyId
  groups: readonly ListedGroup[]
}

const roleRank = (role: DelegationRole | null): number =>
  role ? DELEGATION_ROLES.indexOf(role) : DELEGATION_ROLES.length

/** Inside a delegation: the head, representatives, alternates, advisers, the rest; each by the delegation's own order. */
const inDelegation = (names: Intl.Collator) => (a: Entry, b: Entry) =>
  roleRank(a.role) - roleRank(b.role) ||
  (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
  names.compare(a.familyName || a.givenNames, b.familyName || b.givenNames) ||
  names.compare(a.givenNames, b.givenNames) ||
  names.compare(a.jobTitle, b.jobTitle)

const personFrom = ({ givenNames, familyName, role, jobTitle, online }: Entry): ListedPerson => ({
  name: [givenNames, familyName].filter(Boolean).join(' '),
  role,
  jobTitle,
  online,
})

const groupsOf = (entries: readonly Entry[], locale: Locale, states: ReadonlyMap<StateId, number>): ListedGroup[] => {
  const names = nameOrder(locale)
  const byDelegation = Map.groupBy(entries, ({ state, organization }) => state ?? organizationKey(organization))
  const compared = (a: ListedGroup, b: ListedGroup): number =>
    (a.state ? (states.get(a.state) ?? Infinity) : 0) - (b.state ? (states.get(b.state) ?? Infinity) : 0) ||
    Number(a.name !== null) - Number(b.name !== null) ||
    names.compare(a.name ?? '', b.name ?? '')
  return [...byDelegation.values()]
    .map((members): ListedGroup => {
      const first = members[0]!
      return {
        name: delegationName(first, locale).trim() || null,
        state: first.state,
        people: [...members].sort(inDelegation(names)).map(personFrom),
      }
    })
    .sort(compared)
}

/**
 * The official order: constituencies in theirs; States as the UN sorts them in the language, organizations by name;
 * inside a delegation heads first, then its own order.
 */
export const inOfficialOrder = (entries: readonly Entry[], locale: Locale): ListedSection[] => {
  const states = new Map(sortedStates(locale).map(({ iso3 }, index) => [iso3, index]))
  const byConstituency = Map.groupBy(entries, (entry) => entry.constituency)
  return [...byConstituency]
    .map(([id, members]): ListedSection => ({ constituency: id, groups: groupsOf(members, locale, states) }))
    .sort((a, b) => orderOf(a.constituency) - orderOf(b.constituency))
}

const orderOf = (id: ConstituencyId): number => constituency(id)?.order ?? CONSTITUENCIES.length * 1000

/** How many people are on it. */
export const peopleIn = (sections: readonly ListedSection[]): number =>
  sections.reduce((sum, { groups }) => sum + groups.reduce((inside, { people }) => inside + people.length, 0), 0)

const withGroups = (sections: readonly ListedSection[], change: (group: ListedGroup) => ListedGroup[]) =>
  sections
    .map((section) => ({ ...section, groups: section.groups.flatMap(change) }))
    .filter(({ groups }) => groups.length > 0)

/** Those whose name, title, State or organization has every typed word at the start of one of its words. */
export const foundIn = (sections: readonly ListedSection[], typed: string): ListedSection[] => {
  const words = searchForm(typed).split(' ').filter(Boolean)
  const says = (text: string): boolean => words.every((word) => ` ${searchForm(text)}`.includes(` ${word}`))
  return withGroups(sections, (group) => {
    if (group.name !== null && says(group.name)) return [group]
    const people = group.people.filter(({ name, jobTitle }) => says(`${name} ${jobTitle} ${group.name ?? ''}`))
    return people.length ? [{ ...group, people }] : []
  })
}

/** A long list in pages of at least `size` people; no delegation is cut in two. */
export const pagesOf = (sections: readonly ListedSection[], size: number): ListedSection[][] => {
  const pages: ListedSection[][] = []
  let room = 0
  for (const { constituency: id, groups } of sections)
    for (const group of groups) {
      if (room <= 0) {
        pages.push([])
        room = size
      }
      const page = pages.at(-1)!
      const last = page.at(-1)
      if (last?.constituency === id) page[page.length - 1] = { ...last, groups: [...last.groups, group] }
      else page.push({ constituency: id, groups: [group] })
      room -= group.people.length
    }
  return pages
}
