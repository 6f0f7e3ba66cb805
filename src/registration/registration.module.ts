// OWNS     registrations, day choices, pools, waiting lists; the facts that the gate asks for
// IMPORTS  kernel, platform, ui, people, meetings, delegations, agenda, access
import { Module } from '@nestjs/common'
import { AccessModule } from '../access/access.module.ts'
import { AgendaModule } from '../agenda/agenda.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { PeopleModule } from '../people/people.module.ts'
import { DelegationsModule } from '../delegations/delegations.module.ts'
import { DatabaseModule } from '../platform/database/database.module.ts'
import { Amendments } from './amendments.service.ts'
import { RegistrationSettingsService } from './settings.service.ts'
import { OwnApi } from './own/own.api.ts'
import { AddressPages } from './own/address.pages.tsx'
import { Addresses } from './own/addresses.service.ts'
import { KeptForms } from './form/kept-forms.service.ts'
import { SessionOffers } from './form/session-offers.service.ts'
import { SessionPlaces } from './places/session-places.service.ts'
import { Questions } from './questions/questions.service.ts'
import { AnswerFiles } from './questions/answer-files.service.ts'
import { AskPages, DelegationSection } from './delegation/ask.pages.tsx'
import { DelegationPages } from './delegation/delegation.pages.tsx'
import { DelegationApi } from './delegation/delegation.api.ts'
import { MyDelegationRequestsApi, MyDelegationsApi } from './delegation/my-delegations.api.ts'
import { Gathering } from './delegation/gathering.service.ts'
import { DelegationVisits } from './delegation/delegation-visits.service.ts'
import { MemberPages } from './delegation/member.pages.tsx'
import { NamingPages } from './delegation/naming.pages.tsx'
import { DelegationRooms } from './delegation/delegation-room.service.ts'
import { FocalPointPages } from './delegation/focal-points.pages.tsx'
import { DelegationList } from './delegation/delegation-list.service.ts'
import { OwnConfirmation } from './delegation/own-confirmation.service.ts'
import { DelegationMails } from './delegation/delegation-mails.service.ts'
import { DelegationTurns } from './delegation/delegation-turns.service.ts'
import { Memberships } from './delegation/memberships.service.ts'
import { Nominations } from './delegation/nominations.service.ts'
import { Ranks } from './delegation/ranks.service.ts'
import { Replacements } from './delegation/replacements.service.ts'
import { Succession } from './places/succession.service.ts'
import { Availability } from './places/availability.service.ts'
import { Allocations } from './places/allocations.service.ts'
import { Capacities } from './places/capacities.service.ts'
import { Choices } from './places/choices.service.ts'
import { DayChoice } from './places/day-choice.entity.ts'
import { Extras } from './places/extras.service.ts'
import { RegistrationExport } from './export/registration-export.service.ts'
import { ImportChanges } from './import/import-changes.service.ts'
import { ImportCheck } from './import/import-check.service.ts'
import { ImportRun } from './import/import-run.service.ts'
import { Imports } from './import/imports.service.ts'
import { KnownPeople } from './import/known-people.service.ts'
import { Ledger } from './ledger.service.ts'
import { MassLedger } from './import/mass-ledger.service.ts'
import { MassSeating } from './places/mass-seating.service.ts'
import { OwnPageSections } from './own/own-page-sections.ts'
import { OwnPages } from './own/own.pages.tsx'
import { ParticipantsModule } from './participants/participants.module.ts'
import { Place, Pool } from './places/pool.entity.ts'
import { Pools } from './places/pools.service.ts'
import { RegistrationApi, StatesApi } from './registration.api.ts'
import { RegistrationChange } from './registration-change.entity.ts'
import { Registration } from './registration.entity.ts'
import { RegistrationFacts } from './registration-facts.service.ts'
import { Reachability } from './review/reachability.service.ts'
import { Additions } from './review/additions.service.ts'
import { InvitedSection } from './review/invited-section.tsx'
import { PreparedInvitations } from './review/prepared-invitations.service.ts'
import { Duplicates } from './review/duplicates.service.ts'
import { Inquiries } from './review/inquiries.service.ts'
import { MergedSection } from './review/merged-section.tsx'
import { Merging } from './review/merging.service.ts'
import { InquiryApi } from './review/inquiry.api.ts'
import { InquiryPages, InquirySection } from './review/inquiry.pages.tsx'
import { ReviewQueue } from './review/queue.service.ts'
import { RegistrationList } from './review/registration-list.service.ts'
import { ReviewRequests } from './review/requests.service.ts'
import { ReviewMails } from './review/review-mails.service.ts'
import { Arrangements } from './review/arrangements.service.ts'
import { BulkActions } from './bulk/bulk.service.ts'
import { BulkHand } from './bulk/bulk-hand.service.ts'
import { Undoing } from './review/undoing.service.ts'
import { RegistrationHistory } from './review/history.service.ts'
import { Represented } from './review/represented.service.ts'
import { RegistrationMails } from './registration-mails.service.ts'
import { RegistrationPages } from './form/registration.pages.tsx'
import { Registrations } from './registrations.service.ts'
import { Review } from './review/review.service.ts'
import { OffersApi } from './places/offers.api.ts'
import { Offers } from './places/offers.service.ts'
import { Queues } from './places/queues.service.ts'
import { Seating } from './places/seating.service.ts'
import { Serving } from './places/serving.service.ts'
import { Standings } from './standings.service.ts'
import { Suspensions } from './suspensions.service.ts'
import { Turns } from './turns.service.ts'
import { WaitingEntry } from './places/waiting-entry.entity.ts'
import { WaitingList } from './places/waiting-list.service.ts'
import { WaitingListRules } from './places/waiting-list-rules.service.ts'

@Module({
  imports: [
    DatabaseModule.entities(Registration, RegistrationChange, DayChoice, Pool, Place, WaitingEntry),
    PeopleModule,
    MeetingsModule,
    DelegationsModule,
    AgendaModule,
    AccessModule,
    ParticipantsModule,
  ],
  controllers: [
    AskPages,
    DelegationPages,
    NamingPages,
    MyDelegationsApi,
    MyDelegationRequestsApi,
    DelegationApi,
    MemberPages,
    FocalPointPages,
    RegistrationPages,
    InquiryPages,
    InquiryApi,
    AddressPages,
    OwnApi,
    OwnPages,
    RegistrationApi,
    OffersApi,
    StatesApi,
  ],
  providers: [
    Pools,
    WaitingList,
    Choices,
    Extras,
    Seating,
    Serving,
    Standings,
    Ledger,
    Turns,
    Offers,
    Capacities,
    WaitingListRules,
    Allocations,
    Queues,
    Suspensions,
    Memberships,
    Succession,
    DelegationTurns,
    DelegationMails,
    DelegationRooms,
    DelegationVisits,
    DelegationList,
    OwnConfirmation,
    Gathering,
    DelegationSection,
    Ranks,
    Nominations,
    Replacements,
    AnswerFiles,
    Questions,
    SessionOffers,
    SessionPlaces,
    KeptForms,
    RegistrationSettingsService,
    Addresses,
    Registrations,
    Amendments,
    Review,
    RegistrationList,
    Represented,
    Arrangements,
    Undoing,
    RegistrationHistory,
    BulkHand,
    BulkActions,
    ReviewQueue,
    ReviewRequests,
    Inquiries,
    InquirySection,
    ReviewMails,
    Duplicates,
    Merging,
    MergedSection,
    Additions,
    Reachability,
    PreparedInvitations,
    InvitedSection,
    Availability,
    RegistrationFacts,
    RegistrationMails,
    OwnPageSections,
    MassSeating,
    MassLedger,
    KnownPeople,
    ImportChanges,
    ImportCheck,
    RegistrationExport,
    ImportRun,
    Imports,
  ],
  exports: [
    Imports,
    RegistrationExport,
    ImportRun,
    Pools,
    Offers,
    Capacities,
    WaitingListRules,
    Allocations,
    Queues,
    Registrations,
    Turns,
    Amendments,
    Suspensions,
    AnswerFiles,
    Questions,
    RegistrationSettingsService,
    Review,
    RegistrationList,
    Arrangements,
    Undoing,
    RegistrationHistory,
    BulkActions,
    RegistrationMails,
    ReviewQueue,
    ReviewRequests,
    Inquiries,
    Duplicates,
    Merging,
    Additions,
    Reachability,
    PreparedInvitations,
    Availability,
    SessionPlaces,
    Ledger,
    OwnPageSections,
    DelegationRooms,
    DelegationList,
    OwnConfirmation,
    Nominations,
    Replacements,
    Ranks,
    Memberships,
    ParticipantsModule,
  ],
})
export class RegistrationModule {}
