import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { emailKey, type EmailAddress } from '../kernel/email-address.ts'
import { newId, type PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { RateLimits } from '../platform/http/rate-limit.ts'
import { Mailroom } from '../platform/mail/mailroom.ts'
import { CannotOpen, Secrets } from '../platform/secrets/secrets.ts'
import { challengeFromText, challengeToText, type Challenge } from './challenge.ts'
import { CodeMails } from './code-mail.ts'
import { Invitations } from './invitations.service.ts'
import { MeetingDirectory } from './meeting-directory.ts'
import { meetingIn } from './next-path.ts'
import { People } from './people.service.ts'
import { OneTimeCodes } from './one-time-codes.service.ts'
import { CODE_MINUTES } from './sign-in-code.ts'
import { SESSION, SignIns, type SignInId } from './sign-ins.service.ts'

/** Somebody asks for a code. */
export interface Asked {
  address: EmailAddress
  locale: Locale
  desk: boolean
  ip: string
  /** A path of ours. */
  next?: string
  /** What was sent after the sign-in had ended is kept. */
  kept?: boolean
  invitation?: string
  /** The challenge this browser holds already: the newest code counts. */
  previous?: string
}

/** What came of a code. What it says never depends on whose address it is. */
export type Proof =
  | {
      outcome: 'signed-in'
      person: PersonId
      signIn: SignInId
      /** For the cookie. */
      secret: string
      opensDesk: boolean
      /** When the cookie ends; without it with the browser session. */
      until?: Temporal.Instant
      next?: string
    }
  | { outcome: 'wrong' | 'expired' | 'too-many-tries' }
  /** This browser asked for no code. */
  | { outcome: 'elsewhere' }

const CHALLENGE = 'sign-in challenge'
const CODE = 'sign-in code'
const SECRET = 'sign-in secret'

/** A form sent twice by a double click signs in once: so long the used code gives the same answer again. */
const REPEAT_SECONDS = 60

/** Browsers keep no cookie for longer. */
const LONGEST_STAY = Temporal.Duration.from({ hours: 400 * 24 })

/** Signing in: a code goes to an address, and comes back from the browser that asked. */
@Injectable()
export class SignInCodes {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly mailroom: Mailroom,
    private readonly mails: CodeMails,
    private readonly codes: OneTimeCodes,
    private readonly people: People,
    private readonly signIns: SignIns,
    private readonly invitations: Invitations,
    private readonly meetings: MeetingDirectory,
  ) {}

  /**
   * Sends a code; answers the challenge for the browser. Nobody is looked up, so that the answer and the time it takes
   * are the same for every address.
   */
  async ask(asked: Asked): Promise<string> {
    await this.limits.take('sign-in-from', asked.ip)
    await this.limits.take('sign-in-to', emailKey(asked.address))
    const now = this.clock.now()
    const minutes = CODE_MINUTES[asked.desk ? 'desk' : 'everybody']
    const challenge: Challenge = {
      id: newId(),
      address: asked.address,
      locale: asked.locale,
      desk: asked.desk,
      ...(asked.next && { next: asked.next }),
      ...(asked.kept && { kept: true }),
      ...(asked.invitation && { invitation: asked.invitation }),
      expiresAt: now.add({ minutes }),
    }
    const previous = this.challenge(asked.previous)?.id
    await this.database.transaction(async (tx) => {
      const code = await this.codes.issue(tx, CODE, challenge, previous)
      await this.mailroom.post(tx, {
        cause: `sign-in code ${challenge.id}`,
        to: { address: challenge.address },
        locale: challenge.locale,
        ...this.mails.compose(challenge, code, minutes),
        lane: 'code',
        secret: true,
      })
    })
    return this.secrets.seal(CHALLENGE, challengeToText(challenge)).toString('base64url')
  }

  /** The challenge that a browser holds, also an expired one; undefined when it holds none of ours. */
  challenge(sealed: string | undefined): Challenge | undefined {
    if (!sealed || sealed.length > 8000) return undefined
    try {
      return challengeFromText(this.secrets.open(CHALLENGE, Buffer.from(sealed, 'base64url')))
    } catch (error) {
      if (error instanceof CannotOpen) return undefined
      throw error
    }
  }

  /** Until when somebody stays signed in who ticks it: the day after the meeting they come for. */
  async stayUntil(challenge: Pick<Challenge, 'desk' | 'next'>): Promise<Temporal.Instant | undefined> {
    const slug = challenge.desk ? undefined : meetingIn(challenge.next)
    const until = slug === undefined ? undefined : await this.meetings.endOf(slug)
    const now = this.clock.now()
    if (!until || Temporal.Instant.compare(until, now.add(SESSION)) <= 0) return undefined
    const latest = now.add(LONGEST_STAY)
    return Temporal.Instant.compare(until, latest) < 0 ? until : latest
  }

  /** Tries a code. Right, it signs in once; asked again at once by the same browser (a double click), the same again. */
  async prove(
    sealed: string | undefined,
    code: string,
    options: { stay: boolean; device: string; ip: string },
  ): Promise<Proof> {
    await this.limits.take('code-tried-from', options.ip)
    const challenge = this.challenge(sealed)
    if (!challenge) return { outcome: 'elsewhere' }
    const until = options.stay ? await this.stayUntil(challenge) : undefined
    return this.database.transaction(async (tx) => {
      const refused = await this.refusal(tx, challenge, code)
      if (refused === 'repeat') return this.again(tx, challenge, code, until)
      if (refused) return { outcome: refused }
      const person = await this.people.ensure(tx, challenge.address, challenge.locale)
      if (challenge.invitation) await this.invitations.accept(tx, challenge.invitation, person)
      const secret = this.secretOf(challenge, code)
      const signIn = await this.signIns.open(tx, {
        person,
        secret,
        opensDesk: challenge.desk,
        stays: until !== undefined,
        device: options.device,
        expiresAt: until ?? this.clock.now().add(SESSION),
      })
      await this.codes.use(tx, challenge.id, signIn)
      return this.signedIn(challenge, { person, signIn, secret, until })
    })
  }

  /**
   * Tries a code that somebody signed in asked for at their own address, before what cannot be undone. Right, it is used.
   * Opens no sign-in.
   */
  async confirm(
    sealed: string | undefined,
    code: string,
    who: { person: PersonId; ip: string },
  ): Promise<'confirmed' | 'wrong' | 'expired' | 'too-many-tries' | 'elsewhere'> {
    await this.limits.take('code-tried-from', who.ip)
    const challenge = this.challenge(sealed)
    if (!challenge) return 'elsewhere'
    return this.database.transaction(async (tx) => {
      if ((await this.people.byEmail(challenge.address, tx))?.id !== who.person) return 'elsewhere'
      const refused = await this.refusal(tx, challenge, code)
      if (refused) return refused === 'repeat' ? 'expired' : refused
      await this.database.query(
        'UPDATE sign_in_code SET used_at = $2 WHERE id = $1',
        [challenge.id, this.clock.now().toString()],
        tx,
      )
      return 'confirmed'
    })
  }

  /** What speaks against a code, if anything; a wrong one costs a try. */
  private async refusal(
    tx: EntityManager,
    challenge: Challenge,
    code: string,
  ): Promise<'wrong' | 'expired' | 'too-many-tries' | 'repeat' | undefined> {
    const tried = await this.codes.attempt(tx, CODE, challenge.id, code)
    if (tried.outcome === 'right') return undefined
    if (tried.outcome !== 'used') return tried.outcome
    const fresh = Temporal.Instant.compare(tried.at, this.clock.now().subtract({ seconds: REPEAT_SECONDS })) > 0
    return fresh ? 'repeat' : 'expired'
  }

  private async again(
    tx: EntityManager,
    challenge: Challenge,
    code: string,
    until: Temporal.Instant | undefined,
  ): Promise<Proof> {
    const [row] = await this.database.query<{ id: SignInId; person_id: PersonId }>(
      `SELECT s.id, s.person_id FROM sign_in_code c JOIN sign_in s ON s.id = c.sign_in_id WHERE c.id = $1`,
      [challenge.id],
      tx,
    )
    if (!row) return { outcome: 'expired' }
    const secret = this.secretOf(challenge, code)
    return this.signedIn(challenge, { person: row.person_id, signIn: row.id, secret, until })
  }

  /** The same for the same code, so that a repeated form gets the same cookie though we keep its digest only. */
  private secretOf(challenge: Challenge, code: string): string {
    return this.secrets.hmac(SECRET, `${challenge.id} ${code}`).toString('base64url')
  }

  private signedIn(
    challenge: Challenge,
    {
      person,
      signIn,
      secret,
      until,
    }: { person: PersonId; signIn: SignInId; secret: string; until?: Temporal.Instant | undefined },
  ): Proof {
    return {
      outcome: 'signed-in',
      person,
      signIn,
      secret,
      opensDesk: challenge.desk,
      ...(until && { until }),
      ...(challenge.next && { next: challenge.next }),
    }
  }
}
