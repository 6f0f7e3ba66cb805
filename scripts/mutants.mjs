// Weakens the gate, and the policies beside it, clause by clause and shows which test goes red. Writes docs/security/mutants.md; fails when a mutant is
// caught by none. `npm run test:mutants` tries all; `npm run test:mutants -- 3 17` some, and leaves what the page says of the
// others; with `quick` not everybody asks for everything.
// All of it is one run of vitest on one PostgreSQL: from mutant to mutant only the file with the clause is read anew.
import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { createVitest } from 'vitest/node'
import { MUTANTS } from '../test/mutants/mutants.ts'
import { weakened } from '../test/mutants/weakened.ts'

const PAGE = 'docs/security/mutants.md'

/** From the quickest tests to the widest; the first that catch a mutant are named. */
const STAGES = [
  ['rule', 'view-of', 'changes', 'calendar-facts', 'audience-key', 'comparison', 'gate.properties'].map(
    (name) => `src/access/${name}.spec.ts`,
  ),
  ['src/access/gate.service.spec.ts', 'src/access/gate.lists.spec.ts'],
  ['src/circulation', 'src/checkin', 'src/calendar'],
]
/** Where everybody asks for everything: it takes minutes. */
const EVERYTHING = ['test/leaks']

/** A busy machine catches nothing: what only took too long is tried again. */
const TRIES = 3
const TOO_LATE = /^(Test|Hook) timed out in/

let mutant
/** The tests that went red in this run, and what did not even load. */
let failed = []
let broken = []

const vitest = await createVitest(
  'test',
  {
    config: 'vitest.mutants.config.ts',
    watch: false,
    reporters: [
      {
        onTestCaseResult: (test) => void (test.result().state === 'failed' && failed.push(test)),
        onTestModuleEnd: (module) => void (module.errors().length && broken.push(module)),
      },
    ],
  },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform: (source, id) =>
          mutant && id.split('?')[0].endsWith(`/src/${mutant.file}`) ? weakened(mutant, source) : undefined,
      },
    ],
  },
)

/** Puts a mutant in the place of the one before; none, to have the program as it is. */
const become = (next) => {
  for (const each of [mutant, next]) if (each) vitest.invalidateFile(join(process.cwd(), 'src', each.file))
  mutant = next
}

const nameOf = (module) => relative(process.cwd(), module.moduleId)

/** The tests that go red, with their files. */
const redIn = async (tests, tries = TRIES) => {
  ;[failed, broken] = [[], []]
  const { unhandledErrors } = await vitest.runTestSpecifications(await vitest.globTestSpecifications(tests))
  const red = failed.filter((test) => !test.result().errors.every(({ message }) => TOO_LATE.test(message)))
  if (red.length) return red.map((test) => ({ file: nameOf(test.module), test: test.fullName.replaceAll(' > ', ' ') }))
  // A file that does not even load, or whose house does not stand, catches nothing: the mutant is no program.
  const wrong = [
    ...failed.map((test) => `${nameOf(test.module)}: ${test.fullName} takes too long`),
    ...broken.map((module) => `${nameOf(module)}: ${module.errors()[0].message}`),
    ...unhandledErrors.map(({ message }) => message),
  ]
  if (wrong.length === 0) return []
  if (tries > 1) return redIn(tests, tries - 1)
  throw new Error(`"${mutant?.what}" could not be tried: ${wrong[0]}`)
}

const cell = (text) => text.replaceAll('|', '\\|')

/** What caught each mutant, by the page as it stands. */
const onPage = async () =>
  new Map(
    [...(await readFile(PAGE, 'utf8')).matchAll(/^\| (.+?) +\| `[^`]+` +\| `([^`]+)`: (.+?) +\|$/gm)].map(
      ([, what, file, test]) => [what, { file, test }],
    ),
  )

/** What caught them last time is asked first. */
const lastTime = await onPage()

const words = process.argv.slice(2)
const quick = words.includes('quick')
const chosen = words.filter((word) => word !== 'quick').map(Number)

/** Where a mutant is looked for first: in the tests that it names, one after the other, or where the gate is tested. */
const nearTo = ({ what, tests }) => {
  const before = lastTime.get(cell(what))
  return [...(before ? [[before.file]] : []), ...(tests?.map((test) => [test]) ?? STAGES)]
}

/** What caught each of those that were tried now; undefined is nothing. */
const found = new Map()

const tryOn = async (number, stages) => {
  const each = MUTANTS[number]
  const since = performance.now()
  become(each)
  let red
  try {
    for (const tests of stages) if ((red ??= (await redIn(tests))[0])) break
  } catch (error) {
    // One that is no program any more is for whoever wrote it; the others are tried all the same.
    console.error(error.message)
  }
  found.set(cell(each.what), red && { file: red.file, test: cell(red.test) })
  const seconds = Math.round((performance.now() - since) / 1000)
  const outcome = red ? 'caught' : 'SURVIVED'
  console.log(`${number} ${outcome}: ${each.what} (${seconds} s; ${red ? `${red.file}: ${red.test}` : 'nothing'})`)
}

const all = chosen.length ? chosen : [...MUTANTS.keys()]
for (const number of all) await tryOn(number, nearTo(MUTANTS[number]))
// What nobody near noticed has to be seen where everybody asks for everything.
const left = quick ? [] : all.filter((number) => !found.get(cell(MUTANTS[number].what)))
for (const number of left) await tryOn(number, [EVERYTHING])

// Red means something only where it is green without a mutant.
become(undefined)
const witnesses = [...new Set([...found.values()].flatMap((red) => red?.file ?? []))]
const [wrong] = witnesses.length ? await redIn(witnesses) : []
if (wrong) throw new Error(`Red without any mutant, so that it proves nothing: ${wrong.file}: ${wrong.test}`)
console.log(`Green without a mutant: ${witnesses.join(', ')}`)
await vitest.close()

const before = await onPage()
const rows = MUTANTS.map(({ what, file }) => {
  const key = cell(what)
  return { key, file, red: found.get(key) ?? (found.has(key) && !quick ? undefined : before.get(key)) }
})
const table = rows.map(
  ({ key, file, red }) => `| ${key} | \`${file}\` | ${red ? `\`${red.file}\`: ${red.test}` : '**nothing**'} |`,
)
const page = `# Mutants of the gate

Each clause of the gate (\`src/access\`), and of the policies beside it, was weakened, one at a time, and the tests run: a mutant that no test notices would
be a leak that no test notices. Made by \`npm run test:mutants\`, which fails when one survives; the clauses are in
\`test/mutants/\`, and \`npm test\` sees that each is still there. Named is the first test that went red, tried in
this order: what caught it the time before; the rules, the gate on a database, those who ask it, or of the policies beside it their
own tests; the leak matrix. What only took too long is not red, and every test that is named here was
green again without a mutant.

${rows.filter(({ red }) => red).length} of ${rows.length} mutants are caught.

| what was weakened | where | what went red |
| ----------------- | ----- | ------------- |
${table.join('\n')}
`
await writeFile(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }))
process.exit([...found.values()].every(Boolean) ? 0 : 1)
