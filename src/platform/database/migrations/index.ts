import type { MigrationInterface } from 'typeorm'
import { AuditAndMail1764040100000 } from './1764040100000-audit-and-mail.ts'
import { People1764040110000 } from './1764040110000-people.ts'
import { RateLimits1764040120000 } from './1764040120000-rate-limits.ts'
import { Meetings1764040300000 } from './1764040300000-meetings.ts'
import { SessionsAndReleases1764040400000 } from './1764040400000-sessions-and-releases.ts'
import { RegistrationsAndPlaces1764040500000 } from './1764040500000-registrations-and-places.ts'
import { MaterialsAndJoinLinks1764040600000 } from './1764040600000-materials-and-join-links.ts'
import { FollowsAndFeeds1764040700000 } from './1764040700000-follows-and-feeds.ts'
import { ChoicesOfFeeds1764040710000 } from './1764040710000-choices-of-feeds.ts'
import { Delegations1764041000000 } from './1764041000000-delegations.ts'
import { OffersAndExtras1764041100000 } from './1764041100000-offers-and-extras.ts'
import { StoredFiles1764041200000 } from './1764041200000-stored-files.ts'
import { FocalPoints1764041210000 } from './1764041210000-focal-points.ts'
import { FindingRegistrations1764041300000 } from './1764041300000-finding-registrations.ts'
import { BulkActions1764041301000 } from './1764041301000-bulk-actions.ts'
import { Review1764041400000 } from './1764041400000-review.ts'
import { Imports1764041500000 } from './1764041500000-imports.ts'
import { Retention1764041700000 } from './1764041700000-retention.ts'
import { KeptForms1764041760000 } from './1764041760000-kept-forms.ts'
import { Must1764041800000 } from './1764041800000-must.ts'
import { ImportsThatChange1764041900000 } from './1764041900000-imports-that-change.ts'
import { RoomsOfTheOwnMeeting1764042100000 } from './1764042100000-rooms-of-the-own-meeting.ts'
import { WhenGroupsChanged1764042100100 } from './1764042100100-when-groups-changed.ts'
import { OneFeedForAllMeetings1764042100200 } from './1764042100200-one-feed-for-all-meetings.ts'
import { WorkingCopyChanges1764042200000 } from './1764042200000-working-copy-changes.ts'
import { PlannedReleases1764042300000 } from './1764042300000-planned-releases.ts'
import { Circulation1764042300010 } from './1764042300010-circulation.ts'
import { AnnouncingMeetings1764042500000 } from './1764042500000-announcing-meetings.ts'
import { TranslationPairs1764042500010 } from './1764042500010-translation-pairs.ts'
import { SecondFactors1764042600000 } from './1764042600000-second-factors.ts'
import { AgendaImports1764042700000 } from './1764042700000-agenda-imports.ts'
import { TranslationsInHistory1764042800000 } from './1764042800000-translations-in-history.ts'
import { ApiTokens1764043000000 } from './1764043000000-api-tokens.ts'
import { WaysIn1764043100000 } from './1764043100000-ways-in.ts'

/**
 * Every change of the tables, in the order in which they run (the 13 digits that end each class's name are the same as
 * those that begin its file's). A migration is never edited once it is merged: write the next one.
 */
export const migrations: readonly (new () => MigrationInterface)[] = [
  AuditAndMail1764040100000,
  People1764040110000,
  RateLimits1764040120000,
  Meetings1764040300000,
  SessionsAndReleases1764040400000,
  RegistrationsAndPlaces1764040500000,
  MaterialsAndJoinLinks1764040600000,
  FollowsAndFeeds1764040700000,
  ChoicesOfFeeds1764040710000,
  Delegations1764041000000,
  OffersAndExtras1764041100000,
  StoredFiles1764041200000,
  FocalPoints1764041210000,
  FindingRegistrations1764041300000,
  BulkActions1764041301000,
  Review1764041400000,
  Imports1764041500000,
  Retention1764041700000,
  KeptForms1764041760000,
  Must1764041800000,
  ImportsThatChange1764041900000,
  RoomsOfTheOwnMeeting1764042100000,
  WhenGroupsChanged1764042100100,
  OneFeedForAllMeetings1764042100200,
  WorkingCopyChanges1764042200000,
  PlannedReleases1764042300000,
  Circulation1764042300010,
  AnnouncingMeetings1764042500000,
  TranslationPairs1764042500010,
  SecondFactors1764042600000,
  AgendaImports1764042700000,
  TranslationsInHistory1764042800000,
  ApiTokens1764043000000,
  WaysIn1764043100000,
]
