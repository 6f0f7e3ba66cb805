// OWNS     the organisers' pages and their JSON, loading and exporting a meeting file, the sample meetings
// IMPORTS  kernel, platform, ui, people, meetings, delegations, agenda, access, registration, materials, checkin, reading, circulation
import { Module } from '@nestjs/common'
import { AgendaModule } from '../agenda/agenda.module.ts'
import { AccessModule } from '../access/access.module.ts'
import { CirculationModule } from '../circulation/circulation.module.ts'
import { CheckinModule } from '../checkin/checkin.module.ts'
import { MaterialsModule } from '../materials/materials.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { PeopleModule } from '../people/people.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { DelegationsModule } from '../delegations/delegations.module.ts'
import { DeskDelegationsApi } from './delegations/delegations.api.ts'
import { DeskDelegationPages } from './delegations/delegations.pages.tsx'
import { DeskApi } from './desk.api.ts'
import { AgendaWarnings } from './agenda/agenda-warnings.service.ts'
import { AgendaImportPages } from './agenda-import/agenda-import.pages.tsx'
import { AgendaImports } from './agenda-import/agenda-imports.service.ts'
import { DeskAgendaPages } from './agenda/agenda.pages.tsx'
import { DayView } from './agenda/day-view.service.ts'
import { DeskHistoryPages } from './agenda/history.pages.tsx'
import { DeskLiveWarnings } from './agenda/live-warnings.pages.tsx'
import { ManyAtOnce } from './agenda/many-changes.service.tsx'
import { DeskMovePages } from './agenda/move.pages.tsx'
import { DeskNewSessionPages } from './agenda/new-session.pages.tsx'
import { DeskSessionDeeds } from './agenda/session-deeds.pages.tsx'
import { DeskSessionPages } from './agenda/session.pages.tsx'
import { DeskShiftPages } from './agenda/shift.pages.tsx'
import { DeskSwapPages } from './agenda/swap.pages.tsx'
import { ExpectedPeople } from './agenda/expected-people.service.ts'
import { DeskRooms } from './desk-room.service.ts'
import { DeskHomePages } from './home.pages.tsx'
import { Overviews } from './overview/overview.service.ts'
import { ExportMeeting } from './meeting-file/export-meeting.service.ts'
import { LoadMeeting } from './meeting-file/load-meeting.service.ts'
import { LoadSamples } from './samples/load-samples.service.ts'
import { DeskHostList } from './joining/host-list.pages.tsx'
import { DeskJoiningPages } from './joining/joining.pages.tsx'
import { OnlineSessions } from './joining/online-sessions.service.ts'
import { DeskPersonalLinks } from './joining/personal.pages.tsx'
import { DeskSessionJoining } from './joining/session.pages.tsx'
import { DeskParticipantsPages } from './participants/participants.pages.tsx'
import { DeskLinePages } from './places/lines.pages.tsx'
import { PlacesApi } from './places/places.api.ts'
import { DeskPlacesPages } from './places/places.pages.tsx'
import { PublishChecks } from './publish/publish-check.service.ts'
import { DeskReleasePages } from './publish/releases.pages.tsx'
import { DeskNowPages } from './publish/now.pages.tsx'
import { DeskPublishPages } from './publish/publish.pages.tsx'
import { DeskAddressPages } from './review/address.pages.tsx'
import { DeskAddPages } from './review/add.pages.tsx'
import { DeskInvitationPages } from './review/invitations.pages.tsx'
import { DeskMergePages } from './review/merge.pages.tsx'
import { ExportPages } from './tables/export.pages.tsx'
import { TablesApi } from './tables/tables.api.ts'
import { ImportPages } from './tables/import.pages.tsx'
import { ReviewApi } from './review/review.api.ts'
import { DeskWordsPages } from './review/words.pages.tsx'
import { DeskReviewPages } from './review/review.pages.tsx'
import { CopyMeetingPages } from './setup/copy.pages.tsx'
import { MeetingFilePages } from './setup/file.pages.tsx'
import { AuditNaming } from './audit/audit-names.service.ts'
import { DeskAuditPages } from './audit/audit.pages.tsx'
import { DeskRolePages } from './roles/roles.pages.tsx'
import { DeskTranslatePages } from './translate/translate.pages.tsx'
import { TranslationFilePages } from './translate/translation-files.pages.tsx'
import { ReadingModule } from '../reading/reading.module.ts'
import { SeeAsPages } from './see-as/see-as.pages.tsx'
import { Sights } from './see-as/sights.service.ts'
import { DeskDayPages } from './setup/days.pages.tsx'
import { MeetingDays } from './setup/days.service.ts'
import { DeskMeetingPages } from './setup/meeting.pages.tsx'
import { MeetingSetup } from './setup/meeting-setup.service.ts'
import { NewMeetingPages } from './setup/new.pages.tsx'
import { DeskRoomPages } from './setup/rooms.pages.tsx'
import { MeetingRooms } from './setup/rooms.service.ts'
import { SettingsApi } from './settings/settings.api.ts'
import { DeskSettingsPages } from './settings/settings.pages.tsx'
import { DeskQuestionPages } from './questions/questions.pages.tsx'
import { QuestionsApi } from './questions/questions.api.ts'
import { DeskBulkPages } from './registrations/bulk.pages.tsx'
import { DeskRegistrationPage } from './registrations/registration.pages.tsx'
import { RegistrationsApi } from './registrations/registrations.api.ts'
import { DeskRegistrationPages } from './registrations/registrations.pages.tsx'

@Module({
  imports: [
    PeopleModule,
    MeetingsModule,
    DelegationsModule,
    AgendaModule,
    AccessModule,
    CirculationModule,
    RegistrationModule,
    MaterialsModule,
    CheckinModule,
    ReadingModule,
  ],
  controllers: [
    NewMeetingPages,
    SeeAsPages,
    DeskTranslatePages,
    TranslationFilePages,
    DeskRolePages,
    DeskAuditPages,
    CopyMeetingPages,
    MeetingFilePages,
    DeskMeetingPages,
    DeskDayPages,
    DeskRoomPages,
    DeskDelegationPages,
    DeskDelegationsApi,
    DeskApi,
    DeskAgendaPages,
    AgendaImportPages,
    DeskNewSessionPages,
    DeskHistoryPages,
    DeskShiftPages,
    DeskSwapPages,
    DeskLiveWarnings,
    DeskMovePages,
    DeskSessionDeeds,
    DeskSessionPages,
    DeskPublishPages,
    DeskNowPages,
    DeskReleasePages,
    DeskPlacesPages,
    DeskLinePages,
    PlacesApi,
    RegistrationsApi,
    DeskRegistrationPages,
    DeskBulkPages,
    DeskRegistrationPage,
    DeskAddPages,
    DeskAddressPages,
    DeskInvitationPages,
    ExportPages,
    ImportPages,
    TablesApi,
    DeskReviewPages,
    DeskWordsPages,
    ReviewApi,
    DeskMergePages,
    DeskQuestionPages,
    QuestionsApi,
    DeskSettingsPages,
    SettingsApi,
    DeskParticipantsPages,
    DeskJoiningPages,
    DeskSessionJoining,
    DeskPersonalLinks,
    DeskHostList,
    DeskHomePages,
  ],
  providers: [
    DeskRooms,
    AuditNaming,
    PublishChecks,
    Sights,
    MeetingSetup,
    MeetingDays,
    MeetingRooms,
    LoadMeeting,
    ExportMeeting,
    LoadSamples,
    AgendaWarnings,
    AgendaImports,
    DayView,
    ExpectedPeople,
    ManyAtOnce,
    Overviews,
    OnlineSessions,
  ],
  exports: [DeskRooms, LoadMeeting, ExportMeeting, LoadSamples],
})
export class DeskModule {}
