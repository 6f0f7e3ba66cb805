// Compiles src/ to dist/, and copies what the code reads beside it. `--if-stale`: only when something changed since.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

const root = dirname(import.meta.dirname)
const dist = join(root, 'dist')
const stamp = join(dist, '.stamp')

const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()

const isTest = (path) => /\.(spec|test)\.tsx?$/.test(path)

/** What the build was made from: names, sizes and times, so that a deleted or older file counts as a change too. */
const fingerprint = () => {
  const hash = createHash('sha256')
  const inputs = [
    ...files.filter((path) => !isTest(path)),
    ...['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/build.mjs'].map((name) =>
      join(root, name),
    ),
  ]
  for (const path of inputs) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

const built = existsSync(join(dist, 'main.js'))
const wanted = fingerprint()
if (process.argv.includes('--if-stale') && built && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
  process.exit(0)

let compiler
try {
  compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
} catch {
  // An installation without development packages brings its build along (the Docker image does).
  if (built || process.argv.includes('--if-possible')) process.exit(0)
  console.error('Plenary is not built, and there is no TypeScript to build it: run `npm ci` without --omit=dev.')
  process.exit(1)
}

/** A file that is gone from src/ must not live on in dist/. */
const removeLeftovers = () => {
  if (!existsSync(dist)) return
  const expected = new Set(files.map((path) => relative(join(root, 'src'), path).replace(/\.tsx?$/, '.js')))
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = relative(dist, join(entry.parentPath, entry.name))
    if (entry.isFile() && path.endsWith('.js') && !expected.has(path)) rmSync(join(dist, path), { force: true })
  }
}

removeLeftovers()
for (const path of files) {
  if (/\.tsx?$/.test(path)) continue
  const target = join(dist, relative(join(root, 'src'), path))
  mkdirSync(dirname(target), { recursive: true })
  cpSync(path, target)
}
if (!built) rmSync(join(dist, '.tsbuildinfo'), { force: true }) // it would say that all is done
const result = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
if (result.status !== 0) process.exit(result.status ?? 1)
writeFileSync(stamp, wanted)
