import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidInput, NotFound } from '../kernel/domain-error.ts'
import { newId, type PersonId, type RegistrationId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { noticeVersion } from '../meetings/personal-data.ts'
import { People } from '../people/people.service.ts'
import { Clock } from '../platform/clock.ts'
import { Database, unmet } from '../platform/database/database.ts'
import { checkDraft, checkWishes, sameClaim, type Complete } from './form/draft.ts'
import { claimOf, guestFrom } from './guest.ts'
import { ownFrom, type OwnRegistration } from './own/own.ts'
import { AnswerFiles, type Uploads } from './questions/answer-files.service.ts'
import { Memberships } from './delegation/memberships.service.ts'
import { Pools } from './places/pools.service.ts'
import type { Consents, Draft, PlaceMode, Wish } from './registration.ts'
import { Registration } from './registration.entity.ts'
import type { ChoiceRow } from './places/choices.service.ts'
import { Seating, type AsksFirst } from './places/seating.service.ts'
import { Serving } from './places/serving.service.ts'
import { Standings, wishesOf } from './standings.service.ts'
import { can, mustBeAble } from './states.ts'
import { Turns, type Patch } from './turns.service.ts'
import { endOfMeeting, RegistrationIsOver, RegistrationNotOpen, windowFor, type Window } from './windows.ts'

/** One click on the button that sends the form. */
interface Click {
  /** The same for all showings of one form. */
  submissionId: string
  consents: Consents
}

/** What a participant does with their registration: each command is one transaction and can be repeated. */
@Injectable()
export class Registrations {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly serving: Serving,
    private readonly standings: Standings,
    private readonly turns: Turns,
    private readonly answerFiles: AnswerFiles,
    private readonly clock: Clock,
    private readonly memberships: Memberships,
  ) {}

  /** A person's own registration, draft included; undefined before they begin. */
  async own(meeting: Meeting, person: PersonId): Promise<OwnRegistration | undefined> {
    const registration = await this.database.manager.findOneBy(Registration, {
      meetingId: meeting.id,
      personId: person,
    })
    if (!registration) return undefined
    const [standing, choices, who] = await Promise.all([
      this.standings.one(registration),
      this.standings.choices(registration.id),
      this.people.byId(person),
    ])
    return ownFrom(registration, standing, wishesOf(choices), who)
  }

  /** The address that somebody signed in with; empty for who was erased. */
  async addressOf(person: PersonId): Promise<string> {
    const who = await this.people.byId(person)
    return who?.email ?? who?.contactEmail ?? ''
  }

  /**
   * Saves a part of the draft as it goes; the first part begins the registration. What is typed is kept as it is: it is
   * checked step by step by the form, and all of it when it is sent. `edit` names one showing of a step: once that was sent
   * (`closes`), what its script still had on the way is late and changes nothing.
   * @throws RegistrationNotOpen, RegistrationIsOver, MoveNotOpen when it was sent already
   */
  async saveDraft(
    meeting: Meeting,
    person: PersonId,
    part: Draft,
    language: Locale,
    { uploads, edit, closes = false }: { uploads?: Uploads; edit?: string; closes?: boolean } = {},
  ): Promise<void> {
    this.mustBeOpen(meeting)
    const now = this.clock.now().toString()
    await this.database.transaction(async (tx) => {
      await this.database.query(
        `INSERT INTO registration (id, meeting_id, person_id, state, language, created_at, changed_at)
         VALUES ($1, $2, $3, 'draft', $4, $5, $5) ON CONFLICT (meeting_id, person_id) DO NOTHING`,
        [newId(), meeting.id, person, language, now],
        tx,
      )
      const registration = (await this.turns.own(tx, meeting.id, person))!
      mustBeAble('submit', registration.state)
      if (edit && !closes && registration.draft.closed === edit) return
      const saved: Draft = { ...part, ...(edit && closes && { closed: edit }) }
      if (part.answers || uploads?.size) {
        const earlier = registration.draft.answers ?? (registration.state === 'withdrawn' ? registration.answers : {})
        const settled = await this.answerFiles.settle(tx, meeting, person, part.answers ?? earlier, earlier, uploads)
        await this.answerFiles.dropUnused(tx, meeting, earlier, settled.answers)
        saved.answers = settled.answers
      }
      await this.database.query(
        'UPDATE registration SET draft = draft || $2::jsonb, changed_at = $3 WHERE id = $1',
        [registration.id, JSON.stringify(saved), now],
        tx,
      )
    })
  }

  /**
   * Sends the draft. The second click, and a second window, find what the first did.
   * @throws InvalidInput, RegistrationNotOpen, RegistrationIsOver, MoveNotOpen
   */
  async submit(meeting: Meeting, person: PersonId, click: Click): Promise<OwnRegistration> {
    // By what is free a moment ago; once more when that is gone meanwhile, as often with the last place.
    for (let tries = 1; ; tries++)
      try {
        return await this.tryToSend(meeting, person, click, { atOnce: tries <= 2 })
      } catch (error) {
        const reason = unmet(error)
        if (reason === undefined) throw error
        if (reason !== 'gone') return this.tryToSend(meeting, person, click, { atOnce: false })
      }
  }

  private async tryToSend(
    meeting: Meeting,
    person: PersonId,
    { submissionId, consents }: Click,
    how: { atOnce: boolean },
  ): Promise<OwnRegistration> {
    const sent = await this.database.transaction(async (tx) => {
      const registration = await this.turns.own(tx, meeting.id, person)
      // Sent already, by this click's twin or in another window; a withdrawn one may be sent again, by a new click.
      if (registration && (can('amend', registration.state) || registration.submissionId === submissionId)) return
      if (registration) mustBeAble('submit', registration.state)
      this.mustBeOpen(meeting)
      const draft = registration ? await this.draftOf(tx, registration) : {}
      const checked = checkDraft(draft, meeting, this.today(meeting))
      const problems = [
        ...(checked.problems ?? []),
        ...(consents.data ? [] : [{ pointer: '/consents/data', message: 'registration.consent.missing' }]),
      ]
      if (!registration || !checked.value || problems.length) throw new InvalidInput({ fields: problems })
      return this.send(tx, meeting, registration, checked.value, { submissionId, consents, ...how })
    })
    return sent ?? (await this.own(meeting, person))!
  }

  /** What is to be sent: of who withdrew and comes back, what they said before and changed since. */
  private async draftOf(tx: EntityManager, registration: Registration): Promise<Draft> {
    if (registration.state !== 'withdrawn') return registration.draft
    const [standing, choices, who] = await Promise.all([
      this.standings.one(registration, tx),
      this.standings.choices(registration.id, tx),
      this.people.byId(registration.personId, tx),
    ])
    return ownFrom(registration, standing, wishesOf(choices), who).draft
  }

  private async send(
    tx: EntityManager,
    meeting: Meeting,
    registration: Registration,
    complete: Complete,
    { submissionId, consents, atOnce }: Click & { atOnce: boolean },
  ): Promise<OwnRegistration> {
    const { claim, wishes } = complete
    const now = this.clock.now()
    const joined = await this.memberships.enter(tx, registration, claim)
    const verified = await this.verifiedAlready(tx, meeting, registration, complete)
    // Prepared by an organiser who invited them: whoever accepts is never late, and their places are held.
    const invited = registration.state === 'draft' && registration.verifiedConstituency !== null
    const late = this.window(meeting, 'online') === 'late' && !(invited && verified)
    const held = invited ? await this.standings.choices(registration.id, tx) : []
    const state = verified && !late ? 'confirmed' : 'requested'
    const guest = guestFrom(registration, claim)
    const asksFirst: AsksFirst = (mode, pools) =>
      this.window(meeting, mode) === 'late' ||
      (state !== 'confirmed' && pools.some((pool) => pool.gives === 'on-approval'))

    const patch: Patch = {
      state,
      late,
      draft: {},
      jobTitle: complete.jobTitle,
      organization: claim.organization,
      claimedConstituency: claim.constituency,
      claimedState: claim.state,
      verifiedConstituency: verified ? claim.constituency : null,
      verifiedState: verified ? claim.state : null,
      verifiedAt: verified ? now : null,
      language: complete.language,
      answers: complete.answers,
      consents: { ...consents, notice: noticeVersion(meeting.registration), at: now.toString() },
      submissionId,
      submittedAt: now,
      ...joined,
    }
    // Everybody in a rush wants the same pools: they are locked last, when all that does without them is written.
    const before = registration.draft.answers ?? registration.answers
    const [, announced, pools, who] = await Promise.all([
      // First, so that what the list finds is made once, with the name.
      this.people.rename(tx, registration.personId, complete.names),
      this.turns.write(tx, registration, patch, { move: 'submit', by: registration.personId, tell: true }),
      this.pools.ofSeeker(tx, meeting.id, daysOf(wishes), guest),
      this.people.byId(registration.personId, tx),
      this.answerFiles.dropUnused(tx, meeting, before, complete.answers),
    ])
    await this.memberships.announce(tx, meeting, registration, announced.change)
    const record = this.turns.recording(tx, registration, announced)
    if (atOnce && held.length === 0) {
      const seated = await this.seating.seatAtOnce(tx, pools, guest, wishes, asksFirst, record)
      if (seated) return ownFrom(registration, seated, wishes, who)
    }
    const locked = await this.pools.lock(tx, meeting.id, [...new Set([...daysOf(wishes), ...daysOf(held)])])
    await this.seating.seat(tx, locked, guest, wishes, held, asksFirst)
    const standing = await record.standing()
    await record.writeDown(standing)
    if (held.length > 0) await this.turns.tellServed(tx, await this.serving.promote(tx, locked, meeting.id))
    return ownFrom(registration, standing, wishes, who)
  }

  /** Nobody need check again who comes back as they were, nor whose claim needs nobody's word. */
  private async verifiedAlready(
    tx: EntityManager,
    meeting: Meeting,
    registration: Registration,
    { claim, names }: Complete,
  ): Promise<boolean> {
    if (await this.memberships.provesItself(tx, meeting, claim, registration)) return true
    if (registration.verifiedConstituency === null || !sameClaim(claim, claimOf(registration))) return false
    // Nobody was named to an invitation: it is for whoever proves the address.
    if (registration.state === 'draft') return true
    const who = await this.people.byId(registration.personId, tx)
    return who?.givenNames === names.givenNames && who.familyName === names.familyName
  }

  /**
   * Changes how they attend; days that are not named stay as they are. To online at once; to the room with a place, else
   * in line for one without losing what they have.
   * @throws InvalidInput, MoveNotOpen, RegistrationIsOver
   */
  async choose(meeting: Meeting, person: PersonId, wishes: readonly Wish[]): Promise<OwnRegistration> {
    this.mustBeOpen(meeting)
    await this.command(meeting, person, async (tx, registration, choices) => {
      mustBeAble('choose', registration.state)
      const before = wishesOf(choices)
      const named = new Set(wishes.map((wish) => wish.day))
      const { value, problems } = checkWishes(
        [...before.filter((wish) => !named.has(wish.day)), ...wishes],
        meeting,
        registration.quotaConstituency!,
        this.today(meeting),
        before,
      )
      if (problems) throw new InvalidInput({ fields: problems })
      const changed = value.filter((wish) => !before.some((each) => sameWish(each, wish)))
      if (changed.length === 0) return
      const days = [...new Set([...daysOf(choices), ...daysOf(changed)])]
      const guest = guestFrom(registration)
      await this.pools.ensureDelegation(tx, meeting.id, days, guest)
      const pools = await this.pools.lock(tx, meeting.id, days)
      const now = await this.standings.choices(registration.id, tx)
      await this.seating.seat(tx, pools, guest, changed, now, this.asksFirst(meeting, registration.state))
      const data = { days: changed.map(({ day, mode }) => ({ day, mode })) }
      await this.turns.finish(tx, registration, {}, { move: 'choose', by: person, tell: true, data }, pools)
    })
    return (await this.own(meeting, person))!
  }

  /**
   * Gives back every place; those in line get them. They can come back by sending the form again.
   * @throws MoveNotOpen
   */
  async withdraw(meeting: Meeting, person: PersonId): Promise<void> {
    await this.command(meeting, person, async (tx, registration, choices) => {
      if (registration.state === 'withdrawn') return
      mustBeAble('withdraw', registration.state)
      const pools = await this.pools.lock(tx, meeting.id, daysOf(choices))
      await this.seating.release(tx, pools, guestFrom(registration))
      const patch: Patch = { state: 'withdrawn' }
      await this.turns.finish(tx, registration, patch, { move: 'withdraw', by: person, tell: true }, pools)
    })
  }

  /** Gives what is free to those in line, as after a pool was enlarged. */
  async serve(meeting: Meeting): Promise<RegistrationId[]> {
    return this.database.transaction(async (tx) => {
      const pools = await this.pools.lock(
        tx,
        meeting.id,
        meeting.days.map((day) => day.date.toString()),
      )
      const served = await this.serving.promote(tx, pools, meeting.id)
      await this.turns.tellServed(tx, served)
      return [...new Set(served.map((each) => each.registration))]
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

  /** For who is registered already: only the room can be late, and a pool that gives on approval asks until confirmed. */
  asksFirst(meeting: Meeting, state: Registration['state']): AsksFirst {
    return (mode, pools) =>
      (mode === 'in-person' && this.window(meeting, mode) === 'late') ||
      (state !== 'confirmed' && pools.some((pool) => pool.gives === 'on-approval'))
  }

  /** Where the clock stands for who asks to take part so. */
  window(meeting: Meeting, mode: PlaceMode): Window {
    return windowFor(meeting.registration, mode, this.clock.now(), endOfMeeting(meeting.days, meeting.timeZone))
  }

  private mustBeOpen(meeting: Meeting): void {
    const window = this.window(meeting, 'online')
    if (window === 'not-yet') throw new RegistrationNotOpen()
    if (window === 'over') throw new RegistrationIsOver()
  }

  /** Today, in the meeting's zone. */
  today(meeting: Meeting): Temporal.PlainDate {
    return this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
  }
}

const daysOf = (days: readonly { day: string }[]): string[] => days.map(({ day }) => day)

/** What is absent of a wish stays as it was. */
const sameWish = (was: Wish, now: Wish): boolean =>
  was.day === now.day &&
  was.mode === now.mode &&
  was.meanwhile === now.meanwhile &&
  (now.floor === undefined || now.floor === (was.floor ?? false)) &&
  (now.sessions === undefined || sameSessions(was.sessions ?? [], now.sessions))

const sameSessions = (was: readonly string[], now: readonly string[]): boolean =>
  was.length === now.length && was.every((session) => now.includes(session))
