import { Global, Module } from '@nestjs/common'
import { RateLimits } from './rate-limit.ts'

/** Limits for everybody; apart from `HttpModule`, as they need the database. */
@Global()
@Module({ providers: [RateLimits], exports: [RateLimits] })
export class RateLimitModule {}
