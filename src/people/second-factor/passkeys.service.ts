import { isIP } from 'node:net'
import { Inject, Injectable } from '@nestjs/common'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { PersonId } from '../../kernel/id.ts'
import { Clock } from '../../platform/clock.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { Database } from '../../platform/database/database.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import type { Reader } from '../../platform/http/request-context.ts'
import { SecondFactors, type Added, type Given, type SecondFactorId } from './second-factors.service.ts'

/** A challenge is answered within so many minutes, once. */
const CHALLENGE_MINUTES = 5

const SITE = 'Plenary'

/** Loaded when somebody has a passkey: it looks at all certificates there are, and a start does not wait for that. */
const webAuthn = () => import('@simplewebauthn/server')

interface StoredPasskey {
  id: SecondFactorId
  credential_id: string
  public_key: Buffer
  counter: string
  transports: string[]
}

/**
 * Passkeys and security keys (WebAuthn, level 3) as a second factor: the code by mail came before, so that a key without a
 * PIN is enough. They belong to the configured address of the site, whatever a request says.
 */
@Injectable()
export class Passkeys {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly factors: SecondFactors,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Browsers make none for a site that is reached by a bare network address. */
  get areOffered(): boolean {
    return isIP(this.site.replace(/^\[|\]$/g, '')) === 0
  }

  private get site(): string {
    return this.settings.baseUrl.hostname
  }

  /** What the browser is asked to make. */
  async optionsToAdd(reader: Reader, account: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const known = await this.stored(reader.person)
    const { generateRegistrationOptions } = await webAuthn()
    const options = await generateRegistrationOptions({
      rpName: SITE,
      rpID: this.site,
      userName: account,
      userID: new Uint8Array(Buffer.from(reader.person.replaceAll('-', ''), 'hex')),
      attestationType: 'none',
      excludeCredentials: known.map(({ credential_id, transports }) => ({ id: credential_id, transports })),
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
    })
    await this.expect(reader, options.challenge)
    return options
  }

  /** Adds the passkey that the browser made. */
  async add(reader: Reader, answer: string, name: string): Promise<Added> {
    const response = parsed<RegistrationResponseJSON>(answer)
    const expectedChallenge = await this.expected(reader)
    if (!response || !expectedChallenge) return { outcome: 'stale' }
    const { verifyRegistrationResponse } = await webAuthn()
    const checked = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: this.settings.baseUrl.origin,
      expectedRPID: this.site,
      requireUserVerification: false,
    }).catch(() => undefined)
    if (!checked?.verified) return { outcome: 'wrong' }
    const { credential } = checked.registrationInfo
    return this.factors.add(reader, {
      kind: 'passkey',
      name,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
    })
  }

  /** What the browser is asked to sign. */
  async optionsToGive(reader: Reader): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const known = await this.stored(reader.person)
    const { generateAuthenticationOptions } = await webAuthn()
    const options = await generateAuthenticationOptions({
      rpID: this.site,
      allowCredentials: known.map(({ credential_id, transports }) => ({ id: credential_id, transports })),
      userVerification: 'preferred',
    })
    await this.expect(reader, options.challenge)
    return options
  }

  /** Takes what a passkey signed. A counter that did not rise tells of a copy, and is refused. */
  async give(reader: Reader, answer: string, asked: { stay: boolean }): Promise<Given> {
    await this.limits.take('second-factor-by', reader.person)
    const response = parsed<AuthenticationResponseJSON>(answer)
    const expectedChallenge = await this.expected(reader)
    const passkey = (await this.stored(reader.person)).find(({ credential_id }) => credential_id === response?.id)
    if (!response || !expectedChallenge || !passkey) return { outcome: 'wrong' }
    const { verifyAuthenticationResponse } = await webAuthn()
    const checked = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: this.settings.baseUrl.origin,
      expectedRPID: this.site,
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: Number(passkey.counter),
        transports: passkey.transports,
      },
      requireUserVerification: false,
    }).catch(() => undefined)
    if (!checked?.verified) return { outcome: 'wrong' }
    const given = await this.database.transaction(async (tx): Promise<Given> => {
      await this.database.query(
        'UPDATE second_factor SET counter = $2, used_at = $3 WHERE id = $1',
        [passkey.id, checked.authenticationInfo.newCounter, this.clock.now().toString()],
        tx,
      )
      return this.factors.opened(tx, reader, 'passkey', asked)
    })
    await this.limits.forget('second-factor-by', reader.person)
    return given
  }

  private stored(person: PersonId): Promise<StoredPasskey[]> {
    return this.database.query<StoredPasskey>(
      `SELECT id, credential_id, public_key, counter, transports FROM second_factor
        WHERE person_id = $1 AND kind = 'passkey' ORDER BY created_at, id`,
      [person],
    )
  }

  private async expect(reader: Reader, challenge: string): Promise<void> {
    await this.database.query('UPDATE sign_in SET passkey_challenge = $2, passkey_challenge_until = $3 WHERE id = $1', [
      reader.signIn,
      challenge,
      this.clock.now().add({ minutes: CHALLENGE_MINUTES }).toString(),
    ])
  }

  /** The challenge that this sign-in was given; whoever answers it uses it up, right or wrong. */
  private async expected(reader: Reader): Promise<string | undefined> {
    const [row] = await this.database.query<{ challenge: string; until: Date }>(
      `UPDATE sign_in AS s SET passkey_challenge = NULL, passkey_challenge_until = NULL
         FROM (SELECT id, passkey_challenge AS challenge, passkey_challenge_until AS until FROM sign_in
                WHERE id = $1 AND passkey_challenge IS NOT NULL FOR UPDATE) AS old
        WHERE s.id = old.id RETURNING old.challenge, old.until`,
      [reader.signIn],
    )
    return row && row.until.getTime() > this.clock.now().epochMilliseconds ? row.challenge : undefined
  }
}

/** What a browser's form carries, if it can be an answer at all; what is in it the library judges. */
const parsed = <T extends { id: string }>(answer: string): T | undefined => {
  try {
    const value: unknown = JSON.parse(answer)
    return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
      ? (value as T)
      : undefined
  } catch {
    return undefined
  }
}
