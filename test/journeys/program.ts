import assert from 'node:assert/strict'
import type { OpenAPIObject } from '@nestjs/swagger'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type supertest from 'supertest'
import type { TestApp } from '../harness.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { newestCode } from './people.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** The served description of the interface, as a judge of answers. */
export class Description {
  private readonly ajv: Ajv2020
  private readonly patterns: { path: string; pattern: RegExp }[]
  private readonly validators = new Map<string, ValidateFunction>()

  private constructor(private readonly document: OpenAPIObject) {
    this.ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(this.ajv)
    this.ajv.addSchema(document, 'api')
    this.patterns = Object.keys(document.paths)
      .toSorted((a, b) => a.split('{').length - b.split('{').length)
      .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }))
  }

  static async of(app: TestApp): Promise<Description> {
    return new Description((await app.http.get('/api/v1/openapi.json').expect(200)).body as OpenAPIObject)
  }

  /** Fails when the answer is not as described: unknown address, status without a description, or another shape. */
  mustFit(method: Method, address: string, answer: supertest.Response): void {
    const { path } = this.patterns.find(({ pattern }) => pattern.test(address.split('?')[0]!)) ?? {}
    const operation = path === undefined ? undefined : this.document.paths[path]?.[method]
    assert(operation, `${method} ${address} is not described`)
    const responses = operation.responses as Record<string, { content?: Record<string, unknown> }>
    const status = responses[String(answer.status)] ? String(answer.status) : 'default'
    if (answer.status < 400)
      assert.notEqual(status, 'default', `${method} ${address}: ${answer.status} is not described`)
    const shape = answer.status < 400 ? status : 'default'
    const type = answer.status < 400 ? 'application/json' : 'application/problem+json'
    if (!responses[shape]?.content?.[type]) return
    const at = ['paths', path!, method, 'responses', shape, 'content', type, 'schema']
    const pointer = at.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    const validate = this.validators.get(pointer) ?? this.ajv.compile({ $ref: `api#/${pointer}` })
    this.validators.set(pointer, validate)
    validate(answer.body)
    assert.deepEqual(
      validate.errors ?? [],
      [],
      `${method} ${address} has another shape: ${JSON.stringify(answer.body).slice(0, 500)} ${this.ajv.errorsText(validate.errors)}`,
    )
  }
}

/** A program of somebody's, that speaks JSON only and holds each answer against the description. */
export class Program {
  private readonly agent: ReturnType<typeof supertest.agent>

  constructor(
    readonly app: TestApp,
    private readonly description: Description,
    readonly address: string,
    readonly language = 'en',
  ) {
    this.agent = app.browser()
  }

  async asks(
    method: Method,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<supertest.Response> {
    const request = this.agent[method](`/api/v1${path}`)
      .set({ accept: 'application/json', 'accept-language': this.language, ...headers })
      .ok(() => true)
    const answer = await (body === undefined ? request : request.send(body))
    this.description.mustFit(method, `/api/v1${path}`, answer)
    if (answer.status >= 400) {
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
      assert.equal((answer.body as { status: number }).status, answer.status)
    }
    return answer
  }

  /** Hands in a file, as a form with one. */
  async uploads(
    method: Method,
    path: string,
    field: string,
    { name, bytes }: { name: string; bytes: Buffer },
  ): Promise<supertest.Response> {
    const answer = await this.agent[method](`/api/v1${path}`)
      .set({ accept: 'application/json', 'accept-language': this.language })
      .ok(() => true)
      .attach(field, bytes, name)
    this.description.mustFit(method, `/api/v1${path}`, answer)
    return answer
  }

  /** Asks, and must be given this status; answers the body. */
  async gets<T = Record<string, unknown>>(
    status: number,
    method: Method,
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<T> {
    const answer = await this.asks(method, path, body, headers)
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`)
    return answer.body as T
  }

  /** Fetches bytes under our roof: a calendar, a document, the door. */
  async fetches(url: string, method: 'get' | 'post' = 'get'): Promise<supertest.Response> {
    const { pathname, search } = new URL(url, this.app.url)
    return this.agent[method](pathname + search)
      .redirects(0)
      .buffer(true)
      .ok(() => true)
  }

  /** Asks for a code, reads it in the mail, and signs in with it. */
  async signsIn({ desk = false } = {}): Promise<{ person: string; opensDesk: boolean }> {
    const before = this.app.mailbox.to(this.address).length
    const { challenge } = await this.gets<{ challenge: string }>(202, 'post', '/sign-in', { email: this.address, desk })
    const code = await newestCode(this.app, this.address, before + 1)
    const signedIn = await this.gets<{ person: string; opensDesk: boolean }>(200, 'post', '/sign-in/code', {
      challenge,
      code,
    })
    if (desk) await passesSecondFactor(this.app, this.address)
    return signedIn
  }
}
