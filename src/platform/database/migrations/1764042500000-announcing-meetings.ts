// A meeting that an organiser prepares is nobody else's business until it is announced; and it says once what is interpreted.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class AnnouncingMeetings1764042500000 implements MigrationInterface {
  name = 'AnnouncingMeetings1764042500000'

  async up(runner: QueryRunner): Promise<void> {
    // Meetings that are there already were seen by everybody from their first day on.
    await runner.query(`ALTER TABLE meeting ADD COLUMN announced boolean NOT NULL DEFAULT true`)
    await runner.query(`ALTER TABLE meeting ADD COLUMN interpretation text[] NOT NULL DEFAULT '{}'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE meeting DROP COLUMN interpretation')
    await runner.query('ALTER TABLE meeting DROP COLUMN announced')
  }
}
