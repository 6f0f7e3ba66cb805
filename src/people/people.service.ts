import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError } from '../kernel/domain-error.ts'
import { emailKey, type EmailAddress } from '../kernel/email-address.ts'
import { newId, type MeetingId, type PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { Mailroom } from '../platform/mail/mailroom.ts'
import { rolesWith, type Right, type Role, type RoleName } from './roles.ts'
import { TokenEnds } from './tokens/token-ends.service.ts'

/** Somebody else proved this address before: two registrations cannot become one this way. */
export class AddressIsTaken extends DomainError {
  readonly code = 'address-is-taken'
  readonly status = 409
}

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
  private readonly alsoForget: ((tx: EntityManager, person: PersonId) => Promise<void>)[] = []

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly mailroom: Mailroom,
    private readonly tokens: TokenEnds,
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
    const [row] = await this.database.query<Row>(
      `${SELECT} WHERE i.email_key = $1 OR p.id = (SELECT person_id FROM address_alias WHERE email_key = $1) LIMIT 1`,
      [emailKey(address)],
      tx,
    )
    return row && viewFrom(row)
  }

  /** The address of their own that somebody proved by a code; undefined while they have not. */
  async provedAddress(id: PersonId, tx?: EntityManager): Promise<EmailAddress | undefined> {
    const [row] = await this.database.query<{ email: EmailAddress | null }>(
      `SELECT email FROM identity WHERE person_id = $1 AND proved_at IS NOT NULL`,
      [id],
      tx,
    )
    return row?.email ?? undefined
  }

  /** The proved addresses of those of these persons who have one. */
  async provedAddresses(ids: readonly PersonId[], tx?: EntityManager): Promise<ReadonlyMap<PersonId, EmailAddress>> {
    if (ids.length === 0) return new Map()
    const rows = await this.database.query<{ person_id: PersonId; email: EmailAddress }>(
      `SELECT person_id, email FROM identity
        WHERE person_id = ANY ($1::uuid[]) AND proved_at IS NOT NULL AND email IS NOT NULL`,
      [ids],
      tx,
    )
    return new Map(rows.map(({ person_id, email }) => [person_id, email]))
  }

  /** Somebody who has no address of their own and is reached through another's, which several may share. */
  async enrol(
    tx: EntityManager,
    contact: EmailAddress,
    names: { givenNames: string; familyName: string },
    locale: Locale,
  ): Promise<PersonId> {
    const id = newId<'Person'>()
    const now = this.clock.now().toString()
    await this.database.query(
      `INSERT INTO person (id, language, created_at) VALUES ($1, $2, $3)`,
      [id, locale, now],
      tx,
    )
    await this.database.query(
      `INSERT INTO identity (person_id, contact_email, given_names, family_name) VALUES ($1, $2, $3, $4)`,
      [id, contact, names.givenNames, names.familyName],
      tx,
    )
    return id
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
      `SELECT person_id, proved_at IS NOT NULL AS proved FROM identity WHERE email_key = $1
       UNION ALL SELECT person_id, true FROM address_alias WHERE email_key = $1 LIMIT 1`,
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

  /**
   * Lets the proven address of one person lead to another, who turned out to be the same. Neither may hold a role: an
   * address must not open somebody's desk. The one who gives the address away is signed out, and is written to there.
   * False: it cannot be done, and each address goes on leading where it led.
   */
  async alias(tx: EntityManager, from: PersonId, to: PersonId): Promise<boolean> {
    const now = this.clock.now().toString()
    const [both] = await this.database.query<{ key: string | null }>(
      `SELECT (SELECT email_key FROM identity WHERE person_id = $1 AND proved_at IS NOT NULL) AS key
        WHERE NOT EXISTS (SELECT FROM role WHERE person_id IN ($1, $2))
          AND EXISTS (SELECT FROM identity WHERE person_id = $2 AND proved_at IS NOT NULL)`,
      [from, to],
      tx,
    )
    if (!both?.key) return false
    await this.database.query(
      `UPDATE identity SET email = NULL, email_key = NULL, proved_at = NULL, contact_email = coalesce(contact_email, email)
        WHERE person_id = $1`,
      [from],
      tx,
    )
    await this.database.query('UPDATE address_alias SET person_id = $2 WHERE person_id = $1', [from, to], tx)
    await this.database.query(
      'INSERT INTO address_alias (email_key, person_id, since) VALUES ($1, $2, $3) ON CONFLICT (email_key) DO NOTHING',
      [both.key, to, now],
      tx,
    )
    await this.database.query('DELETE FROM sign_in WHERE person_id = $1', [from], tx)
    await this.audit.write(tx, 'person.aliased', { subject: from, data: { to } })
    return true
  }

  /**
   * Corrects the address of somebody: their own, to be proved anew by a code, or that of who looks after them. They are
   * signed out everywhere, and their programs too. False when the address is somebody else's own.
   */
  async correctAddress(tx: EntityManager, id: PersonId, address: EmailAddress): Promise<boolean> {
    const key = emailKey(address)
    const [other] = await this.database.query(
      `SELECT 1 FROM identity WHERE email_key = $1 AND person_id <> $2
       UNION ALL SELECT 1 FROM address_alias WHERE email_key = $1 AND person_id <> $2 LIMIT 1`,
      [key, id],
      tx,
    )
    const changed = await this.database.query(
      `UPDATE identity SET email = CASE WHEN email IS NULL THEN NULL ELSE $2 END,
                           email_key = CASE WHEN email IS NULL THEN NULL ELSE $3 END,
                           proved_at = CASE WHEN email_key = $3 THEN proved_at END,
                           contact_email = CASE WHEN email IS NULL THEN $2 ELSE contact_email END
        WHERE person_id = $1 AND (email IS NULL OR NOT $4) RETURNING person_id`,
      [id, address, key, other !== undefined],
      tx,
    )
    if (changed.length === 0) return false
    await this.database.query('DELETE FROM sign_in WHERE person_id = $1', [id], tx)
    await this.tokens.of(tx, id, 'address')
    return true
  }

  /** Names as the person writes them. */
  async rename(tx: EntityManager, id: PersonId, names: { givenNames: string; familyName: string }): Promise<void> {
    await this.database.query(
      `UPDATE identity SET given_names = $2, family_name = $3 WHERE person_id = $1`,
      [id, names.givenNames.trim().normalize('NFC'), names.familyName.trim().normalize('NFC')],
      tx,
    )
  }

  /**
   * Gives a person another address, which they have proved; the one before is theirs no more.
   * @throws AddressIsTaken when another person proved it
   */
  async readdress(tx: EntityManager, id: PersonId, address: EmailAddress): Promise<void> {
    const key = emailKey(address)
    const [other] = await this.database.query(
      `SELECT person_id FROM identity WHERE email_key = $2 AND person_id <> $1 FOR UPDATE`,
      [id, key],
      tx,
    )
    if (other) throw new AddressIsTaken()
    await this.database.query(
      `UPDATE identity SET email = $2, email_key = $3, proved_at = $4 WHERE person_id = $1`,
      [id, address, key, this.clock.now().toString()],
      tx,
    )
    // Whatever a server said of the address before.
    await this.database.query('DELETE FROM unreachable WHERE person_id = $1', [id], tx)
    await this.audit.write(tx, 'person.address-changed', { actor: id, subject: id })
  }

  /** The language this person gets mail in. */
  async speak(tx: EntityManager, id: PersonId, language: Locale): Promise<void> {
    await this.database.query(`UPDATE person SET language = $2 WHERE id = $1`, [id, language], tx)
  }

  async rolesOf(id: PersonId, tx?: EntityManager): Promise<Role[]> {
    const rows = await this.database.query<{ role: RoleName; meeting_id: MeetingId | null }>(
      `SELECT role, meeting_id FROM role WHERE person_id = $1 ORDER BY granted_at, id`,
      [id],
      tx,
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

  /** Whether a person has a right in all meetings. */
  async mayEverywhere(person: PersonId, right: Right): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM role WHERE person_id = $1 AND role = ANY($2) AND meeting_id IS NULL LIMIT 1`,
      [person, rolesWith(right)],
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

  /** Takes a role away, and with it what programs did by it. */
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
    if (gone.length === 0) return
    await this.audit.write(tx, 'role.withdrawn', {
      ...(by && { actor: by }),
      ...(meeting && { meeting }),
      subject: person,
      data: { role },
    })
    await this.tokens.withoutRole(tx, person, meeting, by)
  }

  /** Says what else goes with a person: `privacy/` has the register of everything. Call in `onModuleInit`. */
  whenForgotten(forget: (tx: EntityManager, person: PersonId) => Promise<void>): void {
    this.alsoForget.push(forget)
  }

  /**
   * Erases who a person is: name, addresses, sign-ins, roles, the mail to them, and all that the folders below hold about
   * them. Their id stays, and tells nothing. Places are given back before (`privacy/erasure.service.ts`).
   */
  async forget(tx: EntityManager, person: PersonId, by?: PersonId): Promise<void> {
    const who = await this.byId(person, tx)
    await this.tokens.of(tx, person, 'erased', by)
    for (const forget of this.alsoForget) await forget(tx, person)
    for (const table of [
      'sign_in',
      'second_factor',
      'recovery_code',
      'api_token',
      'role',
      'address_alias',
      'unreachable',
      'identity',
    ])
      await this.database.query(`DELETE FROM ${table} WHERE person_id = $1`, [person], tx)
    await this.mailroom.forget(tx, person, {
      addresses: [who?.email, who?.contactEmail].filter((address) => address !== undefined),
      name: who ? `${who.givenNames} ${who.familyName}`.trim() : '',
    })
    await this.audit.write(tx, 'person.erased', { ...(by && { actor: by }), subject: person })
  }
}
