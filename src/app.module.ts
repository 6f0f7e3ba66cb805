import { Module, type DynamicModule } from '@nestjs/common'
import { MeetingsModule } from './meetings/meetings.module.ts'
import { AuditModule } from './platform/audit/audit.module.ts'
import type { Clock } from './platform/clock.ts'
import { SettingsModule } from './platform/config/settings.module.ts'
import type { Settings } from './platform/config/settings.ts'
import { DatabaseModule } from './platform/database/database.module.ts'
import { HealthModule } from './platform/health/health.module.ts'
import { HttpModule } from './platform/http/http.module.ts'
import { SecretsModule } from './platform/secrets/secrets.module.ts'
import { PeopleModule } from './people/people.module.ts'

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
        HttpModule,
        HealthModule,
        PeopleModule,
        MeetingsModule,
      ],
    }
  }
}
