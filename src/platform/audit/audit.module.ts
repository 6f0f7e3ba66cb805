import { Global, Module } from '@nestjs/common'
import { Audit } from './audit.ts'

/** The audit trail for everybody. */
@Global()
@Module({ providers: [Audit], exports: [Audit] })
export class AuditModule {}
