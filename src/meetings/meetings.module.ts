// OWNS     meetings, their days and rooms, registration windows and questions
// IMPORTS  kernel, platform, ui, people
import { Module } from '@nestjs/common'
import { PeopleModule } from '../people/people.module.ts'
import { DatabaseModule } from '../platform/database/database.module.ts'
import { MeetingDay } from './meeting-day.entity.ts'
import { Meeting } from './meeting.entity.ts'
import { Meetings } from './meetings.service.ts'
import { Room } from './room.entity.ts'

@Module({
  imports: [DatabaseModule.entities(Meeting, MeetingDay, Room), PeopleModule],
  providers: [Meetings],
  exports: [Meetings],
})
export class MeetingsModule {}
