// What each edit of the working copy changed is kept, so that it can be undone and two organisers can see what was there.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class WorkingCopyChanges1764042200000 implements MigrationInterface {
  name = 'WorkingCopyChanges1764042200000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE working_copy_change (
        id uuid CONSTRAINT working_copy_change_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT working_copy_change_meeting REFERENCES meeting,
        working_version integer NOT NULL,
        at timestamptz(3) NOT NULL,
        by uuid,
        action text NOT NULL,
        sessions jsonb NOT NULL,
        undoes uuid CONSTRAINT working_copy_change_undoes
          REFERENCES working_copy_change ON DELETE SET NULL,
        CONSTRAINT working_copy_change_order UNIQUE (meeting_id, working_version),
        CONSTRAINT working_copy_change_undone_once UNIQUE (undoes)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE working_copy_change')
  }
}
