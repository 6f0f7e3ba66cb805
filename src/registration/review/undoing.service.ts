import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, NotFound } from '../../kernel/domain-error.ts'
import { isId, type MeetingId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Database } from '../../platform/database/database.ts'
import { Memberships } from '../delegation/memberships.service.ts'
import { guestFrom } from '../guest.ts'
import { Pools } from '../places/pools.service.ts'
import type { ChoiceRow } from '../places/choices.service.ts'
import { Seating } from '../places/seating.service.ts'
import { Registration } from '../registration.entity.ts'
import { Standings, wishesOf } from '../standings.service.ts'
import { mustBeAble, type Move } from '../states.ts'
import { Turns, type Patch } from '../turns.service.ts'

/** What of a registration is put back. */
type Kept = Pick<
  Registration,
  | 'state'
  | 'late'
  | 'organization'
  | 'claimedConstituency'
  | 'claimedState'
  | 'verifiedConstituency'
  | 'verifiedState'
  | 'delegationId'
  | 'delegationRole'
  | 'delegationRank'
  | 'nominatedBy'
  | 'endorsedBy'
>

/** Moments that are put back too. */
const MOMENTS = ['verifiedAt', 'nominatedAt', 'endorsedAt'] as const
type Moment = (typeof MOMENTS)[number]

interface Before extends Kept, Record<Moment, string | null> {
  choices: readonly ChoiceRow[]
}

interface Row {
  last_change: string
  before: Before
}

/** The moves that can be taken back, by who made them. */
const UNDOABLE: readonly Move[] = ['verify', 'decline', 'choose', 'amend', 'withdraw', 'suspend']

/** Something else has happened since, or somebody else did it. */
export class CannotBeUndone extends DomainError {
  readonly code = 'registration-cannot-be-undone'
  readonly status = 409
}

/** Takes back what an organiser did to a registration, while nothing else has happened to it since. */
@Injectable()
export class Undoing {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly standings: Standings,
    private readonly turns: Turns,
    private readonly memberships: Memberships,
  ) {}

  /** Remembers how a registration stands, before a command of this organiser. */
  async remember(meeting: MeetingId, id: RegistrationId, by: PersonId): Promise<void> {
    const registration = await this.database.manager.findOneBy(Registration, { id, meetingId: meeting })
    if (!registration) throw new NotFound()
    const [choices, last] = await Promise.all([this.standings.choices(id), this.lastChange(id)])
    const before: Before = {
      ...pick(registration),
      verifiedAt: registration.verifiedAt?.toString() ?? null,
      nominatedAt: registration.nominatedAt?.toString() ?? null,
      endorsedAt: registration.endorsedAt?.toString() ?? null,
      choices,
    }
    await this.database.query(
      `INSERT INTO registration_undo (registration_id, by, last_change, before) VALUES ($1, $2, $3, $4)
       ON CONFLICT (registration_id) DO UPDATE SET by = $2, last_change = $3, before = $4`,
      [id, by, last, JSON.stringify(before)],
    )
  }

  /** The move of this organiser that can be taken back now. */
  async open(id: RegistrationId, by: PersonId, tx?: EntityManager): Promise<Move | undefined> {
    const [row] = isId(id)
      ? await this.database.query<{ move: Move }>(
          `SELECT c.move FROM registration_undo u
             JOIN registration_change c ON c.registration_id = u.registration_id AND c.number > u.last_change
            WHERE u.registration_id = $1 AND u.by = $2 AND c.by = $2 AND c.move = ANY ($3::text[])
              AND NOT EXISTS (SELECT FROM registration_change other WHERE other.registration_id = u.registration_id
                                 AND other.number > u.last_change AND other.id <> c.id)`,
          [id, by, UNDOABLE],
          tx,
        )
      : []
    return row?.move
  }

  /**
   * Puts a registration back as it was. A place that somebody else has been given meanwhile is not taken from them: then
   * the person waits for the next.
   * @throws NotFound, CannotBeUndone
   */
  async undo(meeting: Meeting, id: RegistrationId, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const registration = await this.turns.byId(tx, meeting.id, id)
      if (!registration) throw new NotFound()
      if (!(await this.open(id, by, tx))) throw new CannotBeUndone()
      mustBeAble('undo', registration.state)
      const [row] = await this.database.query<Row>(
        'SELECT last_change, before FROM registration_undo WHERE registration_id = $1',
        [id],
        tx,
      )
      const { choices, ...before } = row!.before
      registration.delegationId = before.delegationId
      const guest = {
        ...guestFrom(registration),
        constituency: before.verifiedConstituency ?? before.claimedConstituency,
        delegation:
          (before.verifiedConstituency === null ? before.claimedState : before.verifiedState) ?? before.delegationId,
      }
      const role = await this.memberships.roleKept(tx, { ...before, id })
      const days = meeting.days.map(({ date }) => date.toString())
      await this.pools.ensureDelegation(tx, meeting.id, days, guest)
      const pools = await this.pools.lock(tx, meeting.id, days)
      if (before.state === 'declined' || before.state === 'withdrawn') await this.seating.release(tx, pools, guest)
      else {
        const gone = days.filter((day) => !choices.some((choice) => choice.day === day))
        await this.seating.drop(tx, pools, guest, gone)
        // What was asked for and not granted is asked for again; the rest was granted before, and is so now.
        for (const asked of [false, true]) {
          const wishes = wishesOf(choices.filter((choice) => (choice.state === 'requested') === asked))
          await this.seating.seat(tx, pools, guest, wishes, await this.standings.choices(id, tx), () => asked)
        }
      }
      const patch: Patch = {
        ...before,
        ...(Object.fromEntries(
          MOMENTS.map((moment) => [moment, before[moment] ? Temporal.Instant.from(before[moment]) : null]),
        ) as Record<Moment, Temporal.Instant | null>),
        ...role,
      }
      await this.turns.finish(tx, registration, patch, { move: 'undo', by, tell: true }, pools)
      await this.database.query('DELETE FROM registration_undo WHERE registration_id = $1', [id], tx)
    })
  }

  private async lastChange(id: RegistrationId): Promise<string> {
    const [last] = await this.database.query<{ number: string }>(
      'SELECT coalesce(max(number), 0) AS number FROM registration_change WHERE registration_id = $1',
      [id],
    )
    return last!.number
  }
}

const pick = ({
  state,
  late,
  organization,
  claimedConstituency,
  claimedState,
  verifiedConstituency,
  verifiedState,
  delegationId,
  delegationRole,
  delegationRank,
  nominatedBy,
  endorsedBy,
}: Kept): Kept => ({
  state,
  late,
  organization,
  claimedConstituency,
  claimedState,
  verifiedConstituency,
  verifiedState,
  delegationId,
  delegationRole,
  delegationRank,
  nominatedBy,
  endorsedBy,
})
