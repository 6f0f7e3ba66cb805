import { Global, Module } from '@nestjs/common'
import { Typesetter } from './typesetter.ts'

/** PDFs for everybody who prints. */
@Global()
@Module({ providers: [Typesetter], exports: [Typesetter] })
export class PdfModule {}
