// Freed places are offered, sessions and the floor have places of their own, and a queue is data that can be put in order.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class OffersAndExtras1764041100000 implements MigrationInterface {
  name = 'OffersAndExtras1764041100000'

  async up(runner: QueryRunner): Promise<void> {
    // `held_back`: of the room there is, so many more than `capacity`, which nobody is given without being asked for.
    // `shrinks_to`: a delegation that has more than its ceiling, lowered since, keeps them; what it gives back is gone.
    await runner.query(`
      ALTER TABLE pool
        DROP CONSTRAINT pool_mode,
        ADD CONSTRAINT pool_mode CHECK (mode IN ('in-person', 'online', 'floor')),
        ADD CONSTRAINT pool_of_session_is_not_of_the_floor CHECK (session_id IS NULL OR mode <> 'floor'),
        ADD CONSTRAINT pool_session FOREIGN KEY (session_id) REFERENCES session,
        ADD COLUMN held_back integer NOT NULL DEFAULT 0 CONSTRAINT pool_held_back_not_negative CHECK (held_back >= 0),
        ADD COLUMN shrinks_to integer CONSTRAINT pool_shrinks_to_not_negative CHECK (shrinks_to >= 0)`)

    await runner.query(`
      ALTER TABLE day_choice
        ADD COLUMN offered_until timestamptz(3),
        ADD CONSTRAINT day_choice_offer_ends CHECK ((state = 'offered') = (offered_until IS NOT NULL))`)
    await runner.query("CREATE INDEX day_choice_offers ON day_choice (offered_until) WHERE state = 'offered'")

    // What somebody asked for beside the day: a session that asks people to sign up, or (no session) the floor online.
    // 'asked': it can be given only with a place that day, which they do not have yet.
    await runner.query(`
      CREATE TABLE extra_choice (
        registration_id uuid NOT NULL CONSTRAINT extra_choice_registration REFERENCES registration ON DELETE CASCADE,
        day date NOT NULL,
        session_id uuid CONSTRAINT extra_choice_session REFERENCES session,
        mode text CONSTRAINT extra_choice_mode CHECK (mode IN ('in-person', 'online', 'floor')),
        state text NOT NULL CONSTRAINT extra_choice_state_is_known CHECK (state IN ('asked', 'held', 'waiting', 'offered')),
        offered_until timestamptz(3),
        since timestamptz(3) NOT NULL,
        CONSTRAINT extra_choice_once UNIQUE NULLS NOT DISTINCT (registration_id, day, session_id),
        CONSTRAINT extra_choice_mode_is_of_its_kind CHECK ((mode = 'floor') = (session_id IS NULL)),
        CONSTRAINT extra_choice_needs_a_day CHECK (state = 'asked' OR mode IS NOT NULL),
        CONSTRAINT extra_choice_offer_ends CHECK ((state = 'offered') = (offered_until IS NOT NULL))
      )`)
    await runner.query('CREATE INDEX extra_choice_by_session ON extra_choice (session_id, day)')
    await runner.query("CREATE INDEX extra_choice_offers ON extra_choice (offered_until) WHERE state = 'offered'")

    // `rank` can change: between any two numbers there is room for another. `constituency` and `delegation` are those of
    // the registration ('' for none), so that the first of each kind is found without reading who stands behind them.
    await runner.query(`
      ALTER TABLE waiting_entry
        DROP CONSTRAINT waiting_entry_mode,
        ADD CONSTRAINT waiting_entry_mode CHECK (mode IN ('in-person', 'online', 'floor')),
        DROP CONSTRAINT waiting_entry_once,
        ADD CONSTRAINT waiting_entry_session FOREIGN KEY (session_id) REFERENCES session,
        ADD COLUMN constituency text NOT NULL DEFAULT '',
        ADD COLUMN delegation text NOT NULL DEFAULT '',
        ALTER COLUMN rank DROP IDENTITY`)
    await runner.query('ALTER TABLE waiting_entry ALTER COLUMN rank TYPE numeric')
    await runner.query('CREATE SEQUENCE waiting_entry_rank OWNED BY waiting_entry.rank')
    await runner.query(
      `SELECT setval('waiting_entry_rank', coalesce(max(rank), 0)::bigint + 1, false) FROM waiting_entry`,
    )
    await runner.query(`ALTER TABLE waiting_entry ALTER COLUMN rank SET DEFAULT nextval('waiting_entry_rank')`)
    await runner.query(`
      CREATE UNIQUE INDEX waiting_entry_once ON waiting_entry (registration_id, day, session_id, (mode = 'floor'))
      NULLS NOT DISTINCT`)
    await runner.query(`
      UPDATE waiting_entry w SET constituency = coalesce(r.quota_constituency, ''), delegation = coalesce(r.quota_delegation, '')
        FROM registration r WHERE r.id = w.registration_id`)
    await runner.query(`
      CREATE INDEX waiting_entry_by_kind ON waiting_entry
        (meeting_id, day, mode, session_id, constituency, delegation, rank)`)
    await runner.query(`
      CREATE FUNCTION waiting_entry_follows_registration() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE waiting_entry SET constituency = coalesce(NEW.quota_constituency, ''),
                                 delegation = coalesce(NEW.quota_delegation, '')
         WHERE registration_id = NEW.id;
        RETURN NULL;
      END $$`)
    await runner.query(`
      CREATE TRIGGER waiting_entry_follows AFTER UPDATE ON registration FOR EACH ROW
      WHEN (OLD.submitted_at IS NOT NULL AND OLD.state <> 'withdrawn' AND
            (OLD.quota_constituency, OLD.quota_delegation) IS DISTINCT FROM (NEW.quota_constituency, NEW.quota_delegation))
      EXECUTE FUNCTION waiting_entry_follows_registration()`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER waiting_entry_follows ON registration')
    await runner.query('DROP FUNCTION waiting_entry_follows_registration')
    await runner.query('DROP INDEX waiting_entry_by_kind')
    await runner.query('DROP INDEX waiting_entry_once')
    await runner.query("DELETE FROM waiting_entry WHERE mode = 'floor'")
    await runner.query('ALTER TABLE waiting_entry ALTER COLUMN rank DROP DEFAULT')
    await runner.query('DROP SEQUENCE waiting_entry_rank')
    await runner.query(`
      UPDATE waiting_entry SET rank = ordered.number
        FROM (SELECT id, row_number() OVER (ORDER BY rank) AS number FROM waiting_entry) ordered
       WHERE ordered.id = waiting_entry.id`)
    await runner.query(`
      ALTER TABLE waiting_entry
        DROP CONSTRAINT waiting_entry_mode,
        ADD CONSTRAINT waiting_entry_mode CHECK (mode IN ('in-person', 'online')),
        ADD CONSTRAINT waiting_entry_once UNIQUE NULLS NOT DISTINCT (registration_id, day, session_id),
        DROP CONSTRAINT waiting_entry_session,
        DROP COLUMN constituency,
        DROP COLUMN delegation,
        ALTER COLUMN rank TYPE bigint`)
    await runner.query('ALTER TABLE waiting_entry ALTER COLUMN rank ADD GENERATED ALWAYS AS IDENTITY')
    await runner.query(
      `SELECT setval(pg_get_serial_sequence('waiting_entry', 'rank'), coalesce(max(rank), 0) + 1, false) FROM waiting_entry`,
    )
    await runner.query('DROP TABLE extra_choice')
    await runner.query("UPDATE day_choice SET state = 'waiting', offered_until = NULL WHERE state = 'offered'")
    await runner.query('ALTER TABLE day_choice DROP CONSTRAINT day_choice_offer_ends, DROP COLUMN offered_until')
    await runner.query(
      "DELETE FROM place USING pool WHERE pool.id = place.pool_id AND (pool.mode = 'floor' OR session_id IS NOT NULL)",
    )
    await runner.query("DELETE FROM pool WHERE mode = 'floor' OR session_id IS NOT NULL")
    await runner.query(`
      ALTER TABLE pool
        DROP CONSTRAINT pool_of_session_is_not_of_the_floor,
        DROP CONSTRAINT pool_session,
        DROP CONSTRAINT pool_mode,
        ADD CONSTRAINT pool_mode CHECK (mode IN ('in-person', 'online')),
        DROP COLUMN held_back,
        DROP COLUMN shrinks_to`)
  }
}
