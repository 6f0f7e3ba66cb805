import type { Mutant } from './mutant.ts'

/** The source with its clause weakened. Throws when the clause is not there, or more than once. */
export const weakened = ({ part, instead, file }: Mutant, source: string): string => {
  const [before, after, ...more] = source.split(part)
  if (after === undefined) throw new Error(`There is no "${part}" in ${file} any more: look for the new clause.`)
  if (more.length) throw new Error(`"${part}" stands in ${file} more than once.`)
  return `${before}${instead}${after}`
}
