import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, PersonId } from '../../kernel/id.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import type { ApiTokenId } from '../../platform/http/request-context.ts'
import { MeetingDirectory } from '../meeting-directory.ts'

/** Why a token ended before its time. */
export type TokenEnd = 'stopped' | 'role' | 'sign-out' | 'second-factor' | 'address' | 'erased'

interface Ended {
  id: ApiTokenId
  person_id: PersonId
  meeting_id: MeetingId | null
}

/** Whether a role of the token's owner covers it: any, in its meeting or in all. */
export const COVERED = `EXISTS (SELECT FROM role r WHERE r.person_id = t.person_id
  AND (t.meeting_id IS NULL OR r.meeting_id IS NULL OR r.meeting_id = t.meeting_id))`

/**
 * Ends tokens, in the transaction of what ends them, and puts it on record in the meetings that they were for. Each request
 * asks the database whether its token is good, so that from the commit on it opens nothing in any process.
 */
@Injectable()
export class TokenEnds {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly meetings: MeetingDirectory,
  ) {}

  /** Ends all of a person's, or only one; answers how many ended now. */
  async of(tx: EntityManager, person: PersonId, why: TokenEnd, by?: PersonId, only?: string): Promise<number> {
    const ended = await this.end(tx, person, only === undefined ? '' : 'AND t.id::text = $3', only)
    await this.record(tx, ended, why, by, await this.concerned(tx, person))
    return ended.length
  }

  /** Ends what no role of theirs covers any more; one that is given again later does not bring it back. */
  async withoutRole(tx: EntityManager, person: PersonId, meeting?: MeetingId, by?: PersonId): Promise<void> {
    const ended = await this.end(tx, person, `AND NOT ${COVERED}`)
    if (ended.length) await this.record(tx, ended, 'role', by, meeting ? [meeting] : await this.meetings.ids(tx))
  }

  /** The meetings whose organisers see what becomes of a token: its own, or all in which its owner has a role. */
  async concerned(tx: EntityManager, person: PersonId): Promise<readonly MeetingId[]> {
    const roles = await this.database.query<{ meeting_id: MeetingId | null }>(
      'SELECT DISTINCT meeting_id FROM role WHERE person_id = $1',
      [person],
      tx,
    )
    const ids = roles.flatMap(({ meeting_id }) => meeting_id ?? [])
    return ids.length < roles.length ? this.meetings.ids(tx) : ids
  }

  private end(tx: EntityManager, person: PersonId, where: string, ...values: readonly unknown[]): Promise<Ended[]> {
    return this.database.query<Ended>(
      `UPDATE api_token t SET stopped_at = $2 WHERE t.person_id = $1 AND t.stopped_at IS NULL AND t.ends_at > $2 ${where}
       RETURNING t.id, t.person_id, t.meeting_id`,
      [person, this.clock.now().toString(), ...values.filter((value) => value !== undefined)],
      tx,
    )
  }

  private async record(
    tx: EntityManager,
    ended: readonly Ended[],
    why: TokenEnd,
    by: PersonId | undefined,
    concerned: readonly MeetingId[],
  ): Promise<void> {
    const facts = ended.flatMap(({ id, person_id, meeting_id }) =>
      (meeting_id ? [meeting_id] : concerned).map((meeting) => ({
        actor: by ?? person_id,
        meeting,
        subject: id,
        data: { why },
      })),
    )
    await this.audit.writeAll(tx, 'token.stopped', facts)
  }
}
