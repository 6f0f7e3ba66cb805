import { Global, Inject, Logger, Module, type OnModuleInit } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { FastifyInstance } from 'fastify'
import { NotFound } from '../../kernel/domain-error.ts'
import { SETTINGS, type Settings } from '../config/settings.ts'
import { PlenaryAdapter } from '../http/plenary-adapter.ts'
import { Policies } from '../policies/policies.ts'
import { logTo, NestLog } from './log.ts'
import { Metrics } from './metrics.ts'
import { MetricsApi } from './metrics.api.ts'
import { isOperator } from './operator.ts'
import { addRequestLog } from './request-log.ts'

/** The log and the numbers. */
@Global()
@Module({ controllers: [MetricsApi], providers: [Metrics], exports: [Metrics] })
export class TelemetryModule implements OnModuleInit {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly metrics: Metrics,
    private readonly policies: Policies,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const log = logTo(this.settings.logLevel)
    Logger.overrideLogger(new NestLog(log))
    this.policies.judge(
      'operator',
      (_ctx, { ip, headers }) => isOperator(ip, headers, this.settings.metricsToken) || new NotFound(),
    )
    const { httpAdapter } = this.host
    // The command line has no server.
    if (!(httpAdapter instanceof PlenaryAdapter)) return
    httpAdapter.door.answered = (route, status) => this.metrics.answeredAtTheDoor(route, status)
    addRequestLog(httpAdapter.getInstance<FastifyInstance>(), log, this.metrics)
  }
}
