import type { MeetingId } from '../kernel/id.ts'
import { RIGHTS_OF, ROLE_NAMES, type Right, type Role, type RoleName } from '../people/roles.ts'

/** What somebody with these roles may do for one meeting. */
export const rightsIn = (roles: readonly Role[], meeting: MeetingId): ReadonlySet<Right> =>
  new Set(roleNamesIn(roles, meeting).flatMap((name) => RIGHTS_OF[name]))

/** What somebody with these roles is called in one meeting. */
export const roleNamesIn = (roles: readonly Role[], meeting: MeetingId): RoleName[] =>
  ROLE_NAMES.filter((name) =>
    roles.some((role) => role.name === name && (role.meeting === undefined || role.meeting === meeting)),
  )
