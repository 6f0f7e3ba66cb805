// A table of people is checked whole before anybody is registered, and registered in the background, where it can stop.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Imports1764041500000 implements MigrationInterface {
  name = 'Imports1764041500000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE registration_import (
        id uuid CONSTRAINT registration_import_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT registration_import_meeting REFERENCES meeting,
        by uuid NOT NULL,
        file_name text NOT NULL,
        state text NOT NULL CONSTRAINT registration_import_state_is_known CHECK
          (state IN ('mapping', 'checking', 'checked', 'importing', 'stopped', 'done')),
        columns jsonb NOT NULL,
        mapping jsonb NOT NULL,
        verified boolean NOT NULL DEFAULT false,
        tell boolean NOT NULL DEFAULT false,
        total integer NOT NULL,
        created_at timestamptz(3) NOT NULL,
        changed_at timestamptz(3) NOT NULL
      )`)
    await runner.query('CREATE INDEX registration_import_by_meeting ON registration_import (meeting_id, created_at)')
    // The cells say who people are: those of a row that was registered are emptied, the rest goes with the import.
    await runner.query(`
      CREATE TABLE registration_import_row (
        import_id uuid NOT NULL CONSTRAINT registration_import_row_import REFERENCES registration_import ON DELETE CASCADE,
        number integer NOT NULL,
        cells jsonb NOT NULL,
        outcome text CONSTRAINT registration_import_row_outcome_is_known CHECK
          (outcome IN ('new', 'added', 'known', 'differs', 'left', 'twice', 'problem')),
        problems jsonb NOT NULL DEFAULT '[]',
        outlook jsonb NOT NULL DEFAULT '[]',
        registration_id uuid,
        CONSTRAINT registration_import_row_pkey PRIMARY KEY (import_id, number)
      )`)
    await runner.query(
      'CREATE INDEX registration_import_row_by_outcome ON registration_import_row (import_id, outcome, number)',
    )
    // Which columns somebody exported last, offered again.
    await runner.query(`
      CREATE TABLE registration_export_choice (
        meeting_id uuid NOT NULL CONSTRAINT registration_export_choice_meeting REFERENCES meeting,
        person_id uuid NOT NULL CONSTRAINT registration_export_choice_person REFERENCES person ON DELETE CASCADE,
        columns jsonb NOT NULL,
        format text NOT NULL,
        CONSTRAINT registration_export_choice_pkey PRIMARY KEY (meeting_id, person_id)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['registration_export_choice', 'registration_import_row', 'registration_import'])
      await runner.query(`DROP TABLE ${table}`)
  }
}
