// OWNS     the register of personal data: notice, export, erasure, retention
// IMPORTS  kernel, platform, ui, meetings
import { Module } from '@nestjs/common'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { NoticePages } from './notice.pages.tsx'

@Module({
  imports: [MeetingsModule],
  controllers: [NoticePages],
})
export class PrivacyModule {}
