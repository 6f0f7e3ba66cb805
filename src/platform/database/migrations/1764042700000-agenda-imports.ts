// What a file says of the agenda is looked at row by row before any of it is taken in, and known again when it comes back.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class AgendaImports1764042700000 implements MigrationInterface {
  name = 'AgendaImports1764042700000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE agenda_import (
        id uuid CONSTRAINT agenda_import_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT agenda_import_meeting REFERENCES meeting,
        by uuid NOT NULL,
        file_name text NOT NULL,
        kind text NOT NULL CONSTRAINT agenda_import_kind_is_known CHECK (kind IN ('calendar', 'table')),
        not_read jsonb NOT NULL,
        rows jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL
      )`)
    await runner.query('CREATE INDEX agenda_import_by_meeting ON agenda_import (meeting_id, created_at)')
    // What another program calls a session, such as the UID of its event.
    await runner.query(`
      CREATE TABLE session_reference (
        meeting_id uuid NOT NULL CONSTRAINT session_reference_meeting REFERENCES meeting,
        reference text NOT NULL,
        session_id uuid NOT NULL CONSTRAINT session_reference_session REFERENCES session ON DELETE CASCADE,
        CONSTRAINT session_reference_pkey PRIMARY KEY (meeting_id, reference)
      )`)
    await runner.query('CREATE INDEX session_reference_by_session ON session_reference (session_id)')
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['session_reference', 'agenda_import']) await runner.query(`DROP TABLE ${table}`)
  }
}
