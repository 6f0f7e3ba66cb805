import { Injectable } from '@nestjs/common'
import type { DelegationId, PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Database } from '../../platform/database/database.ts'
import { Registration } from '../registration.entity.ts'
import { Review } from '../review/review.service.ts'

/** A focal point's own registration is confirmed at once: also one that was sent before they became one. */
@Injectable()
export class OwnConfirmation {
  constructor(
    private readonly database: Database,
    private readonly review: Review,
  ) {}

  /** Confirms the request of somebody who now speaks for the delegation it is for; nothing to do for anybody else. */
  async confirm(meeting: Meeting, delegation: DelegationId, person: PersonId | undefined, by: PersonId): Promise<void> {
    if (!person) return
    const own = await this.database.manager.findOneBy(Registration, { meetingId: meeting.id, personId: person })
    if (own?.state !== 'requested' || own.delegationId !== delegation || own.late) return
    await this.review.verify(meeting, own.id, by)
  }
}
