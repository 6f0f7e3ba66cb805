// What goes by itself leaves a record of how much went; words go from a history whose moves stay for ever.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Retention1764041700000 implements MigrationInterface {
  name = 'Retention1764041700000'

  async up(runner: QueryRunner): Promise<void> {
    // Counts, by day, meeting and kind of data: never whose it was. No meeting: what belongs to people or to none.
    await runner.query(`
      CREATE TABLE retention_run (
        day date NOT NULL,
        meeting_id uuid CONSTRAINT retention_run_meeting REFERENCES meeting ON DELETE CASCADE,
        kind text NOT NULL,
        count integer NOT NULL CONSTRAINT retention_run_of_something CHECK (count > 0),
        at timestamptz(3) NOT NULL,
        CONSTRAINT retention_run_once UNIQUE NULLS NOT DISTINCT (day, meeting_id, kind)
      )`)
    await runner.query('CREATE INDEX retention_run_by_meeting ON retention_run (meeting_id, day)')

    // The reason is written by people about people: it alone may be emptied. Moves, times and standings stay.
    await runner.query('DROP TRIGGER registration_change_append_only ON registration_change')
    await runner.query(`
      CREATE TRIGGER registration_change_append_only BEFORE DELETE OR TRUNCATE ON registration_change
      FOR EACH STATEMENT EXECUTE FUNCTION registration_change_is_append_only()`)
    await runner.query(`
      CREATE TRIGGER registration_change_only_words_go BEFORE UPDATE ON registration_change FOR EACH ROW
      WHEN (NEW.why <> '' OR to_jsonb(NEW) - 'why' IS DISTINCT FROM to_jsonb(OLD) - 'why')
      EXECUTE FUNCTION registration_change_is_append_only()`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER registration_change_only_words_go ON registration_change')
    await runner.query('DROP TRIGGER registration_change_append_only ON registration_change')
    await runner.query(`
      CREATE TRIGGER registration_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registration_change
      FOR EACH STATEMENT EXECUTE FUNCTION registration_change_is_append_only()`)
    await runner.query('DROP TABLE retention_run')
  }
}
