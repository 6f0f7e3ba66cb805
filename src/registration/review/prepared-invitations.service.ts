import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { emailFrom, emailKey, type EmailAddress } from '../../kernel/email-address.ts'
import { isId, newId, type Id, type MeetingId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { People } from '../../people/people.service.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { Memberships } from '../delegation/memberships.service.ts'
import { checkClaim, checkWishes } from '../form/draft.ts'
import { guestFrom } from '../guest.ts'
import { Pools } from '../places/pools.service.ts'
import { Seating } from '../places/seating.service.ts'
import { Serving } from '../places/serving.service.ts'
import type { Claim, Wish } from '../registration.ts'
import type { Registration } from '../registration.entity.ts'
import { Registrations } from '../registrations.service.ts'
import { Standings } from '../standings.service.ts'
import { Turns } from '../turns.service.ts'
import { endOfMeeting } from '../windows.ts'

export type PreparedId = Id<'PreparedInvitation'>

/** Tells somebody that they are invited; `sent` rises each time it is sent again. */
export const tellInvited = defineJob<{ invitation: PreparedId; sent: number }>('registration.invite')
/** Gives up the place that was held for an invitation. */
const lapseInvitation = defineJob<{ invitation: PreparedId }>('registration.invitation-lapses')

/** What is prepared for everybody who is invited at once. */
export interface Preparation {
  claim: Partial<Claim>
  wishes: readonly Wish[]
  language: Locale
  /** Until when the place is held. */
  heldUntil: Temporal.Instant
}

/** What became of one address. */
export type Invited = 'invited' | 'invited-already' | 'registered-already' | 'no-room'

/** How an invitation stands. */
export type PreparedState = 'open' | 'accepted' | 'lapsed' | 'withdrawn'

/** An invitation as organisers see it. */
export interface PreparedView {
  id: PreparedId
  registration: RegistrationId | null
  /** Empty once it came to nothing: the address is not kept. */
  email: string
  claim: Claim | null
  state: PreparedState
  heldUntil: Temporal.Instant
  createdAt: Temporal.Instant
  sent: number
}

/** Thrown to undo what was begun for one address. */
class NoRoomLeft extends Error {}

const OPEN_STATES = `CASE WHEN p.closed IS NOT NULL THEN p.closed WHEN r.state <> 'draft' THEN 'accepted' ELSE 'open' END`

interface Row {
  id: PreparedId
  registration_id: RegistrationId | null
  email: string | null
  claimed_constituency: string | null
  claimed_state: string | null
  organization: string | null
  state: PreparedState
  held_until: Date
  created_at: Date
  sent: number
}

const instant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime())

/**
 * Invitations with a prepared place: whom somebody represents is verified already, their days are chosen, and the places
 * are held (they count as taken) until a moment. Who proves the address and sends the form is confirmed at once.
 */
@Injectable()
export class PreparedInvitations implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly meetings: Meetings,
    private readonly memberships: Memberships,
    private readonly registrations: Registrations,
    private readonly standings: Standings,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly serving: Serving,
    private readonly turns: Turns,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(lapseInvitation, ({ invitation }) => this.lapse(invitation))
  }

  /**
   * Invites several at once; each address by itself, so that one without room holds up no other. Sent again, nobody is
   * invited twice.
   * @throws InvalidInput when what is prepared, or an address, is wrong
   */
  async invite(
    meeting: Meeting,
    by: PersonId,
    addresses: readonly string[],
    preparation: Preparation,
  ): Promise<{ address: EmailAddress; outcome: Invited }[]> {
    const { claim, wishes } = this.check(meeting, preparation)
    const given = addresses.map((address) => emailFrom(address))
    if (given.length === 0) throw new InvalidInput({ fields: [{ pointer: '/addresses', message: 'email.missing' }] })
    const wrong = given.findIndex((address) => address === undefined)
    if (wrong >= 0)
      throw new InvalidInput({
        fields: [
          {
            pointer: '/addresses',
            message: 'review.address.wrong',
            params: { address: addresses[wrong]!.slice(0, 100) },
          },
        ],
      })
    const unique = new Map(given.flatMap((address) => (address ? [[emailKey(address), address] as const] : [])))
    const done: { address: EmailAddress; outcome: Invited }[] = []
    for (const address of unique.values())
      done.push({ address, outcome: await this.inviteOne(meeting, by, address, claim, wishes, preparation) })
    return done
  }

  private check(
    meeting: Meeting,
    { claim, wishes, heldUntil }: Preparation,
  ): { claim: Claim; wishes: readonly Wish[] } {
    const checked = checkClaim(claim, meeting)
    const days =
      checked.value && checkWishes(wishes, meeting, checked.value.constituency, this.registrations.today(meeting))
    const ends = endOfMeeting(meeting.days, meeting.timeZone)
    const inTime =
      Temporal.Instant.compare(heldUntil, this.clock.now()) > 0 && Temporal.Instant.compare(heldUntil, ends) <= 0
    const problems = [
      ...(checked.problems ?? []),
      ...(days?.problems ?? []),
      ...(inTime ? [] : [{ pointer: '/heldUntil', message: 'review.held-until.not-possible' }]),
    ]
    if (problems.length || !checked.value || !days?.value) throw new InvalidInput({ fields: problems })
    return { claim: checked.value, wishes: days.value }
  }

  private async inviteOne(
    meeting: Meeting,
    by: PersonId,
    address: EmailAddress,
    claim: Claim,
    wishes: readonly Wish[],
    { language, heldUntil }: Preparation,
  ): Promise<Invited> {
    try {
      return await this.database.transaction(async (tx) => {
        const now = this.clock.now()
        const person = await this.people.invite(tx, address, language)
        await this.database.query(
          `INSERT INTO registration (id, meeting_id, person_id, state, language, created_at, changed_at)
           VALUES ($1, $2, $3, 'draft', $4, $5, $5) ON CONFLICT (meeting_id, person_id) DO NOTHING`,
          [newId(), meeting.id, person, language, now.toString()],
          tx,
        )
        const registration = (await this.turns.own(tx, meeting.id, person))!
        if (registration.state !== 'draft') return 'registered-already'
        if (registration.verifiedConstituency !== null) return 'invited-already'
        await this.hold(tx, meeting, registration, claim, wishes)
        const id = newId<'PreparedInvitation'>()
        await this.database.query(
          `INSERT INTO prepared_invitation (id, meeting_id, registration_id, invited_by, created_at, held_until)
           VALUES ($1, $2, $3, $4, $5, $6)`,
          [id, meeting.id, registration.id, by, now.toString(), heldUntil.toString()],
          tx,
        )
        await this.audit.write(tx, 'registration.invited', { actor: by, meeting: meeting.id, subject: registration.id })
        await this.jobs.send(tx, tellInvited, { invitation: id, sent: 1 }, { cause: `${id} 1` })
        await this.jobs.send(tx, lapseInvitation, { invitation: id }, { cause: id, startAfter: heldUntil })
        return 'invited'
      })
    } catch (error) {
      if (error instanceof NoRoomLeft) return 'no-room'
      throw error
    }
  }

  /** Prepares the draft and takes its places, all of them or none. */
  private async hold(
    tx: EntityManager,
    meeting: Meeting,
    registration: Registration,
    claim: Claim,
    wishes: readonly Wish[],
  ): Promise<void> {
    const now = this.clock.now().toString()
    const joined = await this.memberships.enter(tx, registration, claim)
    const guest = guestFrom(registration, claim)
    const dates = wishes.map(({ day }) => day)
    await this.database.query(
      `UPDATE registration SET claimed_constituency = $2, claimed_state = $3, organization = $4, verified_constituency = $2,
              verified_state = $3, verified_at = $5, delegation_id = $6, draft = draft || $7::jsonb, changed_at = $5
        WHERE id = $1`,
      [
        registration.id,
        claim.constituency,
        claim.state,
        claim.organization,
        now,
        joined.delegationId,
        JSON.stringify({ claim, wishes }),
      ],
      tx,
    )
    await this.pools.ensureDelegation(tx, meeting.id, dates, guest)
    const pools = await this.pools.lock(tx, meeting.id, dates)
    await this.seating.seat(tx, pools, guest, wishes, [], () => false)
    const choices = await this.standings.choices(registration.id, tx)
    if (choices.some(({ mode, held }) => mode !== 'none' && held !== mode)) throw new NoRoomLeft()
  }

  /** The invitations of a meeting, newest first. */
  async of(meeting: MeetingId): Promise<PreparedView[]> {
    const rows = await this.database.query<Row>(
      `SELECT p.id, p.registration_id, coalesce(i.email, i.contact_email) AS email, r.claimed_constituency, r.claimed_state,
              r.organization, ${OPEN_STATES} AS state, p.held_until, p.created_at, p.sent
         FROM prepared_invitation p
         LEFT JOIN registration r ON r.id = p.registration_id
         LEFT JOIN identity i ON i.person_id = r.person_id
        WHERE p.meeting_id = $1 ORDER BY p.created_at DESC, p.id DESC LIMIT 2000`,
      [meeting],
    )
    return rows.map((row) => ({
      id: row.id,
      registration: row.registration_id,
      email: row.email ?? '',
      claim: row.claimed_constituency
        ? { constituency: row.claimed_constituency, state: row.claimed_state, organization: row.organization ?? '' }
        : null,
      state: row.state,
      heldUntil: instant(row.held_until),
      createdAt: instant(row.created_at),
      sent: row.sent,
    }))
  }

  /** The open invitation of somebody in a meeting; undefined when there is none. */
  async openFor(registration: RegistrationId): Promise<{ heldUntil: Temporal.Instant } | undefined> {
    const [row] = await this.database.query<{ held_until: Date }>(
      `SELECT p.held_until FROM prepared_invitation p JOIN registration r ON r.id = p.registration_id
        WHERE p.registration_id = $1 AND p.closed IS NULL AND r.state = 'draft'`,
      [registration],
    )
    return row && { heldUntil: instant(row.held_until) }
  }

  /** An open invitation with whom it is for, for the mail about it. */
  async one(id: PreparedId): Promise<{ registration: RegistrationId; heldUntil: Temporal.Instant } | undefined> {
    const [row] = await this.database.query<{ registration_id: RegistrationId; held_until: Date }>(
      `SELECT p.registration_id, p.held_until FROM prepared_invitation p JOIN registration r ON r.id = p.registration_id
        WHERE p.id = $1 AND p.closed IS NULL AND r.state = 'draft'`,
      [id],
    )
    return row && { registration: row.registration_id, heldUntil: instant(row.held_until) }
  }

  /** Sends the mail again. @throws NotFound when it is not open any more */
  async resend(meeting: MeetingId, id: string, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [row] = isId(id)
        ? await this.database.query<{ id: PreparedId; sent: number }>(
            `UPDATE prepared_invitation SET sent = sent + 1 WHERE id = $1 AND meeting_id = $2 AND closed IS NULL
              RETURNING id, sent`,
            [id, meeting],
            tx,
          )
        : []
      if (!row) throw new NotFound()
      await this.audit.write(tx, 'registration.invited-again', { actor: by, meeting, subject: id })
      const sent = { invitation: row.id, sent: row.sent }
      await this.jobs.send(tx, tellInvited, sent, { cause: `${row.id} ${row.sent}` })
    })
  }

  /** Takes an invitation back: its places go to those in line. Done again, it changes nothing. @throws NotFound */
  async withdraw(meeting: Meeting, id: string, by: PersonId): Promise<void> {
    if (!isId(id)) throw new NotFound()
    await this.close(meeting, id as PreparedId, 'withdrawn', by)
  }

  /** Gives up what was held, once its time is over; earlier, it comes back then. */
  async lapse(id: PreparedId): Promise<void> {
    const [row] = await this.database.query<{ meeting_id: MeetingId; held_until: Date }>(
      'SELECT meeting_id, held_until FROM prepared_invitation WHERE id = $1 AND closed IS NULL',
      [id],
    )
    if (!row) return
    const left = row.held_until.getTime() - this.clock.now().epochMilliseconds
    // The clocks of the database and of this machine differ by a little: the job runs again.
    if (left > 0 && left < 60_000) throw new Error('An invitation does not lapse yet.')
    if (left > 0) return
    await this.close(await this.meetings.byId(row.meeting_id), id, 'lapsed', null)
  }

  private async close(
    meeting: Meeting,
    id: PreparedId,
    how: 'lapsed' | 'withdrawn',
    by: PersonId | null,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [row] = await this.database.query<{ registration_id: RegistrationId | null; closed: string | null }>(
        'SELECT registration_id, closed FROM prepared_invitation WHERE id = $1 AND meeting_id = $2',
        [id, meeting.id],
        tx,
      )
      if (!row) throw new NotFound()
      if (row.closed !== null) return
      const registration = row.registration_id && (await this.turns.byId(tx, meeting.id, row.registration_id))
      const accepted = registration !== null && registration.state !== 'draft'
      const closed = await this.database.query(
        `UPDATE prepared_invitation SET closed = $2, closed_at = $3 WHERE id = $1 AND closed IS NULL RETURNING id`,
        [id, accepted ? 'accepted' : how, this.clock.now().toString()],
        tx,
      )
      if (!registration || accepted || closed.length === 0) return
      await this.giveUp(tx, meeting, registration)
      await this.audit.write(tx, `registration.invitation-${how}`, {
        ...(by && { actor: by }),
        meeting: meeting.id,
        subject: id,
      })
    })
  }

  /** What was held goes to those in line; of who never proved the address nothing is kept. */
  private async giveUp(tx: EntityManager, meeting: Meeting, registration: Registration): Promise<void> {
    const dates = meeting.days.map(({ date }) => date.toString())
    const pools = await this.pools.lock(tx, meeting.id, dates)
    await this.seating.drop(tx, pools, guestFrom(registration), dates)
    await this.database.query(
      `UPDATE registration SET verified_constituency = NULL, verified_state = NULL, verified_at = NULL, claimed_constituency = NULL,
              claimed_state = NULL, organization = '', delegation_id = NULL, changed_at = $2 WHERE id = $1`,
      [registration.id, this.clock.now().toString()],
      tx,
    )
    await this.turns.tellServed(tx, await this.serving.promote(tx, pools, meeting.id))
    const [stranger] = await this.database.query<{ person_id: PersonId }>(
      `SELECT i.person_id FROM identity i
        WHERE i.person_id = $1 AND i.proved_at IS NULL AND NOT EXISTS (SELECT FROM role WHERE person_id = $1)
          AND NOT EXISTS (SELECT FROM registration r WHERE r.person_id = $1 AND r.id <> $2)
          AND NOT EXISTS (SELECT FROM registration_change WHERE registration_id = $2)`,
      [registration.personId, registration.id],
      tx,
    )
    if (!stranger) return
    await this.database.query('DELETE FROM registration WHERE id = $1', [registration.id], tx)
    await this.people.forget(tx, registration.personId)
    await this.database.query('DELETE FROM person WHERE id = $1', [registration.personId], tx)
  }
}
