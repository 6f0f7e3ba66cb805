import { Injectable } from '@nestjs/common'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { Database } from '../database/database.ts'
import { JOBS_SCHEMA } from '../jobs/schema.ts'

/** Numbers for Prometheus. Labels are routes, names and states: never a person, an address or a secret. */
@Injectable()
export class Metrics {
  readonly registry = new Registry()

  private readonly requests = new Histogram({
    name: 'plenary_http_request_duration_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  })

  private readonly atTheDoor = new Counter({
    name: 'plenary_http_requests_at_the_door_total',
    help: 'Requests for public pages answered from what was made before, by route.',
    labelNames: ['route', 'status'],
    registers: [this.registry],
  })

  constructor(private readonly database: Database) {
    collectDefaultMetrics({ register: this.registry })
    this.count('plenary_jobs', 'Jobs in the queue, by name and state.', ['job', 'state'], () =>
      this.database.query<Counted>(
        `SELECT name AS job, state::text, count(*)::int AS count FROM ${JOBS_SCHEMA}.job GROUP BY 1, 2`,
      ),
    )
    this.count('plenary_mails', 'Mails, by lane and state.', ['lane', 'state'], () =>
      this.database.query<Counted>('SELECT lane, state, count(*)::int AS count FROM mail GROUP BY 1, 2'),
    )
  }

  /** A request was answered by a handler. */
  answered(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds)
  }

  /** A request was answered at the door, in no time. */
  answeredAtTheDoor(route: string, status: number): void {
    this.atTheDoor.inc({ route, status })
  }

  /** All numbers in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics()
  }

  /** A number asked of the database when somebody wants to know; absent while the database does not answer. */
  private count(name: string, help: string, labelNames: string[], read: () => Promise<Counted[]>): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect: async () => {
        gauge.reset()
        const rows = await read().catch((): Counted[] => [])
        for (const { count, ...labels } of rows) gauge.set(labels, count)
      },
    })
  }
}

type Counted = { count: number } & Record<string, string | number>
