// OWNS     sessions as organisers prepare them (the working copy), groups of invited people, releases, publishing
// IMPORTS  kernel, platform, meetings, delegations
import { Module } from '@nestjs/common'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { DatabaseModule } from '../platform/database/database.module.ts'
import { Groups } from './groups.service.ts'
import { HiddenMeetings } from './hidden-meetings.ts'
import { MeetingVersions } from './meeting-versions.ts'
import { PlannedRelease } from './planned-release.entity.ts'
import { PlannedReleases } from './planned-releases.service.ts'
import { Press } from './press.service.ts'
import { PutBack } from './put-back.service.ts'
import { PublicSight } from './public-sight.ts'
import { Publishing } from './publishing.service.ts'
import { Release } from './release.entity.ts'
import { Releases } from './releases.service.ts'
import { Translating } from './translating.service.ts'
import { UrgentChanges } from './urgent-changes.service.ts'
import { AccessRules } from './access-rules.service.ts'
import { Session, SessionGroupMember } from './session.entity.ts'
import { WorkingCopyChange } from './working-copy-change.entity.ts'
import { WorkingCopyHistory } from './working-copy-history.service.ts'
import { WorkingCopy } from './working-copy.service.ts'

@Module({
  imports: [
    DatabaseModule.entities(Session, SessionGroupMember, Release, PlannedRelease, WorkingCopyChange),
    MeetingsModule,
  ],
  providers: [
    WorkingCopy,
    WorkingCopyHistory,
    Press,
    Publishing,
    PutBack,
    PlannedReleases,
    UrgentChanges,
    Releases,
    AccessRules,
    Groups,
    MeetingVersions,
    PublicSight,
    HiddenMeetings,
    Translating,
  ],
  exports: [
    WorkingCopy,
    WorkingCopyHistory,
    Publishing,
    PutBack,
    PlannedReleases,
    UrgentChanges,
    Releases,
    AccessRules,
    Groups,
    MeetingVersions,
    PublicSight,
    Translating,
  ],
})
export class AgendaModule {}
