import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { SETTINGS, type Settings } from '../config/settings.ts'

/** What was sealed is not for this purpose, was altered, or its key is no longer in SECRET_KEYS. */
export class CannotOpen extends Error {
  constructor(why: string, cause?: unknown) {
    super(`Cannot open what is sealed: ${why}`, { cause })
    this.name = 'CannotOpen'
  }
}

const FORMAT = 1
const ID_BYTES = 4
const IV_BYTES = 12
const TAG_BYTES = 16

/** One of SECRET_KEYS; what is done with it, and for what, has a key of its own derived from it (HKDF, RFC 5869). */
class MasterKey {
  readonly id: Buffer
  private readonly derived = new Map<string, Buffer>()

  constructor(private readonly key: Buffer) {
    this.id = Buffer.from(hkdfSync('sha256', key, '', 'plenary key id', ID_BYTES))
  }

  for(use: 'hmac' | 'seal', purpose: string): Buffer {
    const info = `plenary ${use} ${purpose}`
    let key = this.derived.get(info)
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.key, '', info, 32))
      this.derived.set(info, key)
    }
    return key
  }
}

/**
 * Random secrets, their digests and what is sealed, under SECRET_KEYS. The first key makes, every key of the list
 * verifies and opens, so that a key is replaced by putting the new one in front and dropping the old one later.
 * A purpose is a constant of ours (`'sign-in'`): a digest or seal made for one is worth nothing for another.
 */
@Injectable()
export class Secrets {
  private readonly keys: readonly [MasterKey, ...MasterKey[]]

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'secretKeys'>) {
    const [first, ...others] = settings.secretKeys.map((key) => new MasterKey(key))
    if (!first) throw new Error('SECRET_KEYS is empty.')
    this.keys = [first, ...others]
  }

  /** So many random bytes, as base64url. */
  random(bytes = 32): string {
    return randomBytes(bytes).toString('base64url')
  }

  /** The digest of a secret to store: an HMAC under the newest key. */
  hmac(purpose: string, value: string): Buffer {
    return digest(this.keys[0], purpose, value)
  }

  /** The digest of a secret under every key, newest first: `WHERE digest = ANY($1)` finds it across a rotation. */
  digests(purpose: string, value: string): Buffer[] {
    return this.keys.map((key) => digest(key, purpose, value))
  }

  /** Whether a stored digest is of this value, under any of the keys; in constant time. */
  verify(purpose: string, value: string, stored: Buffer): boolean {
    let same = false
    for (const made of this.digests(purpose, value))
      if (made.length === stored.length && timingSafeEqual(made, stored)) same = true
    return same
  }

  /**
   * Encrypts a text so that only `open` with the same purpose reads it (AES-256-GCM, a random nonce each time).
   * `boundTo` ties it to its place, such as the id of its row: moved to another, it does not open.
   */
  seal(purpose: string, plaintext: string, boundTo = ''): Buffer {
    const key = this.keys[0]
    const head = Buffer.concat([Buffer.of(FORMAT), key.id])
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key.for('seal', purpose), iv, { authTagLength: TAG_BYTES })
    cipher.setAAD(Buffer.concat([head, Buffer.from(boundTo)]))
    return Buffer.concat([head, iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  }

  /** @throws CannotOpen */
  open(purpose: string, sealed: Buffer, boundTo = ''): string {
    const head = sealed.subarray(0, 1 + ID_BYTES)
    if (sealed.length < head.length + IV_BYTES + TAG_BYTES || head[0] !== FORMAT)
      throw new CannotOpen('not of our form')
    const key = this.keys.find(({ id }) => id.equals(head.subarray(1)))
    if (!key) throw new CannotOpen('its key is not in SECRET_KEYS')
    const iv = sealed.subarray(head.length, head.length + IV_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', key.for('seal', purpose), iv, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.concat([head, Buffer.from(boundTo)]))
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    try {
      const text = decipher.update(sealed.subarray(head.length + IV_BYTES, -TAG_BYTES))
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    } catch (cause) {
      throw new CannotOpen('altered, or sealed for another purpose', cause)
    }
  }
}

const digest = (key: MasterKey, purpose: string, value: string): Buffer =>
  createHmac('sha256', key.for('hmac', purpose)).update(value, 'utf8').digest()
