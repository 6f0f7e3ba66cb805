import { SCOPES, type Scope } from '../../platform/policies/token-scope.ts'
import { RIGHTS_OF, type Right, type Role } from '../roles.ts'

/** What somebody needs to be able to do themselves before a token for it is any use; reading the agenda anybody can. */
const NEEDS: Readonly<Record<Scope, Right | undefined>> = {
  'read-agenda': undefined,
  'edit-agenda': 'edit-agenda',
  publish: 'publish',
  'read-registrations': 'review-registrations',
  'review-registrations': 'review-registrations',
  'export-registrations': 'review-registrations',
  'configure-meeting': 'configure-meeting',
}

/**
 * What somebody with these roles can make a token for. It is what they are offered, no more: at each request their roles are
 * asked again.
 */
export const scopesFor = (roles: readonly Pick<Role, 'name'>[]): Scope[] => {
  const rights = new Set(roles.flatMap(({ name }) => RIGHTS_OF[name]))
  return SCOPES.filter((scope) => {
    const needs = NEEDS[scope]
    return needs === undefined || rights.has(needs)
  })
}
