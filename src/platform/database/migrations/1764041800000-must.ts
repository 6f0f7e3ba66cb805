// Lets a statement say what must hold for it, so that the commit can follow it without waiting for its answer.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Must1764041800000 implements MigrationInterface {
  name = 'Must1764041800000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION must(holds boolean, otherwise text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF holds IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = 'PL001', MESSAGE = otherwise; END IF;
      END $$`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION must')
  }
}
