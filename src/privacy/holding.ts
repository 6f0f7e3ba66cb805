import type { PersonalData } from '../meetings/personal-data.ts'

/** What becomes of what we hold when its owner has it erased, or its time is over. */
export type Goes =
  /** The rows go. */
  | 'rows'
  /** They stay, and these columns are set to this SQL: words go, the random id and what was decided stay true. */
  | Readonly<Record<string, string>>
  /** They stay: ids, times and what was decided, never words of the person's. */
  | 'stays'
  /** Made by the database from rows that go, and goes with them. */
  | 'follows'

/** One kind of personal data in one table: how to find whose it is, who reads what of it, and how it goes. */
export interface Holding {
  readonly kind: PersonalData
  readonly table: string
  /** A condition on the table (known as `t`) that is true of the rows about a person, whose id is `$1`. */
  readonly of: string
  /** A condition that is true of the rows of a meeting, whose id is `$1`; absent where it is not the meeting that decides. */
  readonly inMeeting?: string
  /** Columns that its owner reads, in this order. */
  readonly shows: readonly string[]
  /** Columns that say nothing to read: ids, digests, secrets that we hold sealed, and what others did. */
  readonly inner?: readonly string[]
  readonly goes: Goes
  /**
   * Rows that outlive their owner because they are somebody else's too: where this condition is true (the person is `$1`)
   * they stay when the person is erased, with these columns set to this SQL. Retention does not spare them.
   */
  readonly outlives?: { readonly where: string; readonly as: Readonly<Record<string, string>> }
}
