import { Module, type DynamicModule } from '@nestjs/common'
import { AccessModule } from './access/access.module.ts'
import { AgendaModule } from './agenda/agenda.module.ts'
import { CalendarModule } from './calendar/calendar.module.ts'
import { CheckinModule } from './checkin/checkin.module.ts'
import { CirculationModule } from './circulation/circulation.module.ts'
import { DelegationsModule } from './delegations/delegations.module.ts'
import { DeskModule } from './desk/desk.module.ts'
import { MaterialsModule } from './materials/materials.module.ts'
import { MeetingsModule } from './meetings/meetings.module.ts'
import { PeopleModule } from './people/people.module.ts'
import type { Clock } from './platform/clock.ts'
import type { Settings } from './platform/config/settings.ts'
import { PlatformModule } from './platform/platform.module.ts'
import { PrivacyModule } from './privacy/privacy.module.ts'
import { ReadingModule } from './reading/reading.module.ts'
import { RegistrationModule } from './registration/registration.module.ts'
import { UiModule } from './ui/ui.module.ts'

/** The folders of the house, from the ground up; each imports only from those before it. */
@Module({})
export class AppModule {
  static with(settings: Settings, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(settings, clock),
        UiModule,
        PeopleModule,
        MeetingsModule,
        DelegationsModule,
        AgendaModule,
        AccessModule,
        RegistrationModule,
        MaterialsModule,
        CalendarModule,
        CheckinModule,
        ReadingModule,
        CirculationModule,
        DeskModule,
        PrivacyModule,
      ],
    }
  }
}
