import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { Id } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { Secrets } from '../platform/secrets/secrets.ts'
import { newCode, TRIES } from './sign-in-code.ts'

export type ChallengeId = Id<'Challenge'>

/** What comes of a code that is tried: right once, and `used` when it is right again. */
export type Tried =
  { outcome: 'right' } | { outcome: 'wrong' | 'expired' | 'too-many-tries' } | { outcome: 'used'; at: Temporal.Instant }

interface Row {
  code_digest: Buffer
  tries_left: number
  expires_at: Date
  used_at: Date | null
}

/** Codes that go to an address and come back once. Only their digests are kept, each with its own few tries. */
@Injectable()
export class OneTimeCodes {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** A new code for a challenge; the one before it, if it was not used, is good no more. */
  async issue(
    tx: EntityManager,
    purpose: string,
    challenge: { id: ChallengeId; expiresAt: Temporal.Instant },
    previous?: ChallengeId,
  ): Promise<string> {
    const now = this.clock.now().toString()
    const code = newCode()
    await this.database.query(
      `DELETE FROM sign_in_code WHERE expires_at <= $1 OR (id = $2 AND used_at IS NULL)`,
      [now, previous ?? null],
      tx,
    )
    await this.database.query(
      `INSERT INTO sign_in_code (id, code_digest, tries_left, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
      [challenge.id, this.secrets.hmac(purpose, `${challenge.id} ${code}`), TRIES, now, challenge.expiresAt.toString()],
      tx,
    )
    return code
  }

  /** Tries a code; a wrong one costs a try. What is right is marked by `use`, in the same transaction. */
  async attempt(tx: EntityManager, purpose: string, challenge: ChallengeId, code: string): Promise<Tried> {
    const [row] = await this.database.query<Row>(
      `SELECT code_digest, tries_left, expires_at, used_at FROM sign_in_code WHERE id = $1 FOR UPDATE`,
      [challenge],
      tx,
    )
    if (!row || row.expires_at.getTime() <= this.clock.now().epochMilliseconds) return { outcome: 'expired' }
    if (row.tries_left === 0) return { outcome: 'too-many-tries' }
    if (!this.secrets.verify(purpose, `${challenge} ${code}`, row.code_digest)) {
      await this.database.query(`UPDATE sign_in_code SET tries_left = tries_left - 1 WHERE id = $1`, [challenge], tx)
      return { outcome: row.tries_left === 1 ? 'too-many-tries' : 'wrong' }
    }
    return row.used_at
      ? { outcome: 'used', at: Temporal.Instant.fromEpochMilliseconds(row.used_at.getTime()) }
      : { outcome: 'right' }
  }

  /** Marks a code as used; for a sign-in, by which. */
  async use(tx: EntityManager, challenge: ChallengeId, signIn: string | null = null): Promise<void> {
    await this.database.query(
      `UPDATE sign_in_code SET used_at = $2, sign_in_id = $3 WHERE id = $1`,
      [challenge, this.clock.now().toString(), signIn],
      tx,
    )
  }
}
