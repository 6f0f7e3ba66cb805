import { Injectable } from '@nestjs/common'
import type { PersonId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { RegistrationMails } from '../registration-mails.service.ts'
import { Arrangements } from '../review/arrangements.service.ts'
import { RegistrationList } from '../review/registration-list.service.ts'
import { Review } from '../review/review.service.ts'
import { Undoing } from '../review/undoing.service.ts'
import { movedClaim, type BulkAction, type BulkTerms } from './bulk-action.ts'

/** Does to one registration what is to be done to many. */
@Injectable()
export class BulkHand {
  constructor(
    private readonly list: RegistrationList,
    private readonly review: Review,
    private readonly arrangements: Arrangements,
    private readonly undoing: Undoing,
    private readonly mails: RegistrationMails,
  ) {}

  /** Answers whether anything changed; that can be taken back afterwards. */
  async carryOut(
    meeting: Meeting,
    id: RegistrationId,
    order: { action: BulkAction; terms: BulkTerms; by: PersonId; bulk: string },
  ): Promise<boolean> {
    if (order.action === 'resend') return this.mails.again(id, order.bulk)
    const before = await this.review.lastChange(id)
    await this.undoing.remember(meeting.id, id, order.by)
    await this.change(meeting, id, order)
    return (await this.review.lastChange(id)) !== before
  }

  /** @throws CannotBeUndone */
  async undo(meeting: Meeting, id: RegistrationId, by: PersonId): Promise<void> {
    await this.undoing.undo(meeting, id, by)
  }

  private async change(
    meeting: Meeting,
    id: RegistrationId,
    { action, terms, by }: { action: BulkAction; terms: BulkTerms; by: PersonId },
  ): Promise<void> {
    const { why = '' } = terms
    switch (action) {
      case 'confirm':
        await this.review.verify(meeting, id, by, undefined, why)
        break
      case 'decline':
        await this.review.decline(meeting, id, by, why)
        break
      case 'mode':
        await this.arrangements.choose(
          meeting,
          id,
          by,
          [{ day: terms.day!, mode: terms.mode!, meanwhile: terms.mode === 'in-person' }],
          why,
        )
        break
      case 'constituency': {
        const found = await this.list.one(meeting.id, id)
        await this.arrangements.represent(meeting, id, by, movedClaim(found, terms.constituency!), why)
        break
      }
      case 'resend':
        break
    }
  }
}
