import { Module, type DynamicModule } from '@nestjs/common'
import { AuditModule } from './platform/audit/audit.module.ts'
import type { Clock } from './platform/clock.ts'
import { SettingsModule } from './platform/config/settings.module.ts'
import type { Settings } from './platform/config/settings.ts'
import { DatabaseModule } from './platform/database/database.module.ts'
import { HealthModule } from './platform/health/health.module.ts'
import { HttpModule } from './platform/http/http.module.ts'
import { JobsModule } from './platform/jobs/jobs.module.ts'
import { MailModule } from './platform/mail/mail.module.ts'
import { SecretsModule } from './platform/secrets/secrets.module.ts'

/** The folders of the house, from the ground up; each imports only from those before it. */
@Module({})
export class AppModule {
  static with(settings: Settings, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.with(settings, clock),
        DatabaseModule,
        SecretsModule,
        AuditModule,
        JobsModule,
        MailModule,
        HttpModule,
        HealthModule,
      ],
    }
  }
}
