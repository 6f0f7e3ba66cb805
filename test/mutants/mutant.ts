/** One clause of a policy, weakened: `part` stands in `file` exactly once. */
export interface Mutant {
  /** What holds no more. */
  what: string
  /** In `src/`. */
  file: string
  part: string
  instead: string
  /** Where it is tested, when that is not the gate's own tests. */
  tests?: readonly string[]
}

/** Clauses of one file: what holds no more, by what stands there and what is put in its place. */
export const clausesOf = (
  file: string,
  clauses: Readonly<Record<string, readonly [part: string, instead: string]>>,
  ...tests: readonly string[]
): Mutant[] =>
  Object.entries(clauses).map(([what, [part, instead]]) => ({
    what,
    file,
    part,
    instead,
    ...(tests.length > 0 && { tests }),
  }))
