import { isDeepStrictEqual } from 'node:util'
import type { Session } from './session.entity.ts'
import { stateOf, withFields, type PlainValue } from './session-state.ts'
import type { Meanwhile } from './working-copy-meanwhile.ts'

/** A field that two organisers changed, each differently. */
export interface Conflict extends Meanwhile {
  mine: PlainValue
}

/** What becomes of an edit when somebody else was quicker. */
export interface Merged {
  /** Mine, with theirs where only they changed something. */
  session: Session
  /** Changed by both: the second chooses. */
  conflicts: readonly Conflict[]
  /** Changed only by them: kept. */
  theirs: readonly Meanwhile[]
}

/**
 * Puts my edit on top of what others changed since, field by field: what I did not touch is theirs, what we both changed
 * is for me to choose. Where it is not known any more what it was, everything that differs is for me to choose.
 */
export const mergeEdits = (mine: Session, since: readonly Meanwhile[]): Merged => {
  const state = stateOf(mine)
  const differing = since.filter(({ field, is }) => !isDeepStrictEqual(state[field] ?? null, is))
  const untouched = ({ field, was }: Meanwhile): boolean =>
    was !== undefined && isDeepStrictEqual(state[field] ?? null, was)
  const theirs = differing.filter(untouched)
  return {
    session: withFields(mine, Object.fromEntries(theirs.map(({ field, is }) => [field, is]))),
    conflicts: differing
      .filter((one) => !untouched(one))
      .map((one): Conflict => ({ ...one, mine: state[one.field] ?? null })),
    theirs,
  }
}
