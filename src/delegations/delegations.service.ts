import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { NotFound } from '../kernel/domain-error.ts'
import { isId, newId, type DelegationId, type MeetingId, type PersonId } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { constituency } from './constituency.ts'
import { organizationKey, type Delegation, type DelegationOf } from './delegation.ts'

interface Row {
  id: DelegationId
  meeting_id: MeetingId
  constituency: string
  state: string | null
  organization: string
}

const COLUMNS = 'd.id, d.meeting_id, d.constituency, d.state, d.organization'

/** What there is one delegation of in a meeting. */
interface Key {
  constituency: string
  state: string | null
  name_key: string
}

/** What a claim leads into, if it leads into a delegation at all. */
const keyOf = ({ constituency: id, state, organization }: DelegationOf): Key | undefined => {
  const of = constituency(id)?.delegationOf
  if (of === 'state') return state ? { constituency: id, state, name_key: '' } : undefined
  return of === 'organization' ? { constituency: id, state: null, name_key: organizationKey(organization) } : undefined
}

const nameOf = ({ constituency: id, state, name_key }: Key): string => JSON.stringify([id, state, name_key])

const delegationFrom = ({ meeting_id, ...row }: Row): Delegation => ({ ...row, meeting: meeting_id })

/** The delegations of meetings: made when somebody first claims a State, or when an organization gets a focal point. */
@Injectable()
export class Delegations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The delegation of a State or organization; made if there is none yet. The same for two who ask at once. */
  async ensure(tx: EntityManager, meeting: MeetingId, of: DelegationOf): Promise<DelegationId> {
    const found = await this.find(meeting, of, tx)
    if (found) return found
    await this.database.query(
      `INSERT INTO delegation (id, meeting_id, constituency, state, organization, name_key, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ON CONSTRAINT delegation_once DO NOTHING`,
      [
        newId(),
        meeting,
        of.constituency,
        of.state,
        of.state ? '' : of.organization,
        of.state ? '' : organizationKey(of.organization),
        this.clock.now().toString(),
      ],
      tx,
    )
    return (await this.find(meeting, of, tx))!
  }

  /**
   * The delegation that a claim leads into: a State's always, an organization's where there is one of that name, however
   * it is typed; none for who speaks for themselves.
   */
  async forClaim(tx: EntityManager, meeting: MeetingId, claim: DelegationOf): Promise<DelegationId | null> {
    switch (constituency(claim.constituency)?.delegationOf) {
      case 'state':
        return claim.state ? this.ensure(tx, meeting, claim) : null
      case 'organization':
        return (await this.find(meeting, claim, tx)) ?? null
      default:
        return null
    }
  }

  /**
   * The same for many claims at once, in their order: as many statements for a hundred as for one. States are made in one
   * order, so that two who do this wait for each other and do not lock each other up.
   */
  async forClaims(
    tx: EntityManager,
    meeting: MeetingId,
    claims: readonly DelegationOf[],
  ): Promise<(DelegationId | null)[]> {
    const keys = claims.map(keyOf)
    const wanted = [...new Map(keys.flatMap((key) => (key ? [[nameOf(key), key] as const] : []))).values()]
    if (wanted.length === 0) return claims.map(() => null)
    let there = await this.named(meeting, wanted, tx)
    const missing = wanted.filter((key) => key.state && !there.has(nameOf(key)))
    if (missing.length) {
      await this.database.query(
        `INSERT INTO delegation (id, meeting_id, constituency, state, organization, name_key, created_at)
         SELECT uuidv7(), $1, constituency, state, '', '', $3
           FROM jsonb_to_recordset($2) AS w (constituency text, state text) ORDER BY constituency, state
         ON CONFLICT ON CONSTRAINT delegation_once DO NOTHING`,
        [meeting, JSON.stringify(missing), this.clock.now().toString()],
        tx,
      )
      there = await this.named(meeting, wanted, tx)
    }
    return keys.map((key) => (key && there.get(nameOf(key))) ?? null)
  }

  /** The delegations there are already that claims would lead into; none is made. */
  async thereFor(meeting: MeetingId, claims: readonly DelegationOf[]): Promise<(DelegationId | null)[]> {
    const keys = claims.map(keyOf)
    const wanted = new Map(keys.flatMap((key) => (key ? [[nameOf(key), key] as const] : [])))
    const there = await this.named(meeting, [...wanted.values()])
    return keys.map((key) => (key && there.get(nameOf(key))) ?? null)
  }

  private async named(
    meeting: MeetingId,
    keys: readonly Key[],
    tx?: EntityManager,
  ): Promise<ReadonlyMap<string, DelegationId>> {
    if (keys.length === 0) return new Map()
    const rows = await this.database.query<Key & { id: DelegationId }>(
      `SELECT d.id, d.constituency, d.state, d.name_key FROM delegation d
         JOIN jsonb_to_recordset($2) AS w (constituency text, state text, name_key text)
           ON d.constituency = w.constituency AND d.state IS NOT DISTINCT FROM w.state AND d.name_key = w.name_key
        WHERE d.meeting_id = $1`,
      [meeting, JSON.stringify(keys)],
      tx,
    )
    return new Map(rows.map(({ id, ...key }) => [nameOf(key), id]))
  }

  private async find(meeting: MeetingId, of: DelegationOf, tx: EntityManager): Promise<DelegationId | undefined> {
    const [row] = await this.database.query<{ id: DelegationId }>(
      `SELECT id FROM delegation
        WHERE meeting_id = $1 AND constituency = $2 AND state IS NOT DISTINCT FROM $3 AND name_key = $4`,
      [meeting, of.constituency, of.state, of.state ? '' : organizationKey(of.organization)],
      tx,
    )
    return row?.id
  }

  /** @throws NotFound also for one of another meeting */
  async one(meeting: MeetingId, id: string, tx?: EntityManager): Promise<Delegation> {
    const [row] = isId(id)
      ? await this.database.query<Row>(
          `SELECT ${COLUMNS} FROM delegation d WHERE d.id = $1 AND d.meeting_id = $2`,
          [id, meeting],
          tx,
        )
      : []
    if (!row) throw new NotFound()
    return delegationFrom(row)
  }

  /** Every delegation of a meeting. */
  async of(meeting: MeetingId): Promise<Delegation[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM delegation d WHERE d.meeting_id = $1 ORDER BY d.id`,
      [meeting],
    )
    return rows.map(delegationFrom)
  }

  /** The delegations for which somebody speaks as focal point. */
  async ledBy(meeting: MeetingId, person: PersonId): Promise<Delegation[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM delegation d JOIN focal_point f ON f.delegation_id = d.id
        WHERE d.meeting_id = $1 AND f.person_id = $2 AND f.state = 'active' ORDER BY d.id`,
      [meeting, person],
    )
    return rows.map(delegationFrom)
  }

  /** Lets one command at a time work on who is in a delegation; before the locks of registrations. */
  async lock(tx: EntityManager, delegation: DelegationId): Promise<void> {
    await this.database.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('delegation ' || $1, 0))`,
      [delegation],
      tx,
    )
  }
  /**
   * Lets one command at a time make somebody head of a delegation, or leave them head when they come back. Not `lock`, as
   * who comes back has the lock of their registration already: after those of registrations, before those of pools.
   */
  async lockHead(tx: EntityManager, delegation: DelegationId): Promise<void> {
    await this.database.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('head of delegation ' || $1, 0))`,
      [delegation],
      tx,
    )
  }
}
