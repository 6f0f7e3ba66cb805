import { Global, Module } from '@nestjs/common'
import { APP_FILTER, APP_GUARD } from '@nestjs/core'
import { Policies } from '../policies/policies.ts'
import { PolicyGuard } from '../policies/policy.guard.ts'
import { ApiDocument, ApiDocumentController } from './api-document.ts'
import { AssetsController } from './assets.ts'
import { ErrorPages } from './error-pages.ts'
import { ProblemFilter } from './problem.filter.ts'
import { Readers } from './readers.ts'
import { Routes } from './routes.ts'

/** What every route stands on: who asks, who may, and which routes there are. */
@Global()
@Module({
  controllers: [AssetsController, ApiDocumentController],
  providers: [
    Routes,
    Readers,
    Policies,
    ErrorPages,
    ApiDocument,
    { provide: APP_GUARD, useClass: PolicyGuard },
    ProblemFilter,
    { provide: APP_FILTER, useExisting: ProblemFilter },
  ],
  exports: [Routes, Readers, Policies, ErrorPages, ProblemFilter],
})
export class HttpModule {}
