import { Injectable, type OnModuleInit } from '@nestjs/common'
import { NotFound } from '../../kernel/domain-error.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Policies } from '../../platform/policies/policies.ts'
import type { PolicyKind } from '../../platform/policies/policy.ts'
import { participantListOf } from '../../meetings/registration-settings.ts'
import { Participants } from './participants.service.ts'

/** Whoever may read the list of participants of the meeting that the address names. */
export const READS_PARTICIPANTS: PolicyKind = { name: 'reads-participants' }

/**
 * Judges it before anything of the list is read. A list for nobody is not there; one for participants asks strangers to
 * sign in, and turns away who does not take part, without a word of who does or how many.
 */
@Injectable()
export class ParticipantsJudge implements OnModuleInit {
  constructor(
    private readonly policies: Policies,
    private readonly meetings: Meetings,
    private readonly participants: Participants,
  ) {}

  onModuleInit(): void {
    this.policies.judge('reads-participants', async ({ reader }, { params }) => {
      const slug = typeof params === 'object' && params !== null && 'meeting' in params ? params.meeting : undefined
      const meeting = typeof slug === 'string' ? await this.meetings.bySlug(slug) : undefined
      if (!meeting || participantListOf(meeting.registration).readers === 'nobody') return new NotFound()
      return this.participants.mayRead(meeting, reader?.person)
    })
  }
}
