import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { asId, type Id, type MeetingId, type PersonId, type SessionId } from '../kernel/id.ts'
import { rolesWith } from '../people/roles.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Database } from '../platform/database/database.ts'

type RoleId = Id<'Role'>

/** Somebody with the role of a host in a meeting. */
export interface Host {
  /** Of the role that they hold: who loses it hosts nothing any more. */
  role: RoleId
  person: PersonId
  /** Their name, else their address. */
  name: string
  /** The sessions that they were named for. */
  sessions: ReadonlySet<SessionId>
}

/**
 * Who may see the live list of a session: the hosts that organisers named for it, and whoever sets the meeting up. One rule,
 * for the page and for the line that keeps it up to date.
 */
@Injectable()
export class Hosts {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** Everybody who can be named for the sessions of a meeting, by name. */
  async of(meeting: MeetingId): Promise<Host[]> {
    const rows = await this.database.query<{ role: RoleId; person: PersonId; name: string; sessions: SessionId[] }>(
      `SELECT r.id AS role, r.person_id AS person,
              coalesce(nullif(trim(concat_ws(' ', i.given_names, i.family_name)), ''), i.email, '') AS name,
              ARRAY(SELECT h.session_id FROM session_host h WHERE h.role_id = r.id) AS sessions
         FROM role r LEFT JOIN identity i USING (person_id)
        WHERE r.meeting_id = $1 AND r.role = 'host' ORDER BY name, r.id`,
      [meeting],
    )
    return rows.map(({ sessions, ...row }) => ({ ...row, sessions: new Set(sessions) }))
  }

  /** Names the hosts of a session, and nobody else; roles of other meetings are passed over. */
  async name(meeting: MeetingId, session: SessionId, roles: readonly string[], by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await this.named(tx, session)
      await this.database.query('DELETE FROM session_host WHERE session_id = $1', [session], tx)
      await this.database.query(
        `INSERT INTO session_host (session_id, role_id)
         SELECT $1, id FROM role WHERE meeting_id = $2 AND role = 'host' AND id::text = ANY ($3::text[]) ORDER BY id`,
        [session, meeting, roles],
        tx,
      )
      const after = await this.named(tx, session)
      if (before.join() === after.join()) return
      await this.audit.write(tx, 'session.hosts-named', {
        actor: by,
        meeting,
        subject: session,
        data: { hosts: after },
      })
    })
  }

  /** Which of these people may see the list of a session at this moment. */
  async mayList(meeting: MeetingId, session: SessionId, persons: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
    const rows = await this.database.query<{ person_id: PersonId }>(
      `SELECT person_id FROM role
        WHERE person_id = ANY ($3::uuid[]) AND (meeting_id IS NULL OR meeting_id = $1)
          AND (role = ANY ($4) OR EXISTS (SELECT FROM session_host h WHERE h.role_id = role.id AND h.session_id = $2))`,
      [meeting, session, persons, rolesWith('configure-meeting')],
    )
    return new Set(rows.map(({ person_id }) => person_id))
  }

  private async named(tx: EntityManager, session: SessionId): Promise<PersonId[]> {
    const rows = await this.database.query<{ person_id: string }>(
      'SELECT r.person_id FROM session_host h JOIN role r ON r.id = h.role_id WHERE h.session_id = $1 ORDER BY r.id',
      [session],
      tx,
    )
    return rows.map(({ person_id }) => asId<'Person'>(person_id))
  }
}
