import { Global, Module } from '@nestjs/common'
import { Secrets } from './secrets.ts'

/** Secrets for everybody. */
@Global()
@Module({ providers: [Secrets], exports: [Secrets] })
export class SecretsModule {}
