import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidInput, NotFound } from '../kernel/domain-error.ts'
import type { PersonId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { People } from '../people/people.service.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { dayDoor } from './days-open.ts'
import { checkClaim, checkNeeds, checkYou, sameClaim } from './draft.ts'
import { claimOf, guestFrom } from './guest.ts'
import { Pools } from './pools.service.ts'
import type { Answers, Claim, Names } from './registration.ts'
import type { Registration } from './registration.entity.ts'
import { Registrations } from './registrations.service.ts'
import { Seating, type ChoiceRow } from './seating.service.ts'
import { Standings, wishesOf } from './standings.service.ts'
import { can, mustBeAble } from './states.ts'
import { Turns, type Patch } from './turns.service.ts'
import { needsVerification } from './verification.ts'

const SUSPENDED = { state: 'requested', verifiedConstituency: null, verifiedState: null, verifiedAt: null } as const

/** What a participant changes of what they sent: each part is one transaction and can be repeated. */
@Injectable()
export class Amendments {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly standings: Standings,
    private readonly turns: Turns,
    private readonly registrations: Registrations,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes names or job title after sending. A new name suspends what was verified until it is confirmed again.
   * @throws InvalidInput, MoveNotOpen
   */
  async you(meeting: Meeting, person: PersonId, given: { names: Names; jobTitle: string }): Promise<void> {
    const { value, problems } = checkYou(given.names, given.jobTitle)
    if (problems) throw new InvalidInput({ fields: problems })
    await this.command(meeting, person, async (tx, registration, choices) => {
      mustBeAble('amend', registration.state)
      const who = await this.people.byId(person, tx)
      const renamed = who?.givenNames !== value.names.givenNames || who.familyName !== value.names.familyName
      if (!renamed && registration.jobTitle === value.jobTitle) return
      const suspends =
        renamed &&
        can('suspend', registration.state) &&
        needsVerification(meeting.registration, registration.claimedConstituency!)
      if (suspends) await this.pools.lock(tx, meeting.id, daysOf(choices))
      await this.people.rename(tx, person, value.names)
      const patch: Patch = { jobTitle: value.jobTitle, ...(suspends && SUSPENDED) }
      await this.turns.finish(tx, registration, patch, {
        move: suspends ? 'suspend' : 'amend',
        by: person,
        tell: suspends,
        data: { part: 'you' },
      })
    })
  }

  /**
   * Changes whom they represent. It is a claim until verified; places follow the quotas of the new claim, and days that
   * are not open to it are given back.
   * @throws InvalidInput, MoveNotOpen
   */
  async claim(meeting: Meeting, person: PersonId, given: Partial<Claim>): Promise<void> {
    const { value: claim, problems } = checkClaim(given, meeting)
    if (problems) throw new InvalidInput({ fields: problems })
    await this.command(meeting, person, async (tx, registration, choices) => {
      mustBeAble('amend', registration.state)
      if (sameClaim(claim, claimOf(registration))) return
      const needs = needsVerification(meeting.registration, claim.constituency)
      const shut = meeting.days.filter(
        (day) => dayDoor(day, claim.constituency, this.registrations.today(meeting)) === 'not-for-you',
      )
      const left = choices.filter((choice) => !shut.some((day) => day.date.toString() === choice.day))
      if (!left.some((choice) => choice.mode !== 'none'))
        throw new InvalidInput({
          fields: [{ pointer: '/claim/constituency', message: 'registration.constituency.no-day' }],
        })
      const guest = guestFrom(registration, claim)
      await this.pools.ensureDelegation(tx, meeting.id, daysOf(choices), guest)
      const pools = await this.pools.lock(tx, meeting.id, daysOf(choices))
      const now = await this.standings.choices(registration.id, tx)
      await this.seating.drop(
        tx,
        pools,
        guest,
        shut.map((day) => day.date.toString()),
      )
      const wishes = wishesOf(now).filter((wish) => left.some((choice) => choice.day === wish.day))
      await this.seating.seat(tx, pools, guest, wishes, now, this.registrations.asksFirst(meeting, 'requested'))
      const patch: Patch = {
        organization: claim.organization,
        claimedConstituency: claim.constituency,
        claimedState: claim.state,
        ...(needs
          ? SUSPENDED
          : {
              state: registration.late ? registration.state : 'confirmed',
              verifiedConstituency: claim.constituency,
              verifiedState: claim.state,
              verifiedAt: this.clock.now(),
            }),
      }
      const move = needs && can('suspend', registration.state) ? 'suspend' : 'amend'
      await this.turns.finish(tx, registration, patch, { move, by: person, tell: true, data: { part: 'claim' } }, pools)
    })
  }

  /**
   * Changes answers and the language of our messages.
   * @throws InvalidInput, MoveNotOpen
   */
  async needs(meeting: Meeting, person: PersonId, given: { answers?: Answers; language?: string }): Promise<void> {
    await this.command(meeting, person, async (tx, registration, choices) => {
      mustBeAble('amend', registration.state)
      const asked = { constituency: registration.claimedConstituency!, wishes: wishesOf(choices) }
      const { value, problems } = checkNeeds(given, meeting, asked)
      if (problems) throw new InvalidInput({ fields: problems })
      await this.turns.finish(tx, registration, value, {
        move: 'amend',
        by: person,
        tell: false,
        data: { part: 'needs' },
      })
    })
  }

  private async command(
    meeting: Meeting,
    person: PersonId,
    work: (tx: EntityManager, registration: Registration, choices: ChoiceRow[]) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const registration = await this.turns.own(tx, meeting.id, person)
      if (!registration) throw new NotFound()
      await work(tx, registration, await this.standings.choices(registration.id, tx))
    })
  }
}

const daysOf = (days: readonly { day: string }[]): string[] => days.map(({ day }) => day)
