import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '..')

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.spec\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(SRC, path), text: readFileSync(path, 'utf8') }))

// The type's brand is not exported; a cast would be the one way around it.
test('only the gate makes an agenda view', () => {
  const makers = files
    .filter(({ text }) => /\bas (unknown as )?(Readonly<)?AgendaView\b/.test(text))
    .map(({ path }) => path)
  expect(makers).toEqual(['access/view-of.ts'])
})

// Entries are made by the table of fields and levels; a renderer that wrote one could write anything into it.
test('only the gate makes an entry', () => {
  const makers = files
    .filter(
      ({ path, text }) =>
        !path.startsWith('access/') &&
        /\bas (ClosedEntry|ListedEntry|ProgrammeEntry|AttendEntry|SessionView)\b/.test(text),
    )
    .map(({ path }) => path)
  expect(makers).toEqual([])
})

// Releases and the working copy hold what readers may not see: only the gate and the desk read them.
test('no renderer reads a release or a session row', () => {
  const rows =
    /from '.*\/agenda\/(releases\.service|release\.entity|session\.entity|working-copy\.service|access-rules\.service)\.ts'/
  const readers = files.filter(({ text }) => rows.test(text)).map(({ path }) => path.split('/')[0])
  expect(new Set(readers).difference(new Set(['agenda', 'access', 'desk', 'privacy', 'cli']))).toEqual(new Set())
})
