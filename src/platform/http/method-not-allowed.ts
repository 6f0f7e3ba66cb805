import { DomainError } from '../../kernel/domain-error.ts'

/** The address exists, for other methods. */
export class MethodNotAllowed extends DomainError {
  readonly code = 'method-not-allowed'
  readonly status = 405

  constructor(readonly methods: readonly string[]) {
    super()
  }
}
