import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { newId, type Id, type PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { Readers } from '../platform/http/readers.ts'
import type { Reader } from '../platform/http/request-context.ts'
import { Secrets } from '../platform/secrets/secrets.ts'
import { Cookies } from './cookies.ts'
import { TokenEnds } from './tokens/token-ends.service.ts'

export type SignInId = Id<'SignIn'>

/** Somebody signed in on a device, as its owner sees it in the list. */
export interface SignInView {
  id: SignInId
  /** "Firefox, Windows"; empty when the browser did not say. */
  device: string
  opensDesk: boolean
  since: Temporal.Instant
  /** To the hour. */
  seen: Temporal.Instant
}

/** A sign-in to open. */
export interface NewSignIn {
  person: PersonId
  secret: string
  opensDesk: boolean
  /** When a second factor was given, if it was. */
  secondFactor?: Temporal.Instant
  stays: boolean
  device: string
  expiresAt: Temporal.Instant
}

/** What the browser holds after its sign-in was renewed. */
export interface Renewed {
  secret: string
  /** When the cookie ends; without it with the browser session. */
  until?: Temporal.Instant
}

/** How long a sign-in lasts whose owner did not ask to stay. */
export const SESSION = Temporal.Duration.from({ hours: 12 })

/** How long one lasts at the desk whose owner gave a second factor and asked to stay. */
export const DESK_STAY = Temporal.Duration.from({ hours: 7 * 24 })

const PURPOSE = 'sign-in'

/** Who is signed in where. The secret is in the browser's cookie only; each request asks the primary database. */
@Injectable()
export class SignIns implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly readers: Readers,
    private readonly cookies: Cookies,
    private readonly tokens: TokenEnds,
  ) {}

  onModuleInit(): void {
    this.readers.use(async (request) => {
      const secret = this.cookies.read(request, 'sign-in')
      return secret === undefined ? undefined : this.readerWith(secret)
    })
  }

  /** Opens a sign-in, in the transaction that found out who it is. */
  async open(tx: EntityManager, made: NewSignIn): Promise<SignInId> {
    const id = newId<'SignIn'>()
    const now = this.clock.now().toString()
    // What has expired is of no use to anybody; here is as good a moment as any to remove it.
    await this.database.query(`DELETE FROM sign_in WHERE expires_at <= $1`, [now], tx)
    await this.database.query(
      `INSERT INTO sign_in (id, secret_digest, person_id, opens_desk, stays, device, created_at, seen_at, expires_at,
                            second_factor_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)`,
      [
        id,
        this.secrets.hmac(PURPOSE, made.secret),
        made.person,
        made.opensDesk,
        made.stays,
        made.device,
        now,
        made.expiresAt.toString(),
        made.secondFactor?.toString() ?? null,
      ],
      tx,
    )
    await this.audit.write(tx, 'person.signed-in', {
      actor: made.person,
      subject: made.person,
      data: { opensDesk: made.opensDesk },
    })
    return id
  }

  /**
   * Notes that the second factor was given. The cookie gets another secret, so that one that was known before is worth
   * nothing more (OWASP ASVS 5.0, 7.2.4).
   */
  async renew(tx: EntityManager, reader: Pick<Reader, 'signIn'>, { stay }: { stay: boolean }): Promise<Renewed> {
    const now = this.clock.now()
    const secret = this.secrets.random()
    const [row] = await this.database.query<{ stays: boolean; expires_at: Date }>(
      `UPDATE sign_in SET secret_digest = $2, second_factor_at = $3, second_factor_put_off = false, stays = stays OR $4,
                          expires_at = CASE WHEN $4 THEN greatest(expires_at, $5) ELSE expires_at END
        WHERE id = $1 RETURNING stays, expires_at`,
      [reader.signIn, this.secrets.hmac(PURPOSE, secret), now.toString(), stay, now.add(DESK_STAY).toString()],
      tx,
    )
    return { secret, ...(row?.stays && { until: Temporal.Instant.fromEpochMilliseconds(row.expires_at.getTime()) }) }
  }

  /** Who has this secret in their cookie. */
  async readerWith(secret: string): Promise<Reader | undefined> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(secret)) return undefined
    const now = this.clock.now()
    const digests = this.secrets.digests(PURPOSE, secret)
    const [row] = await this.database.query<{
      id: SignInId
      person_id: PersonId
      opens_desk: boolean
      language: Locale
      seen_at: Date
      second_factor_at: Date | null
      second_factor_put_off: boolean
    }>(
      `SELECT s.id, s.person_id, s.opens_desk, s.seen_at, s.second_factor_at, s.second_factor_put_off, p.language
         FROM sign_in s JOIN person p ON p.id = s.person_id
        WHERE s.secret_digest IN (${digests.map((_, index) => `$${index + 2}`).join(', ')}) AND s.expires_at > $1`,
      [now.toString(), ...digests],
    )
    if (!row) return undefined
    const hourAgo = now.subtract({ hours: 1 })
    if (row.seen_at.getTime() < hourAgo.epochMilliseconds)
      await this.database.query(`UPDATE sign_in SET seen_at = $2 WHERE id = $1`, [row.id, now.toString()])
    const given = row.second_factor_at && Temporal.Instant.fromEpochMilliseconds(row.second_factor_at.getTime())
    const secondFactor = given ?? (row.second_factor_put_off ? 'put-off' : undefined)
    return {
      person: row.person_id,
      signIn: row.id,
      opensDesk: row.opens_desk,
      ...(secondFactor && { secondFactor }),
      language: row.language,
    }
  }

  /** The sign-ins of a person that are good now, the latest first. */
  async of(person: PersonId): Promise<SignInView[]> {
    const rows = await this.database.query<{
      id: SignInId
      device: string
      opens_desk: boolean
      created_at: Date
      seen_at: Date
    }>(
      `SELECT id, device, opens_desk, created_at, seen_at FROM sign_in
        WHERE person_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC`,
      [person, this.clock.now().toString()],
    )
    return rows.map((row) => ({
      id: row.id,
      device: row.device,
      opensDesk: row.opens_desk,
      since: Temporal.Instant.fromEpochMilliseconds(row.created_at.getTime()),
      seen: Temporal.Instant.fromEpochMilliseconds(row.seen_at.getTime()),
    }))
  }

  /** Which of these sign-ins are good at this moment: for lines that stay open longer than a request. */
  async goodAmong(signIns: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM sign_in WHERE id = ANY ($1::uuid[]) AND expires_at > $2',
      [signIns, this.clock.now().toString()],
    )
    return new Set(rows.map(({ id }) => id))
  }

  /** Ends one sign-in of a person; ending it again changes nothing, and nobody ends somebody else's. */
  async end(person: PersonId, signIn: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await this.database.query(
        `DELETE FROM sign_in WHERE person_id = $1 AND id::text = $2 RETURNING id`,
        [person, signIn],
        tx,
      )
      if (ended.length) await this.audit.write(tx, 'person.signed-out', { actor: person, subject: person })
    })
  }

  /** Ends all sign-ins of a person but this one, and their API tokens. */
  async endOthers(person: PersonId, but: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await this.database.query(
        `DELETE FROM sign_in WHERE person_id = $1 AND id::text <> $2 RETURNING id`,
        [person, but],
        tx,
      )
      await this.audit.writeAll(
        tx,
        'person.signed-out',
        ended.map(() => ({ actor: person, subject: person })),
      )
      await this.tokens.of(tx, person, 'sign-out', person)
    })
  }
}
