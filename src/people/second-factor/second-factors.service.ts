import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { newId, type Id, type PersonId } from '../../kernel/id.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { Database } from '../../platform/database/database.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import type { Reader } from '../../platform/http/request-context.ts'
import { SecondFactorNeeded } from '../../platform/policies/policies.ts'
import { CannotOpen, Secrets } from '../../platform/secrets/secrets.ts'
import { SignIns, type Renewed } from '../sign-ins.service.ts'
import { TokenEnds } from '../tokens/token-ends.service.ts'
import { appCodeFrom, newKey, stepOf } from './app-codes.ts'
import { newRecoveryCodes, recoveryCodeFrom } from './recovery-codes.ts'
import { SecondFactorMails, type SecondFactorNews } from './second-factor-mail.ts'
import { hasSecondFactor } from './step-up.ts'

export type SecondFactorId = Id<'SecondFactor'>
export type SecondFactorKind = 'passkey' | 'codes'

/** A second factor, as its owner sees it. */
export interface SecondFactorView {
  id: SecondFactorId
  kind: SecondFactorKind
  /** The device it was added on: "Firefox, Windows". */
  name: string
  since: Temporal.Instant
  used: Temporal.Instant
}

/** What came of giving one. */
export type Given = ({ outcome: 'given' } & Renewed) | { outcome: 'wrong' }
/** What came of adding one; with the first come recovery codes, to be shown this once. */
export type Added = ({ outcome: 'added'; recoveryCodes?: readonly string[] } & Renewed) | { outcome: 'wrong' | 'stale' }

/** What is stored of one. */
export type NewFactor =
  | { kind: 'codes'; name: string; key: string; step: number }
  | {
      kind: 'passkey'
      name: string
      credentialId: string
      publicKey: Buffer
      counter: number
      transports: readonly string[]
    }

const OFFERED = 'offered key'
const KEY = 'app key'
const RECOVERY = 'recovery code'

/** What somebody who holds a role gives besides the code that came by mail: adding, giving, and losing it. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly limits: RateLimits,
    private readonly signIns: SignIns,
    private readonly mails: SecondFactorMails,
    private readonly tokens: TokenEnds,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Those of a person, the oldest first. */
  async of(person: PersonId, tx?: EntityManager): Promise<SecondFactorView[]> {
    const rows = await this.database.query<{
      id: SecondFactorId
      kind: SecondFactorKind
      name: string
      created_at: Date
      used_at: Date
    }>(
      `SELECT id, kind, name, created_at, used_at FROM second_factor WHERE person_id = $1 ORDER BY created_at, id`,
      [person],
      tx,
    )
    return rows.map(({ id, kind, name, created_at, used_at }) => ({
      id,
      kind,
      name,
      since: Temporal.Instant.fromEpochMilliseconds(created_at.getTime()),
      used: Temporal.Instant.fromEpochMilliseconds(used_at.getTime()),
    }))
  }

  /** How many recovery codes somebody has left. */
  async recoveryCodesLeft(person: PersonId): Promise<number> {
    const [row] = await this.database.query<{ left: number }>(
      `SELECT count(*)::int AS left FROM recovery_code WHERE person_id = $1 AND used_at IS NULL`,
      [person],
    )
    return row?.left ?? 0
  }

  /** A key for an authenticator app, and the same sealed, to come back with the first code: until then nothing is kept. */
  offerKey(reader: Reader, sealed?: string): { key: string; sealed: string } {
    const key = (sealed && this.offered(reader, sealed)) ?? newKey()
    return { key, sealed: this.secrets.seal(OFFERED, key, reader.signIn).toString('base64url') }
  }

  private offered(reader: Reader, sealed: string): string | undefined {
    try {
      return this.secrets.open(OFFERED, Buffer.from(sealed.slice(0, 1000), 'base64url'), reader.signIn)
    } catch (error) {
      if (error instanceof CannotOpen) return undefined
      throw error
    }
  }

  /** Adds an authenticator app that shows the right code for the key it was offered. */
  async addApp(reader: Reader, sealed: string, typed: string, name: string): Promise<Added> {
    const code = appCodeFrom(typed)
    const key = this.offered(reader, sealed)
    if (key === undefined) return { outcome: 'stale' }
    if (code === undefined) return { outcome: 'wrong' }
    await this.limits.take('second-factor-by', reader.person)
    const step = stepOf(key, code, this.clock.now())
    if (step === undefined) return { outcome: 'wrong' }
    return this.add(reader, { kind: 'codes', name, key, step })
  }

  /**
   * Adds one that was shown to work. Who has one already has given it lately, or whoever holds their mailbox could.
   * @throws SecondFactorNeeded
   */
  async add(reader: Reader, factor: NewFactor): Promise<Added> {
    const { person } = reader
    const id = newId<'SecondFactor'>()
    const now = this.clock.now().toString()
    await this.limits.forget('second-factor-by', person)
    return this.database.transaction(async (tx) => {
      // Two who set up a first one at the same moment are not both the first.
      await this.database.query('SELECT 1 FROM person WHERE id = $1 FOR UPDATE', [person], tx)
      const known = await this.of(person, tx)
      if (known.length && !this.isFresh(reader)) throw new SecondFactorNeeded()
      const stored =
        factor.kind === 'codes'
          ? [this.secrets.seal(KEY, factor.key, id), factor.step, null, null, null, null]
          : [null, null, factor.credentialId, factor.publicKey, factor.counter, factor.transports]
      await this.database.query(
        `INSERT INTO second_factor (id, person_id, kind, name, sealed_key, last_step, credential_id, public_key, counter,
                                    transports, created_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
        [id, person, factor.kind, factor.name, ...stored, now],
        tx,
      )
      const recoveryCodes = known.length ? undefined : await this.replaceRecoveryCodes(tx, person)
      await this.record(tx, 'added', person, { kind: factor.kind })
      const renewed = await this.signIns.renew(tx, reader, { stay: false })
      return { outcome: 'added', ...(recoveryCodes && { recoveryCodes }), ...renewed }
    })
  }

  /** Takes a code of an authenticator app, or a recovery code; each works once. */
  async give(reader: Reader, typed: string, options: { stay: boolean }): Promise<Given> {
    const [code, recovery] = [appCodeFrom(typed), recoveryCodeFrom(typed)]
    if (code === undefined && recovery === undefined) return { outcome: 'wrong' }
    await this.limits.take('second-factor-by', reader.person)
    const given = await this.database.transaction(async (tx): Promise<Given> => {
      const kind =
        code !== undefined
          ? await this.takeCode(tx, reader.person, code)
          : await this.takeRecoveryCode(tx, reader.person, recovery!)
      return kind ? this.opened(tx, reader, kind, options) : { outcome: 'wrong' }
    })
    if (given.outcome === 'given') await this.limits.forget('second-factor-by', reader.person)
    return given
  }

  /** What follows when one was given, in the transaction that found it right. */
  async opened(
    tx: EntityManager,
    reader: Reader,
    kind: SecondFactorKind | 'recovery-code',
    options: { stay: boolean },
  ): Promise<Given> {
    if (kind === 'recovery-code') await this.record(tx, 'recovery-code-used', reader.person)
    else
      await this.audit.write(tx, 'second-factor.given', {
        actor: reader.person,
        subject: reader.person,
        data: { kind },
      })
    return { outcome: 'given', ...(await this.signIns.renew(tx, reader, options)) }
  }

  private async takeCode(tx: EntityManager, person: PersonId, code: string): Promise<'codes' | undefined> {
    const rows = await this.database.query<{ id: SecondFactorId; sealed_key: Buffer }>(
      `SELECT id, sealed_key FROM second_factor WHERE person_id = $1 AND kind = 'codes' ORDER BY created_at, id`,
      [person],
      tx,
    )
    const now = this.clock.now()
    const steps = rows.map(({ id, sealed_key }) => ({
      id,
      step: stepOf(this.secrets.open(KEY, sealed_key, id), code, now),
    }))
    const right = steps.find(({ step }) => step !== undefined)
    if (!right) return undefined
    const taken = await this.database.query(
      `UPDATE second_factor SET last_step = $2, used_at = $3 WHERE id = $1 AND last_step < $2 RETURNING id`,
      [right.id, right.step, now.toString()],
      tx,
    )
    return taken.length ? 'codes' : undefined
  }

  private async takeRecoveryCode(
    tx: EntityManager,
    person: PersonId,
    code: string,
  ): Promise<'recovery-code' | undefined> {
    const taken = await this.database.query(
      `UPDATE recovery_code SET used_at = $3 WHERE person_id = $1 AND digest = ANY ($2) AND used_at IS NULL
       RETURNING person_id`,
      [person, this.secrets.digests(RECOVERY, `${person} ${code}`), this.clock.now().toString()],
      tx,
    )
    return taken.length ? 'recovery-code' : undefined
  }

  /** Whether a first one may be put off: in a development install only. */
  get mayBePutOff(): boolean {
    return this.settings.development
  }

  /** Enters without one, where that may be. */
  async putOff(reader: Reader): Promise<void> {
    if (!this.mayBePutOff || (await this.of(reader.person)).length) throw new SecondFactorNeeded()
    await this.database.query('UPDATE sign_in SET second_factor_put_off = true WHERE id = $1', [reader.signIn])
  }

  /** Takes one away; the last stays, or the next to come in would set up theirs. False: it is the last, or none of theirs. */
  async remove(person: PersonId, id: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await this.database.query('SELECT 1 FROM person WHERE id = $1 FOR UPDATE', [person], tx)
      const gone = await this.database.query<{ kind: SecondFactorKind }>(
        `DELETE FROM second_factor WHERE person_id = $1 AND id::text = $2
            AND EXISTS (SELECT FROM second_factor WHERE person_id = $1 AND id::text <> $2) RETURNING kind`,
        [person, id],
        tx,
      )
      if (gone[0]) await this.record(tx, 'removed', person, { kind: gone[0].kind })
      return gone.length > 0
    })
  }

  /** New recovery codes, to be shown this once; those before are good no more. */
  async makeRecoveryCodes(person: PersonId): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      await this.audit.write(tx, 'recovery-codes.made', { actor: person, subject: person })
      return this.replaceRecoveryCodes(tx, person)
    })
  }

  /**
   * Takes away all that somebody had and has lost, and signs them and their programs out everywhere: at their next sign-in at the desk they set
   * up anew. `by` is the organiser who saw that it is them; without one it was the operator. False: they had none.
   */
  async reset(person: PersonId, by?: PersonId): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const gone = await this.database.query(
        'DELETE FROM second_factor WHERE person_id = $1 RETURNING id',
        [person],
        tx,
      )
      if (gone.length === 0) return false
      await this.database.query('DELETE FROM recovery_code WHERE person_id = $1', [person], tx)
      await this.database.query('DELETE FROM sign_in WHERE person_id = $1', [person], tx)
      await this.tokens.of(tx, person, 'second-factor', by)
      await this.record(tx, 'reset', person, {}, by ?? null)
      return true
    })
  }

  isFresh(reader: Reader, wanted: 'given' | 'lately' = 'lately', sending = false): boolean {
    return hasSecondFactor(reader, wanted, {
      now: this.clock.now(),
      development: this.settings.development,
      sending,
    })
  }

  private async replaceRecoveryCodes(tx: EntityManager, person: PersonId): Promise<string[]> {
    const codes = newRecoveryCodes()
    await this.database.query('DELETE FROM recovery_code WHERE person_id = $1', [person], tx)
    await this.database.query(
      'INSERT INTO recovery_code (person_id, digest) SELECT $1, unnest($2::bytea[])',
      [person, codes.map((code) => this.secrets.hmac(RECOVERY, `${person} ${recoveryCodeFrom(code)}`))],
      tx,
    )
    return codes
  }

  /** On record, and told to whom it belongs: somebody else may have done it. */
  private async record(
    tx: EntityManager,
    news: SecondFactorNews,
    person: PersonId,
    data: { kind?: SecondFactorKind } = {},
    actor: PersonId | null = person,
  ): Promise<void> {
    await this.audit.write(tx, `second-factor.${news}`, { ...(actor && { actor }), subject: person, data })
    await this.mails.tell(tx, person, news)
  }
}
