/** The parts by which the record of a meeting is read. */
export const AUDIT_PARTS = ['all', 'seen', 'agenda', 'people', 'roles', 'settings'] as const
export type AuditPart = (typeof AUDIT_PARTS)[number]

/** How the actions of a part begin; of the whole, no matter how. */
export const PREFIXES: Readonly<Record<AuditPart, readonly string[]>> = {
  all: [],
  seen: ['join.', 'material.', 'registrations.exported', 'audit.', 'feed.'],
  agenda: [
    'agenda.',
    'agenda-import.',
    'circulation.',
    'session.',
    'sessions.',
    'rooms.',
    'release.',
    'change.',
    'texts.',
    'group.',
  ],
  people: ['registration.', 'delegation.', 'focal-point.', 'import.', 'person.', 'places.allocated'],
  roles: ['role.', 'invitation.', 'token.'],
  settings: [
    'meeting.',
    'room.',
    'question.',
    'participants.',
    'places.sized',
    'places.waiting-list-set',
    'registration.configured',
  ],
}
