import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Reader } from './request-context.ts'

/** Finds out who asks, from the cookie of the request. */
export type ReaderSource = (request: FastifyRequest) => Promise<Reader | undefined>

/** Where people/ says how to recognise who is signed in. Requests without cookie never ask. */
@Injectable()
export class Readers {
  private source: ReaderSource | undefined

  /** Call once, in `onModuleInit`. */
  use(source: ReaderSource): void {
    this.source = source
  }

  /** Who asks, if anybody is signed in. */
  async of(request: FastifyRequest): Promise<Reader | undefined> {
    return this.source?.(request)
  }
}
