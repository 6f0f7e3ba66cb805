import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { searchForm } from '../../delegations/state.ts'
import { emailKey } from '../../kernel/email-address.ts'
import type { MeetingId, RegistrationId } from '../../kernel/id.ts'
import { Database } from '../../platform/database/database.ts'
import type { Answers, DayMode, RegistrationState } from '../registration.ts'
import type { GoodRow } from './read-row.ts'
import type { ImportField } from './import-fields.ts'

/** A registration that a row is about. */
export interface Known {
  id: RegistrationId
  state: RegistrationState
  /** Which fields of the row say otherwise. */
  differs: readonly ImportField[]
}

interface Row {
  id: RegistrationId
  state: RegistrationState
  email_key: string | null
  given_names: string
  family_name: string
  job_title: string
  organization: string
  claimed_constituency: string | null
  claimed_state: string | null
  language: string
  answers: Answers
  modes: Readonly<Record<string, DayMode>> | null
}

const FOUND = `
  SELECT r.id, r.state, i.email_key, i.given_names, i.family_name, r.job_title, r.organization, r.claimed_constituency,
         r.claimed_state, r.language, r.answers,
         (SELECT jsonb_object_agg(c.day, c.mode) FROM day_choice c WHERE c.registration_id = r.id) AS modes
    FROM identity i JOIN registration r ON r.person_id = i.person_id AND r.meeting_id = $1`

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

  /** By natural key; drafts are not among them, as they are their owner's. */
  async among(meeting: MeetingId, rows: readonly GoodRow[], tx?: EntityManager): Promise<ReadonlyMap<string, Known>> {
    const own = rows.filter((row) => 'own' in row.address)
    const others = rows.filter((row) => !('own' in row.address))
    const byAddress = own.length
      ? await this.database.query<Row>(
          `${FOUND} WHERE i.email_key = ANY ($2::text[]) AND r.state <> 'draft'`,
          [meeting, own.map(naturalKey)],
          tx,
        )
      : []
    const byName = others.length
      ? await this.database.query<Row>(
          `${FOUND} JOIN jsonb_to_recordset($2) AS n (given text, family text)
               ON lower(i.family_name) = lower(n.family) AND lower(i.given_names) = lower(n.given)
            WHERE r.state <> 'draft'`,
          [meeting, JSON.stringify(others.map(({ names }) => ({ given: names.givenNames, family: names.familyName })))],
          tx,
        )
      : []
    const addresses = new Map(byAddress.map((row) => [row.email_key!, row]))
    const named = new Map(byName.map((row) => [keyOf(row), row]))
    return new Map(
      rows.flatMap((row) => {
        const key = naturalKey(row)
        const found = 'own' in row.address ? addresses.get(key) : named.get(key)
        return found ? [[key, { id: found.id, state: found.state, differs: differences(row, found) }] as const] : []
      }),
    )
  }
}

const keyOf = (row: Row): string =>
  [row.given_names, row.family_name, row.claimed_constituency ?? '', row.claimed_state ?? '', row.organization]
    .map(searchForm)
    .join('|')

/** What the row says otherwise. What it does not say is no difference. */
const differences = (row: GoodRow, found: Row): ImportField[] => {
  const given: readonly [ImportField, string, string][] = [
    ['givenNames', row.names.givenNames, found.given_names],
    ['familyName', row.names.familyName, found.family_name],
    ['jobTitle', row.jobTitle, found.job_title],
    ['organization', row.claim.organization, found.organization],
    ['constituency', row.claim.constituency, found.claimed_constituency ?? ''],
    ['state', row.claim.state ?? '', found.claimed_state ?? ''],
    ...row.wishes.map(({ mode, day }): [ImportField, string, string] => ['mode', mode, found.modes?.[day] ?? 'none']),
    ...Object.entries(row.answers).map(([id, answer]): [ImportField, string, string] => [
      `answer:${id}`,
      answer,
      found.answers[id] ?? '',
    ]),
  ]
  return [...new Set(given.flatMap(([field, says, is]) => (says !== '' && says !== is ? [field] : [])))]
}
