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

const rowsOf = async <Row>(runner: QueryRunner, sql: string, values: readonly unknown[]): Promise<Row[]> => {
  const result = await runner.query(sql, [...values], true)
  return (result.records ?? []) as Row[]
}

/** The one way to PostgreSQL: reads through `manager`, writes inside `transaction`. */
@Injectable()
export class Database {
  constructor(readonly source: DataSource) {}

  /** Connects to a database whose tables exist already. */
  static async connect(url: string, entities: readonly EntityClass[], pool = 20): Promise<Database> {
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
        idleTimeoutMillis: 30_000,
        onConnect: (client: pg.ClientBase) => client.query(SESSION),
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
        return await this.source.transaction(work)
      } catch (error) {
        if (attempt >= ATTEMPTS || !isConflict(error)) throw error
        await wait(Math.random() * 20 * attempt)
      }
    }
  }

  /** The rows that a statement gives, as the driver gives them, also for `UPDATE … RETURNING`. */
  async query<Row>(sql: string, values: readonly unknown[] = [], tx?: EntityManager): Promise<Row[]> {
    if (tx?.queryRunner) return rowsOf<Row>(tx.queryRunner, sql, values)
    const runner = this.source.createQueryRunner()
    try {
      return await rowsOf<Row>(runner, sql, values)
    } finally {
      await runner.release()
    }
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy()
  }
}
