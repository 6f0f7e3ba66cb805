import { Controller, Get, Injectable, type INestApplication } from '@nestjs/common'
import { ApiExcludeController, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger'
import { Policy, PUBLIC } from '../policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../policies/token-scope.ts'
import { BytesResponse } from './html-response.ts'
import { Routes, type Route } from './routes.ts'
import type { Settings } from '../config/settings.ts'
import { encode, type EncodedBody } from './encoded-body.ts'

/** The part of the document that a path may have. */
type Operations = OpenAPIObject['paths'][string]

/** Where the interface for programs lives; pages are for people and not described. */
const API = '/api/v1/'

const PROBLEM = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'Stable; ends with the name of the problem.' },
    title: { type: 'string', description: 'In the language asked for by Accept-Language.' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', format: 'uri', description: 'The request, as it stands in X-Request-Id.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer (RFC 6901) to the field in the body.' },
          detail: { type: 'string' },
        },
      },
    },
  },
} as const

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** `nullable` is OpenAPI 3.0; in 3.1 null is a type. */
const withoutNullable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNullable)
  if (!isObject(value)) return value
  const { nullable, ...rest } = value
  const clean = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, withoutNullable(each)]))
  if (nullable !== true) return nullable === undefined || nullable === false ? clean : { ...clean, nullable }
  if (typeof clean['type'] === 'string')
    return {
      ...clean,
      type: [clean['type'], 'null'],
      ...(Array.isArray(clean['enum']) && { enum: [...(clean['enum'] as unknown[]), null] }),
    }
  return { anyOf: [clean, { type: 'null' }] }
}

/** The names of all schemas that something refers to, directly or through another schema. */
const reachable = (from: unknown, schemas: Readonly<Record<string, unknown>>): Set<string> => {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (isObject(value))
      for (const [key, each] of Object.entries(value)) {
        const name = key === '$ref' && typeof each === 'string' ? each.replace('#/components/schemas/', '') : undefined
        if (name === undefined) visit(each)
        else if (!found.has(name)) {
          found.add(name)
          visit(schemas[name])
        }
      }
  }
  visit(from)
  return found
}

/** Describes the interface for programs as OpenAPI 3.1, from the decorators of its controllers. */
export const describeApi = (app: INestApplication, settings: Pick<Settings, 'baseUrl'>): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Plenary')
    .setDescription(
      'Registration and agenda of intergovernmental meetings. What a reader gets depends on what they may see; ' +
        'words come in the language of Accept-Language (en, fr, es).',
    )
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(settings.baseUrl.origin)
    .addCookieAuth(
      settings.baseUrl.protocol === 'https:' ? '__Host-plenary-sign-in' : 'plenary-sign-in',
      { type: 'apiKey', in: 'cookie', description: 'Signed in with a code.' },
      'session',
    )
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        description:
          'A token that somebody who holds a role made for a program, on their pages at the desk. Each operation names the ' +
          'scope that it needs; where none is named, tokens are refused. A token never may more than its owner.',
      },
      'token',
    )
    .build()
  const whole = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/(Api|Controller)$/, '')}.${method}`,
  })
  const routes = new Map(
    app
      .get(Routes)
      .all()
      .map((route) => [`${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`, route] as const),
  )
  const paths = Object.fromEntries(
    Object.entries(whole.paths)
      .filter(([path]) => path.startsWith(API))
      .map(([path, operations]) => [path, described(path, operations, routes)]),
  )
  const schemas = { ...whole.components?.schemas, Problem: PROBLEM }
  const used = reachable(paths, schemas)
  const document = {
    ...whole,
    paths,
    components: {
      ...whole.components,
      schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))),
    },
  }
  // Only `nullable` is rewritten: it stays an OpenAPI document.
  return withoutNullable(document) as OpenAPIObject
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Nothing, a sign-in, or a token for this: whichever the sender has. */
const securityOf = (route: Route | undefined): Record<string, string[]>[] => [
  ...(route?.policy?.name === 'public' ? [{}] : [{ session: [] }]),
  ...(route?.tokenScope && route.tokenScope !== NO_TOKEN ? [{ token: [route.tokenScope] }] : []),
]

/** Adds to each operation who may use it, and how it fails. */
const described = (path: string, operations: Operations, routes: ReadonlyMap<string, Route>): Operations => {
  const all: Operations = { ...operations }
  for (const method of METHODS) {
    const operation = operations[method]
    if (!operation) continue
    all[method] = {
      ...operation,
      security: securityOf(routes.get(`${method.toUpperCase()} ${path}`)),
      responses: {
        ...operation.responses,
        default: {
          description: 'What went wrong.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    }
  }
  return all
}

/** The description, made when first asked for. */
@Injectable()
export class ApiDocument {
  private make: () => OpenAPIObject = () => {
    throw new Error('No application is described.')
  }
  private made: EncodedBody | undefined

  /** Says how it is made; the application knows itself only once it exists. */
  from(make: () => OpenAPIObject): void {
    this.make = make
  }

  get body(): EncodedBody {
    this.made ??= encode(JSON.stringify(this.make()), { quality: 9 })
    return this.made
  }
}

@TokenScope('read-agenda')
@Controller('api/v1')
@ApiExcludeController()
@Policy(PUBLIC)
export class ApiDocumentController {
  constructor(private readonly document: ApiDocument) {}

  @Get('openapi.json')
  read(): BytesResponse {
    return new BytesResponse('application/json', this.document.body, { fresh: () => true })
  }
}
