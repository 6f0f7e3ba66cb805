import { Validator } from '@seriousme/openapi-schema-validator'
import type { OpenAPIObject } from '@nestjs/swagger'
import { beforeAll, describe, expect, test } from 'vitest'
import { emailFrom } from '../src/kernel/email-address.ts'
import { routesOf } from '../src/platform/http/routes.ts'
import { startApp, type TestApp } from './harness.ts'

// What all of the application stands on, tried on the whole of it.

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

describe('the description of the interface for programs', () => {
  const read = async (): Promise<OpenAPIObject> =>
    (await app.http.get('/api/v1/openapi.json').expect(200)).body as OpenAPIObject

  test('is valid OpenAPI 3.1', async () => {
    const document = await read()
    expect(document.openapi).toBe('3.1.0')
    expect(await new Validator().validate(structuredClone({ ...document }))).toEqual({ valid: true })
  })

  test('describes each route there is, and none that is not', async () => {
    const described = Object.entries((await read()).paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const routes = routesOf(app.app)
      .filter(({ path }) => path.startsWith('/api/v1/') && !path.endsWith('openapi.json'))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(described.sort()).toEqual(routes.sort())
  })

  test('names each operation once, and says what a good answer is', async () => {
    const operations = Object.values((await read()).paths).flatMap((path) =>
      [path.get, path.post, path.put, path.patch, path.delete].flatMap((operation) => operation ?? []),
    )
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const silent = operations.filter(({ responses }) => !Object.keys(responses).some((status) => /^[23]/.test(status)))
    expect(silent.map(({ operationId }) => operationId)).toEqual([])
  })
})

test('numbers for this machine, by route and without anybody in them', async () => {
  await app.http.get('/en/sign-in').expect(200)
  const { text } = await app.http.get('/metrics').expect(200)
  expect(text).toContain('route="/:locale/sign-in"')
  expect(text).toContain('plenary_jobs')
  await app.http.get('/metrics').set('X-Forwarded-For', '192.0.2.1').expect(404)
})

test('an unknown page is a page, in the language of the address', async () => {
  const { text } = await app.http.get('/fr/nulle-part/du-tout').set('Accept', 'text/html').expect(404)
  expect(text).toContain('<html lang="fr"')
  expect(text).toContain('Cette page n’existe pas')
})

test('whatever a client calls the host, links in mails and redirects lead to our own address', async () => {
  const address = 'host-header@mission.example.org'
  const { headers, text } = await app
    .browser()
    .post('/en/sign-in')
    .set('Host', 'evil.test')
    .set('X-Forwarded-Host', 'evil.test')
    .set('X-Forwarded-Proto', 'gopher')
    .set('Forwarded', 'host=evil.test')
    .type('form')
    .send({ email: address, next: '//evil.test' })
    .expect(303)
  expect(headers['location']).toMatch(/^\/en\//)
  const mail = await app.mailbox.waitFor(emailFrom(address)!)
  const body = `${mail.text ?? ''}${String(mail.html)}`
  expect(body).toContain(app.settings.baseUrl.origin)
  expect(`${body}${text}${JSON.stringify(headers)}`).not.toMatch(/evil\.test|gopher/)
})
