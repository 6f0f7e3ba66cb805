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
]
