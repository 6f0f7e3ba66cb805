import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { defineJob } from '../platform/jobs/job.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import { Retention } from './retention.service.ts'

/** Carries out what is due on a day; the day is its cause, so that many processes do it once. */
const carryOutRetention = defineJob<{ day: string }>('privacy.retention', { atOnce: 1 })

const FIRST_MS = 60_000
const HOUR_MS = 3_600_000

/** Has retention carried out once a day, at whatever hour a process first sees the day: one that was down catches up. */
@Injectable()
export class RetentionSchedule implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RetentionSchedule.name)
  private readonly timers: NodeJS.Timeout[] = []

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly retention: Retention,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(carryOutRetention, () => this.retention.carryOut())
  }

  onApplicationBootstrap(): void {
    this.timers.push(
      setTimeout(() => void this.today(), FIRST_MS).unref(),
      setInterval(() => void this.today(), HOUR_MS).unref(),
    )
  }

  beforeApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer)
  }

  /** Queues today's; again changes nothing. */
  async today(): Promise<void> {
    const day = this.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString()
    try {
      await this.database.transaction((tx) => this.jobs.send(tx, carryOutRetention, { day }, { cause: day }))
    } catch (error) {
      this.logger.warn({ err: error }, 'Retention was not queued; it is tried again in an hour')
    }
  }
}
