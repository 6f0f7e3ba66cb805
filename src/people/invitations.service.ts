import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError } from '../kernel/domain-error.ts'
import { emailFrom, type EmailAddress } from '../kernel/email-address.ts'
import { newId, type Id, type MeetingId, type PersonId } from '../kernel/id.ts'
import { DEFAULT_LOCALE, type Locale } from '../kernel/locale.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { Database } from '../platform/database/database.ts'
import { Secrets } from '../platform/secrets/secrets.ts'
import { People } from './people.service.ts'
import type { RoleName } from './roles.ts'
import { SESSION, SignIns } from './sign-ins.service.ts'

/** The invitation was used, has expired, or never was. */
export class InvitationIsUsed extends DomainError {
  readonly code = 'invitation-is-used'
  readonly status = 410
}

type InvitationId = Id<'Invitation'>

/** An invitation that can be accepted. */
export interface InvitationView {
  role: RoleName
  meeting?: MeetingId
  /** Whom it was made for; else the page asks. */
  email?: EmailAddress
  expiresAt: Temporal.Instant
}

/** What accepting leads to: signed in, or to the code that proves an address somebody has already. */
export type Accepted = { outcome: 'signed-in'; secret: string } | { outcome: 'prove-address' }

interface Row {
  id: InvitationId
  role: RoleName
  meeting_id: MeetingId | null
  sealed_email: Buffer | null
  expires_at: Date
}

const PURPOSE = 'invitation'
/** How long an invitation is good. */
const DAYS = 7

/** One-time links that make somebody an organiser, or give another role. */
@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly people: People,
    private readonly signIns: SignIns,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Makes an invitation; answers its address, which is told once and kept nowhere. `tell` owes the mail that carries it, in
   * the same transaction.
   */
  async create(
    made: {
      role: RoleName
      meeting?: MeetingId
      email?: EmailAddress
      by?: PersonId
      locale?: Locale
    },
    tell?: (tx: EntityManager, link: URL, id: string) => Promise<void>,
  ): Promise<URL> {
    const secret = this.secrets.random()
    const link = new URL(`/${made.locale ?? DEFAULT_LOCALE}/invitations/${secret}`, this.settings.baseUrl)
    const id = newId<'Invitation'>()
    const now = this.clock.now()
    await this.database.transaction(async (tx) => {
      await this.database.query(
        `DELETE FROM invitation WHERE used_at IS NULL AND expires_at <= $1`,
        [now.toString()],
        tx,
      )
      await this.database.query(
        `INSERT INTO invitation (id, secret_digest, role, meeting_id, sealed_email, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          id,
          this.secrets.hmac(PURPOSE, secret),
          made.role,
          made.meeting ?? null,
          made.email ? this.secrets.seal(PURPOSE, made.email, id) : null,
          now.toString(),
          now.add({ hours: DAYS * 24 }).toString(),
        ],
        tx,
      )
      await this.audit.write(tx, 'invitation.made', {
        ...(made.by && { actor: made.by }),
        ...(made.meeting && { meeting: made.meeting }),
        subject: id,
        data: { role: made.role },
      })
      await tell?.(tx, link, id)
    })
    return link
  }

  /** Invitations to work for a meeting that can still be accepted, oldest first. */
  async open(meeting: MeetingId): Promise<(InvitationView & { id: string })[]> {
    const rows = await this.database.query<Row>(
      `SELECT id, role, meeting_id, sealed_email, expires_at FROM invitation
        WHERE meeting_id = $1 AND used_at IS NULL AND expires_at > $2 ORDER BY created_at, id`,
      [meeting, this.clock.now().toString()],
    )
    return rows.map((row) => ({ ...this.viewFrom(row), id: row.id }))
  }

  /** Takes an invitation back: its link leads nowhere any more. Twice is once. */
  async takeBack(meeting: MeetingId, id: string, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const gone = await this.database.query<{ role: RoleName }>(
        'DELETE FROM invitation WHERE id = $1 AND meeting_id = $2 AND used_at IS NULL RETURNING role',
        [id, meeting],
        tx,
      )
      if (gone[0])
        await this.audit.write(tx, 'invitation.taken-back', {
          actor: by,
          meeting,
          subject: id,
          data: { role: gone[0].role },
        })
    })
  }

  /** The invitation with this secret, as long as it can be accepted. Looking changes nothing. */
  async bySecret(secret: string): Promise<InvitationView | undefined> {
    const row = await this.row(secret)
    return row && this.viewFrom(row)
  }

  /**
   * Accepts an invitation and signs in with the desk open. An address that the invited person types and that somebody
   * has already must be proved first, or an invitation would open other people's accounts.
   * @throws InvitationIsUsed
   */
  async acceptHere(
    secret: string,
    answer: { email?: EmailAddress; locale: Locale; device: string },
  ): Promise<Accepted> {
    return this.database.transaction(async (tx): Promise<Accepted> => {
      const invitation = await this.row(secret, tx)
      if (!invitation) throw new InvitationIsUsed()
      const invited = this.viewFrom(invitation).email
      const address = invited ?? answer.email
      if (!address) throw new InvitationIsUsed()
      if (!invited && (await this.people.byEmail(address, tx))) return { outcome: 'prove-address' }
      const person = await this.people.invite(tx, address, answer.locale)
      await this.consume(tx, invitation, person)
      const cookie = this.secrets.random()
      await this.signIns.open(tx, {
        person,
        secret: cookie,
        opensDesk: true,
        stays: false,
        device: answer.device,
        expiresAt: this.clock.now().add(SESSION),
      })
      return { outcome: 'signed-in', secret: cookie }
    })
  }

  /** Gives a person what they were invited to, in the transaction that proved their address. */
  async accept(tx: EntityManager, secret: string, person: PersonId): Promise<void> {
    const invitation = await this.row(secret, tx)
    if (invitation) await this.consume(tx, invitation, person)
  }

  private async consume(tx: EntityManager, invitation: Row, person: PersonId): Promise<void> {
    const used = await this.database.query(
      `UPDATE invitation SET used_at = $2, used_by = $3, sealed_email = NULL WHERE id = $1 AND used_at IS NULL RETURNING id`,
      [invitation.id, this.clock.now().toString(), person],
      tx,
    )
    if (!used.length) throw new InvitationIsUsed()
    const meeting = invitation.meeting_id ?? undefined
    await this.people.grant(tx, person, invitation.role, meeting)
    await this.audit.write(tx, 'invitation.accepted', {
      actor: person,
      ...(meeting && { meeting }),
      subject: invitation.id,
      data: { role: invitation.role },
    })
  }

  private async row(secret: string, tx?: EntityManager): Promise<Row | undefined> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(secret)) return undefined
    const [row] = await this.database.query<Row>(
      `SELECT id, role, meeting_id, sealed_email, expires_at FROM invitation
        WHERE secret_digest = ANY($1) AND used_at IS NULL AND expires_at > $2${tx ? ' FOR UPDATE' : ''}`,
      [this.secrets.digests(PURPOSE, secret), this.clock.now().toString()],
      tx,
    )
    return row
  }

  private viewFrom(row: Row): InvitationView {
    const email = row.sealed_email ? emailFrom(this.secrets.open(PURPOSE, row.sealed_email, row.id)) : undefined
    return {
      role: row.role,
      ...(row.meeting_id && { meeting: row.meeting_id }),
      ...(email && { email }),
      expiresAt: Temporal.Instant.fromEpochMilliseconds(row.expires_at.getTime()),
    }
  }
}
