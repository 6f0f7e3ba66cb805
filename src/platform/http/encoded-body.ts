import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** A content coding that we send. */
export type Coding = 'identity' | 'gzip' | 'br'

/** The bytes of one coding, and the strong ETag that is theirs alone. */
export interface Encoded {
  readonly coding: Coding
  readonly bytes: Buffer
  readonly etag: string
}

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Below this, compression saves less than its headers cost. */
const WORTH_COMPRESSING = 1000

/**
 * Bytes to send, compressed at most once a coding. Keep it (in a cache) to keep the compressed bytes.
 * ETags differ by coding and follow from the content, so that a 304 needs no compression (RFC 9110, 8.8.3).
 */
export class EncodedBody {
  readonly bytes: Buffer
  private readonly digest: string
  private readonly ready = new Map<Coding, Encoded>()
  private readonly underway = new Map<Coding, Promise<Encoded>>()
  private readonly quality: number

  constructor(body: string | Uint8Array, options: { quality?: number } = {}) {
    this.bytes =
      typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    this.digest = createHash('sha256').update(this.bytes).digest('base64url').slice(0, 22)
    this.quality = options.quality ?? 4
  }

  /** The strong ETag of a coding. */
  etag(coding: Coding): string {
    return coding === 'identity' ? `"${this.digest}"` : `"${this.digest}-${coding}${this.quality}"`
  }

  /** The coding really used for one the client takes: small bodies are sent as they are. */
  codingFor(accepted: Coding): Coding {
    return this.bytes.length < WORTH_COMPRESSING ? 'identity' : accepted
  }

  /** The encoded bytes, if they were made before. */
  peek(coding: Coding): Encoded | undefined {
    if (coding === 'identity' && !this.ready.has('identity'))
      this.ready.set('identity', { coding, bytes: this.bytes, etag: this.etag('identity') })
    return this.ready.get(coding)
  }

  /** The encoded bytes; requests that ask at the same time share the work. */
  async in(coding: Coding): Promise<Encoded> {
    const made = this.peek(coding)
    if (made) return made
    let work = this.underway.get(coding)
    if (!work) {
      work = this.compress(coding).finally(() => this.underway.delete(coding))
      this.underway.set(coding, work)
    }
    return work
  }

  private async compress(coding: Coding): Promise<Encoded> {
    const bytes =
      coding === 'br'
        ? await brotli(this.bytes, {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: this.quality,
              [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
              [constants.BROTLI_PARAM_SIZE_HINT]: this.bytes.length,
            },
          })
        : await zip(this.bytes, { level: this.quality > 6 ? 9 : 6 })
    const encoded = { coding, bytes, etag: this.etag(coding) }
    this.ready.set(coding, encoded)
    return encoded
  }
}

/** A body ready to be sent in any coding; `quality` is brotli's (4 for what is made per request, 11 for files). */
export const encode = (body: string | Uint8Array, options?: { quality?: number }): EncodedBody =>
  new EncodedBody(body, options)

const codings = new Map<string, Coding>([['', 'identity']])

/** The coding to use for an Accept-Encoding header: br, else gzip, else none (RFC 9110, 12.5.3). */
export const acceptedCoding = (header: string | undefined): Coding => {
  const key = header ?? ''
  let coding = codings.get(key)
  if (!coding) {
    const weights = new Map(
      key.split(',').map((part) => {
        const [name = '', ...params] = part.trim().toLowerCase().split(';')
        const q = params.map((param) => /^\s*q=([0-9.]+)\s*$/.exec(param)?.[1]).find((found) => found !== undefined)
        return [name.trim(), q === undefined ? 1 : Number(q)] as const
      }),
    )
    const weight = (name: string): number => weights.get(name) ?? weights.get('*') ?? 0
    coding = weight('br') > 0 && weight('br') >= weight('gzip') ? 'br' : weight('gzip') > 0 ? 'gzip' : 'identity'
    // Browsers send a handful of headers; a stranger who invents many must not fill the memory.
    if (codings.size < 500 && key.length < 200) codings.set(key, coding)
  }
  return coding
}
