import { Module } from '@nestjs/common'
import { MeetingsModule } from '../../meetings/meetings.module.ts'
import { CountedParticipation } from './counted-participation.service.ts'
import { ParticipantsApi } from './participants.api.ts'
import { ParticipantsPages } from './participants.pages.tsx'
import { ParticipantsPdf } from './participants-pdf.service.ts'
import { Participants } from './participants.service.ts'
import { ParticipantsJudge } from './reads-participants.ts'

/** The list of participants. */
@Module({
  imports: [MeetingsModule],
  controllers: [ParticipantsPages, ParticipantsApi],
  providers: [Participants, CountedParticipation, ParticipantsPdf, ParticipantsJudge],
  exports: [Participants, CountedParticipation, ParticipantsPdf],
})
export class ParticipantsModule {}
