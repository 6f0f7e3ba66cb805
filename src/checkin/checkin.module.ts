// OWNS     doors: the way into a session online
// IMPORTS  kernel, platform, ui, meetings, delegations, agenda, access, registration
import { Module } from '@nestjs/common'
import { AccessModule } from '../access/access.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { DatabaseModule } from '../platform/database/database.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { JoinLink } from './join-link.entity.ts'
import { JoinLinks } from './join-links.service.ts'
import { JoinPages } from './join.pages.tsx'

@Module({
  imports: [DatabaseModule.entities(JoinLink), MeetingsModule, AccessModule, RegistrationModule],
  controllers: [JoinPages],
  providers: [JoinLinks],
  exports: [JoinLinks],
})
export class CheckinModule {}
