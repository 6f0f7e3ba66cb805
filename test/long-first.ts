import { basename } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** An order of test files that begins with these, so that no worker is left alone with a long one at the end. */
export const longFirst = (...names: readonly string[]): typeof BaseSequencer =>
  class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const rank = ({ moduleId }: TestSpecification): number => {
        const at = names.indexOf(basename(moduleId))
        return at < 0 ? names.length : at
      }
      return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
    }
  }
