// People choose what their calendar is called, whether side events are in it and whether it reminds them.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ChoicesOfFeeds1764040710000 implements MigrationInterface {
  name = 'ChoicesOfFeeds1764040710000'

  async up(runner: QueryRunner): Promise<void> {
    // Feeds that are there already keep what they carry: side events too, no reminder, the name we give them.
    await runner.query(`
      ALTER TABLE feed
        ADD COLUMN name text CONSTRAINT feed_name_short CHECK (name <> '' AND length(name) <= 100),
        ADD COLUMN side_events boolean NOT NULL DEFAULT true,
        ADD COLUMN reminder smallint CONSTRAINT feed_reminder_minutes CHECK (reminder > 0)`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE feed DROP COLUMN name, DROP COLUMN side_events, DROP COLUMN reminder')
  }
}
