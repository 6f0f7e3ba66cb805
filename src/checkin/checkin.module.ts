// OWNS     doors: the ways into a session online, and who hosts it
// IMPORTS  kernel, platform, ui, people, meetings, delegations, agenda, access, registration
import { Module } from '@nestjs/common'
import { AccessModule } from '../access/access.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { PeopleModule } from '../people/people.module.ts'
import { DatabaseModule } from '../platform/database/database.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { Admitted } from './admitted.service.ts'
import { Doors } from './doors.service.ts'
import { HostLines } from './host-lines.service.ts'
import { Hosts } from './hosts.service.ts'
import { JoinLink } from './join-link.entity.ts'
import { JoinLinks } from './join-links.service.ts'
import { JoinPages } from './join.pages.tsx'
import { PersonalJoinLink } from './personal-join-link.entity.ts'
import { PersonalLinks } from './personal-links.service.ts'

@Module({
  imports: [
    DatabaseModule.entities(JoinLink, PersonalJoinLink),
    PeopleModule,
    MeetingsModule,
    AccessModule,
    RegistrationModule,
  ],
  controllers: [JoinPages],
  providers: [JoinLinks, PersonalLinks, Doors, Admitted, Hosts, HostLines],
  exports: [JoinLinks, PersonalLinks, Doors, Admitted, Hosts, HostLines],
})
export class CheckinModule {}
