/** What is wrong with one field: its JSON pointer (`/days/0/mode`), and the key of the sentence that says what to do. */
export interface FieldError {
  pointer: string
  /** Key in `i18n/<locale>/errors.json`, such as `email.missing`. */
  message: string
  /** Values for the placeholders of the sentence. */
  params?: Readonly<Record<string, string | number>>
}

/**
 * Something the rules of the domain refuse. Subclasses live beside their rule and are titled in
 * `i18n/<locale>/errors.json` under `problem.<code>`. HTTP answers it as problem details (RFC 9457).
 */
export abstract class DomainError extends Error {
  /** Stable kebab-case name: the end of the problem's `type`, and the key of its title. */
  abstract readonly code: string
  /** HTTP status code. */
  abstract readonly status: number
  readonly fields: readonly FieldError[]
  readonly params: Readonly<Record<string, string | number>>

  constructor(
    details: {
      fields?: readonly FieldError[]
      params?: Readonly<Record<string, string | number>>
      cause?: unknown
    } = {},
  ) {
    // No message of its own: it would hide the getter below.
    super(undefined, { cause: details.cause })
    this.fields = details.fields ?? []
    this.params = details.params ?? {}
    this.name = new.target.name
  }

  override get message(): string {
    return `${this.code}${this.fields.length ? `: ${this.fields.map((f) => `${f.pointer} ${f.message}`).join(', ')}` : ''}`
  }
}

/** There is no such thing, or none for this reader: the two answer alike. */
export class NotFound extends DomainError {
  readonly code = 'not-found'
  readonly status = 404
}

/** The reader is known and may not do this. */
export class Forbidden extends DomainError {
  readonly code = 'forbidden'
  readonly status = 403
}

/** The input cannot be taken as it is; `fields` says where and why. */
export class InvalidInput extends DomainError {
  readonly code = 'invalid-input'
  readonly status = 422
}

/** Someone else changed the thing since this reader saw it. */
export class ChangedMeanwhile extends DomainError {
  readonly code = 'changed-meanwhile'
  readonly status = 409
}
