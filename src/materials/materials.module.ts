// OWNS     documents, statements, presentations and recordings, by language, and who may read them
// IMPORTS  kernel, platform, meetings, agenda, access
import { Module } from '@nestjs/common'
import { AccessModule } from '../access/access.module.ts'
import { MeetingsModule } from '../meetings/meetings.module.ts'
import { DatabaseModule } from '../platform/database/database.module.ts'
import { Material, MaterialFileRow, SessionMaterial } from './material.entity.ts'
import { MaterialsApi } from './materials.api.ts'
import { Materials } from './materials.service.ts'

@Module({
  imports: [DatabaseModule.entities(Material, MaterialFileRow, SessionMaterial), MeetingsModule, AccessModule],
  controllers: [MaterialsApi],
  providers: [Materials],
  exports: [Materials],
})
export class MaterialsModule {}
