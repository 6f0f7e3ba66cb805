import { getConstructionPlans, getMigrationPlans } from 'pg-boss'
import type { QueryRunner } from 'typeorm'

/** Where pg-boss keeps its tables. */
export const JOBS_SCHEMA = 'pgboss'

/** The plans open and close a transaction of their own; a migration is in one already. */
const insideTransaction = (plan: string): string => plan.replace(/^\s*BEGIN;\s*$/m, '').replace(/^\s*COMMIT;\s*$/m, '')

/**
 * Makes the tables of pg-boss, or brings them to the version of the installed package. Only the owner of the database
 * may, so a migration calls it: write one that does whenever pg-boss is updated and its schema with it.
 */
export const bringJobTablesUpToDate = async (runner: QueryRunner): Promise<void> => {
  const [found] = (await runner.query(`SELECT to_regclass('${JOBS_SCHEMA}.version') IS NOT NULL AS installed`)) as {
    installed: boolean
  }[]
  if (!found?.installed) {
    await runner.query(insideTransaction(getConstructionPlans(JOBS_SCHEMA)))
    return
  }
  const [row] = (await runner.query(`SELECT version FROM ${JOBS_SCHEMA}.version`)) as { version: number }[]
  const plan = row && getMigrationPlans(JOBS_SCHEMA, row.version)
  if (plan) await runner.query(insideTransaction(plan))
}
