import { Injectable } from '@nestjs/common'
import type { ComponentChildren } from 'preact'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import type { OwnRegistration } from './own.ts'

/** A part of a person’s own page that a folder further down the house brings: sessions, calendar. */
export interface OwnPageSection {
  /** Where it stands: days are 10, answers 60, the way out 90. */
  readonly order: number
  /** An `Axis`, or undefined where there is nothing to say. */
  draw(ctx: RequestContext, meeting: Meeting, own: OwnRegistration): Promise<ComponentChildren> | ComponentChildren
}

/** What stands on `/{meeting}/me` beside the registration itself; call `add` in `onModuleInit`. */
@Injectable()
export class OwnPageSections {
  private readonly sections: OwnPageSection[] = []

  add(section: OwnPageSection): void {
    this.sections.push(section)
  }

  /** The sections that come before or after an order, drawn. */
  async drawn(
    ctx: RequestContext,
    meeting: Meeting,
    own: OwnRegistration,
  ): Promise<{ order: number; children: ComponentChildren }[]> {
    return Promise.all(
      this.sections.map(async (section) => ({ order: section.order, children: await section.draw(ctx, meeting, own) })),
    )
  }
}
