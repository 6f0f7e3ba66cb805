import type { MeetingId } from '../kernel/id.ts'

/** What somebody may do for a meeting, as policies ask. */
export type Right =
  'configure-meeting' | 'edit-agenda' | 'translate' | 'publish' | 'review-registrations' | 'doors' | 'host'

export const ROLE_NAMES = [
  'organiser',
  'agenda-editor',
  'translator',
  'registration-officer',
  'desk-officer',
  'host',
] as const
export type RoleName = (typeof ROLE_NAMES)[number]

/** The one table of who may do what. */
export const RIGHTS_OF: Readonly<Record<RoleName, readonly Right[]>> = {
  organiser: ['configure-meeting', 'edit-agenda', 'translate', 'publish', 'review-registrations', 'doors', 'host'],
  'agenda-editor': ['edit-agenda', 'translate'],
  translator: ['translate'],
  'registration-officer': ['review-registrations', 'doors'],
  'desk-officer': ['doors'],
  /** Of the sessions that organisers name them for (`checkin/hosts.service.ts`). */
  host: ['host'],
}

/** The roles that give a right. */
export const rolesWith = (right: Right): RoleName[] => ROLE_NAMES.filter((role) => RIGHTS_OF[role].includes(right))

export const isRoleName = (value: string): value is RoleName => ROLE_NAMES.some((name) => name === value)

/** A role somebody holds: in one meeting, or without one in all. */
export interface Role {
  name: RoleName
  meeting?: MeetingId
}
