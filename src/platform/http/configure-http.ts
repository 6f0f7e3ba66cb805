import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { Settings } from '../config/settings.ts'
import { validation } from './form.ts'
import { PlenaryAdapter } from './plenary-adapter.ts'
import { Readers } from './readers.ts'
import { addRequestContext } from './request-hooks.ts'
import { Routes } from './routes.ts'

/** Fastify takes no number of proxies any more: with one, the outermost so many addresses are believed. */
const trusted = (setting: Settings['trustProxy']): boolean | string | ((address: string, hop: number) => boolean) =>
  typeof setting === 'number' ? (_address, hop) => hop < setting : setting

/** The HTTP server, before Nest builds on it. */
export const fastifyAdapter = (settings: Pick<Settings, 'trustProxy'>): PlenaryAdapter =>
  new PlenaryAdapter({
    trustProxy: trusted(settings.trustProxy),
    genReqId: () => randomUUID(),
    // A client cannot choose the id: it would be free to write into our log.
    requestIdHeader: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  })

/** Everything every request passes. Call between `NestFactory.create` and `app.init`. */
export const configureHttp = (app: NestFastifyApplication, _settings: Settings): void => {
  const fastify = app.getHttpAdapter().getInstance()
  app.get(Routes).watch(fastify)
  addRequestContext(fastify, app.get(Readers))
  void fastify.register(fastifyCookie)
  app.useGlobalPipes(validation())
}
