// A second factor for everybody who holds a role: passkeys, codes of an authenticator app, recovery codes.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class SecondFactors1764042600000 implements MigrationInterface {
  name = 'SecondFactors1764042600000'

  async up(runner: QueryRunner): Promise<void> {
    // "last_step" is the half-minute of the last code that was taken: each works once (RFC 6238, 5.2).
    await runner.query(`
      CREATE TABLE second_factor (
        id uuid CONSTRAINT second_factor_pkey PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT second_factor_person REFERENCES person ON DELETE CASCADE,
        kind text NOT NULL,
        name text NOT NULL,
        sealed_key bytea,
        last_step bigint,
        credential_id text CONSTRAINT second_factor_credential_unique UNIQUE,
        public_key bytea,
        counter bigint,
        transports text[],
        created_at timestamptz(3) NOT NULL,
        used_at timestamptz(3) NOT NULL,
        CONSTRAINT second_factor_is_whole CHECK (CASE kind
          WHEN 'codes' THEN sealed_key IS NOT NULL AND last_step IS NOT NULL AND credential_id IS NULL
          WHEN 'passkey' THEN sealed_key IS NULL AND num_nulls(credential_id, public_key, counter, transports) = 0
          ELSE false END)
      )`)
    await runner.query('CREATE INDEX second_factor_by_person ON second_factor (person_id)')
    await runner.query(`
      CREATE TABLE recovery_code (
        person_id uuid NOT NULL CONSTRAINT recovery_code_person REFERENCES person ON DELETE CASCADE,
        digest bytea NOT NULL,
        used_at timestamptz(3),
        CONSTRAINT recovery_code_pkey PRIMARY KEY (person_id, digest)
      )`)
    await runner.query(`
      ALTER TABLE sign_in
        ADD COLUMN second_factor_at timestamptz(3),
        ADD COLUMN second_factor_put_off boolean NOT NULL DEFAULT false,
        ADD COLUMN passkey_challenge text,
        ADD COLUMN passkey_challenge_until timestamptz(3),
        ADD CONSTRAINT sign_in_challenge_ends
          CHECK ((passkey_challenge IS NULL) = (passkey_challenge_until IS NULL))`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sign_in DROP COLUMN second_factor_at, DROP COLUMN second_factor_put_off,
        DROP COLUMN passkey_challenge, DROP COLUMN passkey_challenge_until`)
    for (const table of ['recovery_code', 'second_factor']) await runner.query(`DROP TABLE ${table}`)
  }
}
