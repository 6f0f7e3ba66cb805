import { createHash } from 'node:crypto'

/** How a kind of job is run. */
export interface JobOptions {
  /** How many run at once in each process. */
  atOnce?: number
  /** How often one that failed is tried again, with growing pauses from one second to ten minutes. */
  retries?: number
  /** Somebody waits for it: it does not give way to people who wait for a page. */
  urgent?: boolean
}

/** A kind of job: its name is the queue it waits in, `T` the data it carries (ids, never names or addresses). */
export interface Job<T extends object> {
  readonly name: string
  readonly options: Required<JobOptions>
  /** Only for the compiler: what `data` may be sent and is handled. */
  readonly carries?: T
}

/**
 * Declares a kind of job: in the folder that sends it. It is handled in one below, and once only:
 * two things that follow from one deed are two jobs.
 */
export const defineJob = <T extends object>(name: string, options: JobOptions = {}): Job<T> => ({
  name,
  options: { atOnce: 4, retries: 20, urgent: false, ...options },
})

const NAMESPACE = Buffer.from('5f3c1b0e8d3a4f5c9a6e2b7d4c1f0a98', 'hex')

/** The id of the job that follows from a cause (UUID version 5, RFC 9562, 5.5): the same cause, the same job. */
export const jobIdOf = (name: string, cause: string): string => {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${name} ${cause}`).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x50
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
