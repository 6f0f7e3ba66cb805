// A person asks for a place day by day; the database itself holds that no pool gives more places than it has.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class RegistrationsAndPlaces1764040500000 implements MigrationInterface {
  name = 'RegistrationsAndPlaces1764040500000'

  async up(runner: QueryRunner): Promise<void> {
    // `quota_*` is what counts against quotas: what is verified, else what is claimed.
    await runner.query(`
      CREATE TABLE registration (
        id uuid CONSTRAINT registration_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT registration_meeting REFERENCES meeting,
        person_id uuid NOT NULL CONSTRAINT registration_person REFERENCES person,
        state text NOT NULL CONSTRAINT registration_state_is_known CHECK
          (state IN ('draft', 'requested', 'confirmed', 'declined', 'withdrawn')),
        late boolean NOT NULL DEFAULT false,
        draft jsonb NOT NULL DEFAULT '{}',
        job_title text NOT NULL DEFAULT '',
        organization text NOT NULL DEFAULT '',
        claimed_constituency text,
        claimed_state text CONSTRAINT registration_claimed_state_is_iso3 CHECK (claimed_state ~ '^[A-Z]{3}$'),
        verified_constituency text,
        verified_state text CONSTRAINT registration_verified_state_is_iso3 CHECK (verified_state ~ '^[A-Z]{3}$'),
        verified_at timestamptz(3),
        quota_constituency text GENERATED ALWAYS AS (coalesce(verified_constituency, claimed_constituency)) STORED,
        quota_delegation text GENERATED ALWAYS AS
          (CASE WHEN verified_constituency IS NULL THEN claimed_state ELSE verified_state END) STORED,
        language text NOT NULL,
        answers jsonb NOT NULL DEFAULT '{}',
        consents jsonb NOT NULL DEFAULT '{}',
        submission_id text CONSTRAINT registration_submission_is_short CHECK (length(submission_id) <= 200),
        submitted_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        changed_at timestamptz(3) NOT NULL,
        CONSTRAINT registration_once_a_person_and_meeting UNIQUE (meeting_id, person_id),
        CONSTRAINT registration_sent_has_claim CHECK
          (state IN ('draft', 'withdrawn') OR (claimed_constituency IS NOT NULL AND submitted_at IS NOT NULL)),
        CONSTRAINT registration_confirmed_is_verified CHECK
          (state <> 'confirmed' OR (verified_constituency IS NOT NULL AND verified_at IS NOT NULL))
      )`)
    await runner.query('CREATE INDEX registration_by_person ON registration (person_id)')
    await runner.query('CREATE INDEX registration_by_meeting ON registration (meeting_id, submitted_at, id)')

    await runner.query(`
      CREATE TABLE registration_change (
        id uuid CONSTRAINT registration_change_pkey PRIMARY KEY,
        registration_id uuid NOT NULL CONSTRAINT registration_change_registration REFERENCES registration,
        number bigint GENERATED ALWAYS AS IDENTITY,
        at timestamptz(3) NOT NULL,
        by uuid,
        move text NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        why text NOT NULL DEFAULT '',
        standing jsonb NOT NULL
      )`)
    await runner.query(
      'CREATE INDEX registration_change_by_registration ON registration_change (registration_id, number)',
    )
    await runner.query(`
      CREATE FUNCTION registration_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'registration_change is append only' USING ERRCODE = 'restrict_violation'; END $$`)
    await runner.query(`
      CREATE TRIGGER registration_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registration_change
      FOR EACH STATEMENT EXECUTE FUNCTION registration_change_is_append_only()`)

    // What a person asked for on a day, and the place they hold meanwhile, which may be another.
    await runner.query(`
      CREATE TABLE day_choice (
        registration_id uuid NOT NULL CONSTRAINT day_choice_registration REFERENCES registration ON DELETE CASCADE,
        day date NOT NULL,
        mode text NOT NULL CONSTRAINT day_choice_mode CHECK (mode IN ('in-person', 'online', 'none')),
        state text NOT NULL CONSTRAINT day_choice_state_is_known CHECK
          (state IN ('requested', 'held', 'waiting', 'offered', 'none', 'released')),
        held text CONSTRAINT day_choice_held CHECK (held IN ('in-person', 'online')),
        meanwhile boolean NOT NULL DEFAULT false,
        since timestamptz(3) NOT NULL,
        CONSTRAINT day_choice_pkey PRIMARY KEY (registration_id, day),
        CONSTRAINT day_choice_none_asks_nothing CHECK ((mode = 'none') = (state = 'none')),
        CONSTRAINT day_choice_held_is_what_was_asked CHECK (state <> 'held' OR held = mode),
        CONSTRAINT day_choice_nothing_held_after_leaving CHECK (state NOT IN ('none', 'released') OR held IS NULL)
      )`)
    await runner.query('CREATE INDEX day_choice_by_day ON day_choice (day, held)')

    await runner.query(`
      CREATE TABLE pool (
        id uuid CONSTRAINT pool_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT pool_meeting REFERENCES meeting,
        day date NOT NULL,
        mode text NOT NULL CONSTRAINT pool_mode CHECK (mode IN ('in-person', 'online')),
        constituency text,
        delegation text,
        session_id uuid,
        capacity integer NOT NULL,
        taken integer NOT NULL DEFAULT 0,
        per_delegation integer CONSTRAINT pool_per_delegation_not_negative CHECK (per_delegation >= 0),
        gives text NOT NULL DEFAULT 'on-request' CONSTRAINT pool_gives CHECK (gives IN ('on-request', 'on-approval')),
        CONSTRAINT pool_unique UNIQUE NULLS NOT DISTINCT (meeting_id, day, mode, constituency, delegation, session_id),
        CONSTRAINT pool_not_oversold CHECK (0 <= taken AND taken <= capacity)
      )`)

    await runner.query(`
      CREATE TABLE place (
        registration_id uuid NOT NULL CONSTRAINT place_registration REFERENCES registration,
        pool_id uuid NOT NULL CONSTRAINT place_pool REFERENCES pool,
        since timestamptz(3) NOT NULL,
        CONSTRAINT place_pkey PRIMARY KEY (registration_id, pool_id)
      )`)
    await runner.query('CREATE INDEX place_by_pool ON place (pool_id)')

    // One queue per day or session and mode; `rank` is given once and never changes, so the blocked keep theirs.
    await runner.query(`
      CREATE TABLE waiting_entry (
        id uuid CONSTRAINT waiting_entry_pkey PRIMARY KEY,
        registration_id uuid NOT NULL CONSTRAINT waiting_entry_registration REFERENCES registration,
        meeting_id uuid NOT NULL CONSTRAINT waiting_entry_meeting REFERENCES meeting,
        day date NOT NULL,
        mode text NOT NULL CONSTRAINT waiting_entry_mode CHECK (mode IN ('in-person', 'online')),
        session_id uuid,
        rank bigint GENERATED ALWAYS AS IDENTITY,
        since timestamptz(3) NOT NULL,
        CONSTRAINT waiting_entry_once UNIQUE NULLS NOT DISTINCT (registration_id, day, session_id)
      )`)
    await runner.query('CREATE INDEX waiting_entry_queue ON waiting_entry (meeting_id, day, mode, session_id, rank)')
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['waiting_entry', 'place', 'pool', 'day_choice', 'registration_change', 'registration'])
      await runner.query(`DROP TABLE ${table}`)
    await runner.query('DROP FUNCTION registration_change_is_append_only')
  }
}
