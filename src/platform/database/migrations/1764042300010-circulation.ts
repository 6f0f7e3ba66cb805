// Who is told of a release: rounds that gather releases following each other, and who wants no such mail.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Circulation1764042300010 implements MigrationInterface {
  name = 'Circulation1764042300010'

  async up(runner: QueryRunner): Promise<void> {
    // "told_up_to" is the release version up to which everybody was told: what comes later of an earlier one says nothing.
    await runner.query(`
      CREATE TABLE circulation (
        meeting_id uuid CONSTRAINT circulation_pkey PRIMARY KEY
          CONSTRAINT circulation_meeting REFERENCES meeting ON DELETE CASCADE,
        quiet_minutes integer NOT NULL CONSTRAINT circulation_quiet CHECK (quiet_minutes BETWEEN 0 AND 240),
        told_up_to integer NOT NULL
      )`)
    await runner.query(`
      CREATE TABLE circulation_round (
        id uuid CONSTRAINT circulation_round_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT circulation_round_meeting REFERENCES meeting ON DELETE CASCADE,
        from_release uuid NOT NULL CONSTRAINT circulation_round_from REFERENCES release,
        from_version integer NOT NULL,
        up_to_version integer NOT NULL,
        began_at timestamptz(3) NOT NULL,
        due_at timestamptz(3) NOT NULL,
        state text NOT NULL CONSTRAINT circulation_round_state CHECK (state IN ('waiting', 'telling', 'told', 'called-off')),
        to_release uuid CONSTRAINT circulation_round_to REFERENCES release,
        after_person uuid,
        told integer NOT NULL DEFAULT 0,
        ended_at timestamptz(3),
        CONSTRAINT circulation_round_knows_to CHECK (state NOT IN ('telling', 'told') OR to_release IS NOT NULL),
        CONSTRAINT circulation_round_ends CHECK ((state IN ('told', 'called-off')) = (ended_at IS NOT NULL))
      )`)
    await runner.query(
      `CREATE UNIQUE INDEX circulation_round_one_waits ON circulation_round (meeting_id) WHERE state = 'waiting'`,
    )
    await runner.query(
      `CREATE INDEX circulation_round_due ON circulation_round (due_at) WHERE state IN ('waiting', 'telling')`,
    )
    await runner.query('CREATE INDEX circulation_round_by_meeting ON circulation_round (meeting_id, began_at)')
    await runner.query(`
      CREATE TABLE mail_stop (
        person_id uuid NOT NULL CONSTRAINT mail_stop_person REFERENCES person ON DELETE CASCADE,
        meeting_id uuid NOT NULL CONSTRAINT mail_stop_meeting REFERENCES meeting ON DELETE CASCADE,
        since timestamptz(3) NOT NULL,
        CONSTRAINT mail_stop_pkey PRIMARY KEY (person_id, meeting_id)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['mail_stop', 'circulation_round', 'circulation']) await runner.query(`DROP TABLE ${table}`)
  }
}
