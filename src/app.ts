import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.ts'
import type { Clock } from './platform/clock.ts'
import type { Settings } from './platform/config/settings.ts'
import { configureHttp, fastifyAdapter } from './platform/http/configure-http.ts'

/**
 * The whole application on a database whose tables are up to date, ready for `listen`. The server and the tests
 * make it here, so that they cannot differ.
 */
export const createApp = async (
  settings: Settings & { databaseUrl: string },
  options: { clock?: Clock } = {},
): Promise<NestFastifyApplication> => {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings, options.clock),
    fastifyAdapter(settings),
    { abortOnError: false, logger: ['error', 'warn', 'fatal'] },
  )
  configureHttp(app, settings)
  drain(app)
  return app
}

/** While we finish, answers in flight close their connection: it would keep the process up until the client lets go. */
const drain = (app: NestFastifyApplication): void => {
  const fastify = app.getHttpAdapter().getInstance()
  let closing = false
  fastify.addHook('preClose', (done) => {
    closing = true
    done()
  })
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close')
    done(null, payload)
  })
}
