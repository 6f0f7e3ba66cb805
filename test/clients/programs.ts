import { spawnSync } from 'node:child_process'
import { describe } from 'vitest'

/** The first of these that this machine has. */
export const program = (...names: readonly string[]): string | undefined =>
  names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)

/** Debian's Python, whose packages are Debian's; another one on the path would not know them. */
export const python = (module: string): string | undefined =>
  ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['-c', `import ${module}`]).status === 0)

/**
 * Tests with a program of somebody else's: skipped, with a line that says so, where it is not installed. In CI it must be.
 */
export const withProgram = (what: string, found: string | undefined, tests: (found: string) => void): void => {
  if (found === undefined && !process.env['CI']) {
    console.warn(`Skipped: ${what} is not installed.`)
    describe.skip(what, () => undefined)
    return
  }
  describe(what, () => tests(found ?? what))
}
