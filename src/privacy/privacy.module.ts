// OWNS     the register of personal data: notice, export, erasure, retention
// IMPORTS  kernel, platform, ui, people, meetings, delegations, registration, desk
import { Module } from '@nestjs/common'
import { DelegationsModule } from '../delegations/delegations.module.ts'
import { DeskModule } from '../desk/desk.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { PeopleModule } from '../people/people.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { DataPages } from './data.pages.tsx'
import { Erasure } from './erasure.service.ts'
import { Export } from './export.service.ts'
import { NoticePages } from './notice.pages.tsx'
import { PrivacyApi } from './privacy.api.ts'
import { RetentionSchedule } from './retention-schedule.ts'
import { RetentionPages } from './retention.pages.ts'
import { Retention } from './retention.service.ts'

@Module({
  imports: [PeopleModule, MeetingsModule, DelegationsModule, RegistrationModule, DeskModule],
  controllers: [NoticePages, DataPages, RetentionPages, PrivacyApi],
  providers: [Export, Erasure, Retention, RetentionSchedule],
})
export class PrivacyModule {}
