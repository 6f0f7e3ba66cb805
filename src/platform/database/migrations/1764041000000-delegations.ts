// States and organizations take part as delegations: people are in one, with a role and an order of its own.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Delegations1764041000000 implements MigrationInterface {
  name = 'Delegations1764041000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE delegation (
        id uuid CONSTRAINT delegation_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT delegation_meeting REFERENCES meeting,
        constituency text NOT NULL,
        state text CONSTRAINT delegation_state_is_iso3 CHECK (state ~ '^[A-Z]{3}$'),
        organization text NOT NULL DEFAULT '',
        organization_key text GENERATED ALWAYS AS (lower(organization)) STORED,
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT delegation_is_a_state_or_an_organization CHECK ((state IS NULL) = (organization <> '')),
        CONSTRAINT delegation_once UNIQUE NULLS NOT DISTINCT (meeting_id, constituency, state, organization_key)
      )`)
    await runner.query(`
      ALTER TABLE registration
        ADD COLUMN delegation_id uuid CONSTRAINT registration_delegation REFERENCES delegation,
        ADD COLUMN delegation_role text CONSTRAINT registration_delegation_role_is_known CHECK
          (delegation_role IN ('head', 'representative', 'alternate', 'adviser')),
        ADD COLUMN delegation_rank integer CONSTRAINT registration_delegation_rank_from_one CHECK (delegation_rank >= 1),
        ADD COLUMN nominated_by uuid,
        ADD COLUMN nominated_at timestamptz(3),
        ADD COLUMN endorsed_at timestamptz(3),
        ADD COLUMN endorsed_by uuid,
        ADD COLUMN merged_into uuid CONSTRAINT registration_merged_into REFERENCES registration`)
    await runner.query(
      'CREATE INDEX registration_by_delegation ON registration (delegation_id, delegation_rank) WHERE delegation_id IS NOT NULL',
    )
    await runner.query(
      'CREATE INDEX registration_by_merger ON registration (merged_into) WHERE merged_into IS NOT NULL',
    )
    // An organization's delegation has quotas too.
    await runner.query(`
      ALTER TABLE registration ALTER COLUMN quota_delegation SET EXPRESSION AS
        (coalesce(CASE WHEN verified_constituency IS NULL THEN claimed_state ELSE verified_state END, delegation_id::text))`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE registration ALTER COLUMN quota_delegation SET EXPRESSION AS
        (CASE WHEN verified_constituency IS NULL THEN claimed_state ELSE verified_state END)`)
    await runner.query(`
      ALTER TABLE registration DROP COLUMN delegation_id, DROP COLUMN delegation_role, DROP COLUMN delegation_rank,
        DROP COLUMN nominated_by, DROP COLUMN nominated_at, DROP COLUMN endorsed_at, DROP COLUMN endorsed_by,
        DROP COLUMN merged_into`)
    await runner.query('DROP TABLE delegation')
  }
}
