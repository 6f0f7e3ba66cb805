import type { TestApp } from './harness.ts'

/** What a process asks by itself, whoever reads: versions, jobs, transactions around planned work. */
const OF_ITSELF = /^(SELECT id, release_version AS release|\s*(BEGIN|COMMIT|START|ROLLBACK|SET))|pgboss/

/** How many statements some work asks of the database: the fewest of three tries, as the process asks for things of its own. */
export const statementsOf = async (app: TestApp, work: () => Promise<unknown>): Promise<number> => {
  const { source } = app.database
  const { logger } = source
  const counts: number[] = []
  try {
    for (let tries = 0; tries < 3; tries++) {
      let count = 0
      const logQuery = (sql: string): void => {
        if (!OF_ITSELF.test(sql)) count++
      }
      const get = (target: object, name: string | symbol): unknown =>
        name === 'logQuery' ? logQuery : Reflect.get(target, name)
      Object.assign(source, { logger: new Proxy(logger, { get }) })
      await work()
      counts.push(count)
    }
  } finally {
    Object.assign(source, { logger })
  }
  return Math.min(...counts)
}
