// Links of single people into a session online, and the hosts who let people in there.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class WaysIn1764043100000 implements MigrationInterface {
  name = 'WaysIn1764043100000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE personal_join_link (
        session_id uuid NOT NULL CONSTRAINT personal_join_link_session REFERENCES session ON DELETE CASCADE,
        person_id uuid NOT NULL CONSTRAINT personal_join_link_person REFERENCES person ON DELETE CASCADE,
        sealed bytea NOT NULL,
        set_at timestamptz(3) NOT NULL,
        CONSTRAINT personal_join_link_pkey PRIMARY KEY (session_id, person_id)
      )`)
    await runner.query('CREATE INDEX personal_join_link_by_person ON personal_join_link (person_id)')
    await runner.query(`
      ALTER TABLE role DROP CONSTRAINT role_is_known, ADD CONSTRAINT role_is_known CHECK
        (role IN ('organiser', 'agenda-editor', 'translator', 'registration-officer', 'desk-officer', 'host'))`)
    // Whoever loses the role hosts nothing any more, and does not host again when it is given anew.
    await runner.query(`
      CREATE TABLE session_host (
        session_id uuid NOT NULL CONSTRAINT session_host_session REFERENCES session ON DELETE CASCADE,
        role_id uuid NOT NULL CONSTRAINT session_host_role REFERENCES role ON DELETE CASCADE,
        CONSTRAINT session_host_pkey PRIMARY KEY (session_id, role_id)
      )`)
    await runner.query('CREATE INDEX session_host_by_role ON session_host (role_id)')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE session_host')
    await runner.query('DROP TABLE personal_join_link')
    await runner.query(`DELETE FROM role WHERE role = 'host'`)
    await runner.query(`
      ALTER TABLE role DROP CONSTRAINT role_is_known, ADD CONSTRAINT role_is_known CHECK
        (role IN ('organiser', 'agenda-editor', 'translator', 'registration-officer', 'desk-officer'))`)
  }
}
