// OWNS     sessions that people follow, calendar files, secret feeds, links that add to a calendar
// IMPORTS  kernel, platform, ui, meetings, delegations, agenda, access, registration
import { Module } from '@nestjs/common'
import { AccessModule } from '../access/access.module.ts'
import { AgendaModule } from '../agenda/agenda.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { DatabaseModule } from '../platform/database/database.module.ts'
import { RegistrationModule } from '../registration/registration.module.ts'
import { AllMeetingsPages } from './all-meetings.pages.tsx'
import { CalendarApi } from './calendar.api.ts'
import { CalendarPages } from './calendar.pages.tsx'
import { FeedAnswers } from './feed-answers.service.ts'
import { FeedCalendars } from './feed-calendars.service.ts'
import { FeedApi, FeedOfAllApi } from './feed.api.ts'
import { Feed, FeedClient } from './feed.entity.ts'
import { FeedStandings } from './feed-standings.service.ts'
import { Feeds } from './feeds.service.ts'
import { FetchNotes } from './fetch-notes.service.ts'
import { Follow } from './follow.entity.ts'
import { FollowsApi } from './follows.api.ts'
import { Follows } from './follows.service.ts'
import { OwnCalendars } from './own-calendar.service.ts'
import { OwnSections } from './own-sections.tsx'

@Module({
  imports: [
    DatabaseModule.entities(Follow, Feed, FeedClient),
    MeetingsModule,
    AgendaModule,
    AccessModule,
    RegistrationModule,
  ],
  controllers: [CalendarApi, FeedApi, FeedOfAllApi, FollowsApi, CalendarPages, AllMeetingsPages],
  providers: [Follows, FetchNotes, Feeds, FeedCalendars, FeedStandings, FeedAnswers, OwnCalendars, OwnSections],
  exports: [Follows, OwnCalendars],
})
export class CalendarModule {}
