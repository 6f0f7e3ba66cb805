// A calendar is told when its owner came into a group or left it (DTSTAMP), so the last time is kept; not which group it was.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class WhenGroupsChanged1764042100100 implements MigrationInterface {
  name = 'WhenGroupsChanged1764042100100'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session_group_change (
        meeting_id uuid NOT NULL CONSTRAINT session_group_change_meeting REFERENCES meeting ON DELETE CASCADE,
        person_id uuid NOT NULL CONSTRAINT session_group_change_person REFERENCES person ON DELETE CASCADE,
        at timestamptz(3) NOT NULL,
        CONSTRAINT session_group_change_pkey PRIMARY KEY (person_id, meeting_id)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE session_group_change')
  }
}
