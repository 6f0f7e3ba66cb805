// People hand in files (a note verbale, an answer, a passport): kept beside the rest, so that they are erased with the rest.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class StoredFiles1764041200000 implements MigrationInterface {
  name = 'StoredFiles1764041200000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stored_file (
        id uuid CONSTRAINT stored_file_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT stored_file_meeting REFERENCES meeting,
        purpose text NOT NULL,
        name text NOT NULL CONSTRAINT stored_file_name_is_short CHECK (length(name) BETWEEN 1 AND 200),
        media_type text NOT NULL,
        size integer NOT NULL CONSTRAINT stored_file_size CHECK (size BETWEEN 1 AND 10485760),
        sha256 bytea NOT NULL,
        bytes bytea NOT NULL,
        uploaded_by uuid NOT NULL,
        at timestamptz(3) NOT NULL,
        CONSTRAINT stored_file_size_is_true CHECK (size = length(bytes))
      )`)
    // What comes is compressed already: trying again only costs time.
    await runner.query('ALTER TABLE stored_file ALTER COLUMN bytes SET STORAGE EXTERNAL')
    await runner.query('CREATE INDEX stored_file_by_uploader ON stored_file (uploaded_by)')
    await runner.query('CREATE INDEX stored_file_by_meeting ON stored_file (meeting_id)')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stored_file')
  }
}
