import { Injectable } from '@nestjs/common'
import { emailKey, type EmailAddress } from '../../kernel/email-address.ts'
import type { MeetingId, PersonId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Secrets } from '../../platform/secrets/secrets.ts'
import type { Answers } from '../registration.ts'
import { likenessKeys, likenessOf, type Reason, type Traits } from './duplicates.ts'

/** A registration that is likely of the same person. */
export interface Likely {
  registration: RegistrationId
  reasons: readonly Reason[]
}

interface Row {
  id: RegistrationId
  changed_at: Date
  given_names: string
  family_name: string
  email: EmailAddress | null
  contact_email: EmailAddress | null
  constituency: string | null
  state: string | null
  organization: string
  answers: Answers
}

const PURPOSE = 'likeness'
const READ = `
  SELECT r.id, r.changed_at, i.given_names, i.family_name, i.email, i.contact_email, r.quota_constituency AS constituency,
         coalesce(r.verified_state, r.claimed_state) AS state, r.organization, r.answers
    FROM registration r JOIN identity i ON i.person_id = r.person_id`

/** As many are compared closely; more share a piece only where a name is very common. */
const CANDIDATES = 60
/** How many are brought up to date at once, and how many times that in one go. */
const BATCH = 2000
const ROUNDS = 10

/**
 * Finds registrations that are likely of one person. Who shares a piece of a name, an address or a number is found by an
 * index of digests, and only these are compared; nobody reads all pairs.
 */
@Injectable()
export class Duplicates {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** Likely duplicates of a registration, the likeliest first; those told apart by a reviewer are not among them. */
  async of(meeting: Meeting, registration: RegistrationId): Promise<Likely[]> {
    await this.bringUpToDate(meeting)
    const [own] = await this.database.query<Row>(`${READ} WHERE r.id = $1`, [registration])
    if (!own) return []
    const traits = traitsFrom(own, meeting)
    const digests = likenessKeys(traits).flatMap((key) => this.secrets.digests(PURPOSE, key))
    const found = await this.database.query<Row>(
      `SELECT of.* FROM (
         SELECT registration_id, count(*) AS common FROM registration_likeness
          WHERE meeting_id = $1 AND digest = ANY ($2) AND registration_id <> $3
          GROUP BY registration_id ORDER BY common DESC, registration_id LIMIT $4) near
         JOIN LATERAL (${READ} WHERE r.id = near.registration_id AND r.state IN ('requested', 'confirmed')) of ON true
        WHERE NOT EXISTS (SELECT FROM registration_apart
                           WHERE one = least($3, near.registration_id) AND other = greatest($3, near.registration_id))`,
      [meeting.id, digests, registration, CANDIDATES],
    )
    return found
      .map((row) => ({ registration: row.id, reasons: likenessOf(traits, traitsFrom(row, meeting)) }))
      .filter(({ reasons }) => reasons.length > 0)
      .sort((a, b) => weight(b.reasons) - weight(a.reasons) || (a.registration < b.registration ? -1 : 1))
  }

  /** A reviewer says that two are different people: they are not shown as likely the same any more. */
  async apart(meeting: MeetingId, one: RegistrationId, other: RegistrationId, by: PersonId): Promise<void> {
    const [first, second] = [one, other].sort()
    await this.database.query(
      `INSERT INTO registration_apart (one, other, by, at)
       SELECT a.id, b.id, $4, $5 FROM registration a JOIN registration b ON b.meeting_id = a.meeting_id
        WHERE a.meeting_id = $1 AND a.id = $2 AND b.id = $3 ON CONFLICT DO NOTHING`,
      [meeting, first, second, by, this.clock.now().toString()],
    )
  }

  /** Takes up what has changed since somebody last looked. */
  private async bringUpToDate(meeting: Meeting): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const stale = await this.database.query<Row>(
        `${READ} LEFT JOIN registration_likeness_state s ON s.registration_id = r.id
          WHERE r.meeting_id = $1 AND r.state <> 'draft' AND s.changed_at IS DISTINCT FROM r.changed_at LIMIT $2`,
        [meeting.id, BATCH],
      )
      if (stale.length === 0) return
      await this.keep(meeting, stale)
      if (stale.length < BATCH) return
    }
  }

  private async keep(meeting: Meeting, rows: readonly Row[]): Promise<void> {
    const ids = rows.map((row) => row.id)
    const pairs = rows.flatMap((row) =>
      likenessKeys(traitsFrom(row, meeting)).map((key) => ({ id: row.id, digest: this.secrets.hmac(PURPOSE, key) })),
    )
    await this.database.transaction(async (tx) => {
      await this.database.query('DELETE FROM registration_likeness WHERE registration_id = ANY ($1::uuid[])', [ids], tx)
      await this.database.query(
        `INSERT INTO registration_likeness (registration_id, meeting_id, digest)
         SELECT id, $1, digest FROM unnest($2::uuid[], $3::bytea[]) AS pair (id, digest) ORDER BY id, digest
         ON CONFLICT DO NOTHING`,
        [meeting.id, pairs.map((pair) => pair.id), pairs.map((pair) => pair.digest)],
        tx,
      )
      await this.database.query(
        `INSERT INTO registration_likeness_state (registration_id, changed_at)
         SELECT id, at FROM unnest($1::uuid[], $2::timestamptz[]) AS state (id, at) ORDER BY id
         ON CONFLICT (registration_id) DO UPDATE SET changed_at = excluded.changed_at`,
        [ids, rows.map((row) => row.changed_at)],
        tx,
      )
    })
  }
}

const traitsFrom = (row: Row, meeting: Meeting): Traits => ({
  givenNames: row.given_names,
  familyName: row.family_name,
  constituency: row.constituency,
  state: row.state,
  organization: row.organization,
  addresses: [row.email, row.contact_email].flatMap((address) => (address ? [emailKey(address)] : [])),
  phones: meeting.registration.questions
    .filter(({ type }) => type === 'phone')
    .flatMap(({ id }) => (row.answers[id] ? [String(row.answers[id])] : [])),
})

const WEIGHTS: Readonly<Record<Reason, number>> = {
  'same-name': 3,
  'same-address': 3,
  'same-phone': 2,
  'similar-name': 2,
  'same-represented': 1,
}

const weight = (reasons: readonly Reason[]): number => reasons.reduce((sum, reason) => sum + WEIGHTS[reason], 0)
