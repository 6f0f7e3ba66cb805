import type { Json } from '../../platform/audit/audit.ts'

/** The parts by which the record of a meeting is read. */
export const AUDIT_PARTS = ['all', 'seen', 'agenda', 'people', 'roles'] as const
export type AuditPart = (typeof AUDIT_PARTS)[number]

/** How the actions of a part begin; of the whole, no matter how. */
export const PREFIXES: Readonly<Record<AuditPart, readonly string[]>> = {
  all: [],
  seen: ['join.', 'material.', 'registrations.exported', 'audit.'],
  agenda: ['agenda.', 'session.', 'texts.', 'room.', 'meeting.', 'undone', 'group.'],
  people: ['registration', 'places.', 'delegation', 'focal-point.', 'import.', 'participants.', 'person.'],
  roles: ['role.', 'invitation.', 'token.'],
}

/** What an entry holds besides, in a line: `label: Rev.1; note.en: …`. */
export const detailsOf = (data: Readonly<Record<string, Json>> = {}): string =>
  Object.entries(data)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ')
