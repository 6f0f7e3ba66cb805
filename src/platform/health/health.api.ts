import { Controller, Get, HttpCode, Res } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { Database } from '../database/database.ts'
import { Policy, PUBLIC } from '../policies/policy.ts'

/** For whoever watches over the process: a load balancer, Docker, systemd. */
@Controller('health')
export class HealthApi {
  constructor(private readonly database: Database) {}

  /** The process answers. */
  @Policy(PUBLIC)
  @Get('live')
  @HttpCode(200)
  live(@Res({ passthrough: true }) reply: FastifyReply): { status: 'ok' } {
    reply.header('cache-control', 'no-store')
    return { status: 'ok' }
  }

  /** The process can do its work: the database answers. */
  @Policy(PUBLIC)
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: 'ok' | 'no-database' }> {
    reply.header('cache-control', 'no-store')
    try {
      await this.database.query('SELECT 1')
      return { status: 'ok' }
    } catch {
      reply.status(503)
      return { status: 'no-database' }
    }
  }
}
