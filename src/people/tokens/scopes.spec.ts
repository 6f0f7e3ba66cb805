import { expect, test } from 'vitest'
import { SCOPES } from '../../platform/policies/token-scope.ts'
import type { RoleName } from '../roles.ts'
import { scopesFor } from './scopes.ts'

test.each<[RoleName[], readonly string[]]>([
  [['organiser'], SCOPES],
  [['agenda-editor'], ['read-agenda', 'edit-agenda']],
  [['translator'], ['read-agenda']],
  [['desk-officer'], ['read-agenda']],
  [['host'], ['read-agenda']],
  [['registration-officer'], ['read-agenda', 'read-registrations', 'review-registrations', 'export-registrations']],
  [
    ['agenda-editor', 'registration-officer'],
    ['read-agenda', 'edit-agenda', 'read-registrations', 'review-registrations', 'export-registrations'],
  ],
])('%s is offered %s', (roles, scopes) => {
  expect(scopesFor(roles.map((name) => ({ name })))).toEqual(scopes)
})
