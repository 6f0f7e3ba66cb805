// People follow sessions and take them into their own calendar, at a secret address that only they can see again.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class FollowsAndFeeds1764040700000 implements MigrationInterface {
  name = 'FollowsAndFeeds1764040700000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE follow (
        person_id uuid NOT NULL CONSTRAINT follow_person REFERENCES person ON DELETE CASCADE,
        meeting_id uuid NOT NULL CONSTRAINT follow_meeting REFERENCES meeting ON DELETE CASCADE,
        session_id uuid NOT NULL CONSTRAINT follow_session REFERENCES session ON DELETE CASCADE,
        since timestamptz(3) NOT NULL,
        CONSTRAINT follow_pkey PRIMARY KEY (person_id, meeting_id, session_id)
      )`)
    await runner.query('CREATE INDEX follow_by_session ON follow (session_id)')

    // The digest finds the feed of an address, the sealed copy shows the address to its owner again.
    // "rendered" is a digest of all that decided the last bytes; "etags" are theirs, for identity, gzip and br.
    await runner.query(`
      CREATE TABLE feed (
        id uuid CONSTRAINT feed_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT feed_meeting REFERENCES meeting ON DELETE CASCADE,
        person_id uuid NOT NULL CONSTRAINT feed_person REFERENCES person ON DELETE CASCADE,
        secret_digest bytea NOT NULL CONSTRAINT feed_secret_unique UNIQUE,
        secret_sealed bytea NOT NULL,
        carries text NOT NULL CONSTRAINT feed_carries CHECK (carries IN ('follow', 'attend')),
        language text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        rendered bytea,
        etags text[],
        CONSTRAINT feed_once_a_person_and_meeting UNIQUE (meeting_id, person_id),
        CONSTRAINT feed_rendered_has_etags CHECK ((rendered IS NULL) = (etags IS NULL))
      )`)
    await runner.query('CREATE INDEX feed_by_person ON feed (person_id)')

    // Which kind of program last asked, when, and what it then had. Never an address or a device.
    await runner.query(`
      CREATE TABLE feed_client (
        feed_id uuid NOT NULL CONSTRAINT feed_client_feed REFERENCES feed ON DELETE CASCADE,
        client text NOT NULL,
        fetched_at timestamptz(3) NOT NULL,
        etag text NOT NULL,
        CONSTRAINT feed_client_pkey PRIMARY KEY (feed_id, client)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE feed_client')
    await runner.query('DROP TABLE feed')
    await runner.query('DROP TABLE follow')
  }
}
