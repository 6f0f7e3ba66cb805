// OWNS     settings, clock, database, jobs, mail, files, PDFs, secrets, audit, HTTP, policies, words and formats, logs and metrics
// IMPORTS  kernel
import { Module, type DynamicModule } from '@nestjs/common'
import { AuditModule } from './audit/audit.module.ts'
import type { Clock } from './clock.ts'
import { SettingsModule } from './config/settings.module.ts'
import type { Settings } from './config/settings.ts'
import { DatabaseModule } from './database/database.module.ts'
import { FilesModule } from './files/files.module.ts'
import { HealthModule } from './health/health.module.ts'
import { HttpModule } from './http/http.module.ts'
import { RateLimitModule } from './http/rate-limit.module.ts'
import { JobsModule } from './jobs/jobs.module.ts'
import { MailModule } from './mail/mail.module.ts'
import { PdfModule } from './pdf/pdf.module.ts'
import { SecretsModule } from './secrets/secrets.module.ts'
import { TelemetryModule } from './telemetry/telemetry.module.ts'

/** What the app stands on. Everything in it is global: a folder injects what it needs. */
@Module({})
export class PlatformModule {
  static with(settings: Settings, clock?: Clock): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        SettingsModule.with(settings, clock),
        DatabaseModule,
        SecretsModule,
        AuditModule,
        JobsModule,
        MailModule,
        HttpModule,
        RateLimitModule,
        FilesModule,
        PdfModule,
        HealthModule,
        TelemetryModule,
      ],
    }
  }
}
