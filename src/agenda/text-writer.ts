import type { EntityManager } from 'typeorm'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import type { Meetings } from '../meetings/meetings.service.ts'
import type { Database } from '../platform/database/database.ts'
import type { NewWords } from './text-changes.ts'

/** Writes texts of rooms, days and the meeting back to where they are kept, with one statement a table. */
export class TextWriter {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly tx: EntityManager,
    private readonly meeting: Meeting,
  ) {}

  async write(changes: readonly NewWords[]): Promise<void> {
    const of = (what: string): Placed[] =>
      changes.flatMap((change) => {
        const [first, ...path] = change.text.key.split('/')
        return first === what ? [{ path, change }] : []
      })
    await this.writeRooms(of('room'))
    await this.writeDays(of('day'))
    await this.writeFrame(of('meeting'))
  }

  private async writeRooms(changes: readonly Placed[]): Promise<void> {
    const byId = Map.groupBy(changes, ({ path }) => path[0]!)
    const rows = this.meeting.rooms.flatMap((room) => {
      const own = byId.get(room.id)
      if (!own) return []
      const said = (field: string): LocalizedText | undefined => own.find(({ path }) => path[1] === field)?.change.words
      return [{ id: room.id, name: said('name') ?? room.name, place: said('place') ?? room.place }]
    })
    if (rows.length)
      await this.database.query(
        `UPDATE room SET name = n.name, place = n.place
           FROM jsonb_to_recordset($1) AS n (id uuid, name jsonb, place jsonb) WHERE room.id = n.id`,
        [JSON.stringify(rows)],
        this.tx,
      )
  }

  private async writeDays(changes: readonly Placed[]): Promise<void> {
    const rows = changes.map(({ path, change }) => ({ date: path[0], title: change.words }))
    if (rows.length)
      await this.database.query(
        `UPDATE meeting_day SET title = n.title FROM jsonb_to_recordset($2) AS n (date date, title jsonb)
          WHERE meeting_day.meeting_id = $1 AND meeting_day.date = n.date`,
        [this.meeting.id, JSON.stringify(rows)],
        this.tx,
      )
  }

  private async writeFrame(changes: readonly Placed[]): Promise<void> {
    if (!changes.length) return
    const { title, shortTitle, summary, organizer, city, venue, contact } = this.meeting
    const after = { title, shortTitle, summary, organizer, city, venue, contact }
    for (const { path, change } of changes) {
      const [field, inner] = path
      if (field === 'venue' && inner) after.venue = { ...after.venue, [inner]: change.words }
      else if (field === 'contact') after.contact = { ...after.contact, name: change.words }
      else Object.assign(after, { [field!]: change.words })
    }
    await this.meetings.reframe(this.tx, this.meeting.id, after)
  }
}

interface Placed {
  path: string[]
  change: NewWords
}
