// OWNS     who is told of a release and when, mail about changes, who wants none of it
// IMPORTS  kernel, platform, ui, meetings, agenda, access, registration, reading
import { Module } from '@nestjs/common'
import { AccessModule } from '../access/access.module.ts'
import { AgendaModule } from '../agenda/agenda.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { DatabaseModule } from '../platform/database/database.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { CirculationPages } from './circulation.pages.tsx'
import { CirculationRound } from './circulation-round.entity.ts'
import { MailStops } from './mail-stops.service.ts'
import { OwnMailSection } from './own-mail-section.tsx'
import { Recipients } from './recipients.service.ts'
import { Rounds } from './rounds.service.ts'
import { Telling } from './telling.service.ts'

@Module({
  imports: [DatabaseModule.entities(CirculationRound), MeetingsModule, AgendaModule, AccessModule, RegistrationModule],
  controllers: [CirculationPages],
  providers: [Recipients, Rounds, Telling, MailStops, OwnMailSection],
  exports: [Recipients, Rounds],
})
export class CirculationModule {}
