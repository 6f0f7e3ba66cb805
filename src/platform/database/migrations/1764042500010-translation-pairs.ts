// A translation is of certain words: kept as a pair, so that it is known to be old once they change, and from what.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class TranslationPairs1764042500010 implements MigrationInterface {
  name = 'TranslationPairs1764042500010'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE translation_pair (
        meeting_id uuid NOT NULL CONSTRAINT translation_pair_meeting REFERENCES meeting ON DELETE CASCADE,
        locale text NOT NULL,
        digest bytea NOT NULL,
        source text NOT NULL,
        target text NOT NULL,
        state text NOT NULL CONSTRAINT translation_pair_state CHECK (state IN ('approved', 'to-check')),
        by uuid,
        at timestamptz(3) NOT NULL,
        CONSTRAINT translation_pair_pkey PRIMARY KEY (meeting_id, locale, digest)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE translation_pair')
  }
}
