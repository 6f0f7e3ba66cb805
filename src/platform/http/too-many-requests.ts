import { DomainError } from '../../kernel/domain-error.ts'

/** Slower, please: `retryAfter` seconds from now it will work again. */
export class TooManyRequests extends DomainError {
  readonly code = 'too-many-requests'
  readonly status = 429

  constructor(readonly retryAfter: number) {
    super({ params: { count: retryAfter } })
  }
}
