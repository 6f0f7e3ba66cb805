// OWNS     the register of personal data: notice, export, erasure, retention
// IMPORTS  kernel, platform, ui, people, meetings, delegations, registration
import { Module } from '@nestjs/common'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { PeopleModule } from '../people/people.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { DataPages } from './data.pages.tsx'
import { Erasure } from './erasure.service.ts'
import { Export } from './export.service.ts'
import { NoticePages } from './notice.pages.tsx'
import { PrivacyApi } from './privacy.api.ts'

@Module({
  imports: [PeopleModule, MeetingsModule, RegistrationModule],
  controllers: [NoticePages, DataPages, PrivacyApi],
  providers: [Export, Erasure],
  exports: [Erasure],
})
export class PrivacyModule {}
