// A meeting is the frame that everything else hangs in: its days, its rooms, its time zone, who each day is for.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Meetings1764040300000 implements MigrationInterface {
  name = 'Meetings1764040300000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meeting (
        id uuid CONSTRAINT meeting_pkey PRIMARY KEY,
        slug text NOT NULL CONSTRAINT meeting_slug_is_one_word CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 60),
        series text,
        demonstration boolean NOT NULL DEFAULT false,
        title jsonb NOT NULL,
        short_title jsonb NOT NULL,
        summary jsonb NOT NULL,
        organizer jsonb NOT NULL,
        time_zone text NOT NULL,
        venue jsonb NOT NULL,
        city jsonb NOT NULL,
        country text NOT NULL CONSTRAINT meeting_country_is_iso3 CHECK (country ~ '^[A-Z]{3}$'),
        format text NOT NULL CONSTRAINT meeting_format CHECK (format IN ('in-person', 'online', 'hybrid')),
        main_language text NOT NULL,
        working_languages text[] NOT NULL,
        contact jsonb NOT NULL,
        registration jsonb NOT NULL,
        working_version integer NOT NULL DEFAULT 0,
        release_version integer NOT NULL DEFAULT 0,
        rules_revision integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT meeting_slug_unique UNIQUE (slug)
      )`)
    await runner.query(`
      CREATE TABLE meeting_day (
        meeting_id uuid NOT NULL CONSTRAINT meeting_day_meeting REFERENCES meeting ON DELETE CASCADE,
        date date NOT NULL,
        number integer NOT NULL CONSTRAINT meeting_day_number_from_one CHECK (number >= 1),
        title jsonb,
        open_to text[] NOT NULL DEFAULT '{}',
        CONSTRAINT meeting_day_pkey PRIMARY KEY (meeting_id, date),
        CONSTRAINT meeting_day_number_unique UNIQUE (meeting_id, number)
      )`)
    await runner.query(`
      CREATE TABLE room (
        id uuid CONSTRAINT room_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT room_meeting REFERENCES meeting ON DELETE CASCADE,
        key text NOT NULL,
        name jsonb NOT NULL,
        place jsonb,
        capacity integer CONSTRAINT room_capacity_not_negative CHECK (capacity >= 0),
        booths integer NOT NULL DEFAULT 0,
        hybrid boolean NOT NULL DEFAULT false,
        online_only boolean NOT NULL DEFAULT false,
        position integer NOT NULL,
        CONSTRAINT room_key_unique UNIQUE (meeting_id, key)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE room')
    await runner.query('DROP TABLE meeting_day')
    await runner.query('DROP TABLE meeting')
  }
}
