import { Injectable } from '@nestjs/common'
import { In, Not, type EntityManager } from 'typeorm'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import type { PersonId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { People } from '../../people/people.service.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import type { Claim } from '../registration.ts'
import { Registration } from '../registration.entity.ts'
import { byFocalPoint, domainProves, needsVerification } from '../verification.ts'

/** Tells the focal points of a delegation that somebody asks to join it. */
export const tellOfRequest = defineJob<{ registration: RegistrationId; change: string }>('delegation.asked')

/** What somebody is in a delegation: nothing yet, in the one they have just come to. */
const NEWCOMER = {
  delegationRole: null,
  delegationRank: null,
  nominatedBy: null,
  nominatedAt: null,
  endorsedAt: null,
  endorsedBy: null,
} as const satisfies Partial<Registration>

/** Somebody with what they claim, and the delegation that it leads into. */
interface Claimant extends Pick<Registration, 'personId' | 'delegationId'> {
  claim: Claim
}

/** Which delegation a claim leads into, and whether the claim needs anybody's word: the one place that says so. */
@Injectable()
export class Memberships {
  constructor(
    private readonly delegations: Delegations,
    private readonly focalPoints: FocalPoints,
    private readonly people: People,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Puts a registration into the delegation that a claim leads into, before its places are sought (`guestFrom` counts
   * against the quota of the new one), and answers what is to be written. Role and rank of another delegation are left there.
   */
  async enter(
    tx: EntityManager,
    registration: Registration,
    claim: Claim,
  ): Promise<Pick<Registration, 'delegationId'> & Partial<Pick<Registration, keyof typeof NEWCOMER>>> {
    const delegationId = await this.delegations.forClaim(tx, registration.meetingId, claim)
    const stays = delegationId === registration.delegationId
    registration.delegationId = delegationId
    return { delegationId, ...(stays ? await this.roleKept(tx, registration) : NEWCOMER) }
  }

  /**
   * A delegation has one head: who was it, and comes back when it has another, is a representative. Before pools are locked,
   * as of two who come back at once the second waits here for the first.
   */
  async roleKept(
    tx: EntityManager,
    { id, delegationId, delegationRole }: Pick<Registration, 'id' | 'delegationId' | 'delegationRole'>,
  ): Promise<{ delegationRole?: 'representative'; delegationRank?: null }> {
    if (delegationRole !== 'head' || delegationId === null) return {}
    await this.delegations.lockHead(tx, delegationId)
    const another = await tx.existsBy(Registration, {
      id: Not(id),
      delegationId,
      delegationRole: 'head',
      state: In(['requested', 'confirmed']),
    })
    return another ? { delegationRole: 'representative', delegationRank: null } : {}
  }

  /**
   * Whether a claim is a fact without anybody's word: it needs none; who makes it is a focal point of that delegation; or
   * their proven address is of a domain that an organiser listed.
   */
  async provesItself(
    tx: EntityManager,
    { registration: settings }: Pick<Meeting, 'registration'>,
    claim: Claim,
    { personId, delegationId }: Pick<Registration, 'personId' | 'delegationId'>,
  ): Promise<boolean> {
    if (!needsVerification(settings, claim.constituency)) return true
    if (delegationId && (await this.focalPoints.isOne(delegationId, personId, tx))) return true
    if (!settings.emailDomains?.[claim.constituency]?.length) return false
    const address = await this.people.provedAddress(personId, tx)
    return address !== undefined && domainProves(settings, claim.constituency, address)
  }

  /**
   * Which of many claims are facts without anybody's word, by the same rule (`verification: none` apart, which needs no
   * look at anything): a fixed number of queries, however many they are.
   */
  async provingThemselves(
    tx: EntityManager,
    { registration: settings }: Pick<Meeting, 'registration'>,
    claimants: readonly Claimant[],
  ): Promise<ReadonlySet<PersonId>> {
    const led = claimants.filter(({ delegationId }) => delegationId !== null)
    const listed = claimants.filter(({ claim }) => settings.emailDomains?.[claim.constituency]?.length)
    const focal = await this.focalPoints.among(
      led.map(({ personId, delegationId }) => ({ person: personId, delegation: delegationId! })),
      tx,
    )
    const addresses = await this.people.provedAddresses(
      listed.map(({ personId }) => personId),
      tx,
    )
    const proved = listed.filter(({ personId, claim }) => {
      const address = addresses.get(personId)
      return address !== undefined && domainProves(settings, claim.constituency, address)
    })
    return new Set([...focal, ...proved.map(({ personId }) => personId)])
  }

  /** Has the focal points told of a request that waits for them, where there are any. */
  async announce(
    tx: EntityManager,
    { registration: settings }: Pick<Meeting, 'registration'>,
    { id, state, late, delegationId, claimedConstituency }: Registration,
    change: string,
  ): Promise<void> {
    if (state !== 'requested' || late || !delegationId || !byFocalPoint(settings, claimedConstituency ?? '')) return
    if (await this.focalPoints.anyOf(delegationId, tx))
      await this.jobs.send(tx, tellOfRequest, { registration: id, change }, { cause: change })
  }

  /** Whether somebody speaks for the delegation that a registration is in. */
  async isLedBy(
    tx: EntityManager,
    { delegationId }: Pick<Registration, 'delegationId'>,
    person: PersonId,
  ): Promise<boolean> {
    return delegationId !== null && this.focalPoints.isOne(delegationId, person, tx)
  }
}
