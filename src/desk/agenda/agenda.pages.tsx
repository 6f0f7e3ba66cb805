import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { TRANSLATED } from '../../agenda/translating.service.ts'
import { WorkingCopyHistory } from '../../agenda/working-copy-history.service.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Clock } from '../../platform/clock.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { ASSETS } from '../../ui/assets.ts'
import { page } from '../../ui/page.tsx'
import { labelWords } from '../../ui/release-banner.tsx'
import { DeskRooms } from '../desk-room.service.ts'
import { DayPage } from './day-page.tsx'
import { DayView } from './day-view.service.ts'

/** The plan of a day of the working copy. */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda')
export class DeskAgendaPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(WorkingCopyHistory) private readonly history: WorkingCopyHistory,
    @Inject(DayView) private readonly days: DayView,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async day(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('day') asked?: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const { meeting } = room
    const [sessions, [newest]] = await Promise.all([
      this.workingCopy.list(meeting.id),
      this.history.recent(meeting.id, { limit: 1 }),
    ])
    const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
    const date =
      meeting.days.find((day) => day.date.toString() === asked)?.date ??
      meeting.days.find((day) => day.date.equals(today))?.date ??
      meeting.days[0]!.date
    const { plan, review, sending } = await this.days.of(ctx, room, date, sessions)
    const mayPublish = room.rights.has('publish') && review.changes.length > 0
    return page(
      ctx,
      {
        title: ctx.t('desk:sections.agenda'),
        ...room.frame,
        scripts: ['plan'],
        head: <link rel="stylesheet" href={ASSETS.plan} />,
        children: (
          <DayPage
            {...plan}
            publish={mayPublish ? labelWords(ctx.t, review.proposed) : undefined}
            // Somebody else's change in between is not theirs to undo from here.
            saved={
              saved !== undefined && newest?.by === room.person && !newest.undone && newest.action !== TRANSLATED
                ? newest
                : undefined
            }
          />
        ),
      },
      sending,
    )
  }
}
