// OWNS     the organisers' pages, loading and exporting a meeting file, the sample meetings
// IMPORTS  kernel, platform, people, meetings, delegations, agenda, registration, materials, checkin
import { Module } from '@nestjs/common'
import { AgendaModule } from '../agenda/agenda.module.ts'
import { CheckinModule } from '../checkin/checkin.module.ts'
import { MaterialsModule } from '../materials/materials.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { LoadMeeting } from './meeting-file/load-meeting.service.ts'

@Module({
  imports: [MeetingsModule, AgendaModule, RegistrationModule, MaterialsModule, CheckinModule],
  providers: [LoadMeeting],
  exports: [LoadMeeting],
})
export class DeskModule {}
