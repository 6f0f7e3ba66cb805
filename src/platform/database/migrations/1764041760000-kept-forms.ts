// What was typed at a step of the form by somebody whose sign-in had ended is kept, sealed, until they are signed in again.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class KeptForms1764041760000 implements MigrationInterface {
  name = 'KeptForms1764041760000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE kept_form (
        person_id uuid CONSTRAINT kept_form_pkey PRIMARY KEY CONSTRAINT kept_form_person REFERENCES person ON DELETE CASCADE,
        meeting_id uuid NOT NULL CONSTRAINT kept_form_meeting REFERENCES meeting ON DELETE CASCADE,
        step text NOT NULL,
        browser_digest bytea NOT NULL,
        sealed bytea NOT NULL,
        expires_at timestamptz(3) NOT NULL
      )`)
    await runner.query('CREATE INDEX kept_form_by_expiry ON kept_form (expires_at)')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE kept_form')
  }
}
