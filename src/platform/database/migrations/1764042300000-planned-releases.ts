// A release can be approved now and published at a set time: what was approved is frozen here until then.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class PlannedReleases1764042300000 implements MigrationInterface {
  name = 'PlannedReleases1764042300000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE planned_release (
        id uuid CONSTRAINT planned_release_pkey PRIMARY KEY,
        meeting_id uuid NOT NULL CONSTRAINT planned_release_meeting REFERENCES meeting,
        label text NOT NULL,
        note jsonb NOT NULL,
        content jsonb NOT NULL,
        tell boolean NOT NULL,
        working_version integer NOT NULL,
        after_release uuid CONSTRAINT planned_release_after REFERENCES release,
        publish_at timestamptz(3) NOT NULL,
        approved_by uuid NOT NULL,
        approved_at timestamptz(3) NOT NULL,
        state text NOT NULL CONSTRAINT planned_release_state
          CHECK (state IN ('planned', 'published', 'called-off', 'overtaken', 'refused')),
        refused_for text,
        release_id uuid CONSTRAINT planned_release_release REFERENCES release,
        ended_at timestamptz(3),
        ended_by uuid,
        CONSTRAINT planned_release_in_future CHECK (publish_at > approved_at),
        CONSTRAINT planned_release_has_its_release CHECK ((state = 'published') = (release_id IS NOT NULL)),
        CONSTRAINT planned_release_says_why CHECK ((state = 'refused') = (refused_for IS NOT NULL)),
        CONSTRAINT planned_release_ends CHECK ((state = 'planned') = (ended_at IS NULL))
      )`)
    await runner.query(
      `CREATE UNIQUE INDEX planned_release_one_a_meeting ON planned_release (meeting_id) WHERE state = 'planned'`,
    )
    await runner.query(`CREATE INDEX planned_release_due ON planned_release (publish_at) WHERE state = 'planned'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE planned_release')
  }
}
