// Organisers edit sessions (the working copy); what readers get are releases, frozen, in which no room is booked twice.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class SessionsAndReleases1764040400000 implements MigrationInterface {
  name = 'SessionsAndReleases1764040400000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS btree_gist')
    await runner.query(`
      CREATE TABLE session (
        id uuid CONSTRAINT session_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT session_meeting REFERENCES meeting,
        code text NOT NULL CONSTRAINT session_code_is_one_word CHECK (code ~ '^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$' AND length(code) <= 20),
        kind text NOT NULL CONSTRAINT session_kind CHECK (kind IN
          ('plenary', 'panel', 'briefing', 'forum', 'side-event', 'coordination', 'registration', 'break')),
        title jsonb NOT NULL,
        abstract jsonb NOT NULL,
        day date NOT NULL,
        start_time time(0),
        end_time time(0),
        starts_at timestamptz(3),
        ends_at timestamptz(3),
        room_id uuid CONSTRAINT session_room REFERENCES room,
        format text NOT NULL CONSTRAINT session_format CHECK (format IN ('in-person', 'online', 'hybrid')),
        interpretation text[] NOT NULL,
        officers jsonb NOT NULL,
        items jsonb NOT NULL,
        access jsonb NOT NULL,
        capacity integer CONSTRAINT session_capacity_positive CHECK (capacity > 0),
        status text NOT NULL CONSTRAINT session_status CHECK (status IN ('confirmed', 'cancelled')),
        closed_uid uuid NOT NULL CONSTRAINT session_closed_uid_unique UNIQUE,
        version integer NOT NULL,
        field_versions jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL,
        changed_at timestamptz(3) NOT NULL,
        CONSTRAINT session_time_is_whole CHECK (num_nulls(start_time, end_time, starts_at, ends_at) IN (0, 4)),
        CONSTRAINT session_ends_after_start CHECK (ends_at > starts_at)
      )`)
    await runner.query('CREATE UNIQUE INDEX session_code_unique ON session (meeting_id, lower(code))')

    // When a rule was saved decides what a calendar is told (DTSTAMP), so every saved rule is kept.
    await runner.query(`
      CREATE TABLE session_rule (
        session_id uuid NOT NULL CONSTRAINT session_rule_session REFERENCES session ON DELETE CASCADE,
        revision integer NOT NULL,
        rule jsonb NOT NULL,
        saved_at timestamptz(3) NOT NULL,
        CONSTRAINT session_rule_pkey PRIMARY KEY (session_id, revision)
      )`)

    await runner.query(`
      CREATE TABLE session_group_member (
        meeting_id uuid NOT NULL CONSTRAINT session_group_member_meeting REFERENCES meeting,
        group_key text NOT NULL,
        person_id uuid NOT NULL CONSTRAINT session_group_member_person REFERENCES person ON DELETE CASCADE,
        CONSTRAINT session_group_member_pkey PRIMARY KEY (meeting_id, group_key, person_id)
      )`)
    await runner.query('CREATE INDEX session_group_member_by_person ON session_group_member (person_id, meeting_id)')

    await runner.query(`
      CREATE TABLE release (
        id uuid CONSTRAINT release_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT release_meeting REFERENCES meeting,
        version integer NOT NULL CONSTRAINT release_version_from_one CHECK (version >= 1),
        label text NOT NULL CONSTRAINT release_label CHECK (label ~ '^(Draft|Final|(Rev|Corr)\\.[1-9][0-9]{0,2})$'),
        note jsonb NOT NULL,
        content jsonb NOT NULL,
        working_version integer NOT NULL,
        published_at timestamptz(3) NOT NULL,
        published_by uuid,
        withdrawn_at timestamptz(3),
        CONSTRAINT release_version_unique UNIQUE (meeting_id, version),
        CONSTRAINT release_withdrawn_after_publishing CHECK (withdrawn_at >= published_at)
      )`)
    await runner.query(`
      CREATE FUNCTION release_stays_as_published() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL
          AND to_jsonb(NEW) - 'withdrawn_at' = to_jsonb(OLD) - 'withdrawn_at' THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'A release stays as it was published: publish another, or withdraw it.'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'release_stays_as_published';
      END $$`)
    await runner.query(`
      CREATE TRIGGER release_stays_as_published BEFORE UPDATE OR DELETE ON release
        FOR EACH ROW EXECUTE FUNCTION release_stays_as_published()`)
    await runner.query(`
      CREATE TRIGGER release_is_never_emptied BEFORE TRUNCATE ON release
        FOR EACH STATEMENT EXECUTE FUNCTION release_stays_as_published()`)

    // The rooms that a release books: those of sessions that are not cancelled, in rooms that are places.
    await runner.query(`
      CREATE TABLE released_slot (
        release_id uuid NOT NULL CONSTRAINT released_slot_release REFERENCES release,
        session_id uuid NOT NULL,
        room_id uuid NOT NULL,
        span tstzrange NOT NULL,
        CONSTRAINT released_slot_pkey PRIMARY KEY (release_id, session_id),
        CONSTRAINT released_sessions_never_overlap_in_a_room
          EXCLUDE USING gist (release_id WITH =, room_id WITH =, span WITH &&) DEFERRABLE INITIALLY DEFERRED
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['released_slot', 'release', 'session_group_member', 'session_rule', 'session'])
      await runner.query(`DROP TABLE ${table}`)
    await runner.query('DROP FUNCTION release_stays_as_published')
  }
}
