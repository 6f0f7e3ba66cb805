// OWNS     the gate: facts, audiences, access rules, the agenda view, differences of views, calendar facts
// IMPORTS  kernel, platform, meetings, delegations, agenda
import { Module } from '@nestjs/common'
import { AgendaModule } from '../agenda/agenda.module.ts'
import { FactSources } from './facts.ts'
import { Gate } from './gate.service.ts'

@Module({
  imports: [AgendaModule],
  providers: [Gate, FactSources],
  exports: [Gate, FactSources],
})
export class AccessModule {}
