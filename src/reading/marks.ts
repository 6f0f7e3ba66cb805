import type { ChangeName } from '../ui/change.tsx'

/** What a release did to a session, in words that stand beside it. */
export interface Mark {
  readonly is: ChangeName
  /** What it was before: "was 16:30–17:45". */
  readonly before?: string
}
