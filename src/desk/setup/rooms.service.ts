import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { countUp, lockMeeting } from '../../agenda/meeting-lock.ts'
import { MeetingVersions } from '../../agenda/meeting-versions.ts'
import { Releases } from '../../agenda/releases.service.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { newId, type MeetingId, type PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Room } from '../../meetings/room.entity.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Database } from '../../platform/database/database.ts'
import { SetupChangedMeanwhile } from './meeting-setup.service.ts'
import { roomDraftOf, roomErrors, roomFrom, roomKey, type RoomDraft } from './room-draft.ts'
import { changedSince } from './seen.ts'

/** The rooms of a meeting. Readers see a new name from the next release on. */
@Injectable()
export class MeetingRooms {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** Adds a room at the end. The very same again is the same room. @throws InvalidInput */
  async add(id: MeetingId, draft: RoomDraft, by: PersonId): Promise<void> {
    await this.change(id, async (tx, meeting) => {
      this.check(draft, meeting)
      const words = roomFrom(draft)
      if (meeting.rooms.some((room) => sameRoom(roomDraftOf(room), roomDraftOf(words)))) return false
      const key = roomKey(words.name, meeting.mainLanguage, new Set(meeting.rooms.map((room) => room.key)))
      const position = Math.max(-1, ...meeting.rooms.map((room) => room.position)) + 1
      await tx.insert(Room, { ...words, id: newId<'Room'>(), meetingId: id, key, position })
      await this.audit.write(tx, 'room.added', { actor: by, meeting: id, data: { room: key } })
      return true
    })
  }

  /** Adds rooms that are whole already, in the transaction and under the lock of somebody's edit, which counts up. */
  async make(tx: EntityManager, meeting: Meeting, rooms: readonly Room[], by: PersonId): Promise<void> {
    if (rooms.length === 0) return
    await tx.insert(Room, [...rooms])
    await this.audit.write(tx, 'rooms.added', {
      actor: by,
      meeting: meeting.id,
      data: { rooms: rooms.map(({ key }) => key) },
    })
  }

  /** Changes a room. @throws InvalidInput, NotFound, SetupChangedMeanwhile */
  async edit(id: MeetingId, key: string, seen: string | undefined, draft: RoomDraft, by: PersonId): Promise<void> {
    await this.change(id, async (tx, meeting) => {
      const room = roomIn(meeting, key)
      this.check(draft, meeting)
      const after = roomFrom(draft)
      if (sameRoom(roomDraftOf(room), roomDraftOf(after))) return false
      const meanwhile = changedSince(seen, roomDraftOf(room))
      if (meanwhile.length) throw new SetupChangedMeanwhile(meanwhile)
      await tx.update(Room, { id: room.id }, after)
      await this.audit.write(tx, 'room.changed', { actor: by, meeting: id, subject: room.id, data: { room: key } })
      return true
    })
  }

  /** Moves a room by one in the order in which rooms are shown. @throws NotFound */
  async move(id: MeetingId, key: string, to: 'up' | 'down', by: PersonId): Promise<void> {
    await this.change(id, async (tx, meeting) => {
      const order = meeting.rooms.map((room) => room.key)
      const from = order.indexOf(roomIn(meeting, key).key)
      const other = to === 'up' ? from - 1 : from + 1
      if (other < 0 || other >= order.length) return false
      order.splice(other, 0, ...order.splice(from, 1))
      await this.database.query(
        `UPDATE room SET position = place.nth - 1
           FROM unnest($2::text[]) WITH ORDINALITY AS place (key, nth) WHERE meeting_id = $1 AND room.key = place.key`,
        [id, order],
        tx,
      )
      await this.audit.write(tx, 'room.moved', { actor: by, meeting: id, data: { room: key, to } })
      return true
    })
  }

  /** Codes of the sessions in a room, as prepared and as published: where there are any, it cannot go. @throws NotFound */
  async use(meeting: Meeting, key: string, tx?: EntityManager): Promise<string[]> {
    const room = roomIn(meeting, key)
    const sessions = await this.workingCopy.list(meeting.id, tx)
    const released = await this.releases.current(meeting.id, tx)
    return [
      ...new Set([
        ...sessions.filter(({ roomId }) => roomId === room.id).map(({ code }) => code),
        ...(released?.content.sessions ?? []).filter((session) => session.room === room.id).map(({ code }) => code),
      ]),
    ]
  }

  /** Takes a room away that no session is in. Twice is once. @throws InvalidInput */
  async remove(id: MeetingId, key: string, by: PersonId): Promise<void> {
    await this.change(id, async (tx, meeting) => {
      const room = meeting.rooms.find((one) => one.key === key)
      if (!room) return false
      const codes = await this.use(meeting, key, tx)
      const params = { count: codes.length, codes: codes.slice(0, 5).join(', ') }
      if (codes.length)
        throw new InvalidInput({ fields: [{ pointer: '/room', message: 'meeting.room-in-use', params }] })
      await tx.delete(Room, { id: room.id })
      await this.audit.write(tx, 'room.removed', { actor: by, meeting: id, subject: room.id, data: { room: key } })
      return true
    })
  }

  private check(draft: RoomDraft, meeting: Meeting): void {
    const fields = roomErrors(draft, meeting.mainLanguage)
    if (fields.length) throw new InvalidInput({ fields })
  }

  private async change(id: MeetingId, work: (tx: EntityManager, meeting: Meeting) => Promise<boolean>): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockMeeting(this.database, tx, id)
      if (await work(tx, await this.meetings.byId(id, tx))) await countUp(this.database, tx, id, { working: true })
    })
    await this.versions.ask(id)
  }
}

const roomIn = (meeting: Meeting, key: string): Room => {
  const room = meeting.rooms.find((one) => one.key === key)
  if (!room) throw new NotFound()
  return room
}

const sameRoom = (a: RoomDraft, b: RoomDraft): boolean => JSON.stringify(a) === JSON.stringify(b)
