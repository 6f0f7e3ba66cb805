import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { PersonId } from '../kernel/id.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Clock } from '../platform/clock.ts'
import type { Registration } from './registration.entity.ts'
import { Turns } from './turns.service.ts'
import { isSuspendedByChange, SUSPENDED } from './verification.ts'
import { endOfMeeting } from './windows.ts'

/** What changed of somebody whose registration was verified. */
export type Changed = 'name' | 'address' | 'claim' | 'delegation'

/**
 * The one place where what was verified becomes a claim again: whoever changes a name, an address, a State or a delegation
 * calls it in the transaction that changes it.
 */
@Injectable()
export class Suspensions {
  constructor(
    private readonly meetings: Meetings,
    private readonly turns: Turns,
    private readonly clock: Clock,
  ) {}

  /**
   * Suspends those of the registrations that were verified, need checking and are of a meeting that is not over; the
   * person is told. Places are kept. The caller has their turns (`Turns.ofPerson` for all of a person, `own`, `byId`).
   * Doing it again changes nothing.
   */
  async suspend(
    tx: EntityManager,
    registrations: readonly Registration[],
    { by, because, why = '' }: { by: PersonId | null; because: Changed; why?: string },
  ): Promise<Registration[]> {
    const suspended: Registration[] = []
    for (const registration of registrations) {
      const meeting = await this.meetings.byId(registration.meetingId, tx)
      const over = Temporal.Instant.compare(this.clock.now(), endOfMeeting(meeting.days, meeting.timeZone)) >= 0
      if (over || !isSuspendedByChange(meeting.registration, registration)) continue
      await this.turns.finish(tx, registration, SUSPENDED, { move: 'suspend', by, why, tell: true, data: { because } })
      suspended.push(registration)
    }
    return suspended
  }
}
