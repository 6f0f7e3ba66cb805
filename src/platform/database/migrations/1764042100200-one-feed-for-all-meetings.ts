// A person may have, beside a calendar for each meeting, one across all their meetings: it names no meeting.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class OneFeedForAllMeetings1764042100200 implements MigrationInterface {
  name = 'OneFeedForAllMeetings1764042100200'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE feed ALTER COLUMN meeting_id DROP NOT NULL')
    await runner.query(`
      ALTER TABLE feed DROP CONSTRAINT feed_once_a_person_and_meeting,
        ADD CONSTRAINT feed_once_a_person_and_meeting UNIQUE NULLS NOT DISTINCT (meeting_id, person_id)`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM feed WHERE meeting_id IS NULL')
    await runner.query(`
      ALTER TABLE feed DROP CONSTRAINT feed_once_a_person_and_meeting,
        ADD CONSTRAINT feed_once_a_person_and_meeting UNIQUE (meeting_id, person_id)`)
    await runner.query('ALTER TABLE feed ALTER COLUMN meeting_id SET NOT NULL')
  }
}
