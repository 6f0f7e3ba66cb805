// OWNS     pages and JSON of meetings and agendas for readers: front page, meeting, agenda, session, releases, changes
// IMPORTS  kernel, platform, ui, meetings, delegations, agenda, access, registration, materials, calendar, checkin
import { Module } from '@nestjs/common'
import { AccessModule } from '../access/access.module.ts'
import { CalendarModule } from '../calendar/calendar.module.ts'
import { MaterialsModule } from '../materials/materials.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { AgendaPages } from './agenda.pages.tsx'
import { Agendas } from './agendas.service.ts'
import { KnownMeetings } from './known-meetings.ts'
import { MachinesApi } from './machines.api.ts'
import { MeetingPages } from './meeting.pages.tsx'
import { MyAgendaPages } from './my-agenda.pages.tsx'
import { ReadingApi } from './reading.api.ts'
import { RoomScreens } from './room-screens.service.ts'
import { ScreenPages } from './screen.pages.tsx'
import { ShortAddresses } from './short-addresses.ts'

@Module({
  imports: [MeetingsModule, AccessModule, RegistrationModule, MaterialsModule, CalendarModule],
  controllers: [MeetingPages, AgendaPages, MyAgendaPages, ReadingApi, MachinesApi, ScreenPages, ShortAddresses],
  providers: [Agendas, KnownMeetings, RoomScreens],
  exports: [Agendas],
})
export class ReadingModule {}
