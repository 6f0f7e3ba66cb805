import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib'

/** A content coding that we send. */
export type Coding = 'identity' | 'gzip' | 'br'

/** The bytes of one coding, and the strong ETag that is theirs alone. */
export interface Encoded {
  readonly coding: Coding
  readonly bytes: Buffer
  readonly etag: string
}

/** What can be sent in any coding, each under its own ETag. */
export interface Body {
  /** The strong ETag of a coding. */
  etag(coding: Coding): string
  /** The coding really used for one the client takes: small bodies are sent as they are. */
  codingFor(accepted: Coding): Coding
  /** The encoded bytes, if they are there. */
  peek(coding: Coding): Encoded | undefined
  /** The encoded bytes. */
  in(coding: Coding): Promise<Encoded>
}

const CODINGS = ['identity', 'gzip', 'br'] as const satisfies readonly Coding[]

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
const unzip = promisify(gunzip)

/** Below this, compression saves less than its headers cost. */
const WORTH_COMPRESSING = 1000

/**
 * Bytes to send, compressed at most once a coding. Keep it (in a cache) to keep the compressed bytes.
 * ETags differ by coding and follow from the content, so that a 304 needs no compression (RFC 9110, 8.8.3).
 */
export class EncodedBody implements Body {
  readonly bytes: Buffer
  private readonly digest: string
  private readonly ready = new Map<Coding, Encoded>()
  private readonly underway = new Map<Coding, Promise<Encoded>>()
  readonly quality: number

  constructor(body: string | Uint8Array, options: { quality?: number } = {}) {
    this.bytes =
      typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    this.digest = createHash('sha256').update(this.bytes).digest('base64url').slice(0, 22)
    this.quality = options.quality ?? 4
  }

  etag(coding: Coding): string {
    return coding === 'identity' ? `"${this.digest}"` : `"${this.digest}-${coding}${this.quality}"`
  }

  codingFor(accepted: Coding): Coding {
    return this.bytes.length < WORTH_COMPRESSING ? 'identity' : accepted
  }

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

/**
 * A body in as little memory as it takes, for many of which few ask twice: only its gzip is kept, which nearly every program takes.
 * For others it is unpacked again.
 */
export class PackedBody implements Body {
  private constructor(
    private readonly kept: Encoded,
    private readonly etags: Readonly<Record<Coding, string>>,
    private readonly quality: number,
  ) {}

  static async of(body: EncodedBody): Promise<PackedBody> {
    const etags = Object.fromEntries(CODINGS.map((coding) => [coding, body.etag(coding)])) as Record<Coding, string>
    return new PackedBody(await body.in(body.codingFor('gzip')), etags, body.quality)
  }

  /** What it takes in memory, in bytes. */
  get weight(): number {
    return this.kept.bytes.length
  }

  etag(coding: Coding): string {
    return this.etags[coding]
  }

  codingFor(accepted: Coding): Coding {
    return this.kept.coding === 'identity' ? 'identity' : accepted
  }

  peek(coding: Coding): Encoded | undefined {
    return coding === this.kept.coding ? this.kept : undefined
  }

  async in(coding: Coding): Promise<Encoded> {
    const { kept } = this
    if (coding === kept.coding) return kept
    const bytes = kept.coding === 'gzip' ? await unzip(kept.bytes) : kept.bytes
    return encode(bytes, { quality: this.quality }).in(coding)
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
