import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { Settings } from '../config/settings.ts'
import { addUploads } from '../files/add-uploads.ts'
import { ApiDocument, describeApi } from './api-document.ts'
import { BODY_LIMIT, useBodyParsers } from './body-parsers.ts'
import { FrontDoor } from './front-door.ts'
import { addGeneralLimit } from './general-limit.ts'
import { addCurrentRequest } from './current-request.ts'
import { validation } from './form.ts'
import { PlenaryAdapter } from './plenary-adapter.ts'
import { ProblemFilter } from './problem.filter.ts'
import { Readers } from './readers.ts'
import { addReaders, addRequestContext } from './request-hooks.ts'
import { Routes } from './routes.ts'
import { addOriginCheck, addSecurityHeaders, securityHeaders } from './security.ts'

/** Fastify takes no number of proxies any more: with one, the outermost so many addresses are believed. */
const trusted = (setting: Settings['trustProxy']): boolean | string | ((address: string, hop: number) => boolean) =>
  typeof setting === 'number' ? (_address, hop) => hop < setting : setting

/** How long a client may take; see `fastifyAdapter`. */
export interface Patience {
  /** For the whole request, body included. */
  request: number
  headers: number
  /** How often connections are checked for the two above. */
  check: number
}

const PATIENCE: Patience = { request: 60_000, headers: 15_000, check: 5_000 }

/** The HTTP server, before Nest builds on it. */
export const fastifyAdapter = (
  settings: Pick<Settings, 'trustProxy' | 'baseUrl'>,
  patience: Patience = PATIENCE,
): PlenaryAdapter =>
  new PlenaryAdapter(
    new FrontDoor(securityHeaders(settings)),
    {
      requestTimeout: patience.request,
      headersTimeout: patience.headers,
      connectionsCheckingInterval: patience.check,
      // Longer than a proxy keeps its connections to us, so that it never sends into a closed one.
      keepAliveTimeout: 75_000,
    },
    {
      trustProxy: trusted(settings.trustProxy),
      genReqId: () => randomUUID(),
      // A client cannot choose the id: it would be free to write into our log.
      requestIdHeader: false,
      bodyLimit: BODY_LIMIT,
      routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    },
  )

/** Adds hooks after those of the plugins registered before, to the app itself and not to a part of it. */
const afterPlugins = (fastify: FastifyInstance, add: (fastify: FastifyInstance) => void): void => {
  const plugin: FastifyPluginCallback = (instance, _options, done) => {
    add(instance)
    done()
  }
  void fastify.register(Object.assign(plugin, { [Symbol.for('skip-override')]: true }))
}

/** Everything every request passes. Call between `NestFactory.create` and `app.init`. */
export const configureHttp = (app: NestFastifyApplication, settings: Settings): void => {
  const adapter = app.getHttpAdapter()
  const fastify = adapter.getInstance()
  app.get(Routes).watch(fastify)
  const problems = app.get(ProblemFilter)
  if (adapter instanceof PlenaryAdapter) {
    adapter.unreadable = (...seen) => problems.respond(...seen)
    fastify.addHook('preClose', (done) => {
      adapter.door.closing = true
      done()
    })
  }
  addSecurityHeaders(fastify, settings)
  addRequestContext(fastify)
  addCurrentRequest(fastify)
  addOriginCheck(fastify, settings)
  addGeneralLimit(fastify)
  void fastify.register(fastifyCookie)
  addUploads(fastify)
  afterPlugins(fastify, (instance) => addReaders(instance, app.get(Readers)))
  useBodyParsers(app)
  app.get(ApiDocument).from(() => describeApi(app, settings))
  app.useGlobalPipes(validation())
}
