import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { Clock } from '../../platform/clock.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { Database } from '../../platform/database/database.ts'
import type { ApiTokenId } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import type { Outgoing } from '../../platform/mail/mail.ts'
import { Mailroom } from '../../platform/mail/mailroom.ts'
import type { Scope } from '../../platform/policies/token-scope.ts'
import { mail } from '../../ui/mail.tsx'
import { endsSoon } from './lifetime.ts'

const FIRST_MS = 90_000
const HOUR_MS = 3_600_000

/** Tells people by mail that a token was made in their name, and that one ends. */
@Injectable()
export class TokenMails implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TokenMails.name)
  private readonly timers: NodeJS.Timeout[] = []

  constructor(
    private readonly database: Database,
    private readonly mailroom: Mailroom,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.timers.push(
      setTimeout(() => void this.sweep(), FIRST_MS).unref(),
      setInterval(() => void this.sweep(), HOUR_MS).unref(),
    )
  }

  beforeApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer)
  }

  /** Owes the mail about a new one: it may not have been them. */
  async made(
    tx: EntityManager,
    person: PersonId,
    { id, name, scopes }: { id: ApiTokenId; name: string; scopes: readonly Scope[] },
    until: Temporal.Instant,
  ): Promise<void> {
    const [to] = await this.database.query<{ email: string; language: Locale }>(
      `SELECT i.email, p.language FROM identity i JOIN person p ON p.id = i.person_id
        WHERE i.person_id = $1 AND i.proved_at IS NOT NULL AND i.email IS NOT NULL`,
      [person],
      tx,
    )
    if (!to) return
    const t = translator(to.language)
    await this.mailroom.post(
      tx,
      this.letter('made', id, { ...to, person }, { name, until }, [
        ...[t('tokens:mail.made.text', { host: this.settings.baseUrl.host, name, until: day(until, to.language) })],
        { list: scopes.map((scope) => t(`tokens:scope.${scope}.name`)) },
        t('tokens:mail.made.notYou'),
      ]),
    )
  }

  /** Tells those whose token ends soon, each token once, however many processes look. */
  async tellOfEnds(): Promise<void> {
    const now = this.clock.now()
    await this.database.transaction(async (tx) => {
      const rows = await this.database.query<{
        id: ApiTokenId
        name: string
        person: PersonId
        email: string
        language: Locale
        created_at: Date
        ends_at: Date
      }>(
        `SELECT t.id, t.name, t.person_id AS person, i.email, p.language, t.created_at, t.ends_at
           FROM api_token t JOIN person p ON p.id = t.person_id JOIN identity i ON i.person_id = t.person_id
          WHERE t.stopped_at IS NULL AND NOT t.told_of_end AND t.ends_at > $1 AND t.ends_at <= $2
            AND i.proved_at IS NOT NULL AND i.email IS NOT NULL
          ORDER BY t.id FOR NO KEY UPDATE OF t SKIP LOCKED`,
        [now.toString(), now.add({ hours: 7 * 24 }).toString()],
        tx,
      )
      const ending = rows
        .map((row) => ({ ...row, since: instant(row.created_at), until: instant(row.ends_at) }))
        .filter((token) => endsSoon(token, now))
      await this.mailroom.postAll(
        tx,
        ending.map((token) =>
          this.letter('ending', token.id, token, token, [
            translator(token.language)('tokens:mail.ending.text', {
              name: token.name,
              until: day(token.until, token.language),
            }),
          ]),
        ),
      )
      await this.database.query(
        'UPDATE api_token SET told_of_end = true WHERE id = ANY ($1::uuid[])',
        [ending.map(({ id }) => id)],
        tx,
      )
    })
  }

  private async sweep(): Promise<void> {
    try {
      await this.tellOfEnds()
    } catch (error) {
      this.logger.warn({ err: error }, 'Nobody was told which tokens end; it is tried again in an hour')
    }
  }

  private letter(
    news: 'made' | 'ending',
    id: ApiTokenId,
    to: { email: string; person: PersonId; language: Locale },
    about: { name: string; until: Temporal.Instant },
    blocks: Parameters<typeof mail>[1]['blocks'],
  ): Outgoing {
    const locale = to.language
    const t = translator(locale)
    const headline = t(`tokens:mail.${news}.subject`, { name: about.name, until: day(about.until, locale) })
    return {
      cause: `token.${news} ${id}`,
      to: { address: to.email as Outgoing['to']['address'], person: to.person },
      locale,
      subject: headline,
      ...mail(locale, {
        headline,
        blocks,
        action: {
          label: t('tokens:mail.look'),
          href: new URL(`/${locale}/desk/tokens`, this.settings.baseUrl).href,
        },
      }),
    }
  }
}

const instant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime())

// No meeting is at hand, so no zone of one: UTC, and said so.
const day = (moment: Temporal.Instant, locale: Locale): string => `${formatInstant(moment, 'UTC', locale)} UTC`
