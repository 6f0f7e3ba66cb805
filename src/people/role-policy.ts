import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Policies } from '../platform/policies/policies.ts'
import { role, type PolicyKind, type RolePolicy } from '../platform/policies/policy.ts'
import { MeetingDirectory } from './meeting-directory.ts'
import { People } from './people.service.ts'
import type { Right } from './roles.ts'

/** Whoever holds any role: the desk's own front page. */
export const ANY_ROLE: PolicyKind = { name: 'any-role', desk: true }

/** Whoever has a right in the meeting that the address names; without a meeting in it, in any. */
export const roleWith = (right: Right): RolePolicy<Right> => role(right)

/** Whoever has a right in all meetings, also those that are still to come. */
export const roleEverywhere = (right: Right): PolicyKind & { right: Right } => ({
  name: 'role-everywhere',
  desk: true,
  right,
})

/** The slug that an address names as `:meeting`, or as `:slug` in the API. */
const slugIn = ({ params }: FastifyRequest): string | undefined => {
  if (typeof params !== 'object' || params === null) return undefined
  const { meeting, slug } = params as Readonly<Record<string, unknown>>
  return [meeting, slug].find((value): value is string => typeof value === 'string')
}

/** Judges the policies of organisers. A role opens nothing unless the sign-in was made at the desk's own door. */
@Injectable()
export class RoleJudge implements OnModuleInit {
  constructor(
    private readonly policies: Policies,
    private readonly people: People,
    private readonly meetings: MeetingDirectory,
  ) {}

  onModuleInit(): void {
    this.policies.judge<RolePolicy<Right>>('role', async ({ reader }, request, { right }) => {
      if (!reader?.opensDesk) return false
      const slug = slugIn(request)
      if (slug === undefined) return this.people.may(reader.person, right)
      const meeting = await this.meetings.idOf(slug)
      return meeting !== undefined && this.people.may(reader.person, right, meeting)
    })
    this.policies.judge<PolicyKind & { right: Right }>('role-everywhere', async ({ reader }, _request, { right }) =>
      reader?.opensDesk ? this.people.mayEverywhere(reader.person, right) : false,
    )
    this.policies.judge('any-role', async ({ reader }) =>
      reader?.opensDesk ? (await this.people.rolesOf(reader.person)).length > 0 : false,
    )
  }
}
