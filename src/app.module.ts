import { Module, type DynamicModule } from '@nestjs/common'
import type { Clock } from './platform/clock.ts'
import type { Settings } from './platform/config/settings.ts'
import { PlatformModule } from './platform/platform.module.ts'

/** The folders of the house, from the ground up; each imports only from those before it. */
@Module({})
export class AppModule {
  static with(settings: Settings, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.with(settings, clock)],
    }
  }
}
