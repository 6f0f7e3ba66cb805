// A delegation is found by its name however it is typed; it speaks through focal points, whom a note verbale names.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class FocalPoints1764041210000 implements MigrationInterface {
  name = 'FocalPoints1764041210000'

  async up(runner: QueryRunner): Promise<void> {
    // The name without case, accents and punctuation; the application writes it, as it knows how people type.
    await runner.query("ALTER TABLE delegation ADD COLUMN name_key text NOT NULL DEFAULT ''")
    await runner.query('UPDATE delegation SET name_key = organization_key')
    await runner.query('ALTER TABLE delegation DROP CONSTRAINT delegation_once, DROP COLUMN organization_key')
    await runner.query(`
      ALTER TABLE delegation ADD CONSTRAINT delegation_once
        UNIQUE NULLS NOT DISTINCT (meeting_id, constituency, state, name_key)`)

    await runner.query(`
      CREATE TABLE focal_point (
        id uuid CONSTRAINT focal_point_pkey PRIMARY KEY,
        delegation_id uuid NOT NULL CONSTRAINT focal_point_delegation REFERENCES delegation,
        person_id uuid NOT NULL CONSTRAINT focal_point_person REFERENCES person ON DELETE CASCADE,
        state text NOT NULL CONSTRAINT focal_point_state_is_known CHECK (state IN ('requested', 'active', 'refused', 'ended')),
        named_by uuid,
        why text NOT NULL DEFAULT '',
        created_at timestamptz(3) NOT NULL,
        changed_at timestamptz(3) NOT NULL,
        CONSTRAINT focal_point_once UNIQUE (delegation_id, person_id)
      )`)
    await runner.query('CREATE INDEX focal_point_by_person ON focal_point (person_id)')

    // The file belongs to the delegation, whoever handed it in.
    await runner.query(`
      CREATE TABLE note_verbale (
        file_id uuid CONSTRAINT note_verbale_pkey PRIMARY KEY
          CONSTRAINT note_verbale_file REFERENCES stored_file ON DELETE CASCADE,
        delegation_id uuid NOT NULL CONSTRAINT note_verbale_delegation REFERENCES delegation,
        handed_in_by uuid NOT NULL,
        at timestamptz(3) NOT NULL
      )`)
    await runner.query('CREATE INDEX note_verbale_by_delegation ON note_verbale (delegation_id, at)')

    // Who took over from whom, so that a second click finds what the first did.
    await runner.query(`
      ALTER TABLE registration ADD COLUMN replaced_by uuid CONSTRAINT registration_replaced_by REFERENCES registration`)
    await runner.query(
      'CREATE INDEX registration_by_successor ON registration (replaced_by) WHERE replaced_by IS NOT NULL',
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE registration DROP COLUMN replaced_by')
    await runner.query('DROP TABLE note_verbale')
    await runner.query('DROP TABLE focal_point')
    await runner.query(
      'ALTER TABLE delegation DROP CONSTRAINT delegation_once, ADD COLUMN organization_key text GENERATED ALWAYS AS (lower(organization)) STORED',
    )
    await runner.query(`
      ALTER TABLE delegation ADD CONSTRAINT delegation_once
        UNIQUE NULLS NOT DISTINCT (meeting_id, constituency, state, organization_key)`)
    await runner.query('ALTER TABLE delegation DROP COLUMN name_key')
  }
}
