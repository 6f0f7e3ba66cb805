import { isNamed, type NamedEntry, type SessionView } from '../access/view.ts'
import { isPause } from '../agenda/release.ts'

/** A stretch of a day as a programme prints it: one time, and what is on then. */
export type Slot =
  | { readonly is: 'pause'; readonly entry: NamedEntry }
  /** More than one entry stand side by side: same start, same end. */
  | { readonly is: 'sessions'; readonly entries: readonly [SessionView, ...SessionView[]] }

const same = (a: Temporal.ZonedDateTime | null, b: Temporal.ZonedDateTime | null): boolean =>
  a === null || b === null ? a === b : Temporal.ZonedDateTime.compare(a, b) === 0

/** Breaks and the registration desk are told in a line; a cancelled one is news and stands as a session. */
const isPauseEntry = (entry: SessionView): entry is NamedEntry =>
  isNamed(entry) && isPause(entry.kind) && entry.status === 'confirmed'

/** A day's entries in slots, in their order; entries without a time come last and do not stand side by side. */
export const slotsOf = (entries: readonly SessionView[]): Slot[] => {
  const slots: Slot[] = []
  for (const entry of entries) {
    if (isPauseEntry(entry)) {
      slots.push({ is: 'pause', entry })
      continue
    }
    const parallel = slots.findIndex(
      (slot) =>
        slot.is === 'sessions' &&
        entry.start !== null &&
        same(slot.entries[0].start, entry.start) &&
        same(slot.entries[0].end, entry.end),
    )
    const beside = slots[parallel]
    if (beside?.is === 'sessions') slots[parallel] = { is: 'sessions', entries: [...beside.entries, entry] }
    else slots.push({ is: 'sessions', entries: [entry] })
  }
  return slots
}
