import { Global, Module } from '@nestjs/common'
import { KeptPdfs } from './kept-pdfs.ts'
import { Typesetter } from './typesetter.ts'

/** PDFs for everybody who prints. */
@Global()
@Module({ providers: [Typesetter, KeptPdfs], exports: [Typesetter, KeptPdfs] })
export class PdfModule {}
