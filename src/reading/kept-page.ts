import type { AgendaView } from '../access/view.ts'
import { encode, type EncodedBody } from '../platform/http/encoded-body.ts'

/** A page, or another form of the agenda, kept for all with the same view; made by the first who asks. */
export class KeptPage {
  body: EncodedBody | undefined
  private making: Promise<EncodedBody> | undefined

  // The view is what the cache weighs: a page is about as large.
  constructor(readonly view: AgendaView) {}

  async made(make: () => Promise<string>): Promise<EncodedBody> {
    this.making ??= make().then((text) => {
      this.body = encode(text, { quality: 9 })
      return this.body
    })
    try {
      return await this.making
    } catch (error) {
      this.making = undefined
      throw error
    }
  }
}
