import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { Forbidden, InvalidInput, NotFound } from '../kernel/domain-error.ts'
import type { EmailAddress } from '../kernel/email-address.ts'
import { isId, newId, type DelegationId, type FileId, type MeetingId, type PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { People } from '../people/people.service.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import type { SoundFile } from '../platform/files/sniff.ts'
import { StoredFiles } from '../platform/files/stored-files.service.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import type { Delegation, DelegationOf } from './delegation.ts'
import { Delegations } from './delegations.service.ts'
import {
  gatherClaimants,
  LastFocalPoint,
  RequestAnswered,
  tellFocalPoints,
  type FocalPoint,
  type FocalPointState,
  type NoteVerbale,
} from './focal-point.ts'
import { focalPointFrom, FOCAL_POINTS, type FocalPointRow } from './focal-point-row.ts'

/** Something that happened to a focal point. */
type Deed = Omit<NonNullable<(typeof tellFocalPoints)['carries']>, 'deed'> & { meeting: MeetingId }

/** Most people ask for one delegation; a handful of requests is enough for anybody. */
const MOST_REQUESTS = 5

/**
 * Who speaks for which delegation. Each change acts at once, is told to the others, and leaves the delegation's people as
 * they are; focal points change hands among themselves, but the last one goes through the secretariat.
 */
@Injectable()
export class FocalPoints {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
    private readonly people: People,
    private readonly delegations: Delegations,
    private readonly files: StoredFiles,
  ) {}

  /** The focal points of a delegation, and those who asked; longest first. */
  async of(delegation: DelegationId, states: readonly FocalPointState[] = ['active']): Promise<FocalPoint[]> {
    return this.where('f.delegation_id = $1 AND f.state = ANY ($2)', [delegation, states])
  }

  /** All focal points of a meeting, and who asked to be one. */
  async inMeeting(meeting: MeetingId, states: readonly FocalPointState[]): Promise<FocalPoint[]> {
    return this.where('d.meeting_id = $1 AND f.state = ANY ($2)', [meeting, states])
  }

  /** What somebody asked for, or is, in a meeting. */
  async ofPerson(meeting: MeetingId, person: PersonId): Promise<FocalPoint[]> {
    return this.where('d.meeting_id = $1 AND f.person_id = $2', [meeting, person])
  }

  /** Whether somebody speaks for a delegation now; asked of the database each time. */
  async isOne(delegation: string, person: PersonId, tx?: EntityManager): Promise<boolean> {
    if (!isId(delegation)) return false
    const rows = await this.database.query(
      `SELECT 1 FROM focal_point WHERE delegation_id = $1 AND person_id = $2 AND state = 'active'`,
      [delegation, person],
      tx,
    )
    return rows.length > 0
  }

  /** Those of these persons who speak for the delegation that stands beside them; one query, however many they are. */
  async among(
    pairs: readonly { person: PersonId; delegation: DelegationId }[],
    tx?: EntityManager,
  ): Promise<PersonId[]> {
    if (pairs.length === 0) return []
    const rows = await this.database.query<{ person_id: PersonId }>(
      `SELECT f.person_id FROM focal_point f
         JOIN jsonb_to_recordset($1) AS p (person uuid, delegation uuid)
           ON f.person_id = p.person AND f.delegation_id = p.delegation
        WHERE f.state = 'active'`,
      [JSON.stringify(pairs)],
      tx,
    )
    return rows.map(({ person_id }) => person_id)
  }

  /** Whether anybody speaks for a delegation. */
  async anyOf(delegation: DelegationId, tx?: EntityManager): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM focal_point WHERE delegation_id = $1 AND state = 'active' LIMIT 1`,
      [delegation],
      tx,
    )
    return rows.length > 0
  }

  private async where(condition: string, values: readonly unknown[], tx?: EntityManager): Promise<FocalPoint[]> {
    const rows = await this.database.query<FocalPointRow>(
      `${FOCAL_POINTS} WHERE ${condition} ORDER BY f.changed_at, f.id`,
      values,
      tx,
    )
    return rows.map(focalPointFrom)
  }

  /** An organiser invites somebody by mail to speak for a State or organization. Again changes nothing. */
  async invite(
    meeting: MeetingId,
    of: DelegationOf,
    who: { address: EmailAddress; locale: Locale },
    by: PersonId,
  ): Promise<DelegationId> {
    return this.database.transaction(async (tx) => {
      const delegation = await this.delegations.ensure(tx, meeting, of)
      const person = await this.people.invite(tx, who.address, who.locale)
      await this.begin(tx, { meeting, delegation, person, by, event: 'invited' })
      return delegation
    })
  }

  /** A focal point names another, who speaks for the delegation at once. Again changes nothing. */
  async name(delegation: Delegation, who: { address: EmailAddress; locale: Locale }, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.delegations.lock(tx, delegation.id)
      if (!(await this.isOne(delegation.id, by, tx))) throw new Forbidden()
      const person = await this.people.invite(tx, who.address, who.locale)
      const { meeting } = delegation
      await this.begin(tx, { meeting, delegation: delegation.id, person, by, event: 'named' })
    })
  }

  /**
   * Somebody asks to speak for a delegation, with the note verbale that names them. Asking again while nobody has answered
   * puts the new note in place of the one before.
   * @throws InvalidInput when they asked for too many
   */
  async ask(
    meeting: MeetingId,
    of: DelegationOf,
    { person, note }: { person: PersonId; note: SoundFile },
  ): Promise<DelegationId> {
    return this.database.transaction(async (tx) => {
      const delegation = await this.delegations.ensure(tx, meeting, of)
      await this.delegations.lock(tx, delegation)
      const before = await this.where('d.meeting_id = $1 AND f.person_id = $2', [meeting, person], tx)
      const asked = before.filter(({ state }) => state === 'requested')
      if (asked.length >= MOST_REQUESTS && !asked.some((each) => each.delegation === delegation))
        throw new InvalidInput({ fields: [{ pointer: '/constituency', message: 'delegation.too-many-requests' }] })
      // Who sends the form twice hands in the note once.
      if (asked.some((each) => each.delegation === delegation) && (await this.hasNote(tx, delegation, person, note)))
        return delegation
      const own = before.find((each) => each.delegation === delegation)
      if (own?.state === 'requested') {
        await this.changeNote(tx, meeting, own, note)
        return delegation
      }
      await this.keepNote(tx, { meeting, delegation, person, note })
      if (own?.state !== 'active') {
        await this.put(tx, { delegation, person, state: 'requested', by: null, why: '' })
        await this.audit.write(tx, 'focal-point.asked', { actor: person, meeting, subject: delegation })
      }
      return delegation
    })
  }

  /**
   * Puts another note verbale in place of the one of a request that nobody has answered; the one before is dropped. Again
   * changes nothing. @throws NotFound also for the request of somebody else; RequestAnswered
   */
  async replaceNote(
    meeting: MeetingId,
    id: string,
    { person, note }: { person: PersonId; note: SoundFile },
  ): Promise<void> {
    await this.decide(meeting, id, async (tx, asked) => {
      if (asked.person !== person) throw new NotFound()
      if (asked.state !== 'requested') throw new RequestAnswered()
      if (await this.hasNote(tx, asked.delegation, person, note)) return
      await this.changeNote(tx, meeting, asked, note)
    })
  }

  /** Notes handed in since the request was made are of this request. */
  private async changeNote(
    tx: EntityManager,
    meeting: MeetingId,
    { delegation, person, since }: FocalPoint,
    note: SoundFile,
  ): Promise<void> {
    const old = await this.database.query<{ file_id: FileId }>(
      'SELECT file_id FROM note_verbale WHERE delegation_id = $1 AND handed_in_by = $2 AND at >= $3',
      [delegation, person, since.toString()],
      tx,
    )
    await this.keepNote(tx, { meeting, delegation, person, note })
    for (const { file_id } of old) await this.files.drop(tx, file_id)
    await this.audit.write(tx, 'focal-point.note-replaced', { actor: person, meeting, subject: delegation })
  }

  private async hasNote(
    tx: EntityManager,
    delegation: DelegationId,
    person: PersonId,
    { bytes }: SoundFile,
  ): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM note_verbale n JOIN stored_file s ON s.id = n.file_id
        WHERE n.delegation_id = $1 AND n.handed_in_by = $2 AND s.sha256 = sha256($3)`,
      [delegation, person, bytes],
      tx,
    )
    return rows.length > 0
  }

  private async keepNote(
    tx: EntityManager,
    given: { meeting: MeetingId; delegation: DelegationId; person: PersonId; note: SoundFile },
  ): Promise<void> {
    const { meeting, delegation, person, note } = given
    const { name, bytes } = note
    const file = await this.files.keep(tx, {
      meeting,
      purpose: 'note-verbale',
      name,
      bytes,
      by: person,
      pointer: '/note',
    })
    await this.database.query(
      'INSERT INTO note_verbale (file_id, delegation_id, handed_in_by, at) VALUES ($1, $2, $3, $4)',
      [file, delegation, person, this.clock.now().toString()],
      tx,
    )
  }

  /** The notes of a delegation, newest first. Only reviewers see them. */
  async notesOf(delegation: DelegationId): Promise<NoteVerbale[]> {
    const rows = await this.database.query<{ file_id: FileId; name: string; handed_in_by: PersonId; at: Date }>(
      `SELECT n.file_id, s.name, n.handed_in_by, n.at FROM note_verbale n JOIN stored_file s ON s.id = n.file_id
        WHERE n.delegation_id = $1 ORDER BY n.at DESC, n.file_id DESC`,
      [delegation],
    )
    return rows.map(({ file_id, name, handed_in_by, at }) => ({
      file: file_id,
      name,
      by: handed_in_by,
      at: Temporal.Instant.fromEpochMilliseconds(at.getTime()),
    }))
  }

  /** The organiser grants what somebody asked for. Again changes nothing. @throws NotFound */
  async approve(meeting: MeetingId, id: string, by: PersonId): Promise<FocalPoint> {
    return this.decide(meeting, id, async (tx, asked) => {
      const { delegation, person } = asked
      if (asked.state === 'requested') await this.begin(tx, { meeting, delegation, person, by, event: 'approved' })
    })
  }

  /** The organiser refuses, with a reason. Again changes nothing. @throws NotFound */
  async refuse(meeting: MeetingId, id: string, by: PersonId, why: string): Promise<FocalPoint> {
    return this.decide(meeting, id, async (tx, { state, delegation, person }) => {
      if (state !== 'requested') return
      await this.put(tx, { delegation, person, state: 'refused', by, why })
      await this.told(tx, { meeting, delegation, person, by, event: 'refused' })
    })
  }

  /**
   * A focal point removes another, or steps down; it acts at once. Again changes nothing.
   * @throws LastFocalPoint, NotFound, Forbidden
   */
  async remove(delegation: Delegation, person: string, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.delegations.lock(tx, delegation.id)
      const active = await this.where(`f.delegation_id = $1 AND f.state = 'active'`, [delegation.id], tx)
      if (!active.some((each) => each.person === by)) throw new Forbidden()
      const found = active.find((each) => each.person === person)
      if (!found) return
      if (active.length === 1) throw new LastFocalPoint()
      await this.end(tx, delegation, found.person, by)
    })
  }

  /** The secretariat removes one, also the last. Again changes nothing. */
  async removeAny(delegation: Delegation, person: string, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.delegations.lock(tx, delegation.id)
      const active = await this.where(`f.delegation_id = $1 AND f.state = 'active'`, [delegation.id], tx)
      const found = active.find((each) => each.person === person)
      if (found) await this.end(tx, delegation, found.person, by)
    })
  }

  /**
   * Somebody is no focal point any more, also as the last one, because their data goes: the others and the secretariat are
   * told, without a name. Again changes nothing.
   */
  async leave(delegation: Delegation, person: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.delegations.lock(tx, delegation.id)
      if (!(await this.isOne(delegation.id, person, tx))) return
      await this.put(tx, { delegation: delegation.id, person, state: 'ended', by: person, why: '' })
      const { id, meeting } = delegation
      await this.told(tx, { meeting, delegation: id, person, by: person, event: 'erased' })
    })
  }

  /** The delegations for which somebody speaks, in whichever meeting. */
  async everywhere(person: PersonId, tx?: EntityManager): Promise<{ meeting: MeetingId; delegation: DelegationId }[]> {
    return this.database.query(
      `SELECT d.meeting_id AS meeting, d.id AS delegation FROM focal_point f JOIN delegation d ON d.id = f.delegation_id
        WHERE f.person_id = $1 AND f.state = 'active' ORDER BY d.id`,
      [person],
      tx,
    )
  }

  private async end(tx: EntityManager, { id, meeting }: Delegation, person: PersonId, by: PersonId): Promise<void> {
    await this.put(tx, { delegation: id, person, state: 'ended', by, why: '' })
    await this.told(tx, { meeting, delegation: id, person, by, event: 'removed' })
  }

  private async decide(
    meeting: MeetingId,
    id: string,
    work: (tx: EntityManager, asked: FocalPoint) => Promise<void>,
  ): Promise<FocalPoint> {
    return this.database.transaction(async (tx) => {
      const find = async () =>
        isId(id) ? (await this.where('d.meeting_id = $1 AND f.id = $2', [meeting, id], tx))[0] : undefined
      const first = await find()
      if (!first) throw new NotFound()
      await this.delegations.lock(tx, first.delegation)
      const asked = (await find())!
      await work(tx, asked)
      return asked
    })
  }

  private async begin(tx: EntityManager, deed: Deed): Promise<void> {
    const { delegation, person, by } = deed
    if (await this.isOne(delegation, person, tx)) return
    await this.put(tx, { delegation, person, state: 'active', by, why: '' })
    await this.told(tx, deed)
    await this.jobs.send(tx, gatherClaimants, { delegation, person, by })
  }

  private async put(
    tx: EntityManager,
    {
      delegation,
      person,
      state,
      by,
      why,
    }: { delegation: DelegationId; person: PersonId; state: FocalPointState; by: PersonId | null; why: string },
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO focal_point (id, delegation_id, person_id, state, named_by, why, created_at, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
       ON CONFLICT ON CONSTRAINT focal_point_once DO UPDATE SET
         state = excluded.state, named_by = excluded.named_by, why = excluded.why, changed_at = excluded.changed_at`,
      [newId(), delegation, person, state, by, why, this.clock.now().toString()],
      tx,
    )
  }

  private async told(tx: EntityManager, { meeting, delegation, person, by, event }: Deed): Promise<void> {
    const deed = newId()
    await this.audit.write(tx, `focal-point.${event}`, { actor: by, meeting, subject: delegation, data: { person } })
    await this.jobs.send(tx, tellFocalPoints, { event, delegation, person, by, deed }, { cause: deed })
  }
}
