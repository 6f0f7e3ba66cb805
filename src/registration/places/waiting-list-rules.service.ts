import { Injectable } from '@nestjs/common'
import { InvalidInput } from '../../kernel/domain-error.ts'
import type { MeetingId, PersonId } from '../../kernel/id.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import type { WaitingListSettings } from '../../meetings/registration-settings.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Database } from '../../platform/database/database.ts'

/** An offer holds at least an hour, and no longer than two weeks. */
const HOURS = { least: 1, limit: 336 }

/** What a meeting does with a place that somebody gives back, as its organisers set it. */
@Injectable()
export class WaitingListRules {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly audit: Audit,
  ) {}

  /** Sets it for every place that becomes free from now on. @throws InvalidInput at `/hours` */
  async set(meeting: MeetingId, rules: WaitingListSettings, by: PersonId): Promise<void> {
    const { offerHours } = rules
    if (!Number.isInteger(offerHours) || offerHours < HOURS.least || offerHours > HOURS.limit)
      throw new InvalidInput({ fields: [{ pointer: '/hours', message: 'places.hours', params: HOURS }] })
    await this.database.transaction(async (tx) => {
      await this.meetings.configureRegistration(tx, meeting, (now) => ({ ...now, waitingList: rules }))
      await this.audit.write(tx, 'places.waiting-list-set', { actor: by, meeting, data: { ...rules } })
    })
  }
}
