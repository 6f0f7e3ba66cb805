import type { LocalizedText } from '../kernel/localized-text.ts'

/** How the constituency that somebody claims becomes a fact. */
export type Verification = 'focal-point' | 'focal-point-or-email-domain' | 'secretariat' | 'none'

/** A question of the organiser's on the registration form. */
export interface Question {
  id: string
  type: 'long-text' | 'short-text' | 'one-of' | 'yes-no'
  required: boolean
  label: LocalizedText
  help?: LocalizedText
  options?: readonly { id: string; label: LocalizedText }[]
  /** Asked only of those who attend in one of these ways; of all when absent. */
  appliesTo?: { mode?: readonly ('in-person' | 'online')[] }
  /** ISO 8601 duration after the meeting's end, at which the answer is deleted. */
  retention?: string
}

/** The windows and questions of registration, as the organiser set them. Instants are ISO strings in UTC. */
export interface RegistrationSettings {
  opens: string
  closes: string
  /** Earlier end for asking to come in person; `closes` when absent. */
  closesInPerson?: string
  /** Ids of `samples/constituencies.json` that may register, in the order offered. */
  constituencies: readonly string[]
  /** By constituency id; `default` for the rest. */
  verification: Readonly<Record<string, Verification>>
  questions: readonly Question[]
}
