// What translators write of rooms, days and the meeting itself is part of the history too; what they write of sessions is there.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class TranslationsInHistory1764042800000 implements MigrationInterface {
  name = 'TranslationsInHistory1764042800000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE working_copy_change ADD COLUMN texts jsonb NOT NULL DEFAULT '[]'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE working_copy_change DROP COLUMN texts')
  }
}
