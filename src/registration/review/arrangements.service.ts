import { Injectable } from '@nestjs/common'
import { isDeepStrictEqual } from 'node:util'
import type { EntityManager } from 'typeorm'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import type { Locale } from '../../kernel/locale.ts'
import { newId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { People } from '../../people/people.service.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Memberships } from '../delegation/memberships.service.ts'
import { checkAnswers } from '../form/answers.ts'
import { askedOf, checkClaim, checkWishes, checkYou, sameClaim } from '../form/draft.ts'
import { claimOf, guestFrom } from '../guest.ts'
import { dayDoor } from '../places/days-open.ts'
import { Pools } from '../places/pools.service.ts'
import type { ChoiceRow } from '../places/choices.service.ts'
import { Seating } from '../places/seating.service.ts'
import { questionsOf } from '../questions/badge-questions.ts'
import type { Answers, Claim, Names, Wish } from '../registration.ts'
import type { Registration } from '../registration.entity.ts'
import { Registrations } from '../registrations.service.ts'
import { Standings, wishesOf } from '../standings.service.ts'
import { mustBeAble } from '../states.ts'
import { Turns, type Patch } from '../turns.service.ts'

/**
 * What an organiser changes for somebody, with the reason that is kept and, where it changes what the person has, mailed.
 * An organiser's word is the secretariat's: nothing that was verified is suspended by it, and no window is shut. Each is a
 * transaction of its own, or part of that of the caller.
 */
@Injectable()
export class Arrangements {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly standings: Standings,
    private readonly turns: Turns,
    private readonly memberships: Memberships,
    private readonly registrations: Registrations,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes how they attend; days that are not named stay as they are. To the room with a place, else in line.
   * @throws NotFound, InvalidInput, MoveNotOpen
   */
  async choose(
    meeting: Meeting,
    registration: RegistrationId,
    by: PersonId,
    wishes: readonly Wish[],
    why = '',
    within?: EntityManager,
  ): Promise<void> {
    await this.command(meeting, registration, within, async (tx, found, choices) => {
      mustBeAble('choose', found.state)
      const before = wishesOf(choices)
      const named = new Set(wishes.map((wish) => wish.day))
      const { value, problems } = checkWishes(
        [...before.filter((wish) => !named.has(wish.day)), ...wishes],
        meeting,
        found.quotaConstituency!,
        this.registrations.today(meeting),
        before,
      )
      if (problems) throw new InvalidInput({ fields: problems })
      const changed = value.filter((wish) => !before.some((each) => each.day === wish.day && each.mode === wish.mode))
      if (changed.length === 0) return
      const days = [...new Set([...choices, ...changed].map(({ day }) => day))]
      const guest = guestFrom(found)
      await this.pools.ensureDelegation(tx, meeting.id, days, guest)
      const pools = await this.pools.lock(tx, meeting.id, days)
      const now = await this.standings.choices(found.id, tx)
      await this.seating.seat(tx, pools, guest, changed, now, () => false)
      const data = { days: changed.map(({ day, mode }) => ({ day, mode })) }
      await this.turns.finish(tx, found, {}, { move: 'choose', by, why, tell: true, data }, pools)
    })
  }

  /**
   * Corrects names (where any are given) and function. The person is told when the name that our messages and the badge use is another.
   * @throws NotFound, InvalidInput, MoveNotOpen
   */
  async name(
    meeting: Meeting,
    registration: RegistrationId,
    by: PersonId,
    given: { names?: Names; jobTitle: string },
    why = '',
    within?: EntityManager,
  ): Promise<void> {
    await this.command(meeting, registration, within, async (tx, found) => {
      mustBeAble('amend', found.state)
      const who = await this.people.byId(found.personId, tx)
      if (!who) throw new NotFound()
      const { value, problems } = checkYou(given.names ?? who, given.jobTitle)
      if (problems) throw new InvalidInput({ fields: problems })
      const renamed = who.givenNames !== value.names.givenNames || who.familyName !== value.names.familyName
      if (!renamed && found.jobTitle === value.jobTitle) return
      if (renamed) await this.people.rename(tx, found.personId, value.names)
      const patch: Patch = { jobTitle: value.jobTitle }
      await this.turns.finish(tx, found, patch, { move: 'amend', by, why, tell: renamed, data: { part: 'you' } })
    })
  }

  /**
   * Changes whom they represent, and with it their delegation; with `wishes`, also how they attend those days. Places follow
   * the quotas of the new claim; days that are not open to it are given back. Who is confirmed stays so: the organiser has
   * checked it.
   * @throws NotFound, InvalidInput, MoveNotOpen
   */
  async represent(
    meeting: Meeting,
    registration: RegistrationId,
    by: PersonId,
    given: Partial<Claim> & { wishes?: readonly Wish[] },
    why = '',
    within?: EntityManager,
  ): Promise<void> {
    const { value: claim, problems } = checkClaim(given, meeting)
    if (problems) throw new InvalidInput({ fields: problems })
    await this.command(meeting, registration, within, async (tx, found, choices) => {
      mustBeAble('amend', found.state)
      if (sameClaim(claim, claimOf(found))) return
      const today = this.registrations.today(meeting)
      const shut = meeting.days
        .filter((day) => dayDoor(day, claim.constituency, today) === 'not-for-you')
        .map(({ date }) => date.toString())
      const { wishes: others = [] } = given
      const wishedFor = (before: readonly ChoiceRow[]): Wish[] =>
        [...wishesOf(before).filter(({ day }) => !others.some((wish) => wish.day === day)), ...others].filter(
          ({ day }) => !shut.includes(day),
        )
      if (!wishedFor(choices).some(({ mode }) => mode !== 'none'))
        throw new InvalidInput({
          fields: [{ pointer: '/claim/constituency', message: 'registration.constituency.no-day' }],
        })
      const joined = await this.memberships.enter(tx, found, claim)
      const guest = guestFrom(found, claim)
      const days = [...new Set([...choices, ...others].map(({ day }) => day))]
      await this.pools.ensureDelegation(tx, meeting.id, days, guest)
      const pools = await this.pools.lock(tx, meeting.id, days)
      const now = await this.standings.choices(found.id, tx)
      await this.seating.drop(tx, pools, guest, shut)
      await this.seating.seat(tx, pools, guest, wishedFor(now), now, this.registrations.asksFirst(meeting, found.state))
      const patch: Patch = {
        organization: claim.organization,
        claimedConstituency: claim.constituency,
        claimedState: claim.state,
        ...joined,
        ...(found.state === 'confirmed' && {
          verifiedConstituency: claim.constituency,
          verifiedState: claim.state,
          verifiedAt: this.clock.now(),
        }),
      }
      await this.turns.finish(tx, found, patch, { move: 'amend', by, why, tell: true, data: { part: 'claim' } }, pools)
      await this.memberships.announce(tx, meeting, found, newId())
    })
  }

  /**
   * Answers questions for somebody, and says in which language we write to them; questions that are not named stay as they
   * were answered, also where they are still to be.
   * @throws NotFound, InvalidInput, MoveNotOpen
   */
  async answer(
    meeting: Meeting,
    registration: RegistrationId,
    by: PersonId,
    given: { answers: Answers; language?: Locale },
    why = '',
    within?: EntityManager,
  ): Promise<void> {
    await this.command(meeting, registration, within, async (tx, found, choices) => {
      mustBeAble('amend', found.state)
      const { answers: before, language: spoken, claimedConstituency } = found
      const of = askedOf(meeting, { constituency: claimedConstituency!, wishes: wishesOf(choices) })
      const all = { ...before, ...given.answers }
      const { answers, problems } = checkAnswers(questionsOf(meeting.registration), all, of, before)
      const wrong = problems.filter(({ pointer }) => questionOf(pointer) in given.answers)
      if (wrong.length) throw new InvalidInput({ fields: wrong })
      const { language = spoken } = given
      if (isDeepStrictEqual(answers, before) && language === spoken) return
      const patch: Patch = { answers, language }
      await this.turns.finish(tx, found, patch, { move: 'amend', by, why, tell: false, data: { part: 'needs' } })
    })
  }

  /**
   * Withdraws for somebody; their places go to those in line.
   * @throws NotFound, MoveNotOpen
   */
  async withdraw(meeting: Meeting, registration: RegistrationId, by: PersonId, why = ''): Promise<void> {
    await this.command(meeting, registration, undefined, async (tx, found, choices) => {
      if (found.state === 'withdrawn') return
      mustBeAble('withdraw', found.state)
      const pools = await this.pools.lock(
        tx,
        meeting.id,
        choices.map(({ day }) => day),
      )
      await this.seating.release(tx, pools, guestFrom(found))
      const patch: Patch = { state: 'withdrawn' }
      await this.turns.finish(tx, found, patch, { move: 'withdraw', by, why, tell: true }, pools)
    })
  }

  private async command(
    meeting: Meeting,
    registration: RegistrationId,
    within: EntityManager | undefined,
    work: (tx: EntityManager, found: Registration, choices: ChoiceRow[]) => Promise<void>,
  ): Promise<void> {
    const inTurn = async (tx: EntityManager): Promise<void> => {
      const found = await this.turns.byId(tx, meeting.id, registration)
      if (!found || found.state === 'draft') throw new NotFound()
      await work(tx, found, await this.standings.choices(found.id, tx))
    }
    await (within ? inTurn(within) : this.database.transaction(inTurn))
  }
}

const questionOf = (pointer: string): string => pointer.slice('/answers/'.length)
