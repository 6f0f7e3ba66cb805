import type { AdmittedPerson } from '../../checkin/admitted.service.ts'
import { delegationName } from '../../delegations/delegation.ts'
import { searchForm } from '../../delegations/state.ts'
import type { Locale } from '../../kernel/locale.ts'
import { nameOrder } from '../../platform/i18n/formats.ts'

/** Somebody on a host's list, in the host's language. */
export interface ListedGuest extends AdmittedPerson {
  /** The State or organization that they speak for; empty for who speaks for nobody else. */
  readonly from: string
}

export const SORTS = ['name', 'from', 'opened'] as const
export type Sort = (typeof SORTS)[number]

/**
 * The list as a host reads it: who has every typed word at the start of one of their own or their State's, sorted. Who pressed
 * Join last comes first when sorted by that: they are at the door.
 */
export const guestsOf = (
  people: readonly AdmittedPerson[],
  { q = '', sort, locale }: { q?: string; sort: Sort; locale: Locale },
): ListedGuest[] => {
  const names = nameOrder(locale)
  const words = searchForm(q).split(' ').filter(Boolean)
  const byName = (a: ListedGuest, b: ListedGuest): number => names.compare(a.name, b.name)
  const order: Readonly<Record<Sort, (a: ListedGuest, b: ListedGuest) => number>> = {
    name: byName,
    from: (a, b) => Number(a.from === '') - Number(b.from === '') || names.compare(a.from, b.from) || byName(a, b),
    opened: (a, b) => (b.opened?.epochMilliseconds ?? 0) - (a.opened?.epochMilliseconds ?? 0) || byName(a, b),
  }
  return people
    .map((person) => ({ ...person, from: delegationName(person, locale).trim() }))
    .filter(({ name, from }) => {
      const form = ` ${searchForm(name)} ${searchForm(from)}`
      return words.every((word) => form.includes(` ${word}`))
    })
    .toSorted(order[sort])
}
