import { Body, Controller, Get, Post } from '@nestjs/common'
import { Type } from 'class-transformer'
import { ArrayMaxSize, IsEmail, IsIn, IsString, MaxLength, ValidateNested } from 'class-validator'
import { expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { ChangedMeanwhile } from '../../kernel/domain-error.ts'
import { PUBLIC, Policy } from '../policies/policy.ts'
import { ErrorPages } from './error-pages.ts'
import { parseForm } from './form.ts'
import { HtmlResponse } from './html-response.ts'

class Day {
  @IsIn(['online', 'in-person'])
  mode: string
}

class Registration {
  @MaxLength(5)
  @IsString()
  name: string

  @IsEmail({}, { message: 'email.invalid' })
  email: string

  @ValidateNested({ each: true })
  @ArrayMaxSize(2)
  @Type(() => Day)
  days: Day[]
}

@Controller()
@Policy(PUBLIC)
class Things {
  @Post('api/things')
  take(@Body() body: Registration): Registration {
    return body
  }
  @Get('api/broken')
  broken(): never {
    throw new Error('the password is swordfish')
  }
  @Get('api/changed')
  changed(): never {
    throw new ChangedMeanwhile()
  }
  @Get(':locale/broken')
  page(): never {
    throw new Error('the password is swordfish')
  }
}

const good = { name: 'Ana', email: 'ana@example.org', days: [{ mode: 'online' }] }

test('forms with nested fields and JSON give the same DTO', async () => {
  const app = await tinyApp([Things])
  const json = await app.inject({ method: 'POST', url: '/api/things', payload: good })
  expect([json.statusCode, json.json()]).toEqual([201, good])
  const form = await app.inject({
    method: 'POST',
    url: '/api/things',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'name=Ana&email=ana%40example.org&days[0][mode]=online',
  })
  expect([form.statusCode, form.json()]).toEqual([201, good])
})

test('says what is wrong with each field, by pointer and in the language of the reader', async () => {
  const app = await tinyApp([Things])
  const reply = await app.inject({
    method: 'POST',
    url: '/api/things',
    headers: { 'accept-language': 'fr' },
    payload: { name: 'Anastasia', email: 'ana', days: [{ mode: 'online' }, { mode: 'maybe' }], role: 'admin' },
  })
  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.json()).toEqual({
    type: 'http://localhost:3000/problems/invalid-input',
    title: 'Certaines réponses sont à revoir',
    status: 422,
    instance: `urn:uuid:${String(reply.headers['x-request-id'])}`,
    errors: [
      { pointer: '/role', detail: 'Ce champ n’est pas connu ici' },
      { pointer: '/name', detail: 'Utilisez au plus 5 caractères' },
      { pointer: '/email', detail: 'Indiquez une adresse électronique, par exemple nom@example.org' },
      { pointer: '/days/1/mode', detail: 'Choisissez l’une des réponses proposées' },
    ],
  })
})

test('pages get the same as values, to show the form again', () => {
  expect(parseForm(Registration, good)).toEqual({ value: good })
  expect(parseForm(Registration, { ...good, days: [{ mode: '' }], 'a/b': 1 }).errors).toEqual([
    { pointer: '/a~1b', message: 'field.unknown', params: {} },
    { pointer: '/days/0/mode', message: 'field.not-a-choice', params: {} },
  ])
  expect(parseForm(Registration, undefined).errors?.map(({ pointer }) => pointer)).toContain('/name')
})

test.each([
  ['{"name": ', 'application/json', 400],
  ['{"__proto__": {"admin": true}}', 'application/json', 400],
  ['["a list where one thing is expected"]', 'application/json', 400],
  ['[{"name": "Ana"}]', 'application/json', 400],
  ['[[0]]', 'application/json', 400],
  [`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 'application/json', 400],
  ['x'.repeat(300_000), 'application/x-www-form-urlencoded', 413],
  [`{"name": "${'x'.repeat(300_000)}"}`, 'application/json', 413],
  [Array.from({ length: 1001 }, (_, i) => `a${i}=1`).join('&'), 'application/x-www-form-urlencoded', 400],
  ['a[b][c][d][e][f][g]=1', 'application/x-www-form-urlencoded', 400],
  ['<a/>', 'application/xml', 415],
])('a body that cannot be read is refused (%#)', async (payload, type, status) => {
  const app = await tinyApp([Things])
  const reply = await app.inject({ method: 'POST', url: '/api/things', headers: { 'content-type': type }, payload })
  expect([reply.statusCode, reply.json<{ status: number }>().status]).toEqual([status, status])
})

test('machines get problem details, without the inner message', async () => {
  const app = await tinyApp([Things])
  const broken = await app.inject('/api/broken')
  expect([broken.statusCode, broken.payload.includes('swordfish')]).toEqual([500, false])
  expect((await app.inject('/api/changed')).json()).toMatchObject({
    status: 409,
    type: 'http://localhost:3000/problems/changed-meanwhile',
  })
  const unknown = await app.inject('/api/unknown')
  expect([unknown.statusCode, unknown.headers['content-type']]).toEqual([404, 'application/problem+json'])
})

test('people get a page in the language of the address', async () => {
  const app = await tinyApp([Things])
  app.get(ErrorPages).use((ctx, problem) => new HtmlResponse(`${ctx.locale}: ${problem.title}`))
  const unknown = await app.inject({ url: '/fr/nowhere', headers: { accept: 'text/html' } })
  expect([unknown.statusCode, unknown.payload]).toEqual([404, 'fr: Cette page n’existe pas'])
  expect(unknown.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'private, no-store',
  })
  const broken = await app.inject({ url: '/es/broken', headers: { accept: 'text/html' } })
  expect([broken.statusCode, broken.payload]).toEqual([500, 'es: Se ha producido un error por nuestra parte'])
})

test('a page that cannot be drawn is still an answer', async () => {
  const app = await tinyApp([Things])
  app.get(ErrorPages).use(() => {
    throw new Error('no paint')
  })
  const reply = await app.inject({ url: '/en/broken', headers: { accept: 'text/html' } })
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([500, 'application/problem+json'])
})

test('a wrong method at a known address is told the right ones', async () => {
  const app = await tinyApp([Things])
  const reply = await app.inject({ method: 'DELETE', url: '/api/broken' })
  expect([reply.statusCode, reply.headers.allow]).toEqual([405, 'GET, HEAD'])
})

test.each(['/%zz', '/en/%ff', '/api/%ff'])('an address that cannot be read (%s) gets a problem', async (url) => {
  const app = await tinyApp([Things])
  const reply = await app.inject({ url, headers: { accept: 'application/json' } })
  expect(reply.statusCode).toBe(400)
  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.headers['x-content-type-options']).toBe('nosniff')
})
