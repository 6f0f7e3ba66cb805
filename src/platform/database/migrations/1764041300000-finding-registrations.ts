// Everybody has a reference that can be read aloud; and among 100,000 registrations a page of the list is found at once.
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Marks that are written above, below or through letters, and that people leave out when they type. */
const MARKS = String.raw`[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]`

/** Scripts that put no space between words: each character is a word. */
const WITHOUT_SPACES = String.raw`([\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f])`

export class FindingRegistrations1764041300000 implements MigrationInterface {
  name = 'FindingRegistrations1764041300000'

  async up(runner: QueryRunner): Promise<void> {
    // Six of 28 letters and digits that are not mistaken for others, and make no words. The multiplier has no divisor in
    // common with 28^6, so every number up to there has its own; neighbours look nothing alike.
    await runner.query(`
      CREATE FUNCTION registration_reference(number bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN (SELECT string_agg(substr('23456789bcdfghjkmnpqrstvwxyz',
                                  (number * 297824587 % 481890304 / power(28, digit)::bigint % 28)::int + 1, 1), '' ORDER BY digit)
                FROM generate_series(0, 5) AS digit)`)
    await runner.query('ALTER TABLE registration ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY')
    await runner.query(
      'ALTER TABLE registration ADD COLUMN reference text GENERATED ALWAYS AS (registration_reference(number)) STORED NOT NULL',
    )
    await runner.query(
      'ALTER TABLE registration ADD CONSTRAINT registration_reference_once_a_meeting UNIQUE (meeting_id, reference)',
    )

    // What is typed and what is stored go through the same function. No extension: who hosts PostgreSQL may not have one.
    await runner.query(`
      CREATE FUNCTION plain_letters(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN regexp_replace(
        replace(replace(replace(replace(translate(
          lower(regexp_replace(normalize($1, NFKD), '${MARKS}', '', 'g') COLLATE pg_unicode_fast),
          'đøłıħðŧىةیک', 'dolihdtيهيك'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
        '${WITHOUT_SPACES}', ' \\1 ', 'g') COLLATE pg_unicode_fast`)
    await runner.query(`
      CREATE FUNCTION words_of(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN array_remove(regexp_split_to_array(plain_letters($1) COLLATE pg_unicode_fast, '[^[:alnum:]]+'), '')`)
    await runner.query(`
      CREATE FUNCTION joined(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN regexp_replace($1 COLLATE pg_unicode_fast, '[^[:alnum:]]+', '', 'g')`)
    // Every word that was typed begins a word that is stored. Null when no word was typed.
    await runner.query(`
      CREATE FUNCTION words_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN (
        WITH part AS (
          SELECT array_to_string(words, '') AS whole,
                 (SELECT string_agg(quote_literal(word) || ':*', ' & ') FROM unnest(words) AS word
                   WHERE length(word) > 1 OR word > 'ƶ' OR cardinality(words) = 1) AS apart,
                 cardinality(words) AS count
            FROM regexp_split_to_table($1, '\\s+') AS typed CROSS JOIN LATERAL (SELECT words_of(typed) AS words) AS split
           WHERE cardinality(words) > 0)
        SELECT (string_agg('(' || CASE WHEN count = 1 THEN apart
                                      ELSE coalesce('(' || apart || ') | ', '') || quote_literal(whole) || ':*' END || ')', ' & ')
               || ' | ' || quote_literal(string_agg(whole, '')) || ':*')::tsquery
          FROM part)`)

    // Names of States and the order of delegations in each language; the application fills it from its own lists.
    await runner.query(`
      CREATE TABLE represented (
        code text CONSTRAINT represented_pkey PRIMARY KEY,
        en text NOT NULL,
        fr text NOT NULL,
        es text NOT NULL,
        names text NOT NULL,
        words tsvector GENERATED ALWAYS AS (array_to_tsvector(words_of(names))) STORED
      )`)
    await runner.query(
      `COMMENT ON TABLE represented IS 'Constituencies by id and States by ISO code, with their place in each language''s order'`,
    )

    // What the list of registrations finds and sorts by. It says who people are: erasing an identity erases it here.
    await runner.query(`
      CREATE TABLE registration_finder (
        registration_id uuid CONSTRAINT registration_finder_pkey PRIMARY KEY
          CONSTRAINT registration_finder_registration REFERENCES registration ON DELETE CASCADE,
        meeting_id uuid NOT NULL,
        person_id uuid NOT NULL,
        name_key text COLLATE "C" NOT NULL,
        order_en text COLLATE "C" NOT NULL,
        order_fr text COLLATE "C" NOT NULL,
        order_es text COLLATE "C" NOT NULL,
        words tsvector NOT NULL
      )`)
    await runner.query(`
      CREATE FUNCTION registration_finder_refresh(of uuid) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        r registration; kind represented; land represented; who identity;
        given text; family text; body text; key text; place text; found tsvector;
      BEGIN
        SELECT * INTO r FROM registration WHERE id = of AND submitted_at IS NOT NULL;
        IF r.id IS NULL THEN RETURN; END IF;
        -- Waits for who is changing the name just now, and then sees the new one; nothing is found once it is erased.
        SELECT * INTO who FROM identity WHERE person_id = r.person_id FOR SHARE;
        SELECT * INTO kind FROM represented WHERE code = r.quota_constituency;
        SELECT * INTO land FROM represented
         WHERE code = CASE WHEN r.verified_constituency IS NULL THEN r.claimed_state ELSE r.verified_state END;
        given := coalesce(plain_letters(who.given_names), '');
        family := coalesce(plain_letters(who.family_name), '');
        body := plain_letters(r.organization);
        key := array_to_string(array_remove(regexp_split_to_array(
          coalesce(nullif(family || ' ' || given, ' '), plain_letters(coalesce(who.email, who.contact_email)), '')
            COLLATE pg_unicode_fast, '[^[:alnum:]]+'), ''), ' ');
        key := left(key, 120);
        place := ' ' || coalesce(array_position(ARRAY['head', 'representative', 'alternate', 'adviser'], r.delegation_role), 5)
          || lpad(least(coalesce(r.delegation_rank, 99999), 99999)::text, 5, '0') || ' ' || key;
        -- O'Brien is found as obrien, Jean-Pierre as jeanpierre, Mary Ann as maryann, 김철수 without a space.
        found := array_to_tsvector(array_remove(
          regexp_split_to_array((given || ' ' || family || ' ' || body || ' '
            || plain_letters(coalesce(who.email, '') || ' ' || coalesce(who.contact_email, '')))
            COLLATE pg_unicode_fast, '[^[:alnum:]]+')
          || regexp_split_to_array(regexp_replace((given || ' ' || family || ' ' || body) COLLATE pg_unicode_fast,
            '[^[:alnum:][:space:]]+', '', 'g'), '\\s+')
          || ARRAY[joined(given), joined(family), joined(family || given), joined(given || family), joined(body),
                   r.reference, substr(r.reference, 1, 3), substr(r.reference, 4)]
          || ARRAY(SELECT '=' || answer.key FROM jsonb_each_text(r.answers) AS answer WHERE answer.value NOT IN ('', 'no')),
          ''));
        INSERT INTO registration_finder AS finder VALUES (
          r.id, r.meeting_id, r.person_id, key,
          coalesce(kind.en, '999') || ' ' || coalesce(land.en, left(body, 120)) || place,
          coalesce(kind.fr, '999') || ' ' || coalesce(land.fr, left(body, 120)) || place,
          coalesce(kind.es, '999') || ' ' || coalesce(land.es, left(body, 120)) || place,
          found || coalesce(land.words, ''))
        ON CONFLICT (registration_id) DO UPDATE SET
          (person_id, name_key, order_en, order_fr, order_es, words) =
          (excluded.person_id, excluded.name_key, excluded.order_en, excluded.order_fr, excluded.order_es, excluded.words)
        WHERE (finder.person_id, finder.name_key, finder.order_en, finder.order_fr, finder.order_es, finder.words)
          IS DISTINCT FROM
          (excluded.person_id, excluded.name_key, excluded.order_en, excluded.order_fr, excluded.order_es, excluded.words);
      END $$`)
    await runner.query(`
      CREATE FUNCTION registration_finder_follows_registration() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM registration_finder_refresh(NEW.id); RETURN NULL; END $$`)
    await runner.query(`
      CREATE TRIGGER registration_finder_begins AFTER INSERT ON registration
      FOR EACH ROW WHEN (NEW.submitted_at IS NOT NULL) EXECUTE FUNCTION registration_finder_follows_registration()`)
    await runner.query(`
      CREATE TRIGGER registration_finder_follows AFTER UPDATE ON registration
      FOR EACH ROW WHEN (
        (OLD.submitted_at IS NULL, OLD.person_id, OLD.organization, OLD.claimed_constituency, OLD.claimed_state,
         OLD.verified_constituency, OLD.verified_state, OLD.delegation_role, OLD.delegation_rank, OLD.answers)
        IS DISTINCT FROM
        (NEW.submitted_at IS NULL, NEW.person_id, NEW.organization, NEW.claimed_constituency, NEW.claimed_state,
         NEW.verified_constituency, NEW.verified_state, NEW.delegation_role, NEW.delegation_rank, NEW.answers))
      EXECUTE FUNCTION registration_finder_follows_registration()`)
    await runner.query(`
      CREATE FUNCTION registration_finder_follows_identity() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM registration_finder_refresh(registration_id) FROM (
          SELECT registration_id FROM registration_finder WHERE person_id = OLD.person_id ORDER BY registration_id) AS theirs;
        RETURN NULL;
      END $$`)
    await runner.query(`
      CREATE TRIGGER registration_finder_follows AFTER UPDATE ON identity
      FOR EACH ROW WHEN ((OLD.given_names, OLD.family_name, OLD.email, OLD.contact_email)
        IS DISTINCT FROM (NEW.given_names, NEW.family_name, NEW.email, NEW.contact_email))
      EXECUTE FUNCTION registration_finder_follows_identity()`)
    await runner.query(`
      CREATE TRIGGER registration_finder_forgets AFTER DELETE ON identity
      FOR EACH ROW EXECUTE FUNCTION registration_finder_follows_identity()`)
    await runner.query('SELECT registration_finder_refresh(id) FROM registration')

    await runner.query('CREATE INDEX registration_finder_by_person ON registration_finder (person_id)')
    await runner.query('CREATE INDEX registration_finder_words ON registration_finder USING gin (words)')
    for (const key of ['name_key', 'order_en', 'order_fr', 'order_es'])
      await runner.query(
        `CREATE INDEX registration_finder_by_${key} ON registration_finder (meeting_id, ${key}, registration_id)`,
      )
    await runner.query(
      'CREATE INDEX registration_by_change ON registration (meeting_id, changed_at, id) WHERE submitted_at IS NOT NULL',
    )
    await runner.query(
      'CREATE INDEX registration_by_state ON registration (meeting_id, state, submitted_at, id) WHERE submitted_at IS NOT NULL',
    )
    await runner.query(
      'CREATE INDEX registration_by_quota ON registration (meeting_id, quota_constituency, quota_delegation) WHERE submitted_at IS NOT NULL',
    )
    await runner.query('CREATE INDEX day_choice_by_state ON day_choice (day, state, mode)')
    await runner.query(
      `CREATE INDEX registration_change_questions ON registration_change (registration_id, number) WHERE move IN ('ask', 'answer')`,
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX registration_change_questions')
    await runner.query('DROP INDEX day_choice_by_state')
    for (const index of ['quota', 'state', 'change']) await runner.query(`DROP INDEX registration_by_${index}`)
    await runner.query('DROP TRIGGER registration_finder_forgets ON identity')
    await runner.query('DROP TRIGGER registration_finder_follows ON identity')
    await runner.query('DROP TRIGGER registration_finder_follows ON registration')
    await runner.query('DROP TRIGGER registration_finder_begins ON registration')
    await runner.query('DROP TABLE registration_finder')
    await runner.query('DROP TABLE represented')
    await runner.query('ALTER TABLE registration DROP COLUMN reference')
    await runner.query('ALTER TABLE registration DROP COLUMN number')
    for (const name of [
      'registration_finder_follows_identity()',
      'registration_finder_follows_registration()',
      'registration_finder_refresh(uuid)',
      'words_query(text)',
      'joined(text)',
      'words_of(text)',
      'plain_letters(text)',
      'registration_reference(bigint)',
    ])
      await runner.query(`DROP FUNCTION ${name}`)
  }
}
