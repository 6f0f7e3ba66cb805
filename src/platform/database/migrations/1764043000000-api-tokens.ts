// API tokens of who holds a role, for their programs: what each may do, until when, and when it was last used.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ApiTokens1764043000000 implements MigrationInterface {
  name = 'ApiTokens1764043000000'

  async up(runner: QueryRunner): Promise<void> {
    // Without a meeting it is good for all of its owner's. One that was stopped stays for a while: the record names it.
    await runner.query(`
      CREATE TABLE api_token (
        id uuid CONSTRAINT api_token_pkey PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT api_token_person REFERENCES person ON DELETE CASCADE,
        meeting_id uuid CONSTRAINT api_token_meeting REFERENCES meeting ON DELETE CASCADE,
        name text NOT NULL,
        scopes text[] NOT NULL,
        digest bytea NOT NULL CONSTRAINT api_token_digest_unique UNIQUE,
        second_factor_put_off boolean NOT NULL,
        created_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        told_of_end boolean NOT NULL DEFAULT false,
        stopped_at timestamptz(3),
        used_at timestamptz(3),
        used_from text NOT NULL DEFAULT '',
        CONSTRAINT api_token_is_for_something CHECK (cardinality(scopes) > 0),
        CONSTRAINT api_token_ends_within_a_year CHECK
          (ends_at > created_at AND ends_at <= created_at + interval '366 days')
      )`)
    await runner.query('CREATE INDEX api_token_by_person ON api_token (person_id)')
    await runner.query('CREATE INDEX api_token_by_meeting ON api_token (meeting_id)')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_token')
  }
}
