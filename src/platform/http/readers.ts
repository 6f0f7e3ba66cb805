import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { bearerIn, InvalidToken } from '../policies/bearer.ts'
import type { Reader } from './request-context.ts'

/** Finds out who asks, from the cookie of the request. */
export type ReaderSource = (request: FastifyRequest) => Promise<Reader | undefined>

/** Finds out whose a token is. @throws InvalidToken, InsufficientScope */
export type TokenSource = (token: string, request: FastifyRequest) => Promise<Reader>

/** Where people/ says how to recognise who is signed in, or whose a token is. Requests with neither never ask. */
@Injectable()
export class Readers {
  private source: ReaderSource | undefined
  private tokens: TokenSource = () => Promise.reject(new InvalidToken())

  /** Call once, in `onModuleInit`. */
  use(source: ReaderSource): void {
    this.source = source
  }

  /** The same for tokens. */
  useTokens(tokens: TokenSource): void {
    this.tokens = tokens
  }

  /** Who asks, if anybody is signed in. Who sends a token asks with that alone: a cookie beside it adds nothing. */
  async of(request: FastifyRequest): Promise<Reader | undefined> {
    const token = bearerIn(request)
    return token === undefined ? this.source?.(request) : this.tokens(token, request)
  }
}
