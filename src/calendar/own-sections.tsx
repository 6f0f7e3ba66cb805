import { Injectable, type OnModuleInit } from '@nestjs/common'
import { OwnPageSections } from '../registration/own/own-page-sections.ts'
import { OwnCalendars } from './own-calendar.service.ts'
import { CalendarSection, FollowedSection } from './own-page-section.tsx'

/** After the days, before the answers. */
const ORDER = 20

/** Brings the followed sessions and the calendar to a person's own page. */
@Injectable()
export class OwnSections implements OnModuleInit {
  constructor(
    private readonly sections: OwnPageSections,
    private readonly calendars: OwnCalendars,
  ) {}

  onModuleInit(): void {
    this.sections.add({
      order: ORDER,
      draw: async (ctx, meeting, registration) => {
        if (!ctx.reader) return undefined
        const own = await this.calendars.of(meeting, ctx.reader.person, ctx.locale)
        // Before anything is sent there is nothing to keep up to date; what they follow already is shown all the same.
        if (registration.state === 'draft' && own.follows.size === 0 && !own.feed) return undefined
        const about = {
          t: ctx.t,
          locale: ctx.locale,
          meetingPath: `/${ctx.locale}/${meeting.slug}`,
          own,
        }
        return (
          <>
            {own.view && <FollowedSection {...about} />}
            <CalendarSection {...about} />
          </>
        )
      },
    })
  }
}
