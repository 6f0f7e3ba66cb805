import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest()
const base64url = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url')

/** The few forms of CBOR (RFC 8949) that a passkey's answer is made of. */
const cbor = (value: number | string | Buffer | ReadonlyMap<number | string, unknown>): Buffer => {
  const head = (major: number, length: number): Buffer =>
    length < 24
      ? Buffer.of((major << 5) | length)
      : length < 256
        ? Buffer.of((major << 5) | 24, length)
        : Buffer.of((major << 5) | 25, length >> 8, length & 255)
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([
    head(5, value.size),
    ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one as Parameters<typeof cbor>[0])]),
  ])
}

/** Somebody's security key, made of software: what it answers is what a browser would send (WebAuthn, level 3). */
export class TestPasskey {
  private readonly id = randomBytes(32)
  private readonly privateKey: KeyObject
  private readonly publicKey: Buffer
  private counter = 0

  constructor(private readonly origin: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.privateKey = privateKey
    const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
    // COSE_Key (RFC 9053): an elliptic curve key for ES256 on P-256.
    this.publicKey = cbor(
      new Map<number, number | Buffer>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    )
  }

  /** What it answers when it is asked to be made. */
  create({ challenge }: { challenge: string }): string {
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.of(0, this.id.length), this.id, this.publicKey])
    const authData = Buffer.concat([this.data(0x41), credential])
    const attestation = cbor(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    )
    return this.answer({
      clientDataJSON: base64url(this.client('webauthn.create', challenge)),
      attestationObject: base64url(attestation),
      transports: ['usb'],
    })
  }

  /** What it answers when it is asked to sign; `forged` by a key that is another. */
  get({ challenge }: { challenge: string }, { forged = false, origin = this.origin } = {}): string {
    this.counter++
    const data = this.data(0x01)
    const client = this.client('webauthn.get', challenge, origin)
    const key = forged ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.privateKey
    const signature = createSign('sha256').update(data).update(sha256(client)).sign(key)
    return this.answer({
      clientDataJSON: base64url(client),
      authenticatorData: base64url(data),
      signature: base64url(signature),
    })
  }

  private data(flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(new URL(this.origin).hostname), Buffer.of(flags), counter])
  }

  private client(type: string, challenge: string, origin = this.origin): string {
    return JSON.stringify({ type, challenge, origin, crossOrigin: false })
  }

  private answer(response: object): string {
    const id = base64url(this.id)
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })
  }
}
