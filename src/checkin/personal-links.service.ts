import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError } from '../kernel/domain-error.ts'
import { emailKey } from '../kernel/email-address.ts'
import type { MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { Database } from '../platform/database/database.ts'
import { CannotOpen, Secrets } from '../platform/secrets/secrets.ts'
import type { Table } from '../platform/tables/table.ts'
import { Merging, type Merged } from '../registration/review/merging.service.ts'
import { Admitted, type AdmittingSession } from './admitted.service.ts'
import { boundTo, PERSONAL } from './join-links.service.ts'
import { isKept, judged, personalRows, type JudgedRow, type Named, type PersonalRow } from './personal-rows.ts'

/** More than this is given in several tables: what is looked at travels with the form that says yes to it. */
export const MOST_PERSONAL_ROWS = 1500
const MOST_SEALED = 240_000

/** What was looked at, sealed for who looked: the page that asks holds no link. */
const LOOKED_AT = 'personal-join-links-looked-at'

/** The table has no column with what is needed, or is too much at once. */
export class PersonalTableRefused extends DomainError {
  readonly code = 'table-refused'
  readonly status = 422

  constructor(why: 'no-links' | 'no-people' | 'too-many', pointer: string) {
    super({ fields: [{ pointer, message: `join-link.${why}`, params: { limit: MOST_PERSONAL_ROWS } }] })
  }
}

/** The form that says yes is not the one that was shown, or the keys changed meanwhile: give the table again. */
export class LookedAtIsLost extends DomainError {
  readonly code = 'changed-meanwhile'
  readonly status = 409
}

/** Who looks at a table, and for which session. */
interface Look {
  meeting: Meeting
  session: AdmittingSession
  by: PersonId
}

/** Puts links of single people into the vault, from a table that is looked at first. */
@Injectable()
export class PersonalLinks implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly admitted: Admitted,
    private readonly merging: Merging,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
  ) {}

  onModuleInit(): void {
    this.merging.whenMerged((tx, merged) => this.pass(tx, merged))
  }

  /**
   * What would become of each row of a table; nothing is kept. `sealed` is what `keep` wants to have back.
   * @throws PersonalTableRefused
   */
  async look(
    { meeting, session, by }: Look,
    table: Table,
    pointer: string,
  ): Promise<{ rows: JudgedRow<PersonId>[]; sealed: string }> {
    const rows = personalRows(table, this.settings.baseUrl.hostname)
    if (typeof rows === 'string') throw new PersonalTableRefused(rows, pointer)
    if (rows.length > MOST_PERSONAL_ROWS) throw new PersonalTableRefused('too-many', pointer)
    const [about, have] = await Promise.all([this.known(meeting.id, rows), this.having(session.id)])
    const mayAttend = await this.admitted.among(meeting, session, [...about.values()])
    const found = judged(rows, (named) => about.get(keyOf(named)), mayAttend, have)
    const kept = found.filter(isKept).map(({ row, person }) => [person!, 'href' in row.link ? row.link.href : ''])
    const sealed = this.secrets.seal(LOOKED_AT, JSON.stringify(kept), boundTo(session.id, by)).toString('base64url')
    if (sealed.length > MOST_SEALED) throw new PersonalTableRefused('too-many', pointer)
    return { rows: found, sealed }
  }

  /**
   * Keeps what was looked at, in place of links that these people had, of those who may still attend; on record, as a number.
   * @throws LookedAtIsLost
   */
  async keep({ meeting, session, by }: Look, sealed: string): Promise<number> {
    const all = this.unsealed(sealed, boundTo(session.id, by))
    const people = all.map(([person]) => person)
    const mayAttend = await this.admitted.among(meeting, session, people)
    const links = all.filter(([person]) => mayAttend.has(person))
    return this.put(session.id, links, async (tx, people) =>
      this.audit.write(tx, 'session.personal-links-kept', {
        actor: by,
        meeting: meeting.id,
        subject: session.id,
        data: { people },
      }),
    )
  }

  /** Puts links of people in, each sealed to its owner, but for whose registration became part of another; answers how many. */
  async put(
    session: SessionId,
    all: readonly (readonly [person: PersonId, href: string])[],
    also: (tx: EntityManager, people: number) => Promise<void> = async () => undefined,
  ): Promise<number> {
    return this.database.transaction(async (tx) => {
      const merged = await this.mergedAmong(tx, session, all)
      const links = all.filter(([person]) => !merged.has(person))
      await this.database.query(
        `INSERT INTO personal_join_link (session_id, person_id, sealed, set_at)
         SELECT $1, person, sealed, $4 FROM unnest($2::uuid[], $3::bytea[]) AS link (person, sealed)
          ORDER BY person
         ON CONFLICT (session_id, person_id) DO UPDATE SET sealed = excluded.sealed, set_at = excluded.set_at`,
        [
          session,
          links.map(([person]) => person),
          links.map(([person, href]) => this.secrets.seal(PERSONAL, href, boundTo(session, person))),
          this.clock.now().toString(),
        ],
        tx,
      )
      await also(tx, links.length)
      return links.length
    })
  }

  /** Whose registrations are part of another; no others become so before the transaction ends, as merging locks the same rows. */
  private async mergedAmong(
    tx: EntityManager,
    session: SessionId,
    links: readonly (readonly [person: PersonId, href: string])[],
  ): Promise<ReadonlySet<PersonId>> {
    const rows = await this.database.query<{ person_id: PersonId; merged_into: string | null }>(
      `SELECT r.person_id, r.merged_into FROM registration r JOIN session s USING (meeting_id)
        WHERE s.id = $1 AND r.person_id = ANY ($2::uuid[]) ORDER BY r.id FOR SHARE OF r`,
      [session, links.map(([person]) => person)],
      tx,
    )
    return new Set(rows.filter(({ merged_into }) => merged_into !== null).map(({ person_id }) => person_id))
  }

  /** Takes all links of single people in a session away, on record; twice is once. */
  async takeAway(meeting: MeetingId, session: SessionId, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const gone = await this.database.query(
        'DELETE FROM personal_join_link WHERE session_id = $1 RETURNING person_id',
        [session],
        tx,
      )
      if (gone.length === 0) return
      const data = { people: gone.length }
      await this.audit.write(tx, 'session.personal-links-taken-away', { actor: by, meeting, subject: session, data })
    })
  }

  /**
   * The links of two who are one pass to who is kept, sealed anew to them; where both have one in a session, the kept one's
   * stays. What cannot be read any more goes.
   */
  private async pass(tx: EntityManager, { meeting, kept, other, by }: Merged): Promise<void> {
    const gone = await this.database.query<{ session: SessionId; sealed: Buffer; set_at: Date }>(
      `DELETE FROM personal_join_link p USING session s
        WHERE s.id = p.session_id AND s.meeting_id = $1 AND p.person_id = $2
        RETURNING p.session_id AS session, p.sealed, p.set_at`,
      [meeting, other],
      tx,
    )
    const links = gone.flatMap(({ session, sealed, set_at }) => {
      const href = this.hrefIn(sealed, boundTo(session, other))
      return href === undefined
        ? []
        : [{ session, set_at, sealed: this.secrets.seal(PERSONAL, href, boundTo(session, kept)) }]
    })
    const passed = await this.database.query<{ session: SessionId }>(
      `INSERT INTO personal_join_link (session_id, person_id, sealed, set_at)
       SELECT session, $1, sealed, set_at FROM unnest($2::uuid[], $3::bytea[], $4::timestamptz[]) AS l (session, sealed, set_at)
       ON CONFLICT (session_id, person_id) DO NOTHING RETURNING session_id AS session`,
      [
        kept,
        links.map(({ session }) => session),
        links.map(({ sealed }) => sealed),
        links.map(({ set_at }) => set_at.toISOString()),
      ],
      tx,
    )
    await this.audit.writeAll(
      tx,
      'session.personal-link-passed',
      passed.map(({ session }) => ({ actor: by, meeting, subject: session, data: { from: other, to: kept } })),
    )
  }

  private hrefIn(sealed: Buffer, bound: string): string | undefined {
    try {
      return this.secrets.open(PERSONAL, sealed, bound)
    } catch (error) {
      if (error instanceof CannotOpen) return undefined
      throw error
    }
  }

  private async having(session: SessionId): Promise<ReadonlySet<PersonId>> {
    const rows = await this.database.query<{ person_id: PersonId }>(
      'SELECT person_id FROM personal_join_link WHERE session_id = $1',
      [session],
    )
    return new Set(rows.map(({ person_id }) => person_id))
  }

  /** Who of a meeting the rows name, by address (also one that leads to them since two became one) or reference. */
  private async known(meeting: MeetingId, rows: readonly PersonalRow[]): Promise<ReadonlyMap<string, PersonId>> {
    const named = rows.flatMap((row) => (row.named ? [row.named] : []))
    const found = await this.database.query<{ key: string; person_id: PersonId }>(
      `SELECT i.email_key AS key, r.person_id FROM identity i JOIN registration r USING (person_id)
        WHERE r.meeting_id = $1 AND i.email_key = ANY ($2::text[])
       UNION ALL
       SELECT a.email_key, r.person_id FROM address_alias a JOIN registration r USING (person_id)
        WHERE r.meeting_id = $1 AND a.email_key = ANY ($2::text[])
       UNION ALL
       SELECT r.reference, r.person_id FROM registration r WHERE r.meeting_id = $1 AND r.reference = ANY ($3::text[])`,
      [
        meeting,
        named.flatMap((one) => ('email' in one ? [emailKey(one.email)] : [])),
        named.flatMap((one) => ('reference' in one ? [one.reference] : [])),
      ],
    )
    return new Map(found.map(({ key, person_id }) => [key, person_id]))
  }

  private unsealed(sealed: string, bound: string): [PersonId, string][] {
    try {
      return JSON.parse(this.secrets.open(LOOKED_AT, Buffer.from(sealed, 'base64url'), bound)) as [PersonId, string][]
    } catch (error) {
      if (error instanceof CannotOpen) throw new LookedAtIsLost({ cause: error })
      throw error
    }
  }
}

const keyOf = (named: Named): string => ('email' in named ? emailKey(named.email) : named.reference)
