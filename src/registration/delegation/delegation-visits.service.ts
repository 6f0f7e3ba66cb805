import { Injectable } from '@nestjs/common'
import type { Delegation } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { NotFound, type FieldError } from '../../kernel/domain-error.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { fieldProblems } from '../../ui/problems.ts'
import { Registrations } from '../registrations.service.ts'
import { delegationPage, delegationPath } from './delegation-page.tsx'
import { DelegationRooms } from './delegation-room.service.ts'
import type { Actor } from './delegation-turns.service.ts'

/** A focal point in their own delegation. */
export interface Visit {
  ctx: RequestContext
  meeting: Meeting
  delegation: Delegation
  by: Actor
  today: Temporal.PlainDate
  base: string
}

/** How every page of a focal point begins and ends; whether they may is the policy's business. */
@Injectable()
export class DelegationVisits {
  constructor(
    private readonly meetings: Meetings,
    private readonly delegations: Delegations,
    private readonly rooms: DelegationRooms,
    private readonly registrations: Registrations,
  ) {}

  /** @throws NotFound */
  async of(ctx: RequestContext, slug: string, id: string): Promise<Visit> {
    if (!ctx.reader) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    return {
      ctx,
      meeting,
      delegation: await this.delegations.one(meeting.id, id),
      by: { person: ctx.reader.person, as: 'focal-point' },
      today: this.registrations.today(meeting),
      base: delegationPath(ctx.locale, meeting, id),
    }
  }

  /** The page of the delegation as it stands now, with what was wrong or was just done. */
  async draw(visit: Visit, problems: readonly FieldError[] = [], done?: string): Promise<HtmlResponse> {
    const { ctx, meeting, delegation, by, today } = visit
    const room = await this.rooms.of(meeting, delegation)
    const errors = fieldProblems(ctx.locale, problems)
    return delegationPage({ ctx, meeting, room, today, person: by.person, errors, done })
  }
}
