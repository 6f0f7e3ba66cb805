import { Module } from '@nestjs/common'
import { MeetingsModule } from '../../meetings/meetings.module.ts'
import { ParticipantsApi } from './participants.api.ts'
import { ParticipantsPages } from './participants.pages.tsx'
import { ParticipantsPdf } from './participants-pdf.service.ts'
import { Participants } from './participants.service.ts'
import { ParticipantsJudge } from './reads-participants.ts'

/** The list of participants. */
@Module({
  imports: [MeetingsModule],
  controllers: [ParticipantsPages, ParticipantsApi],
  providers: [Participants, ParticipantsPdf, ParticipantsJudge],
  exports: [Participants, ParticipantsPdf],
})
export class ParticipantsModule {}
