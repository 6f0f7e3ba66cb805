// People prove an address and sign in with a code; who they are can be erased without falsifying what they did.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class People1764040110000 implements MigrationInterface {
  name = 'People1764040110000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person (
        id uuid CONSTRAINT person_pkey PRIMARY KEY,
        language text NOT NULL,
        created_at timestamptz(3) NOT NULL
      )`)
    // All that says who a person is: erasure removes this row and leaves the random id.
    await runner.query(`
      CREATE TABLE identity (
        person_id uuid CONSTRAINT identity_pkey PRIMARY KEY CONSTRAINT identity_person REFERENCES person ON DELETE CASCADE,
        email text,
        email_key text CONSTRAINT identity_email_key_unique UNIQUE,
        contact_email text,
        given_names text NOT NULL DEFAULT '',
        family_name text NOT NULL DEFAULT '',
        proved_at timestamptz(3),
        CONSTRAINT identity_email_has_key CHECK ((email IS NULL) = (email_key IS NULL)),
        CONSTRAINT identity_can_be_reached CHECK (email IS NOT NULL OR contact_email IS NOT NULL)
      )`)
    await runner.query('CREATE INDEX identity_by_name ON identity (lower(family_name), lower(given_names))')

    await runner.query(`
      CREATE TABLE sign_in (
        id uuid CONSTRAINT sign_in_pkey PRIMARY KEY,
        secret_digest bytea NOT NULL CONSTRAINT sign_in_secret_unique UNIQUE,
        person_id uuid NOT NULL CONSTRAINT sign_in_person REFERENCES person ON DELETE CASCADE,
        opens_desk boolean NOT NULL,
        stays boolean NOT NULL,
        device text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        seen_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL
      )`)
    await runner.query('CREATE INDEX sign_in_by_person ON sign_in (person_id)')
    await runner.query('CREATE INDEX sign_in_by_expiry ON sign_in (expires_at)')

    // Nothing about an address that nobody has proved: the browser that asked for the code holds it, sealed.
    await runner.query(`
      CREATE TABLE sign_in_code (
        id uuid CONSTRAINT sign_in_code_pkey PRIMARY KEY,
        code_digest bytea NOT NULL,
        tries_left integer NOT NULL CONSTRAINT sign_in_code_tries_not_negative CHECK (tries_left >= 0),
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        used_at timestamptz(3),
        sign_in_id uuid CONSTRAINT sign_in_code_sign_in REFERENCES sign_in ON DELETE SET NULL,
        CONSTRAINT sign_in_code_used_for_something CHECK (used_at IS NOT NULL OR sign_in_id IS NULL)
      )`)
    await runner.query('CREATE INDEX sign_in_code_by_expiry ON sign_in_code (expires_at)')
    await runner.query('CREATE INDEX sign_in_code_by_sign_in ON sign_in_code (sign_in_id) WHERE sign_in_id IS NOT NULL')

    // A role without a meeting holds in all of them.
    await runner.query(`
      CREATE TABLE role (
        id uuid CONSTRAINT role_pkey PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT role_person REFERENCES person ON DELETE CASCADE,
        role text NOT NULL CONSTRAINT role_is_known CHECK
          (role IN ('organiser', 'agenda-editor', 'translator', 'registration-officer', 'desk-officer')),
        meeting_id uuid,
        granted_by uuid,
        granted_at timestamptz(3) NOT NULL,
        CONSTRAINT role_once_a_person_and_meeting UNIQUE NULLS NOT DISTINCT (person_id, role, meeting_id)
      )`)
    await runner.query('CREATE INDEX role_by_meeting ON role (meeting_id)')

    await runner.query(`
      CREATE TABLE invitation (
        id uuid CONSTRAINT invitation_pkey PRIMARY KEY,
        secret_digest bytea NOT NULL CONSTRAINT invitation_secret_unique UNIQUE,
        role text NOT NULL,
        meeting_id uuid,
        sealed_email bytea,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        used_at timestamptz(3),
        used_by uuid,
        CONSTRAINT invitation_used_by_somebody CHECK ((used_at IS NULL) = (used_by IS NULL)),
        CONSTRAINT invitation_address_dropped_once_used CHECK (used_at IS NULL OR sealed_email IS NULL)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['invitation', 'role', 'sign_in_code', 'sign_in', 'identity', 'person'])
      await runner.query(`DROP TABLE ${table}`)
  }
}
