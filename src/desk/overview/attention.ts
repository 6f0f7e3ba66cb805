import type { PlannedRelease } from '../../agenda/planned-release.entity.ts'
import type { LanguageState } from '../../agenda/translations.ts'
import type { Warning } from '../../agenda/warnings.ts'
import type { Locale } from '../../kernel/locale.ts'
import { isPublic, type Meeting } from '../../meetings/meeting.entity.ts'
import type { RegistrationSettings } from '../../meetings/registration-settings.ts'
import type { Right } from '../../people/roles.ts'
import { endOfMeeting } from '../../registration/windows.ts'

/** How a meeting stands, as far as its organisers are to do something about it. */
export interface MeetingState {
  /** How many sessions the working copy has. */
  sessions: number
  /** What a release would change. */
  changes: number
  warnings: readonly Warning[]
  languages: readonly LanguageState[]
  plan?: Pick<PlannedRelease, 'label' | 'publishAt'> | undefined
  toReview: number
  /** People who wait for a place. */
  waiting: number
  askingToSpeak: number
  /** Delegations in which somebody asks to take part and nobody speaks for them. */
  withoutFocalPoint: number
}

/** Something that an organiser should know or do, where it is done, and how it weighs. */
export type Attention =
  | {
      is:
        | 'no-sessions'
        | 'changes'
        | 'clashes'
        | 'warnings'
        | 'to-review'
        | 'waiting'
        | 'asking-to-speak'
        | 'without-focal-point'
      count: number
    }
  | { is: 'language'; locale: Locale; missing: number; older: number; unchecked: number }
  | { is: 'planned'; label: string; at: Temporal.Instant }
  | { is: 'opens' | 'closes' | 'closes-in-person'; at: Temporal.Instant }
  | { is: 'not-public' }

/** A window that opens or closes within these days is near. */
const NEAR_DAYS = 14

/** What of a meeting itself may need attention. */
export type Frame = Pick<Meeting, 'announced' | 'releaseVersion'> & {
  registration: Pick<RegistrationSettings, 'opens' | 'closes' | 'closesInPerson'>
}

type Rule = (state: MeetingState, meeting: Frame, now: Temporal.Instant) => Attention[]

const counted =
  (is: Extract<Attention, { count: number }>['is'], count: (state: MeetingState) => number): Rule =>
  (state) => {
    const found = count(state)
    return found > 0 ? [{ is, count: found }] : []
  }

const isClash = ({ kind }: Warning): boolean => kind === 'room-clash'

const planned: Rule = ({ plan }) => (plan ? [{ is: 'planned', label: plan.label, at: plan.publishAt }] : [])

const languages: Rule = (state) =>
  state.languages.flatMap(({ locale, due }): Attention[] => {
    const count = (which: (typeof due)[number]['state']): number => due.filter((one) => one.state === which).length
    return due.length
      ? [{ is: 'language', locale, missing: count('missing'), older: count('older'), unchecked: count('to-check') }]
      : []
  })

const windows: Rule = (_, { registration: { opens, closes, closesInPerson } }, now) => {
  const near = (is: 'opens' | 'closes' | 'closes-in-person', moment: string | undefined): Attention[] => {
    if (moment === undefined) return []
    const at = Temporal.Instant.from(moment)
    const hours = now.until(at).total('hours')
    return hours > 0 && hours <= NEAR_DAYS * 24 ? [{ is, at }] : []
  }
  return [...near('opens', opens), ...near('closes-in-person', closesInPerson), ...near('closes', closes)]
}

const notPublic: Rule = (_, meeting) => (isPublic(meeting) ? [] : [{ is: 'not-public' }])

/** What is said of what, and to whom: whoever has one of the rights. In the order of the desk's parts. */
const RULES: readonly { for: readonly Right[]; rule: Rule }[] = [
  { for: ['edit-agenda'], rule: (state) => (state.sessions ? [] : [{ is: 'no-sessions', count: 0 }]) },
  {
    for: ['edit-agenda', 'publish'],
    rule: counted('clashes', ({ warnings }) => warnings.filter(isClash).length),
  },
  {
    for: ['edit-agenda', 'publish'],
    rule: counted('warnings', ({ warnings }) => warnings.filter((one) => !isClash(one)).length),
  },
  { for: ['translate'], rule: languages },
  { for: ['edit-agenda', 'publish'], rule: counted('changes', ({ changes }) => changes) },
  { for: ['publish'], rule: planned },
  { for: ['review-registrations'], rule: counted('to-review', ({ toReview }) => toReview) },
  { for: ['review-registrations'], rule: counted('waiting', ({ waiting }) => waiting) },
  { for: ['review-registrations'], rule: counted('asking-to-speak', ({ askingToSpeak }) => askingToSpeak) },
  { for: ['review-registrations'], rule: counted('without-focal-point', (state) => state.withoutFocalPoint) },
  { for: ['configure-meeting', 'review-registrations'], rule: windows },
  { for: ['configure-meeting'], rule: notPublic },
]

/** What needs the attention of somebody with these rights. */
export const attentionTo = (
  state: MeetingState,
  meeting: Frame,
  rights: ReadonlySet<Right>,
  now: Temporal.Instant,
): Attention[] =>
  RULES.filter((one) => one.for.some((right) => rights.has(right))).flatMap(({ rule }) => rule(state, meeting, now))

/** Whether a meeting is over: nothing of it needs attention any more. */
export const isPast = (
  { days, timeZone }: { days: readonly { date: Temporal.PlainDate }[]; timeZone: string },
  now: Temporal.Instant,
): boolean => Temporal.Instant.compare(endOfMeeting(days, timeZone), now) <= 0
