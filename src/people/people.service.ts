import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { emailKey, type EmailAddress } from '../kernel/email-address.ts'
import { newId, type MeetingId, type PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { Mailroom } from '../platform/mail/mailroom.ts'
import { rolesWith, type Right, type Role, type RoleName } from './roles.ts'

/** A person, as other folders see one. Names are empty until the person gives them. */
export interface PersonView {
  id: PersonId
  /** Their own. */
  email?: EmailAddress
  /** Of whoever registered a person who has no address. */
  contactEmail?: EmailAddress
  givenNames: string
  familyName: string
  language: Locale
}

interface Row {
  id: PersonId
  language: Locale
  email: EmailAddress | null
  contact_email: EmailAddress | null
  given_names: string
  family_name: string
}

const SELECT = `SELECT p.id, p.language, i.email, i.contact_email, i.given_names, i.family_name
                  FROM person p JOIN identity i ON i.person_id = p.id`

const viewFrom = (row: Row): PersonView => ({
  id: row.id,
  ...(row.email && { email: row.email }),
  ...(row.contact_email && { contactEmail: row.contact_email }),
  givenNames: row.given_names,
  familyName: row.family_name,
  language: row.language,
})

/** Who people are, and what they may do for which meeting. */
@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly mailroom: Mailroom,
  ) {}

  /** Undefined also for somebody who was erased. */
  async byId(id: PersonId, tx?: EntityManager): Promise<PersonView | undefined> {
    const [row] = await this.database.query<Row>(`${SELECT} WHERE p.id = $1`, [id], tx)
    return row && viewFrom(row)
  }

  /** Several at once, for lists; whoever was erased is absent. */
  async byIds(ids: readonly PersonId[], tx?: EntityManager): Promise<ReadonlyMap<PersonId, PersonView>> {
    const rows = ids.length ? await this.database.query<Row>(`${SELECT} WHERE p.id = ANY($1)`, [ids], tx) : []
    return new Map(rows.map((row) => [row.id, viewFrom(row)]))
  }

  async byEmail(address: EmailAddress, tx?: EntityManager): Promise<PersonView | undefined> {
    const [row] = await this.database.query<Row>(`${SELECT} WHERE i.email_key = $1`, [emailKey(address)], tx)
    return row && viewFrom(row)
  }

  /** The person who has proved this address; made if there is none yet. `locale` is the language of a new one. */
  ensure(tx: EntityManager, address: EmailAddress, locale: Locale): Promise<PersonId> {
    return this.personAt(tx, address, locale, this.clock.now())
  }

  /** The same for an address that was only given to us: its first code proves it. */
  invite(tx: EntityManager, address: EmailAddress, locale: Locale): Promise<PersonId> {
    return this.personAt(tx, address, locale, undefined)
  }

  private async personAt(
    tx: EntityManager,
    address: EmailAddress,
    locale: Locale,
    proved: Temporal.Instant | undefined,
  ): Promise<PersonId> {
    const key = emailKey(address)
    const now = this.clock.now().toString()
    const [found] = await this.database.query<{ person_id: PersonId; proved: boolean }>(
      `SELECT person_id, proved_at IS NOT NULL AS proved FROM identity WHERE email_key = $1`,
      [key],
      tx,
    )
    if (found) {
      if (!found.proved && proved)
        await this.database.query(`UPDATE identity SET proved_at = $2 WHERE person_id = $1`, [found.person_id, now], tx)
      return found.person_id
    }
    const id = newId<'Person'>()
    await this.database.query(
      `INSERT INTO person (id, language, created_at) VALUES ($1, $2, $3)`,
      [id, locale, now],
      tx,
    )
    const made = await this.database.query(
      `INSERT INTO identity (person_id, email, email_key, proved_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT ON CONSTRAINT identity_email_key_unique DO NOTHING RETURNING person_id`,
      [id, address, key, proved?.toString() ?? null],
      tx,
    )
    if (made.length) return id
    // Somebody else proved the same address in this moment.
    await this.database.query(`DELETE FROM person WHERE id = $1`, [id], tx)
    return this.personAt(tx, address, locale, proved)
  }

  /** Names as the person writes them. */
  async rename(tx: EntityManager, id: PersonId, names: { givenNames: string; familyName: string }): Promise<void> {
    await this.database.query(
      `UPDATE identity SET given_names = $2, family_name = $3 WHERE person_id = $1`,
      [id, names.givenNames.trim().normalize('NFC'), names.familyName.trim().normalize('NFC')],
      tx,
    )
  }

  /** The language this person gets mail in. */
  async speak(tx: EntityManager, id: PersonId, language: Locale): Promise<void> {
    await this.database.query(`UPDATE person SET language = $2 WHERE id = $1`, [id, language], tx)
  }

  async rolesOf(id: PersonId): Promise<Role[]> {
    const rows = await this.database.query<{ role: RoleName; meeting_id: MeetingId | null }>(
      `SELECT role, meeting_id FROM role WHERE person_id = $1 ORDER BY granted_at, id`,
      [id],
    )
    return rows.map(({ role, meeting_id }) => ({ name: role, ...(meeting_id && { meeting: meeting_id }) }))
  }

  /** Whether a person has a right in a meeting; without one, whether in any. */
  async may(person: PersonId, right: Right, meeting?: MeetingId): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM role
        WHERE person_id = $1 AND role = ANY($2) AND ($3::uuid IS NULL OR meeting_id IS NULL OR meeting_id = $3) LIMIT 1`,
      [person, rolesWith(right), meeting ?? null],
    )
    return rows.length > 0
  }

  /** Gives a role, in one meeting or in all; giving it again changes nothing. */
  async grant(tx: EntityManager, person: PersonId, role: RoleName, meeting?: MeetingId, by?: PersonId): Promise<void> {
    const made = await this.database.query(
      `INSERT INTO role (id, person_id, role, meeting_id, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT role_once_a_person_and_meeting DO NOTHING RETURNING id`,
      [newId(), person, role, meeting ?? null, by ?? null, this.clock.now().toString()],
      tx,
    )
    if (made.length)
      await this.audit.write(tx, 'role.granted', {
        ...(by && { actor: by }),
        ...(meeting && { meeting }),
        subject: person,
        data: { role },
      })
  }

  /** Takes a role away. */
  async withdraw(
    tx: EntityManager,
    person: PersonId,
    role: RoleName,
    meeting?: MeetingId,
    by?: PersonId,
  ): Promise<void> {
    const gone = await this.database.query(
      `DELETE FROM role WHERE person_id = $1 AND role = $2 AND meeting_id IS NOT DISTINCT FROM $3 RETURNING id`,
      [person, role, meeting ?? null],
      tx,
    )
    if (gone.length)
      await this.audit.write(tx, 'role.withdrawn', {
        ...(by && { actor: by }),
        ...(meeting && { meeting }),
        subject: person,
        data: { role },
      })
  }

  /** Erases who a person is: name, addresses, sign-ins, roles and the mail to them. Their id stays, and tells nothing. */
  async forget(tx: EntityManager, person: PersonId, by?: PersonId): Promise<void> {
    for (const table of ['sign_in', 'role', 'identity'])
      await this.database.query(`DELETE FROM ${table} WHERE person_id = $1`, [person], tx)
    await this.mailroom.forget(tx, person)
    await this.audit.write(tx, 'person.erased', { ...(by && { actor: by }), subject: person })
  }
}
