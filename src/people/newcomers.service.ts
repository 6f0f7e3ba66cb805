import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { emailKey, type EmailAddress } from '../kernel/email-address.ts'
import { newId, type PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'

/** Somebody whom an organiser's table names. */
export interface Newcomer {
  names: { givenNames: string; familyName: string }
  /** Their own address, which their first code proves, or that of who looks after them. */
  address: { own: EmailAddress } | { contact: EmailAddress }
  language: Locale
}

/** Many people at once: as many statements for a hundred as for one. */
@Injectable()
export class Newcomers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whom each of these addresses is the own one of, proved or not. */
  async at(addresses: readonly EmailAddress[], tx?: EntityManager): Promise<ReadonlyMap<string, PersonId>> {
    const rows = await this.database.query<{ email_key: string; person_id: PersonId }>(
      'SELECT email_key, person_id FROM identity WHERE email_key = ANY ($1::text[])',
      [addresses.map(emailKey)],
      tx,
    )
    return new Map(rows.map((row) => [row.email_key, row.person_id]))
  }

  /**
   * The persons, in the order given; made where there are none yet. Who is there and has a name keeps it: it is theirs.
   * Nobody has an address of their own twice among them.
   */
  async enter(tx: EntityManager, newcomers: readonly Newcomer[]): Promise<PersonId[]> {
    // In order of the addresses: two who enter the same people wait for each other and do not lock each other up.
    const rows = newcomers
      .map(({ names, address, language }, index) => ({
        index,
        id: newId<'Person'>(),
        language,
        email: 'own' in address ? address.own : null,
        key: 'own' in address ? emailKey(address.own) : null,
        contact: 'own' in address ? null : address.contact,
        given: names.givenNames.trim().normalize('NFC'),
        family: names.familyName.trim().normalize('NFC'),
      }))
      .toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
    const known = await this.at(
      rows.flatMap((row) => row.email ?? []),
      tx,
    )
    const fresh = rows.filter((row) => row.key === null || !known.has(row.key))
    const made = new Set((await this.insert(tx, fresh)).map((row) => row.id))
    // Somebody else entered them in this moment.
    const taken = fresh.filter((row) => !made.has(row.id))
    if (taken.length)
      await this.database.query('DELETE FROM person WHERE id = ANY ($1::uuid[])', [taken.map((row) => row.id)], tx)
    const others = new Map([
      ...known,
      ...(await this.at(
        taken.flatMap((row) => row.email ?? []),
        tx,
      )),
    ])
    const ids = rows.map((row) => (made.has(row.id) ? row.id : others.get(row.key!)!))
    await this.nameNameless(
      tx,
      rows.map((row, at) => ({ ...row, id: ids[at]! })).filter((row) => !made.has(row.id)),
    )
    const inOrder: PersonId[] = []
    rows.forEach((row, at) => (inOrder[row.index] = ids[at]!))
    return inOrder
  }

  private async insert(tx: EntityManager, rows: readonly object[]): Promise<{ id: PersonId }[]> {
    if (rows.length === 0) return []
    const json = JSON.stringify(rows)
    await this.database.query(
      `INSERT INTO person (id, language, created_at)
       SELECT id, language, $2 FROM jsonb_to_recordset($1) AS r (id uuid, language text)`,
      [json, this.clock.now().toString()],
      tx,
    )
    return this.database.query<{ id: PersonId }>(
      `INSERT INTO identity (person_id, email, email_key, contact_email, given_names, family_name)
       SELECT id, email, key, contact, given, family
         FROM jsonb_to_recordset($1) AS r (id uuid, email text, key text, contact text, given text, family text)
       ON CONFLICT ON CONSTRAINT identity_email_key_unique DO NOTHING RETURNING person_id AS id`,
      [json],
      tx,
    )
  }

  private async nameNameless(tx: EntityManager, rows: readonly object[]): Promise<void> {
    if (rows.length === 0) return
    await this.database.query(
      `UPDATE identity SET given_names = r.given, family_name = r.family
         FROM jsonb_to_recordset($1) AS r (id uuid, given text, family text)
        WHERE identity.person_id = r.id AND identity.given_names = '' AND identity.family_name = ''`,
      [JSON.stringify(rows)],
      tx,
    )
  }
}
