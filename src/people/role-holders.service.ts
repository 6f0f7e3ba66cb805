import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, InvalidInput } from '../kernel/domain-error.ts'
import type { EmailAddress } from '../kernel/email-address.ts'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { Database } from '../platform/database/database.ts'
import { Mailroom } from '../platform/mail/mailroom.ts'
import { Invitations } from './invitations.service.ts'
import { People } from './people.service.ts'
import type { RoleName } from './roles.ts'

/** Nobody could set the meeting up any more. */
export class LastOrganiser extends DomainError {
  readonly code = 'last-organiser'
  readonly status = 409
}

/** A role that somebody holds in a meeting. */
export interface RoleHeld {
  person: PersonId
  /** Empty for who was erased meanwhile. */
  email: string
  name: string
  role: RoleName
  /** In all meetings: given and taken by whoever runs the service. */
  everywhere: boolean
  since: Temporal.Instant
}

interface Row {
  person_id: PersonId
  email: string | null
  name: string
  role: RoleName
  everywhere: boolean
  granted_at: Date
}

/** Who works for a meeting, and as what. */
@Injectable()
export class RoleHolders {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly invitations: Invitations,
    private readonly mailroom: Mailroom,
  ) {}

  /** Everybody who has a role in a meeting, those with a role in all meetings first. */
  async of(meeting: MeetingId, tx?: EntityManager): Promise<RoleHeld[]> {
    const rows = await this.database.query<Row>(
      `SELECT r.person_id, i.email, trim(concat_ws(' ', i.given_names, i.family_name)) AS name, r.role,
              r.meeting_id IS NULL AS everywhere, r.granted_at
         FROM role r LEFT JOIN identity i ON i.person_id = r.person_id
        WHERE r.meeting_id = $1 OR r.meeting_id IS NULL ORDER BY everywhere DESC, r.granted_at, r.id`,
      [meeting],
      tx,
    )
    return rows.map(({ person_id, email, granted_at, ...row }) => ({
      ...row,
      person: person_id,
      email: email ?? '',
      since: Temporal.Instant.fromEpochMilliseconds(granted_at.getTime()),
    }))
  }

  /**
   * Invites an address to a role in a meeting, by a mail with a link that works once. Whoever proves that it is theirs has it.
   * @throws InvalidInput when its owner has the role, or an invitation to it already
   */
  async invite(
    asked: { meeting: MeetingId; role: RoleName; email: EmailAddress; by: PersonId; locale: Locale },
    letter: (link: URL) => { subject: string; html: string; text: string },
  ): Promise<void> {
    const { meeting, role, email, locale } = asked
    const [holders, open, known] = await Promise.all([
      this.of(meeting),
      this.invitations.open(meeting),
      this.people.byEmail(email),
    ])
    const same = (address: string | undefined): boolean => address?.toLowerCase() === email.toLowerCase()
    if (holders.some((held) => held.role === role && (held.person === known?.id || same(held.email))))
      throw new InvalidInput({ fields: [{ pointer: '/email', message: 'role.held' }] })
    if (open.some((one) => one.role === role && same(one.email)))
      throw new InvalidInput({ fields: [{ pointer: '/email', message: 'role.invited' }] })
    await this.invitations.create(asked, async (tx, link, id) => {
      const cause = `invitation ${id}`
      await this.mailroom.post(tx, { cause, to: { address: email }, locale, ...letter(link), secret: true })
    })
  }

  /**
   * Takes a role in a meeting away from somebody. Twice is once.
   * @throws LastOrganiser
   */
  async remove(meeting: MeetingId, person: PersonId, role: RoleName, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (role === 'organiser') {
        // Two who remove each other take turns here, and the second finds nobody else.
        const organisers = await this.database.query<{ person_id: PersonId; meeting_id: MeetingId | null }>(
          `SELECT person_id, meeting_id FROM role WHERE role = 'organiser' AND (meeting_id = $1 OR meeting_id IS NULL)
            ORDER BY id FOR UPDATE`,
          [meeting],
          tx,
        )
        if (!organisers.some((one) => one.person_id !== person || one.meeting_id !== meeting)) throw new LastOrganiser()
      }
      await this.people.withdraw(tx, person, role, meeting, by)
    })
  }
}
