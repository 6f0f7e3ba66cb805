// Who did what is never rewritten, not even by us; each mail we owe is a row before it is a message; jobs live beside.
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { bringJobTablesUpToDate, JOBS_SCHEMA } from '../../jobs/schema.ts'

export class AuditAndMail1764040100000 implements MigrationInterface {
  name = 'AuditAndMail1764040100000'

  async up(runner: QueryRunner): Promise<void> {
    await bringJobTablesUpToDate(runner)

    // No foreign keys: entries hold ids only, and stay true when a person is erased or a meeting removed.
    await runner.query(`
      CREATE TABLE audit_entry (
        id uuid CONSTRAINT audit_entry_pkey PRIMARY KEY,
        at timestamptz(3) NOT NULL,
        action text NOT NULL CONSTRAINT audit_entry_action_is_a_name CHECK (action ~ '^[a-z][a-zA-Z.-]*$'),
        actor_id uuid,
        meeting_id uuid,
        subject text,
        data jsonb NOT NULL DEFAULT '{}'
      )`)
    await runner.query('CREATE INDEX audit_entry_by_meeting ON audit_entry (meeting_id, at)')
    await runner.query('CREATE INDEX audit_entry_by_subject ON audit_entry (subject, at) WHERE subject IS NOT NULL')
    await runner.query('CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, at) WHERE actor_id IS NOT NULL')
    await runner.query(`
      CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'audit_entry is append only: % refused', TG_OP
          USING ERRCODE = 'restrict_violation', CONSTRAINT = 'audit_entry_is_append_only';
      END $$`)
    await runner.query(`
      CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
      FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only()`)

    await runner.query(`
      CREATE TABLE mail (
        id uuid CONSTRAINT mail_pkey PRIMARY KEY,
        cause text NOT NULL,
        recipient text NOT NULL,
        message_id text NOT NULL CONSTRAINT mail_message_id_unique UNIQUE,
        lane text NOT NULL CONSTRAINT mail_lane CHECK (lane IN ('code', 'notice')),
        locale text NOT NULL,
        person_id uuid,
        address text,
        subject text,
        html text,
        body text,
        sealed bytea,
        reply_to text,
        unsubscribe text,
        state text NOT NULL CONSTRAINT mail_state CHECK (state IN ('queued', 'sent', 'failed', 'outbox')),
        attempts integer NOT NULL DEFAULT 0,
        response text,
        created_at timestamptz(3) NOT NULL,
        due_at timestamptz(3) NOT NULL,
        given_up_at timestamptz(3) NOT NULL,
        sent_at timestamptz(3),
        CONSTRAINT mail_once_a_cause_and_recipient UNIQUE (cause, recipient),
        CONSTRAINT mail_whole_until_sent CHECK (state IN ('sent', 'failed') OR sealed IS NOT NULL
          OR (address IS NOT NULL AND subject IS NOT NULL AND html IS NOT NULL AND body IS NOT NULL)),
        CONSTRAINT mail_secret_dropped_once_sent CHECK (state NOT IN ('sent', 'failed') OR sealed IS NULL)
      )`)
    await runner.query("CREATE INDEX mail_owed ON mail (due_at) WHERE state = 'queued'")
    await runner.query('CREATE INDEX mail_by_person ON mail (person_id, created_at) WHERE person_id IS NOT NULL')
    await runner.query("CREATE INDEX mail_in_outbox ON mail (created_at) WHERE state = 'outbox'")
    await runner.query(`
      COMMENT ON COLUMN mail.recipient IS
        'The person''s id, else the key of the address; empty for an address that nobody has proved'`)
    await runner.query(`
      COMMENT ON COLUMN mail.sealed IS 'What holds a secret, encrypted until it is sent, then dropped'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mail')
    await runner.query('DROP TABLE audit_entry')
    await runner.query('DROP FUNCTION audit_entry_is_append_only')
    await runner.query(`DROP SCHEMA ${JOBS_SCHEMA} CASCADE`)
  }
}
