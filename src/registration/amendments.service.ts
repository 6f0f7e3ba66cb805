import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidInput, NotFound } from '../kernel/domain-error.ts'
import { newId, type PersonId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { People } from '../people/people.service.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { dayDoor } from './places/days-open.ts'
import { checkClaim, checkNeeds, checkYou, sameClaim } from './form/draft.ts'
import { claimOf, guestFrom } from './guest.ts'
import { AnswerFiles, type Uploads } from './questions/answer-files.service.ts'
import { questionsOf } from './questions/badge-questions.ts'
import { Memberships } from './delegation/memberships.service.ts'
import { Pools } from './places/pools.service.ts'
import type { Answers, Claim, Names } from './registration.ts'
import type { Registration } from './registration.entity.ts'
import { Registrations } from './registrations.service.ts'
import { Seating } from './places/seating.service.ts'
import { Standings, wishesOf } from './standings.service.ts'
import { can, mustBeAble } from './states.ts'
import { Suspensions } from './suspensions.service.ts'
import { Turns, type Patch } from './turns.service.ts'
import { SUSPENDED } from './verification.ts'

/** What can be changed of what was sent; what is absent stays as it is. */
export interface Changes {
  names?: Names
  jobTitle?: string
  claim?: Partial<Claim>
  answers?: Answers
  /** Files that answer questions. */
  uploads?: Uploads
  language?: string
}

/** What a participant changes of what they sent: one transaction, however much it is; it can be repeated. */
@Injectable()
export class Amendments {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly standings: Standings,
    private readonly turns: Turns,
    private readonly suspensions: Suspensions,
    private readonly registrations: Registrations,
    private readonly answerFiles: AnswerFiles,
    private readonly clock: Clock,
    private readonly memberships: Memberships,
  ) {}

  /**
   * Changes all of it, or nothing. A new name or claim suspends what was verified until it is confirmed again; a new name
   * does so in every meeting of the person.
   * @throws InvalidInput, MoveNotOpen, NotFound
   */
  async amend(meeting: Meeting, person: PersonId, changes: Changes): Promise<void> {
    await this.database.transaction(async (tx) => {
      // A name belongs to the person, not to one meeting: all their registrations take their turn, in order of id.
      const all = changes.names
        ? await this.turns.ofPerson(tx, person)
        : [await this.turns.own(tx, meeting.id, person)].filter((each) => each !== null)
      const registration = all.find((each) => each.meetingId === meeting.id)
      if (!registration) throw new NotFound()
      mustBeAble('amend', registration.state)
      const { names, jobTitle, claim, answers, language, uploads } = changes
      if (claim) await this.claimed(tx, meeting, registration, person, claim)
      if (names || jobTitle !== undefined) await this.named(tx, registration, all, person, { names, jobTitle })
      if (answers || language || uploads?.size)
        await this.needed(tx, meeting, registration, person, { answers, language, uploads })
    })
  }

  /** Changes names or job title after sending. */
  async you(meeting: Meeting, person: PersonId, given: { names: Names; jobTitle: string }): Promise<void> {
    await this.amend(meeting, person, { names: given.names, jobTitle: given.jobTitle })
  }

  /** Changes whom they represent. */
  async claim(meeting: Meeting, person: PersonId, claim: Partial<Claim>): Promise<void> {
    await this.amend(meeting, person, { claim })
  }

  /** Changes answers, all of them as on the form (what is absent is emptied), and the language of our messages. */
  async needs(
    meeting: Meeting,
    person: PersonId,
    given: Pick<Changes, 'answers' | 'language' | 'uploads'>,
  ): Promise<void> {
    const emptied = Object.fromEntries(questionsOf(meeting.registration).map(({ id }) => [id, '']))
    await this.amend(meeting, person, { ...given, answers: { ...emptied, ...given.answers } })
  }

  private async named(
    tx: EntityManager,
    registration: Registration,
    all: readonly Registration[],
    person: PersonId,
    given: { names: Names | undefined; jobTitle: string | undefined },
  ): Promise<void> {
    const who = await this.people.byId(person, tx)
    const now = { givenNames: who?.givenNames ?? '', familyName: who?.familyName ?? '' }
    const { value, problems } = checkYou(given.names ?? now, given.jobTitle ?? registration.jobTitle)
    if (problems) throw new InvalidInput({ fields: problems })
    const { names, jobTitle } = value
    if (names.givenNames !== now.givenNames || names.familyName !== now.familyName) {
      await this.people.rename(tx, person, names)
      const suspended = await this.suspensions.suspend(tx, all, { by: person, because: 'name' })
      if (!suspended.includes(registration) && registration.jobTitle === jobTitle)
        await this.amended(tx, registration, {}, person, 'you')
    }
    if (registration.jobTitle !== jobTitle) await this.amended(tx, registration, { jobTitle }, person, 'you')
  }

  private async amended(
    tx: EntityManager,
    registration: Registration,
    patch: Patch,
    by: PersonId,
    part: 'you' | 'needs',
  ): Promise<void> {
    await this.turns.finish(tx, registration, patch, { move: 'amend', by, tell: false, data: { part } })
  }

  /** It is a claim until verified; places follow the quotas of the new claim, and days not open to it are given back. */
  private async claimed(
    tx: EntityManager,
    meeting: Meeting,
    registration: Registration,
    person: PersonId,
    given: Partial<Claim>,
  ): Promise<void> {
    const { value: claim, problems } = checkClaim(given, meeting)
    if (problems) throw new InvalidInput({ fields: problems })
    if (sameClaim(claim, claimOf(registration))) return
    const choices = await this.standings.choices(registration.id, tx)
    const joined = await this.memberships.enter(tx, registration, claim)
    const needs = !(await this.memberships.provesItself(tx, meeting, claim, registration))
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
      ...joined,
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
    await this.memberships.announce(tx, meeting, registration, newId())
  }

  private async needed(
    tx: EntityManager,
    meeting: Meeting,
    registration: Registration,
    person: PersonId,
    given: { answers: Answers | undefined; language: string | undefined; uploads: Uploads | undefined },
  ): Promise<void> {
    const wishes = wishesOf(await this.standings.choices(registration.id, tx))
    const { answers, before } = await this.answerFiles.settle(
      tx,
      meeting,
      person,
      { ...registration.answers, ...given.answers },
      registration.answers,
      given.uploads,
    )
    const { value, problems } = checkNeeds(
      { answers, language: given.language ?? registration.language },
      meeting,
      { constituency: registration.claimedConstituency!, wishes },
      before,
      registration.answers,
    )
    if (problems) throw new InvalidInput({ fields: problems })
    await this.answerFiles.dropUnused(tx, meeting, registration.answers, value.answers)
    await this.amended(tx, registration, value, person, 'needs')
  }
}

const daysOf = (days: readonly { day: string }[]): string[] => days.map(({ day }) => day)
