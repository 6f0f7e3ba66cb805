import { Injectable } from '@nestjs/common'
import { emailFrom, emailKey, type EmailAddress } from '../kernel/email-address.ts'
import { asId, newId, type PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { RateLimits } from '../platform/http/rate-limit.ts'
import { Mailroom } from '../platform/mail/mailroom.ts'
import { CannotOpen, Secrets } from '../platform/secrets/secrets.ts'
import { CodeMails } from './code-mail.ts'
import { OneTimeCodes, type ChallengeId } from './one-time-codes.service.ts'
import { CODE_MINUTES } from './sign-in-code.ts'

/** What the browser of somebody who changes their address holds, sealed. Nothing of the new address is kept before it is proved. */
export interface AddressChallenge {
  id: ChallengeId
  person: PersonId
  address: EmailAddress
  expiresAt: Temporal.Instant
}

/** What came of the code. */
export type AddressProof =
  { outcome: 'proved'; address: EmailAddress } | { outcome: 'wrong' | 'expired' | 'too-many-tries' | 'elsewhere' }

const CHALLENGE = 'address challenge'
const CODE = 'address code'

/** A new address of somebody who is signed in is proved as the first one was: a code goes there, and comes back. */
@Injectable()
export class AddressCodes {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly mailroom: Mailroom,
    private readonly mails: CodeMails,
    private readonly codes: OneTimeCodes,
  ) {}

  /** Sends a code to the new address; answers the challenge for the browser. Nobody is looked up. */
  async ask(asked: {
    person: PersonId
    address: EmailAddress
    locale: Locale
    ip: string
    /** The path at which the code is entered. */
    at: string
    previous?: string | undefined
  }): Promise<string> {
    await this.limits.take('sign-in-from', asked.ip)
    await this.limits.take('sign-in-to', emailKey(asked.address))
    const minutes = CODE_MINUTES.everybody
    const challenge: AddressChallenge = {
      id: newId(),
      person: asked.person,
      address: asked.address,
      expiresAt: this.clock.now().add({ minutes }),
    }
    await this.database.transaction(async (tx) => {
      const code = await this.codes.issue(tx, CODE, challenge, this.challenge(asked.previous)?.id)
      await this.mailroom.post(tx, {
        cause: `address code ${challenge.id}`,
        to: { address: asked.address },
        locale: asked.locale,
        ...this.mails.composeForAddress(asked.locale, code, minutes, asked.at),
        lane: 'code',
        secret: true,
      })
    })
    return this.secrets
      .seal(CHALLENGE, JSON.stringify({ ...challenge, expiresAt: challenge.expiresAt.toString() }))
      .toString('base64url')
  }

  /** The challenge that a browser holds; undefined when it holds none of ours. */
  challenge(sealed: string | undefined): AddressChallenge | undefined {
    if (!sealed || sealed.length > 8000) return undefined
    try {
      const said = JSON.parse(this.secrets.open(CHALLENGE, Buffer.from(sealed, 'base64url'))) as Readonly<
        Record<'id' | 'person' | 'address' | 'expiresAt', string>
      >
      const address = emailFrom(said.address)
      return (
        address && {
          id: asId(said.id),
          person: asId(said.person),
          address,
          expiresAt: Temporal.Instant.from(said.expiresAt),
        }
      )
    } catch (error) {
      if (error instanceof CannotOpen) return undefined
      throw error
    }
  }

  /** Tries a code of this person's. Right again, it proves the same again: what follows can be repeated. */
  async prove(sealed: string | undefined, code: string, person: PersonId, ip: string): Promise<AddressProof> {
    await this.limits.take('code-tried-from', ip)
    const challenge = this.challenge(sealed)
    if (!challenge || challenge.person !== person) return { outcome: 'elsewhere' }
    return this.database.transaction(async (tx) => {
      const tried = await this.codes.attempt(tx, CODE, challenge.id, code)
      if (tried.outcome !== 'right' && tried.outcome !== 'used') return tried
      if (tried.outcome === 'right') await this.codes.use(tx, challenge.id)
      return { outcome: 'proved', address: challenge.address }
    })
  }
}
