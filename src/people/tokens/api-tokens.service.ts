import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { InvalidInput } from '../../kernel/domain-error.ts'
import type { MeetingId, PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { Database } from '../../platform/database/database.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Readers } from '../../platform/http/readers.ts'
import type { ApiTokenId, Reader } from '../../platform/http/request-context.ts'
import { InsufficientScope, InvalidToken } from '../../platform/policies/bearer.ts'
import type { Scope } from '../../platform/policies/token-scope.ts'
import { Secrets } from '../../platform/secrets/secrets.ts'
import { MeetingDirectory, slugIn } from '../meeting-directory.ts'
import { isToken, tokenAround } from './api-token.ts'
import { endOf, type Lifetime } from './lifetime.ts'
import { programFrom } from './program.ts'
import { COVERED, TokenEnds } from './token-ends.service.ts'
import { TokenMails } from './token-mails.service.ts'
import { TokenUses } from './token-uses.service.ts'

/** A token, as its owner sees it once it is made. */
export interface ApiTokenView {
  id: ApiTokenId
  name: string
  scopes: readonly Scope[]
  /** The one meeting that it is good for; all of its owner's without. */
  meeting?: MeetingId
  since: Temporal.Instant
  until: Temporal.Instant
  stopped?: Temporal.Instant
  /** Whether it is good now. */
  good: boolean
  used?: Temporal.Instant
  /** What kind of program used it last, if it said. */
  usedFrom: string
}

/** What somebody wants a token for. The id is that of the form, so that sending it twice makes one. */
export interface TokenWish {
  id: ApiTokenId
  name: string
  scopes: readonly Scope[]
  days: Lifetime
  meeting?: MeetingId
}

const PURPOSE = 'api-token'

/** So many good ones somebody may have: who needs more has lost count. */
const MOST = 20

/** What has ended is shown for so long: who wonders why a program stopped finds it. */
const SHOWN_AFTER = Temporal.Duration.from({ hours: 30 * 24 })

/** Tokens with which programs ask in the name of who holds a role. The token is with its program only; we keep a digest. */
@Injectable()
export class ApiTokens implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly limits: RateLimits,
    private readonly readers: Readers,
    private readonly meetings: MeetingDirectory,
    private readonly ends: TokenEnds,
    private readonly uses: TokenUses,
    private readonly mails: TokenMails,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.readers.useTokens((token, request) => this.readerWith(token, request))
  }

  /**
   * Makes one, to be shown this once; its owner is told by mail. Undefined when this wish was fulfilled before.
   * @throws InvalidInput when there are too many
   */
  async make(reader: Pick<Reader, 'person' | 'secondFactor'>, wish: TokenWish): Promise<string | undefined> {
    const { person } = reader
    const token = tokenAround(this.secrets.random())
    const now = this.clock.now()
    const until = endOf(now, wish.days)
    return this.database.transaction(async (tx) => {
      await this.database.query('SELECT 1 FROM person WHERE id = $1 FOR UPDATE', [person], tx)
      const known = await this.database.query<{ id: ApiTokenId; good: boolean }>(
        `SELECT id, stopped_at IS NULL AND ends_at > $2 AS good FROM api_token WHERE person_id = $1`,
        [person, now.toString()],
        tx,
      )
      if (known.some(({ id }) => id === wish.id)) return undefined
      if (known.filter(({ good }) => good).length >= MOST)
        throw new InvalidInput({ fields: [{ pointer: '/name', message: 'token.too-many', params: { count: MOST } }] })
      const made = await this.database.query(
        `INSERT INTO api_token (id, person_id, meeting_id, name, scopes, digest, second_factor_put_off, created_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT ON CONSTRAINT api_token_pkey DO NOTHING RETURNING id`,
        [
          wish.id,
          person,
          wish.meeting ?? null,
          wish.name,
          wish.scopes,
          this.secrets.hmac(PURPOSE, token),
          reader.secondFactor === 'put-off',
          now.toString(),
          until.toString(),
        ],
        tx,
      )
      if (made.length === 0) return undefined
      const concerned = wish.meeting ? [wish.meeting] : await this.ends.concerned(tx, person)
      const data = { scopes: wish.scopes, until: until.toString(), all: wish.meeting === undefined }
      await this.audit.writeAll(
        tx,
        'token.made',
        concerned.map((meeting) => ({ actor: person, meeting, subject: wish.id, data })),
      )
      await this.mails.made(tx, person, wish, until)
      return token
    })
  }

  /** Those of a person that are good, or ended lately; the newest first. */
  async of(person: PersonId): Promise<ApiTokenView[]> {
    await this.uses.write()
    const now = this.clock.now()
    const rows = await this.database.query<{
      id: ApiTokenId
      name: string
      scopes: Scope[]
      meeting_id: MeetingId | null
      created_at: Date
      ends_at: Date
      stopped_at: Date | null
      used_at: Date | null
      used_from: string
    }>(
      `SELECT id, name, scopes, meeting_id, created_at, ends_at, stopped_at, used_at, used_from FROM api_token
        WHERE person_id = $1 AND least(ends_at, stopped_at) > $2 ORDER BY created_at DESC, id DESC`,
      [person, now.subtract(SHOWN_AFTER).toString()],
    )
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      scopes: row.scopes,
      ...(row.meeting_id && { meeting: row.meeting_id }),
      since: instant(row.created_at),
      until: instant(row.ends_at),
      ...(row.stopped_at && { stopped: instant(row.stopped_at) }),
      good: row.stopped_at === null && row.ends_at.getTime() > now.epochMilliseconds,
      ...(row.used_at && { used: instant(row.used_at) }),
      usedFrom: row.used_from,
    }))
  }

  /** The names of these tokens, for the record; none of who was erased. */
  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map()
    const rows = await this.database.query<{ id: string; name: string }>(
      'SELECT id, name FROM api_token WHERE id = ANY ($1::uuid[])',
      [ids],
    )
    return new Map(rows.map(({ id, name }) => [id, name]))
  }

  /** Stops one; stopping it again changes nothing, and nobody stops somebody else's. */
  async stop(person: PersonId, id: string): Promise<void> {
    await this.database.transaction((tx) => this.ends.of(tx, person, 'stopped', person, id))
  }

  async stopAll(person: PersonId): Promise<void> {
    await this.database.transaction((tx) => this.ends.of(tx, person, 'stopped', person))
  }

  /**
   * Who asks with this token. What was never made, has ended, was stopped, or whose owner has no role any more is all the same.
   * @throws InvalidToken, InsufficientScope, TooManyRequests
   */
  private async readerWith(token: string, request: FastifyRequest): Promise<Reader> {
    const found = isToken(token) ? await this.find(token) : undefined
    if (!found) {
      await this.limits.take('token-wrong-from', request.ip)
      throw new InvalidToken()
    }
    await this.limits.take('token-used-by', found.id)
    this.uses.take({ token: found.id, at: this.clock.now(), program: programFrom(request.headers['user-agent']) })
    const slug = slugIn(request)
    // Alike for another meeting and for none.
    if (found.meeting_id && slug !== undefined && (await this.meetings.idOf(slug)) !== found.meeting_id)
      throw new InsufficientScope()
    return {
      person: found.person_id,
      signIn: found.id,
      opensDesk: true,
      token: { id: found.id, scopes: found.scopes },
      language: found.language,
    }
  }

  private async find(token: string) {
    const [row] = await this.database.query<{
      id: ApiTokenId
      person_id: PersonId
      meeting_id: MeetingId | null
      scopes: Scope[]
      language: Locale
    }>(
      `SELECT t.id, t.person_id, t.meeting_id, t.scopes, p.language FROM api_token t JOIN person p ON p.id = t.person_id
        WHERE t.digest = ANY ($1) AND t.stopped_at IS NULL AND t.ends_at > $2
          AND (NOT t.second_factor_put_off OR $3) AND ${COVERED}`,
      [this.secrets.digests(PURPOSE, token), this.clock.now().toString(), this.settings.development],
    )
    return row
  }
}

const instant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime())
