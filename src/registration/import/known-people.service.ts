import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { searchForm } from '../../delegations/state.ts'
import { emailKey } from '../../kernel/email-address.ts'
import type { RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Database } from '../../platform/database/database.ts'
import type { Seeker } from '../places/pools.service.ts'
import type { RegistrationState } from '../registration.ts'
import { differencesOf, type Registered } from './differences.ts'
import type { Difference } from './import.ts'
import type { GoodRow } from './read-row.ts'

/** A registration that a row is about. */
export interface Known {
  id: RegistrationId
  state: RegistrationState
  /** What the row says otherwise. */
  differences: readonly Difference[]
  /** The quotas that it counts against. */
  seeker: Seeker
  /** How they attend and which place they hold, by day. */
  modes: Registered['modes']
  held: Registered['held']
}

interface Row extends Registered {
  id: RegistrationId
  email_key: string | null
  quota_constituency: string | null
  quota_delegation: string | null
}

const FOUND = `
  SELECT r.id, r.state, i.email_key, i.given_names, i.family_name, r.job_title, r.organization, r.claimed_constituency,
         r.claimed_state, r.quota_constituency, r.quota_delegation, r.language, r.answers, c.modes, c.held
    FROM identity i JOIN registration r ON r.person_id = i.person_id AND r.meeting_id = $1
    CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_object_agg(day, mode), '{}') AS modes, coalesce(jsonb_object_agg(day, held), '{}') AS held
        FROM day_choice WHERE registration_id = r.id) AS c`

/** By what a row is the same as another: the person's own address, else their names and whom they represent. */
export const naturalKey = ({ address, names, claim }: Pick<GoodRow, 'address' | 'names' | 'claim'>): string =>
  'own' in address
    ? emailKey(address.own)
    : [names.givenNames, names.familyName, claim.constituency, claim.state ?? '', claim.organization]
        .map(searchForm)
        .join('|')

/** Finds the registrations that the rows of a table are about: two statements, however many rows. */
@Injectable()
export class KnownPeople {
  constructor(private readonly database: Database) {}

  /** By row; drafts are not among them, as they are their owner's. */
  async among(
    meeting: Pick<Meeting, 'id' | 'days'>,
    rows: readonly GoodRow[],
    tx?: EntityManager,
  ): Promise<ReadonlyMap<GoodRow, Known>> {
    const days = meeting.days.map(({ date }) => date.toString())
    const own = rows.filter((row) => 'own' in row.address)
    const others = rows.filter((row) => !('own' in row.address))
    const byAddress = own.length
      ? await this.database.query<Row>(
          `${FOUND} WHERE i.email_key = ANY ($2::text[]) AND r.state <> 'draft'`,
          [meeting.id, own.map(naturalKey)],
          tx,
        )
      : []
    const byName = others.length
      ? await this.database.query<Row>(
          `${FOUND} JOIN jsonb_to_recordset($2) AS n (given text, family text)
               ON lower(i.family_name) = lower(n.family) AND lower(i.given_names) = lower(n.given)
            WHERE r.state <> 'draft'`,
          [
            meeting.id,
            JSON.stringify(others.map(({ names }) => ({ given: names.givenNames, family: names.familyName }))),
          ],
          tx,
        )
      : []
    const addresses = new Map(byAddress.map((row) => [row.email_key!, row]))
    const named = new Map(byName.map((row) => [keyOf(row), row]))
    return new Map(
      rows.flatMap((row) => {
        const key = naturalKey(row)
        const found = 'own' in row.address ? addresses.get(key) : named.get(key)
        return found ? [[row, knownAs(row, found, days)] as const] : []
      }),
    )
  }
}

const knownAs = (row: GoodRow, found: Row, days: readonly string[]): Known => ({
  id: found.id,
  state: found.state,
  differences: differencesOf(row, found, days),
  seeker: { constituency: found.quota_constituency, delegation: found.quota_delegation },
  modes: found.modes,
  held: found.held,
})

const keyOf = (row: Row): string =>
  [row.given_names, row.family_name, row.claimed_constituency ?? '', row.claimed_state ?? '', row.organization]
    .map(searchForm)
    .join('|')
