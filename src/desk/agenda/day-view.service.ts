import { randomBytes } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { Publishing, type Review } from '../../agenda/publishing.service.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { contentSecurityPolicy } from '../../platform/http/security.ts'
import type { Sending } from '../../ui/page.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import { AgendaWarnings } from './agenda-warnings.service.ts'
import type { DayPlanProps } from './day-page.tsx'

/** Gathers what the plan of a day shows, in as many queries for a hundred sessions as for one. */
@Injectable()
export class DayView {
  constructor(
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(AgendaWarnings) private readonly warnings: AgendaWarnings,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
  ) {}

  async of(
    ctx: RequestContext,
    room: DeskRoom,
    date: Temporal.PlainDate,
    sessions: readonly Session[],
  ): Promise<{ plan: DayPlanProps; review: Review; sending: NonNullable<Sending> }> {
    const { meeting, path } = room
    const [review, judge] = await Promise.all([this.publishing.review(meeting.id), this.warnings.judge(room, sessions)])
    // Positions stand in a style element of the page: the policy of this answer names it.
    const nonce = randomBytes(16).toString('base64')
    const policy = contentSecurityPolicy(this.settings.baseUrl.protocol === 'https:', nonce)
    return {
      plan: {
        t: ctx.t,
        locale: ctx.locale,
        meeting,
        path,
        date,
        sessions,
        changes: review.changes,
        warnings: judge.warnings(sessions),
        nonce,
      },
      review,
      sending: { headers: { 'content-security-policy': policy } },
    }
  }
}
