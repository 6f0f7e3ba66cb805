// What organisers do to many registrations at once is prepared, looked at, carried out one by one, and can be taken back.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class BulkActions1764041301000 implements MigrationInterface {
  name = 'BulkActions1764041301000'

  async up(runner: QueryRunner): Promise<void> {
    // How a registration stood before somebody changed it: no names, and only the last such change can be taken back.
    await runner.query(`
      CREATE TABLE registration_undo (
        registration_id uuid CONSTRAINT registration_undo_pkey PRIMARY KEY
          CONSTRAINT registration_undo_registration REFERENCES registration ON DELETE CASCADE,
        by uuid NOT NULL,
        last_change bigint NOT NULL,
        before jsonb NOT NULL
      )`)
    await runner.query(`
      CREATE TABLE registration_bulk (
        id uuid CONSTRAINT registration_bulk_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT registration_bulk_meeting REFERENCES meeting,
        by uuid NOT NULL,
        action text NOT NULL CONSTRAINT registration_bulk_action_is_known CHECK
          (action IN ('confirm', 'decline', 'mode', 'constituency', 'resend')),
        terms jsonb NOT NULL DEFAULT '{}',
        state text NOT NULL CONSTRAINT registration_bulk_state_is_known CHECK
          (state IN ('chosen', 'running', 'done', 'undoing', 'undone')),
        created_at timestamptz(3) NOT NULL,
        finished_at timestamptz(3)
      )`)
    await runner.query(
      "CREATE INDEX registration_bulk_never_started ON registration_bulk (created_at) WHERE state = 'chosen'",
    )
    await runner.query(`
      CREATE TABLE registration_bulk_item (
        bulk_id uuid NOT NULL CONSTRAINT registration_bulk_item_bulk REFERENCES registration_bulk ON DELETE CASCADE,
        position integer NOT NULL,
        registration_id uuid NOT NULL CONSTRAINT registration_bulk_item_registration REFERENCES registration ON DELETE CASCADE,
        outcome text CONSTRAINT registration_bulk_item_outcome_is_known CHECK
          (outcome IN ('done', 'unchanged', 'failed', 'undone', 'kept')),
        problem text,
        CONSTRAINT registration_bulk_item_pkey PRIMARY KEY (bulk_id, position),
        CONSTRAINT registration_bulk_item_once UNIQUE (bulk_id, registration_id)
      )`)
    await runner.query(
      'CREATE INDEX registration_bulk_item_by_registration ON registration_bulk_item (registration_id)',
    )
    await runner.query(
      'CREATE INDEX registration_bulk_item_left ON registration_bulk_item (bulk_id, position) WHERE outcome IS NULL',
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['registration_bulk_item', 'registration_bulk', 'registration_undo'])
      await runner.query(`DROP TABLE ${table}`)
  }
}
