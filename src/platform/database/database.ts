import { Injectable } from '@nestjs/common'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import {
  DataSource,
  QueryFailedError,
  type EntityManager,
  type EntitySchema,
  type ObjectLiteral,
  type QueryRunner,
} from 'typeorm'
import { quicken } from './connection.ts'

// A day is text: as a Date it would move with the zone of the machine.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/** A class decorated with `@Entity`. */
export type EntityClass = (new () => ObjectLiteral) | EntitySchema

const ATTEMPTS = 3

/** The code PostgreSQL gave an error (Appendix A of its manual), such as 23505; undefined for other errors. */
export const sqlState = (error: unknown): string | undefined => {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error
  return source instanceof Error && 'code' in source && typeof source.code === 'string' ? source.code : undefined
}

/** What was to hold for a statement and does not, as it says itself: the error is that of the function `must`. */
export const unmet = (error: unknown): string | undefined =>
  error instanceof QueryFailedError && sqlState(error) === 'PL001' ? error.driverError.message : undefined

/** The name of the constraint that an error says was broken. */
export const brokenConstraint = (error: unknown): string | undefined => {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error
  return source instanceof Error && 'constraint' in source && typeof source.constraint === 'string'
    ? source.constraint
    : undefined
}

/**
 * One core for each statement: requests come side by side, and to start helpers for one of them costs more than the few
 * rows of a page do.
 */
const SESSION = `SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;
  SET max_parallel_workers_per_gather = 0`

/** Whether two transactions got in each other's way, so that the whole work may be done again. */
const isConflict = (error: unknown): boolean => ['40P01', '40001'].includes(sqlState(error) ?? '')

/** What to ask of PostgreSQL, with the values of $1, $2 and so on. */
export type Statement = readonly [sql: string, values: readonly unknown[]]

const rowsOf = async <Row>(runner: QueryRunner, sql: string, values: readonly unknown[]): Promise<Row[]> => {
  const result = await runner.query(sql, [...values], true)
  return (result.records ?? []) as Row[]
}

/** The one way to PostgreSQL: reads through `manager`, writes inside `transaction`. */
@Injectable()
export class Database {
  /** Transactions that `commitWith` ended. */
  private readonly ended = new WeakSet<EntityManager>()

  constructor(readonly source: DataSource) {}

  /** Connects to a database whose tables exist already. */
  static async connect(url: string, entities: readonly EntityClass[], pool = 10): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url,
      entities: [...entities],
      poolSize: pool,
      applicationName: 'plenary',
      // Waiting for a free connection counts too: in a rush it is better to stand in line than to be turned away.
      connectTimeoutMS: 20_000,
      synchronize: false,
      // Extensions are the owner's to create, in a migration.
      installExtensions: false,
      logging: false,
      // The isolation that our guards are written for, whatever the server's own default: said once, not in each transaction.
      extra: {
        keepAlive: true,
        pipeline: true,
        idleTimeoutMillis: 30_000,
        onConnect: (client: pg.Client) => {
          quicken(client)
          return client.query(SESSION)
        },
      },
      // An idle connection that breaks (the server restarts) is replaced by the pool; it is no reason to end.
      poolErrorHandler: () => undefined,
    })
    return new Database(await source.initialize())
  }

  /** For reads outside a transaction. */
  get manager(): EntityManager {
    return this.source.manager
  }

  /**
   * Runs `work` in one transaction (READ COMMITTED). When PostgreSQL ends it because of another one (40P01, 40001),
   * the whole work is done again, three times in all: so it must have no effect but on `tx`.
   */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work)
      } catch (error) {
        if (attempt >= ATTEMPTS || !isConflict(error)) throw error
        await wait(Math.random() * 20 * attempt)
      }
    }
  }

  private async once<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner()
    const tx = runner.manager
    // For what TypeORM does on its own: it begins no other.
    Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 })
    const ask = runner.query.bind(runner)
    let firstToFail: { error: unknown } | undefined
    runner.query = async (...args: [string]) => {
      // Of several asked at once one may fail and end the transaction while others still have something to ask.
      if (this.ended.has(tx)) throw new Error('This transaction is over.')
      try {
        return await ask(...args)
      } catch (error) {
        // What PostgreSQL refused because of it (25P02) can be told of before it.
        if (sqlState(error) !== '25P02') firstToFail ??= { error }
        throw error
      }
    }
    const end = (by: 'COMMIT' | 'ROLLBACK'): Promise<unknown> => {
      this.ended.add(tx)
      return ask(by)
    }
    try {
      const [, result] = await Promise.all([runner.query('START TRANSACTION'), work(tx)])
      if (!this.ended.has(tx)) await end('COMMIT')
      return result
    } catch (error) {
      if (!this.ended.has(tx)) await end('ROLLBACK').catch(() => undefined)
      throw sqlState(error) === '25P02' && firstToFail ? firstToFail.error : error
    } finally {
      await runner.release()
    }
  }

  /**
   * Ends a transaction with these statements, all or nothing: COMMIT follows them without waiting for their answers, so
   * that what they lock is locked for no longer than PostgreSQL takes. What must hold for them has to be said in them, by
   * an error of PostgreSQL; nothing can be asked on `tx` afterwards.
   */
  async commitWith(tx: EntityManager, statements: readonly Statement[]): Promise<void> {
    const asked = [...statements, ['COMMIT', []] as Statement].map(([sql, values]) => this.query(sql, values, tx))
    this.ended.add(tx)
    const ends = await Promise.allSettled(asked)
    // The first that failed is the reason of the others.
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed) throw failed.reason
  }

  /**
   * The rows that a statement gives, as the driver gives them, also for `UPDATE … RETURNING`. In a transaction several may
   * be asked at once (`Promise.all`): they are carried out in the order in which they were asked, and none waits for the
   * answer to the one before; after one that fails PostgreSQL refuses those that follow.
   */
  async query<Row>(sql: string, values: readonly unknown[] = [], tx?: EntityManager): Promise<Row[]> {
    if (tx?.queryRunner) return rowsOf<Row>(tx.queryRunner, sql, values)
    const runner = this.source.createQueryRunner()
    try {
      return await rowsOf<Row>(runner, sql, values)
    } finally {
      await runner.release()
    }
  }

  /**
   * The entities that `where` finds, as `manager` would read them, but asked like any statement: in its turn, and without
   * a query built anew for each.
   */
  async rows<Entity extends ObjectLiteral>(
    entity: new () => Entity,
    where: string,
    values: readonly unknown[],
    tx?: EntityManager,
  ): Promise<Entity[]> {
    const { columns, tableName } = this.source.getMetadata(entity)
    const names = columns.map((column) => `"${column.databaseName}"`).join(', ')
    const rows = await this.query<ObjectLiteral>(`SELECT ${names} FROM "${tableName}" WHERE ${where}`, values, tx)
    return rows.map((row) => {
      const made = new entity()
      for (const column of columns)
        column.setEntityValue(made, this.source.driver.prepareHydratedValue(row[column.databaseName], column))
      return made
    })
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy()
  }
}
