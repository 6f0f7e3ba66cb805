import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { BoundedCache } from '../bounded-cache.ts'
import { encode, type EncodedBody } from '../http/encoded-body.ts'
import { Typesetter, type PdfDocument } from './typesetter.ts'

/** Bytes of finished documents that are kept, per process. */
const KEPT = 32_000_000

/**
 * Documents that many ask for: the same words are set once, whoever asks, and kept under what they say. So nobody gets the
 * document of somebody who sees more, and who asks meanwhile shares the work.
 */
@Injectable()
export class KeptPdfs {
  private readonly kept = new BoundedCache<EncodedBody>(KEPT, ({ bytes }) => bytes.length)
  private readonly underway = new Map<string, Promise<EncodedBody>>()

  constructor(private readonly typesetter: Typesetter) {}

  /** @throws TypesetterIsBusy, CannotTypeset */
  async of(document: PdfDocument): Promise<EncodedBody> {
    const key = createHash('sha256').update(JSON.stringify(document)).digest('base64url')
    const kept = this.kept.get(key)
    if (kept) return kept
    let work = this.underway.get(key)
    if (!work) {
      work = this.make(key, document).finally(() => this.underway.delete(key))
      this.underway.set(key, work)
    }
    return work
  }

  private async make(key: string, document: PdfDocument): Promise<EncodedBody> {
    const body = encode(await this.typesetter.typeset(document))
    this.kept.set(key, body)
    return body
  }
}
