import 'reflect-metadata'
import { Module, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { onTestFinished } from 'vitest'
import { SettingsModule } from '../src/platform/config/settings.module.ts'
import { settingsFrom } from '../src/platform/config/settings.ts'
import { configureHttp, fastifyAdapter, type Patience } from '../src/platform/http/configure-http.ts'
import { HttpModule } from '../src/platform/http/http.module.ts'

/** An app of a few controllers behind our real HTTP ground, without a database. Closed when the test ends. */
export const tinyApp = async (
  controllers: Type[],
  options: {
    env?: Record<string, string>
    patience?: Patience
    imports?: Type[]
    prepare?: (app: NestFastifyApplication) => void
  } = {},
): Promise<NestFastifyApplication> => {
  const settings = settingsFrom({ BASE_URL: 'http://localhost:3000', ...options.env })
  @Module({ imports: [SettingsModule.with(settings), HttpModule, ...(options.imports ?? [])], controllers })
  class TinyModule {}
  const adapter = fastifyAdapter(settings, options.patience)
  const app = await NestFactory.create<NestFastifyApplication>(TinyModule, adapter, {
    logger: false,
    abortOnError: false,
  })
  onTestFinished(() => app.close())
  configureHttp(app, settings)
  options.prepare?.(app)
  await app.init()
  return app
}
