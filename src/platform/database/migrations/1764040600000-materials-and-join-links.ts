// Documents and recordings live outside the snapshot of a release, because who may read them can tighten at any moment;
// the way into a session online is kept sealed, because whoever has it is in.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class MaterialsAndJoinLinks1764040600000 implements MigrationInterface {
  name = 'MaterialsAndJoinLinks1764040600000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE material (
        id uuid CONSTRAINT material_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT material_meeting REFERENCES meeting ON DELETE CASCADE,
        key text NOT NULL CONSTRAINT material_key_is_one_word CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
        symbol text,
        kind text NOT NULL CONSTRAINT material_kind
          CHECK (kind IN ('agenda', 'document', 'information', 'statement', 'presentation', 'recording')),
        title jsonb NOT NULL,
        access jsonb NOT NULL,
        public boolean NOT NULL DEFAULT false,
        supersedes text,
        position integer NOT NULL,
        CONSTRAINT material_key_unique UNIQUE (meeting_id, key)
      )`)
    await runner.query(`
      CREATE TABLE session_material (
        session_id uuid NOT NULL CONSTRAINT session_material_session REFERENCES session ON DELETE CASCADE,
        material_id uuid NOT NULL CONSTRAINT session_material_material REFERENCES material ON DELETE CASCADE,
        CONSTRAINT session_material_pkey PRIMARY KEY (material_id, session_id)
      )`)
    await runner.query('CREATE INDEX session_material_by_session ON session_material (session_id)')
    await runner.query(`
      CREATE TABLE material_file (
        material_id uuid NOT NULL CONSTRAINT material_file_material REFERENCES material ON DELETE CASCADE,
        language text NOT NULL CONSTRAINT material_file_language CHECK (language IN ('en', 'fr', 'es', 'floor')),
        media_type text NOT NULL,
        name text NOT NULL,
        size integer NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT material_file_pkey PRIMARY KEY (material_id, language),
        CONSTRAINT material_file_size_is_true CHECK (size = octet_length(bytes))
      )`)
    await runner.query(`
      CREATE TABLE join_link (
        session_id uuid CONSTRAINT join_link_pkey PRIMARY KEY
          CONSTRAINT join_link_session REFERENCES session ON DELETE CASCADE,
        sealed bytea NOT NULL,
        set_at timestamptz(3) NOT NULL
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE join_link')
    await runner.query('DROP TABLE material_file')
    await runner.query('DROP TABLE session_material')
    await runner.query('DROP TABLE material')
  }
}
