import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Reader } from '../platform/http/request-context.ts'
import { Policies, SecondFactorNeeded, type Verdict } from '../platform/policies/policies.ts'
import { role, type PolicyKind, type RolePolicy } from '../platform/policies/policy.ts'
import { MeetingDirectory, slugIn } from './meeting-directory.ts'
import { People } from './people.service.ts'
import type { Right } from './roles.ts'
import { SecondFactors } from './second-factor/second-factors.service.ts'

interface AnyRolePolicy extends PolicyKind {
  readonly name: 'any-role'
  readonly desk: true
  readonly stepUp?: true
}

/** Whoever holds any role: the desk's own front page. */
export const ANY_ROLE: AnyRolePolicy = { name: 'any-role', desk: true }

/** The same, and has given a second factor within the last day. */
export const ANY_ROLE_ANEW: AnyRolePolicy = { ...ANY_ROLE, stepUp: true }

/** Whoever holds any role and stands at the desk's door: where a second factor is set up and given. */
export const DESK_DOOR: PolicyKind = { name: 'desk-door', desk: true }

/**
 * Whoever has a right in the meeting that the address names; without a meeting in it, in any. `stepUp` asks for the second
 * factor again when it was last given over a day ago: for exports of people, roles, access rules and publishing.
 */
export const roleWith = (right: Right, more: { stepUp?: true } = {}): RolePolicy<Right> => role(right, more)

interface EverywherePolicy extends PolicyKind {
  readonly name: 'role-everywhere'
  readonly desk: true
  readonly right: Right
  readonly stepUp?: true
}

/** Whoever has a right in all meetings, also those that are still to come. */
export const roleEverywhere = (right: Right, more: { stepUp?: true } = {}): EverywherePolicy => ({
  name: 'role-everywhere',
  desk: true,
  right,
  ...more,
})

/**
 * Judges the policies of organisers. A role opens nothing unless the sign-in was made at the desk's own door, and a second
 * factor given there.
 */
@Injectable()
export class RoleJudge implements OnModuleInit {
  constructor(
    private readonly policies: Policies,
    private readonly people: People,
    private readonly meetings: MeetingDirectory,
    private readonly factors: SecondFactors,
  ) {}

  onModuleInit(): void {
    this.policies.judge<RolePolicy<Right>>('role', async ({ reader }, request, { right, stepUp }) => {
      if (!reader?.opensDesk) return false
      const slug = slugIn(request)
      const meeting = slug === undefined ? undefined : await this.meetings.idOf(slug)
      if (slug !== undefined && meeting === undefined) return false
      return (await this.people.may(reader.person, right, meeting)) && this.withFactor(reader, request, stepUp)
    })
    this.policies.judge<EverywherePolicy>('role-everywhere', async ({ reader }, request, { right, stepUp }) =>
      reader?.opensDesk && (await this.people.mayEverywhere(reader.person, right))
        ? this.withFactor(reader, request, stepUp)
        : false,
    )
    this.policies.judge<AnyRolePolicy>('any-role', async ({ reader }, request, { stepUp }) =>
      reader && (await this.holdsRole(reader)) ? this.withFactor(reader, request, stepUp) : false,
    )
    this.policies.judge('desk-door', async ({ reader }) => reader !== undefined && this.holdsRole(reader))
  }

  private async holdsRole({ opensDesk, person }: Reader): Promise<boolean> {
    return opensDesk && (await this.people.rolesOf(person)).length > 0
  }

  /**
   * Asked last: who has no right learns nothing, and sets up nothing. For a program its owner gave it lately when they made
   * its token for just this (decision 51).
   */
  private withFactor(reader: Reader, { method }: FastifyRequest, stepUp?: true): Verdict {
    if (reader.token) return true
    const sending = method !== 'GET' && method !== 'HEAD'
    return this.factors.isFresh(reader, stepUp ? 'lately' : 'given', sending) || new SecondFactorNeeded()
  }
}
