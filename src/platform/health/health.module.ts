import { Module } from '@nestjs/common'
import { HealthApi } from './health.api.ts'

/** `/health/live` and `/health/ready`. */
@Module({ controllers: [HealthApi] })
export class HealthModule {}
