import type { LocalizedText } from '../kernel/localized-text.ts'

/** How the constituency that somebody claims becomes a fact. */
export type Verification =
  'focal-point' | 'focal-point-then-secretariat' | 'focal-point-or-email-domain' | 'secretariat' | 'none'

export const QUESTION_TYPES = [
  'short-text',
  'long-text',
  'one-of',
  'several-of',
  'yes-no',
  'date',
  'number',
  'country',
  'phone',
  'file',
] as const
export type QuestionType = (typeof QUESTION_TYPES)[number]

/** One of the answers that can be chosen. A retired one is not offered any more and still names answers given before. */
export interface QuestionOption {
  id: string
  label: LocalizedText
  retired?: boolean
}

/** A question of the organiser's on the registration form. Its id and its options' ids never change. */
export interface Question {
  id: string
  type: QuestionType
  required: boolean
  label: LocalizedText
  help?: LocalizedText
  /** Why it is asked, shown beside the field. */
  purpose?: LocalizedText
  options?: readonly QuestionOption[]
  /** The least that a number may be, or the first that a date may, as answers are kept: `2.5`, `2026-03-27`. */
  least?: string
  /** The most, or the last. */
  most?: string
  /** Asked only where all of it is so; of all when absent. */
  appliesTo?: {
    mode?: readonly ('in-person' | 'online')[]
    /** 1-based numbers of the meeting's days. */
    days?: readonly number[]
    /** Ids of `samples/constituencies.json`. */
    constituencies?: readonly string[]
    /** An earlier question was answered with one of these. */
    answer?: { question: string; is: readonly string[] }
  }
  /** ISO 8601 duration after the meeting's end, at which the answer is deleted. */
  retention?: string
  /** Not asked any more; answers given before stay readable. */
  retired?: boolean
}

/** What becomes of a place that somebody gives back while others wait. */
export interface WaitingListSettings {
  /** Given to the first in line, or offered. From 72 hours before the day it is only ever offered. */
  freed: 'give' | 'offer'
  /** How long an offer holds, in hours. */
  offerHours: number
}

export const LIST_READERS = ['nobody', 'registered', 'public'] as const
/** Who may read the list of participants; `registered` are those who take part. */
export type ListReaders = (typeof LIST_READERS)[number]

/** The list of participants: who reads it, and on what basis people are on it. */
export interface ParticipantListSettings {
  readers: ListReaders
  /** Constituencies whose delegations the rules of the meeting publish; of the others, who agreed is on the list. */
  byRules: readonly string[]
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
  /**
   * Domains of e-mail addresses that prove a constituency, by constituency id, once the address itself is proven. Never
   * for a constituency of States.
   */
  emailDomains?: Readonly<Record<string, readonly string[]>>
  /** Until when focal points name people; `closes` when absent. */
  nominateBy?: string
  /** Until when focal points confirm, order and replace people; the end of the meeting when absent. */
  confirmBy?: string
  /** Given, for a day, when absent. */
  waitingList?: WaitingListSettings
  /** Online is two things: who may take the floor (limited) and who may follow. */
  floor?: boolean
  /** How many minutes before its start the way into a session online opens; a quarter of an hour when absent. */
  doorMinutes?: number
  /** What a badge needs; asked only of who comes in person. */
  badge?: { passport: boolean; photo: boolean }
  questions: readonly Question[]
  /** For participants, of whom each is asked, when absent. */
  participants?: ParticipantListSettings
  /** What the organiser adds to the service's own privacy notice. Its version rises with each change of the text. */
  privacyNotice?: { version: number; text: LocalizedText }
  /** ISO 8601 durations after the meeting's end, by field (`passport`, `photo`, `needs`, `contact`, `registration`...). */
  retention?: Readonly<Record<string, string>>
}

/** Who reads the list of participants, and who is on it without being asked; participants, and nobody, unless set. */
export const participantListOf = ({
  participants,
}: Pick<RegistrationSettings, 'participants'>): ParticipantListSettings =>
  participants ?? { readers: 'registered', byRules: [] }

/** How long before the start people go in may be set, in minutes: time to find one's sound, and no open house. */
export const DOOR_MINUTES = { least: 5, most: 120, usual: 15 } as const

/** How many minutes before the start of a session online its door opens. */
export const doorMinutesOf = ({ doorMinutes }: Pick<RegistrationSettings, 'doorMinutes'>): number =>
  doorMinutes ?? DOOR_MINUTES.usual
