import { Global, Module } from '@nestjs/common'
import { StoredFiles } from './stored-files.service.ts'

/** Files that people hand in. */
@Global()
@Module({ providers: [StoredFiles], exports: [StoredFiles] })
export class FilesModule {}
