// OWNS     registrations, day choices, pools, waiting lists; the facts that the gate asks for
// IMPORTS  kernel, platform, ui, people, meetings, delegations, agenda, access
import { Module } from '@nestjs/common'
import { AccessModule } from '../access/access.module.ts'
import { AgendaModule } from '../agenda/agenda.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { PeopleModule } from '../people/people.module.ts'
import { DatabaseModule } from '../platform/database/database.module.ts'
import { Amendments } from './amendments.service.ts'
import { Availability } from './availability.service.ts'
import { DayChoice } from './day-choice.entity.ts'
import { Ledger } from './ledger.service.ts'
import { OwnPageSections } from './own-page-sections.ts'
import { OwnPages } from './own.pages.tsx'
import { Place, Pool } from './pool.entity.ts'
import { Pools } from './pools.service.ts'
import { RegistrationApi, StatesApi } from './registration.api.ts'
import { RegistrationChange } from './registration-change.entity.ts'
import { Registration } from './registration.entity.ts'
import { RegistrationFacts } from './registration-facts.service.ts'
import { RegistrationList } from './registration-list.service.ts'
import { RegistrationMails } from './registration-mails.service.ts'
import { RegistrationPages } from './registration.pages.tsx'
import { Registrations } from './registrations.service.ts'
import { Review } from './review.service.ts'
import { Seating } from './seating.service.ts'
import { Standings } from './standings.service.ts'
import { Turns } from './turns.service.ts'
import { WaitingEntry } from './waiting-entry.entity.ts'
import { WaitingList } from './waiting-list.service.ts'

@Module({
  imports: [
    DatabaseModule.entities(Registration, RegistrationChange, DayChoice, Pool, Place, WaitingEntry),
    PeopleModule,
    MeetingsModule,
    AgendaModule,
    AccessModule,
  ],
  controllers: [RegistrationPages, OwnPages, RegistrationApi, StatesApi],
  providers: [
    Pools,
    WaitingList,
    Seating,
    Standings,
    Ledger,
    Turns,
    Registrations,
    Amendments,
    Review,
    RegistrationList,
    Availability,
    RegistrationFacts,
    RegistrationMails,
    OwnPageSections,
  ],
  exports: [Pools, Registrations, Amendments, Review, RegistrationList, Availability, Ledger, OwnPageSections],
})
export class RegistrationModule {}
