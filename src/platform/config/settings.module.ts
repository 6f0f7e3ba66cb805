import { Global, Module, type DynamicModule } from '@nestjs/common'
import { Clock, SystemClock } from '../clock.ts'
import { SETTINGS, type Settings } from './settings.ts'

/** Gives every module the settings and the clock. */
@Global()
@Module({})
export class SettingsModule {
  static with(settings: Settings, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: SettingsModule,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: Clock, useValue: clock },
      ],
      exports: [SETTINGS, Clock],
    }
  }
}
