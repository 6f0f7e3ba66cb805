import type { LocalizedText } from '../kernel/localized-text.ts'
import type { RegistrationSettings } from './registration-settings.ts'

/** Why we may hold a kind of personal data. */
export type Basis =
  /** The meeting that people ask to take part in cannot be held without it. */
  | 'meeting'
  /** They agreed, and may change their mind. */
  | 'consent'
  /** Who enters the building is known to its security service. */
  | 'security'
  /** What was decided can be checked later. */
  | 'record'

/** Who sees a kind of personal data besides its owner. */
export type Seer = 'secretariat' | 'focal-point' | 'public' | 'badge-office' | 'nobody'

interface Kind {
  readonly basis: Basis
  readonly seenBy: readonly Seer[]
  /**
   * How long it is kept: an ISO 8601 duration after the end of the meeting; `with-registration` and `own` are decided by
   * something else (the registration that it is about; what it is, such as a sign-in that ends by itself); null for ever.
   */
  readonly kept: string | 'with-registration' | 'own' | null
}

/**
 * Every kind of personal data that we hold: why, who sees it, and how long unless the organiser says otherwise. The notice,
 * the export, erasure and retention all read it here; which tables hold what is in `privacy/what-we-hold.ts`, and the words
 * are under `privacy:kind`.
 */
export const PERSONAL_DATA = {
  name: { basis: 'meeting', seenBy: ['secretariat', 'focal-point', 'public'], kept: 'P2Y' },
  contact: { basis: 'meeting', seenBy: ['secretariat', 'focal-point'], kept: 'P2Y' },
  registration: { basis: 'meeting', seenBy: ['secretariat', 'focal-point', 'public'], kept: 'P2Y' },
  needs: { basis: 'consent', seenBy: ['secretariat'], kept: 'P90D' },
  passport: { basis: 'security', seenBy: ['badge-office'], kept: 'P30D' },
  photo: { basis: 'security', seenBy: ['badge-office'], kept: 'P30D' },
  accreditation: { basis: 'meeting', seenBy: ['secretariat'], kept: 'P1Y' },
  correspondence: { basis: 'meeting', seenBy: ['secretariat'], kept: 'P1Y' },
  mail: { basis: 'meeting', seenBy: ['nobody'], kept: 'own' },
  calendar: { basis: 'consent', seenBy: ['nobody'], kept: 'P90D' },
  access: { basis: 'meeting', seenBy: ['secretariat'], kept: 'P90D' },
  roles: { basis: 'meeting', seenBy: ['secretariat'], kept: 'own' },
  'sign-in': { basis: 'meeting', seenBy: ['nobody'], kept: 'own' },
  agreement: { basis: 'record', seenBy: ['secretariat'], kept: 'with-registration' },
  record: { basis: 'record', seenBy: ['secretariat'], kept: null },
} as const satisfies Readonly<Record<string, Kind>>

/** A kind of personal data. */
export type PersonalData = keyof typeof PERSONAL_DATA

/** Every kind, in the order of the notice. */
export const KINDS = Object.keys(PERSONAL_DATA) as readonly PersonalData[]

const isPeriod = (kept: Kind['kept']): kept is string => kept !== null && kept.startsWith('P')

/** The kinds whose period an organiser may change for a meeting (`registration.retention`). */
export const WITH_PERIOD = KINDS.filter((kind) => isPeriod(PERSONAL_DATA[kind].kept))

/** How long after its end a meeting keeps a kind; undefined where it is not the meeting that decides. */
export const periodOf = (
  kind: PersonalData,
  { retention }: Pick<RegistrationSettings, 'retention'> = {},
): string | undefined => {
  const { kept }: Kind = PERSONAL_DATA[kind]
  return isPeriod(kept) ? (retention?.[kind] ?? kept) : undefined
}

/** The day of the service's own notice: it rises whenever what we hold, or why, changes. */
export const NOTICE_OF = Temporal.PlainDate.from('2026-11-30')

/** What somebody read who agreed: the service's notice by its day, and the number of the organiser's addition to it. */
export const noticeVersion = ({ privacyNotice }: Pick<RegistrationSettings, 'privacyNotice'> = {}): string =>
  `${NOTICE_OF.toString()}${privacyNotice ? `.${privacyNotice.version}` : ''}`

/** What the organiser adds to the notice, if anything. */
export const addedToNotice = ({
  privacyNotice,
}: Pick<RegistrationSettings, 'privacyNotice'>): LocalizedText | undefined =>
  privacyNotice && Object.values(privacyNotice.text).some(Boolean) ? privacyNotice.text : undefined
