import { Controller, Get } from '@nestjs/common'
import { BytesResponse } from '../http/html-response.ts'
import { OPERATOR, Policy } from '../policies/policy.ts'
import { Metrics } from './metrics.ts'

/** For Prometheus on this machine, or with METRICS_TOKEN. */
@Controller('metrics')
@Policy(OPERATOR)
export class MetricsApi {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  async read(): Promise<BytesResponse> {
    return new BytesResponse(this.metrics.registry.contentType, await this.metrics.text(), { cache: 'private' })
  }
}
