import { Global, Module } from '@nestjs/common'
import { Jobs } from './jobs.ts'

/** Jobs for everybody. */
@Global()
@Module({ providers: [Jobs], exports: [Jobs] })
export class JobsModule {}
