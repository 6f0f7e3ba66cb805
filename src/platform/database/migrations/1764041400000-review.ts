// Reviewers share a queue without meeting on one request; people are asked and answer; one person twice becomes one.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Review1764041400000 implements MigrationInterface {
  name = 'Review1764041400000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE registration_question (
        id uuid CONSTRAINT registration_question_pkey PRIMARY KEY,
        registration_id uuid NOT NULL CONSTRAINT registration_question_registration REFERENCES registration,
        asked_by uuid NOT NULL,
        asked_at timestamptz(3) NOT NULL,
        question text NOT NULL,
        submission_id text NOT NULL CONSTRAINT registration_question_once UNIQUE,
        answer text,
        answered_at timestamptz(3),
        CONSTRAINT registration_question_answered_with_words CHECK ((answer IS NULL) = (answered_at IS NULL))
      )`)
    await runner.query(
      'CREATE INDEX registration_question_by_registration ON registration_question (registration_id, asked_at)',
    )

    // Soft and short: it keeps two reviewers off one request, and holds up nobody.
    await runner.query(`
      CREATE TABLE review_claim (
        registration_id uuid CONSTRAINT review_claim_pkey PRIMARY KEY
          CONSTRAINT review_claim_registration REFERENCES registration ON DELETE CASCADE,
        person_id uuid NOT NULL,
        until timestamptz(3) NOT NULL
      )`)
    await runner.query(`
      CREATE TABLE review_skip (
        person_id uuid NOT NULL,
        registration_id uuid NOT NULL CONSTRAINT review_skip_registration REFERENCES registration ON DELETE CASCADE,
        at timestamptz(3) NOT NULL,
        CONSTRAINT review_skip_pkey PRIMARY KEY (person_id, registration_id)
      )`)
    await runner.query(`
      CREATE TABLE reviewer (
        person_id uuid CONSTRAINT reviewer_pkey PRIMARY KEY CONSTRAINT reviewer_person REFERENCES person ON DELETE CASCADE,
        keys boolean NOT NULL
      )`)
    await runner.query(
      "CREATE INDEX registration_to_review ON registration (meeting_id, submitted_at, id) WHERE state = 'requested'",
    )
    await runner.query("CREATE INDEX day_choice_to_grant ON day_choice (registration_id) WHERE state = 'requested'")

    // What names, addresses and numbers have in common with others', as digests: they tell nothing, and find everything.
    await runner.query(`
      CREATE TABLE registration_likeness (
        registration_id uuid NOT NULL CONSTRAINT registration_likeness_registration REFERENCES registration ON DELETE CASCADE,
        meeting_id uuid NOT NULL,
        digest bytea NOT NULL,
        CONSTRAINT registration_likeness_pkey PRIMARY KEY (registration_id, digest)
      )`)
    await runner.query('CREATE INDEX registration_likeness_found ON registration_likeness (meeting_id, digest)')
    await runner.query(`
      CREATE TABLE registration_likeness_state (
        registration_id uuid CONSTRAINT registration_likeness_state_pkey PRIMARY KEY
          CONSTRAINT registration_likeness_state_registration REFERENCES registration ON DELETE CASCADE,
        changed_at timestamptz(3) NOT NULL
      )`)
    await runner.query(`
      CREATE TABLE registration_apart (
        one uuid NOT NULL CONSTRAINT registration_apart_one REFERENCES registration ON DELETE CASCADE,
        other uuid NOT NULL CONSTRAINT registration_apart_other REFERENCES registration ON DELETE CASCADE,
        by uuid NOT NULL,
        at timestamptz(3) NOT NULL,
        CONSTRAINT registration_apart_pkey PRIMARY KEY (one, other),
        CONSTRAINT registration_apart_in_order CHECK (one < other)
      )`)

    // Another address that leads to the same person, since two registrations were made one.
    await runner.query(`
      CREATE TABLE address_alias (
        email_key text CONSTRAINT address_alias_pkey PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT address_alias_person REFERENCES person ON DELETE CASCADE,
        since timestamptz(3) NOT NULL
      )`)
    await runner.query('CREATE INDEX address_alias_by_person ON address_alias (person_id)')

    // Somebody is invited with a place prepared, held until a moment. The place is the registration's, as every other.
    await runner.query(`
      CREATE TABLE prepared_invitation (
        id uuid CONSTRAINT prepared_invitation_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT prepared_invitation_meeting REFERENCES meeting,
        registration_id uuid CONSTRAINT prepared_invitation_registration REFERENCES registration ON DELETE SET NULL,
        invited_by uuid NOT NULL,
        created_at timestamptz(3) NOT NULL,
        held_until timestamptz(3) NOT NULL,
        sent integer NOT NULL DEFAULT 1,
        closed_at timestamptz(3),
        closed text CONSTRAINT prepared_invitation_closed_how CHECK (closed IN ('accepted', 'lapsed', 'withdrawn')),
        CONSTRAINT prepared_invitation_closed_somehow CHECK ((closed IS NULL) = (closed_at IS NULL))
      )`)
    await runner.query(
      `CREATE UNIQUE INDEX prepared_invitation_open_once ON prepared_invitation (registration_id) WHERE closed IS NULL`,
    )
    await runner.query('CREATE INDEX prepared_invitation_by_meeting ON prepared_invitation (meeting_id, created_at)')
    await runner.query('CREATE INDEX prepared_invitation_due ON prepared_invitation (held_until) WHERE closed IS NULL')

    // The mail server of somebody's address refused our mail for good, or sent it back.
    await runner.query(`
      CREATE TABLE unreachable (
        person_id uuid CONSTRAINT unreachable_pkey PRIMARY KEY
          CONSTRAINT unreachable_person REFERENCES person ON DELETE CASCADE,
        since timestamptz(3) NOT NULL,
        response text NOT NULL
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'unreachable',
      'prepared_invitation',
      'address_alias',
      'registration_apart',
      'registration_likeness_state',
      'registration_likeness',
      'reviewer',
      'review_skip',
      'review_claim',
      'registration_question',
    ])
      await runner.query(`DROP TABLE ${table}`)
    await runner.query('DROP INDEX day_choice_to_grant')
    await runner.query('DROP INDEX registration_to_review')
  }
}
