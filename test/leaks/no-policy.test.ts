import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { Controller, Get, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { expect, test } from 'vitest'
import { AppModule } from '../../src/app.module.ts'
import type { Settings } from '../../src/platform/config/settings.ts'
import { configureHttp, fastifyAdapter } from '../../src/platform/http/configure-http.ts'
import { Policy, PUBLIC, type PolicyKind } from '../../src/platform/policies/policy.ts'
import { closing } from '../closing.ts'
import { freshDatabaseUrls } from '../harness.ts'

// A route that does not say who may use it stops the start of the whole application, not only of a small one.

@Controller(':locale/forgotten')
class Silent {
  @Get()
  read(): string {
    return 'what nobody thought about'
  }
}

@Controller(':locale/forgotten')
class Unjudged {
  @Get()
  @Policy({ name: 'friends' } satisfies PolicyKind)
  read(): string {
    return 'what nobody decides about'
  }
}

@Controller(':locale/remembered')
class Spoken {
  @Get()
  @Policy(PUBLIC)
  read(): string {
    return 'for everybody'
  }
}

const startWith = async (controller: typeof Silent): Promise<NestFastifyApplication> => {
  const settings: Settings & { databaseUrl: string } = {
    port: 0,
    host: '127.0.0.1',
    baseUrl: new URL('http://127.0.0.1:1'),
    ...(await freshDatabaseUrls()),
    databasePool: 4,
    dataDir: tmpdir(),
    secretKeys: [randomBytes(32)],
    mailFrom: 'Plenary <plenary@plenary.test>',
    trustProxy: false,
    logLevel: 'silent',
    development: false,
    samples: false,
  }
  @Module({ imports: [AppModule.with(settings)], controllers: [controller] })
  class WithOneMore {}
  const app = await NestFactory.create<NestFastifyApplication>(WithOneMore, fastifyAdapter(settings), {
    abortOnError: false,
    logger: false,
  })
  closing(() => app.close())
  configureHttp(app, settings)
  return app.init() as Promise<NestFastifyApplication>
}

test('a route that says nothing stops the start, and is named', async () => {
  await expect(startWith(Silent)).rejects.toThrow('The route GET /:locale/forgotten does not say who may use it')
})

test('a route with a policy that nobody judges stops the start', async () => {
  await expect(startWith(Unjudged)).rejects.toThrow('has the policy "friends", which nobody judges')
})

test('a route that says who may use it starts', async () => {
  const app = await startWith(Spoken)
  expect((await app.inject('/en/remembered')).payload).toBe('for everybody')
})
