import type { MeetingId } from '../kernel/id.ts'
import { RIGHTS_OF, type Right, type Role } from '../people/roles.ts'

/** What somebody with these roles may do for one meeting. */
export const rightsIn = (roles: readonly Role[], meeting: MeetingId): ReadonlySet<Right> =>
  new Set(
    roles
      .filter((role) => role.meeting === undefined || role.meeting === meeting)
      .flatMap((role) => RIGHTS_OF[role.name]),
  )
