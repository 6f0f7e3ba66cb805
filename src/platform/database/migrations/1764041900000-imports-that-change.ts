// An import can change who is registered already: each row keeps what it says otherwise, as the organiser sees it before.
import type { MigrationInterface, QueryRunner } from 'typeorm'

const OUTCOMES = ['new', 'added', 'known', 'differs', 'left', 'twice', 'problem']

const allow = (outcomes: readonly string[]): string =>
  `ADD CONSTRAINT registration_import_row_outcome_is_known CHECK
     (outcome IN (${outcomes.map((outcome) => `'${outcome}'`).join(', ')}))`

export class ImportsThatChange1764041900000 implements MigrationInterface {
  name = 'ImportsThatChange1764041900000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE registration_import_row
        ADD COLUMN differences jsonb NOT NULL DEFAULT '[]',
        DROP CONSTRAINT registration_import_row_outcome_is_known,
        ${allow([...OUTCOMES, 'to-change', 'changed'])}`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE registration_import_row
          SET outcome = CASE outcome WHEN 'to-change' THEN 'differs' ELSE 'known' END
        WHERE outcome IN ('to-change', 'changed')`,
    )
    await runner.query(`
      ALTER TABLE registration_import_row
        DROP COLUMN differences,
        DROP CONSTRAINT registration_import_row_outcome_is_known,
        ${allow(OUTCOMES)}`)
  }
}
