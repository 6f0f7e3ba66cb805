// OWNS     the organisers' pages and their JSON, loading and exporting a meeting file, the sample meetings
// IMPORTS  kernel, platform, ui, people, meetings, delegations, agenda, registration, materials, checkin
import { Module } from '@nestjs/common'
import { AgendaModule } from '../agenda/agenda.module.ts'
import { CheckinModule } from '../checkin/checkin.module.ts'
import { MaterialsModule } from '../materials/materials.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { PeopleModule } from '../people/people.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { DeskApi } from './desk.api.ts'
import { DeskAgendaPages } from './agenda/agenda.pages.tsx'
import { DeskRooms } from './desk-room.service.ts'
import { DeskHomePages } from './home.pages.tsx'
import { ExportMeeting } from './meeting-file/export-meeting.service.ts'
import { LoadMeeting } from './meeting-file/load-meeting.service.ts'
import { LoadSamples } from './samples/load-samples.service.ts'
import { DeskPublishPages } from './publish/publish.pages.tsx'
import { DeskRegistrationPages } from './registrations/registrations.pages.tsx'

@Module({
  imports: [PeopleModule, MeetingsModule, AgendaModule, RegistrationModule, MaterialsModule, CheckinModule],
  controllers: [DeskApi, DeskAgendaPages, DeskPublishPages, DeskRegistrationPages, DeskHomePages],
  providers: [DeskRooms, LoadMeeting, ExportMeeting, LoadSamples],
  exports: [LoadMeeting, ExportMeeting, LoadSamples],
})
export class DeskModule {}
