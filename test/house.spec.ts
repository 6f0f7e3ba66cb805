import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

// The rules of the house (docs/architecture.md), each with the sentence that says how to mend a breach.

const SRC = join(import.meta.dirname, '../src')

/** From the ground up: a folder imports only from those before it. */
const FOLDERS = [
  ...['kernel', 'platform', 'ui', 'people', 'meetings', 'delegations', 'agenda', 'access', 'registration'],
  ...['materials', 'calendar', 'checkin', 'discussion', 'reading', 'circulation', 'desk', 'privacy'],
]

/** Without a module of their own: values, many small modules, components. */
const WITHOUT_DOOR = new Set(['kernel', 'platform', 'ui'])

/** Empty for what stands at the door and knows the whole house: main, app, the command line. */
const folderOf = (path: string): string => {
  const folder = path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
  return folder === 'cli' ? '' : folder
}

interface SourceFile {
  /** From src/, such as `people/people.service.ts`. */
  path: string
  folder: string
  text: string
  lines: number
  /** Paths of the files of ours that it imports; types too. */
  imports: string[]
  isTest: boolean
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|\bimport\('([^']+)'\)/g

const read = (path: string): SourceFile => {
  const text = readFileSync(join(SRC, path), 'utf8')
  const imports = [...text.matchAll(IMPORT)]
    .map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(SRC, join(SRC, dirname(path), specifier)))
    .filter((target) => !target.startsWith('..'))
  return {
    path,
    folder: folderOf(path),
    text,
    lines: text.split('\n').length - 1,
    imports,
    isTest: /\.(spec|test)\.tsx?$/.test(path),
  }
}

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => read(relative(SRC, join(entry.parentPath, entry.name))))
const code = files.filter((file) => !file.isTest)
const folders = [...new Set(code.map((file) => file.folder).filter(Boolean))]

test('there are only the folders of the design', () => {
  expect(folders.filter((folder) => !FOLDERS.includes(folder))).toEqual([])
})

test('a folder imports only from those above it', () => {
  const breaches = code.flatMap((file) =>
    file.imports
      .filter((target) => file.folder && FOLDERS.indexOf(folderOf(target)) > FOLDERS.indexOf(file.folder))
      .map((target) => `${file.path} imports ${target}: ${file.folder}/ lies above ${folderOf(target)}/`),
  )
  expect(breaches).toEqual([])
})

describe('the door sign says what a folder imports', () => {
  test.each(folders.filter((folder) => !WITHOUT_DOOR.has(folder)))('%s', (folder) => {
    const module = code.find((file) => file.path === `${folder}/${folder}.module.ts`)
    expect(module, `src/${folder}/${folder}.module.ts is missing`).toBeDefined()
    const used = new Set(code.filter((file) => file.folder === folder).flatMap((file) => file.imports.map(folderOf)))
    const right = FOLDERS.filter((name) => name !== folder && used.has(name)).join(', ')
    const [owns, imports] = (module?.text ?? '').split('\n')
    expect(owns).toMatch(/^\/\/ OWNS {5}\S/)
    expect(imports).toBe(`// IMPORTS  ${right}`)
  })
})

test('no file imports itself by way of others', () => {
  const byPath = new Map(code.map((file) => [file.path, file]))
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' > '))
    if (trail.includes(path) || done.has(path)) return
    // Tables that refer to each other are described by entities that do (TypeORM's Relation breaks the circle).
    const next = (byPath.get(path)?.imports ?? []).filter(
      (target) => !(path.endsWith('.entity.ts') && target.endsWith('.entity.ts')),
    )
    for (const target of next) walk(target, [...trail, path])
    done.add(path)
  }
  for (const file of code) walk(file.path, [])
  expect(circles).toEqual([])
})

test('there are no barrels: one imports the file one needs', () => {
  const barrels = code.filter(
    (file) =>
      (/(^|\/)index\.tsx?$/.test(file.path) && file.path !== 'platform/database/migrations/index.ts') ||
      /^export (\*|\{[^}]*\}|type \{[^}]*\}) from/m.test(file.text),
  )
  expect(barrels.map((file) => file.path)).toEqual([])
})

test('a file can be read in one sitting', () => {
  const LONGEST = 380
  const long = files.filter((file) => file.lines > (file.isTest ? 2 * LONGEST : LONGEST))
  expect(long.map((file) => `${file.path}: ${file.lines} lines`)).toEqual([])
})

test('names say what a thing is', () => {
  const vague = files.filter((file) => /(^|[/.-])(utils?|helpers?|manager|common|misc)([/.-])/i.test(file.path))
  expect(vague.map((file) => file.path)).toEqual([])
})

test('what is left to do is in the issues: a TODO carries a number', () => {
  const loose = files.filter((file) => /\b(TODO|FIXME)\b(?!.*#\d+)/.test(file.text))
  expect(loose.map((file) => file.path)).toEqual([])
})

test('every migration is in the list, in order, under the time its file is named by', async () => {
  const { migrations } = await import('../src/platform/database/migrations/index.ts')
  const listed = migrations.map((migration) => migration.name.slice(-13))
  const found = readdirSync(join(SRC, 'platform/database/migrations'))
    .filter((name) => name !== 'index.ts')
    .map((name) => /^(\d{13})-[a-z0-9-]+\.ts$/.exec(name)?.[1] ?? name)
    .toSorted()
  expect(listed).toEqual(found)
})
