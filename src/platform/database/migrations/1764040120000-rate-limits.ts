// All processes count together how often a thing was asked for; the table has the shape that rate-limiter-flexible wants.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class RateLimits1764040120000 implements MigrationInterface {
  name = 'RateLimits1764040120000'

  async up(runner: QueryRunner): Promise<void> {
    // Unlogged: after a crash the counts begin anew, and until then they cost no write-ahead log.
    await runner.query(`
      CREATE UNLOGGED TABLE rate_limit (
        key varchar(255) CONSTRAINT rate_limit_pkey PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      )`)
    await runner.query('CREATE INDEX rate_limit_by_expiry ON rate_limit (expire)')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rate_limit')
  }
}
