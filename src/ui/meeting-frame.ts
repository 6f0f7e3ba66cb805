import type { Localized } from '../kernel/localized-text.ts'

/** What every page of a meeting says about it; `meetings/` makes it in the reader's language. */
export interface MeetingFrame {
  slug: string
  title: Localized
  shortTitle: Localized
  /** `18–19 October 2022`. */
  dates: string
  /** `Geneva and online`. */
  place: string
  /** The city its time zone is known by. */
  city: string
  /** `UTC+2`, on its days. */
  offset: string
  contactEmail: string
  /** Only its desk shows it. */
  hidden?: boolean
  /** Who may read its list of participants; its way there is shown to whom it may help. */
  listFor?: 'nobody' | 'registered' | 'public'
}

/** The parts of a meeting's site, as the masthead lists them. */
export type Section = 'overview' | 'agenda' | 'changes' | 'register' | 'me' | 'participants'
