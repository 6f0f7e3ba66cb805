// OWNS     constituencies, States, organizations of the United Nations system; delegations, their focal points and notes verbales
// IMPORTS  kernel, platform, ui, people, meetings
import { Module } from '@nestjs/common'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { PeopleModule } from '../people/people.module.ts'
import { Delegations } from './delegations.service.ts'
import { FocalPointJudge } from './focal-point-policy.ts'
import { FocalPointMails } from './focal-point-mails.service.ts'
import { FocalPoints } from './focal-points.service.ts'

@Module({
  imports: [PeopleModule, MeetingsModule],
  providers: [Delegations, FocalPoints, FocalPointJudge, FocalPointMails],
  exports: [Delegations, FocalPoints],
})
export class DelegationsModule {}
