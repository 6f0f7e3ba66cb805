import { Injectable } from '@nestjs/common'
import { InvalidInput } from '../kernel/domain-error.ts'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { DOOR_MINUTES, doorMinutesOf } from '../meetings/registration-settings.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Database } from '../platform/database/database.ts'

/** When the doors of a meeting open. */
@Injectable()
export class Doors {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly audit: Audit,
  ) {}

  /** Sets how many minutes before the start; it acts at once. The same again changes nothing. @throws InvalidInput at `/minutes` */
  async open(meeting: MeetingId, typed: string, by: PersonId): Promise<void> {
    const { least, most } = DOOR_MINUTES
    const minutes = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : 0
    if (minutes < least || minutes > most)
      throw new InvalidInput({ fields: [{ pointer: '/minutes', message: 'join-link.doors', params: { least, most } }] })
    await this.database.transaction(async (tx) => {
      let before = minutes
      await this.meetings.configureRegistration(tx, meeting, (now) => {
        before = doorMinutesOf(now)
        return { ...now, doorMinutes: minutes }
      })
      if (before !== minutes) await this.audit.write(tx, 'meeting.doors-set', { actor: by, meeting, data: { minutes } })
    })
  }
}
