import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { asId, isId, newId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Newcomers, type Newcomer } from '../../people/newcomers.service.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Memberships } from '../delegation/memberships.service.ts'
import { checkClaim, checkWishes, checkYou } from '../form/draft.ts'
import { guestFrom } from '../guest.ts'
import { Pools, type PoolRow } from '../places/pools.service.ts'
import { mustHaveReason, NoRoom, Queues } from '../places/queues.service.ts'
import type { Served } from '../places/serving.service.ts'
import type { Guest } from '../places/waiting-list.service.ts'
import { Seating } from '../places/seating.service.ts'
import type { Claim, Names, Wish } from '../registration.ts'
import { Registrations } from '../registrations.service.ts'
import { can, mustBeAble } from '../states.ts'
import { Turns, type Patch } from '../turns.service.ts'

/** Somebody whom an organiser registers by hand. */
export interface Addition {
  names: Names
  jobTitle: string
  /** Their own, which their first code proves; may be left out where there is a contact address. */
  email: string
  /** Of whoever looks after them; several people may share it. */
  contactEmail: string
  claim: Partial<Claim>
  wishes: readonly Wish[]
  language: Locale
  /** Whether the organiser vouches for whom they represent, or somebody checks it later. */
  verified: boolean
  /** Why they get their places out of turn where a day is full; absent: they are in line. */
  outOfTurn?: string | undefined
  /** The id of the form: sent again, it adds nobody else. */
  submissionId: string
}

/** Who is to be added has registered already. */
export class RegisteredAlready extends DomainError {
  readonly code = 'registered-already'
  readonly status = 409
}

/** Registers people by hand: as many places as there are, and in line where there are none. */
@Injectable()
export class Additions {
  constructor(
    private readonly database: Database,
    private readonly newcomers: Newcomers,
    private readonly memberships: Memberships,
    private readonly registrations: Registrations,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly queues: Queues,
    private readonly turns: Turns,
    private readonly clock: Clock,
  ) {}

  /**
   * Registers somebody and tells them. Verified, they are confirmed at once where there is room; where a day is full they
   * are in line for it, as everybody else; or, out of turn with a reason, get of what is free or held back, never more.
   * @throws InvalidInput, RegisteredAlready
   */
  async add(meeting: Meeting, by: PersonId, addition: Addition): Promise<RegistrationId> {
    const { newcomer, claim, wishes, jobTitle } = this.check(meeting, addition)
    const id = isId(addition.submissionId) ? asId<'Registration'>(addition.submissionId) : newId<'Registration'>()
    return this.database.transaction(async (tx) => {
      const before = await this.turns.byId(tx, meeting.id, id)
      if (before && can('amend', before.state)) return before.id
      const [person] = await this.newcomers.enter(tx, [newcomer])
      const now = this.clock.now()
      await this.database.query(
        `INSERT INTO registration (id, meeting_id, person_id, state, language, created_at, changed_at)
         VALUES ($1, $2, $3, 'draft', $4, $5, $5) ON CONFLICT DO NOTHING`,
        [id, meeting.id, person, addition.language, now.toString()],
        tx,
      )
      const registration = (await this.turns.own(tx, meeting.id, person!))!
      if (can('amend', registration.state)) throw new RegisteredAlready({ params: { id: registration.id } })
      mustBeAble('add', registration.state)
      const joined = await this.memberships.enter(tx, registration, claim)
      const verified = addition.verified || (await this.memberships.provesItself(tx, meeting, claim, registration))
      const guest = guestFrom(registration, claim)
      const dates = wishes.map(({ day }) => day)
      await this.pools.ensureDelegation(tx, meeting.id, dates, guest)
      const pools = await this.pools.lock(tx, meeting.id, dates)
      await this.seating.seat(
        tx,
        pools,
        guest,
        wishes,
        [],
        (_, units) => !verified && units.some((pool) => pool.gives === 'on-approval'),
      )
      const served = addition.outOfTurn === undefined ? [] : await this.outOfTurn(tx, meeting, pools, guest, wishes)
      const patch: Patch = {
        state: verified ? 'confirmed' : 'requested',
        late: false,
        draft: {},
        jobTitle,
        organization: claim.organization,
        claimedConstituency: claim.constituency,
        claimedState: claim.state,
        verifiedConstituency: verified ? claim.constituency : null,
        verifiedState: verified ? claim.state : null,
        verifiedAt: verified ? now : null,
        language: addition.language,
        submittedAt: now,
        ...joined,
      }
      await this.turns.finish(tx, registration, patch, { move: 'add', by, tell: true }, pools)
      for (const { move, data } of served)
        await this.turns.finish(tx, registration, {}, { move, by, why: addition.outOfTurn ?? '', tell: false, data })
      await this.memberships.announce(tx, meeting, registration, newId())
      return registration.id
    })
  }

  private async outOfTurn(
    tx: EntityManager,
    meeting: Meeting,
    pools: PoolRow[],
    guest: Guest,
    wishes: readonly Wish[],
  ): Promise<Served[]> {
    try {
      return await this.queues.giveNewcomer(tx, meeting, pools, guest, wishes)
    } catch (error) {
      if (error instanceof NoRoom) throw new InvalidInput({ fields: [{ pointer: '/why', message: 'places.no-room' }] })
      throw error
    }
  }

  private check(
    meeting: Meeting,
    addition: Addition,
  ): { newcomer: Newcomer; claim: Claim; wishes: readonly Wish[]; jobTitle: string } {
    if (addition.outOfTurn !== undefined) mustHaveReason(addition.outOfTurn)
    const you = checkYou(addition.names, addition.jobTitle)
    const claim = checkClaim(addition.claim, meeting)
    const wishes =
      claim.value && checkWishes(addition.wishes, meeting, claim.value.constituency, this.registrations.today(meeting))
    const { address, problems: wrong } = addressFrom(addition)
    const problems = [...(you.problems ?? []), ...wrong, ...(claim.problems ?? []), ...(wishes?.problems ?? [])]
    if (problems.length || !you.value || !claim.value || !wishes?.value || !address)
      throw new InvalidInput({ fields: problems })
    return {
      newcomer: { names: you.value.names, address, language: addition.language },
      claim: claim.value,
      wishes: wishes.value,
      jobTitle: you.value.jobTitle,
    }
  }
}

const addressFrom = ({
  email,
  contactEmail,
}: Pick<Addition, 'email' | 'contactEmail'>): { address?: Newcomer['address']; problems: FieldError[] } => {
  const [own, contact] = [email.trim(), contactEmail.trim()]
  if (!own && !contact) return { problems: [{ pointer: '/email', message: 'review.address.missing' }] }
  const [ownAddress, contactAddress] = [emailFrom(own), emailFrom(contact)]
  const problems: FieldError[] = [
    ...(own && !ownAddress ? [{ pointer: '/email', message: 'email.invalid' }] : []),
    ...(contact && !contactAddress ? [{ pointer: '/contactEmail', message: 'email.invalid' }] : []),
  ]
  if (problems.length) return { problems }
  if (ownAddress) return { address: { own: ownAddress }, problems }
  return contactAddress ? { address: { contact: contactAddress }, problems } : { problems }
}
