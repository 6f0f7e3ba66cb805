import type { OpenAPIObject } from '@nestjs/swagger'
import fc from 'fast-check'
import type { InjectOptions } from 'light-my-request'
import { beforeAll, expect, test, vi } from 'vitest'
import { hostileText, hostileValue, placesIn, soundly, withAt, type Schema, type Schemas } from './generated.ts'
import { ENDS_IT, HostileHouse } from './house.ts'
import { ACTIVE } from './texts.ts'

// What is generated from the description of the interface for programs: every operation, and in each every parameter and every
// field of its body, with values that nobody meant. The corpus (hostile.test.ts) is what we thought of; this is what we did not.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

/** So many values for each place. A failure says the seed, which makes the same ones again. */
const VALUES = 2
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)

/** However busy the machine is, no single answer takes longer. */
const LONGEST_MS = 10_000

interface Parameter {
  name: string
  in: string
  schema?: Schema
}

interface Operation {
  method: string
  path: string
  parameters: Parameter[]
  body?: Schema
}

/** A place of an operation where a generated value is put. */
interface Target {
  operation: Operation
  where: string
  values: fc.Arbitrary<unknown>
  request: (value: unknown) => InjectOptions
}

let house: HostileHouse
let operations: Operation[]
let targets: Target[]

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

const operationsOf = (document: OpenAPIObject): Operation[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      if (!operation) return []
      const { requestBody, parameters = [] } = operation as unknown as {
        requestBody?: { content?: Record<string, { schema?: Schema }> }
        parameters?: Parameter[]
      }
      const body = requestBody?.content?.['application/json']?.schema
      return { method: method.toUpperCase(), path, parameters, ...(body && { body }) }
    }),
  )

const targetsOf = (operation: Operation, schemas: Schemas): Target[] => {
  const { method, path, parameters, body } = operation
  const route = { method, path: path.replace(/\{(\w+)\}/g, ':$1') } as HostileHouse['routes'][number]
  const request = (instead: Readonly<Record<string, string>>, query: string, sent: unknown): InjectOptions => ({
    method: method as 'GET',
    url: house.addresses(route, instead)[0]! + query,
    // What ends a sign-in is asked by nobody: all else is asked by somebody for whom all doors are open.
    headers: {
      accept: 'application/json, text/html',
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
      ...(ENDS_IT.test(path) && { cookie: '' }),
    },
    ...(method !== 'GET' && { payload: JSON.stringify(sent ?? {}) }),
  })
  const sound = body && soundly(body, schemas)
  const inAddress = parameters.filter((each) => each.in === 'path').map((each) => each.name)
  return [
    ...inAddress.map((name) => ({
      operation,
      where: `{${name}}`,
      values: hostileText({}).filter((text) => text !== '' && text.length < 190),
      request: (value: unknown) => request({ [name]: String(value).toWellFormed() }, '', sound),
    })),
    ...[...parameters.filter((each) => each.in === 'query'), { name: 'x[y]', in: 'query', schema: {} }].map((each) => ({
      operation,
      where: `?${each.name}`,
      values: hostileText(each.schema ?? {}),
      request: (value: unknown) =>
        request({}, `?${encodeURIComponent(each.name)}=${encodeURIComponent(String(value).toWellFormed())}`, sound),
    })),
    ...(body ? placesIn(body, schemas) : []).map(({ at, schema }) => ({
      operation,
      where: `/${at.join('/')}`,
      values: hostileValue(schema),
      request: (value: unknown) => request({}, '', withAt(sound, at, value)),
    })),
  ]
}

beforeAll(async () => {
  house = await HostileHouse.open()
  const { text } = await house.ask({ what: 'document', request: { method: 'GET', url: '/api/v1/openapi.json' } })
  const document = JSON.parse(text) as OpenAPIObject
  operations = operationsOf(document)
  targets = operations.flatMap((operation) => targetsOf(operation, (document.components?.schemas ?? {}) as Schemas))
})

/** Operations whose door was open, so that what was sent was looked at. */
const lookedAt = new Set<Operation>()
const SHUT = [401, 403, 404, 429]

/** What is wrong with an answer, if anything. */
const wrongWith = async (request: InjectOptions, operation?: Operation): Promise<string | undefined> => {
  const begin = performance.now()
  const { status, type, text, location } = await house.ask({ what: '', request })
  if (operation && !SHUT.includes(status)) lookedAt.add(operation)
  const ms = performance.now() - begin
  if (status >= 500 || status < 200) return `${status} ${text.slice(0, 200)}`
  if (ms > LONGEST_MS) return `took ${Math.round(ms)} ms`
  if (location !== undefined && !/^\/(?![/\\])/.test(location)) return `leads to ${location}`
  const isPage = type.startsWith('text/html') || type.startsWith('image/svg')
  if (isPage && ACTIVE.some((each) => text.includes(each.text))) return `says ${text.slice(0, 200)}`
  return undefined
}

/** Asks with values for one place; of one that goes wrong, the smallest that does. */
const wrongAt = async ({ operation, where, values, request }: Target): Promise<string[]> => {
  let wrong: string | undefined
  const found = await fc.check(
    fc.asyncProperty(values, async (value) => {
      const found = await wrongWith(request(value), operation)
      wrong = found ?? wrong
      return found === undefined
    }),
    { numRuns: VALUES, seed: SEED, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  )
  if (!found.failed) return []
  const [value] = found.counterexample ?? []
  return [`${operation.method} ${operation.path} ${where} = ${JSON.stringify(value)?.slice(0, 300)}: ${wrong}`]
}

test('every operation is asked, and each of its parameters', () => {
  expect(operations.length).toBeGreaterThan(50)
  expect(new Set(targets.map(({ operation }) => operation)).size).toBe(operations.length)
  for (const { path } of operations)
    for (const [, name] of path.matchAll(/\{(\w+)\}/g))
      expect(
        targets.some(({ operation, where }) => operation.path === path && where === `{${name}}`),
        `${path} ${name}`,
      ).toBe(true)
})

test(`whatever is generated for them gets an answer that is none of our failures (seed ${SEED})`, async () => {
  const wrong: string[] = []
  let next = 0
  const one = async (): Promise<void> => {
    for (let target = targets[next++]; target; target = targets[next++]) wrong.push(...(await wrongAt(target)))
  }
  await Promise.all(Array.from({ length: 6 }, one))
  expect(wrong, `FUZZ_SEED=${SEED}`).toEqual([])
})

test('most of it was looked at, not turned away at the door', () => {
  const away = operations.filter((operation) => !lookedAt.has(operation)).map(({ method, path }) => `${method} ${path}`)
  expect(away.length, away.join('\n')).toBeLessThan(operations.length / 4)
})

test('a failure would be seen: a server error and words that came back as a page', async () => {
  const asked = vi.spyOn(house, 'ask')
  const answered = (status: number, type: string, text: string) =>
    asked.mockResolvedValueOnce({ what: '', request: {}, status, type, text, location: undefined })
  answered(500, 'application/json', 'oops')
  expect(await wrongWith({})).toBe('500 oops')
  answered(200, 'text/html', `<p>${ACTIVE[0]!.text}</p>`)
  expect(await wrongWith({})).toMatch(/^says /)
  answered(200, 'application/json', JSON.stringify(ACTIVE[0]!.text))
  expect(await wrongWith({})).toBeUndefined()
  asked.mockRestore()
})
