import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common'
import { PgBoss, type JobResult, type QueueOptions } from 'pg-boss'
import type { EntityManager } from 'typeorm'
import { SETTINGS, type Settings } from '../config/settings.ts'
import { Database } from '../database/database.ts'
import { GivingWay } from './giving-way.ts'
import { jobIdOf, type Job } from './job.ts'
import { JOBS_SCHEMA } from './schema.ts'

type Handler = (data: object) => Promise<void>

/** A worker that is silent for so long is dead; its jobs run again. pg-boss takes no less. */
const HEARTBEAT_SECONDS = 10

/** How long running jobs may take to end when the process is asked to. */
const GRACE_MS = 20_000

const queueOptions = (job: Job<object>): QueueOptions & { notify: boolean } => ({
  notify: true,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  retryLimit: job.options.retries,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 600,
})

/**
 * Jobs in PostgreSQL (pg-boss): sent in the transaction that caused them, run at least once by one of the processes.
 * What a job does must be done once however often it runs; a unique row of its effect sees to that.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Jobs.name)
  private readonly boss: PgBoss
  private readonly handlers = new Map<string, { job: Job<object>; handler: Handler }>()
  private readonly queues = new Map<string, Promise<void>>()
  private readonly givingWay = new GivingWay()
  private started: Promise<unknown> | undefined

  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.boss = new PgBoss({
      connectionString: settings.databaseUrl ?? '',
      application_name: 'plenary jobs',
      schema: JOBS_SCHEMA,
      max: 4,
      // The tables are the owner's to make: see schema.ts.
      migrate: false,
      createSchema: false,
      reindex: false,
      monitorVacuum: false,
      schedule: false,
      registerInstance: false,
      useListenNotify: true,
      // Both, or a job whose worker was killed waits for minutes.
      superviseIntervalSeconds: 2,
      monitorIntervalSeconds: 2,
    })
    // Not the whole error: it drags the connection along, and with it its password.
    this.boss.on('error', ({ message }) => this.logger.error(message))
    this.boss.on('warning', ({ message }) => this.logger.warn(message))
  }

  /**
   * Queues a job in the transaction `tx`. With a `cause` its id follows from it, so that sending again changes nothing.
   * It starts within milliseconds of the commit, or at `startAfter`.
   */
  async send<T extends object>(
    tx: EntityManager,
    job: Job<T>,
    data: T,
    options: { cause?: string; startAfter?: Temporal.Instant } = {},
  ): Promise<void> {
    await this.queueOf(job)
    await this.boss.send(job.name, data, {
      ...(options.cause !== undefined && { id: jobIdOf(job.name, options.cause) }),
      ...(options.startAfter && { startAfter: options.startAfter.toString() }),
      db: this.inside(tx),
    })
  }

  /** Queues many of a kind, each with its cause, in two statements however many they are. */
  async sendAll<T extends object>(
    tx: EntityManager,
    job: Job<T>,
    all: readonly { data: T; cause: string }[],
  ): Promise<void> {
    if (!all.length) return
    await this.queueOf(job)
    const jobs = all.map(({ data, cause }) => ({ id: jobIdOf(job.name, cause), data }))
    await this.boss.insert(job.name, jobs, { db: this.inside(tx) })
  }

  /** Says who runs a kind of job; call in `onModuleInit`. What throws is run again later. */
  handle<T extends object>(job: Job<T>, handler: (data: T) => Promise<void>): void {
    if (this.handlers.has(job.name)) throw new Error(`The job ${job.name} has a handler already: send two jobs.`)
    // Only `send` puts data into this queue, and it takes T.
    this.handlers.set(job.name, { job, handler: (data) => handler(data as T) })
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.start()
    this.givingWay.start()
    await Promise.all([...this.handlers.values()].map(({ job, handler }) => this.work(job, handler)))
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.started) return
    this.givingWay.stop()
    await this.started.catch(() => undefined)
    await this.boss.stop({ graceful: true, timeout: GRACE_MS })
  }

  private inside(tx: EntityManager): { executeSql(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }> } {
    return { executeSql: async (sql, values) => ({ rows: await this.database.query(sql, values ?? [], tx) }) }
  }

  private start(): Promise<unknown> {
    this.started ??= this.boss.start()
    return this.started
  }

  /** Makes the queue of a job once; whichever process comes first. */
  private queueOf(job: Job<object>): Promise<void> {
    let made = this.queues.get(job.name)
    if (!made) {
      made = this.makeQueue(job)
      made.catch(() => this.queues.delete(job.name))
      this.queues.set(job.name, made)
    }
    return made
  }

  private async makeQueue(job: Job<object>): Promise<void> {
    await this.start()
    await this.boss.createQueue(job.name, queueOptions(job))
    // One made by an earlier release keeps the options of then.
    await this.boss.updateQueue(job.name, queueOptions(job))
  }

  private async work(job: Job<object>, handler: Handler): Promise<void> {
    await this.queueOf(job)
    // Two workers, so that one slow job holds up a part of the others only. A full batch is followed by the next at
    // once: a backlog does not wait for notifications, which come once for many jobs.
    const workers = Math.min(2, job.options.atOnce)
    await this.boss.work<object, JobResult[], WorkOptions>(
      job.name,
      {
        localConcurrency: workers,
        batchSize: Math.ceil(job.options.atOnce / workers),
        burstWhenBatchFull: true,
        perJobResults: true,
        pollingIntervalSeconds: 1,
        notifyPollingIntervalSeconds: 2,
      },
      async (jobs) => {
        if (!job.options.urgent) await this.givingWay.handsFree()
        return Promise.all(
          jobs.map(async ({ id, data }): Promise<JobResult> => {
            try {
              await handler(data)
              return { id, status: 'completed' }
            } catch (error) {
              this.logger.warn({ err: error, job: job.name, jobId: id }, 'A job failed and will run again')
              return { id, status: 'failed', output: { message: error instanceof Error ? error.name : 'unknown' } }
            }
          }),
        )
      },
    )
  }
}

interface WorkOptions {
  localConcurrency: number
  batchSize: number
  burstWhenBatchFull: true
  perJobResults: true
  pollingIntervalSeconds: number
  notifyPollingIntervalSeconds: number
}
