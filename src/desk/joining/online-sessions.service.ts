import { Inject, Injectable } from '@nestjs/common'
import { isPause, type ReleasedSession } from '../../agenda/release.ts'
import { Releases } from '../../agenda/releases.service.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import type { AdmittingSession } from '../../checkin/admitted.service.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { MeetingId } from '../../kernel/id.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'

/** A session with a way in online, as its readers know it; as it is prepared while nobody does. */
export interface OnlineSession extends AdmittingSession {
  code: string
  title: LocalizedText
  /** Wall clock in the meeting's zone; null while to be announced. */
  start: string | null
  end: string | null
  startsAt: Temporal.Instant | null
  endsAt: Temporal.Instant | null
  cancelled: boolean
  /** Until it is, nobody may attend it. */
  published: boolean
}

/** Somebody at the desk, with a session online before them. */
export interface AtSession {
  room: DeskRoom
  session: OnlineSession
  /** Where its ways in are set up. */
  base: string
}

const clock = (time: Temporal.PlainTime | null): string | null => time && time.toString({ smallestUnit: 'minute' })
const instant = (at: string | null): Temporal.Instant | null => (at === null ? null : Temporal.Instant.from(at))

const known = (session: ReleasedSession): OnlineSession => ({
  ...{ id: session.id, code: session.code, title: session.title, start: session.start, end: session.end },
  day: Temporal.PlainDate.from(session.day),
  startsAt: instant(session.startsAt),
  endsAt: instant(session.endsAt),
  cancelled: session.status === 'cancelled',
  published: true,
})

const prepared = (session: Session): OnlineSession => ({
  ...{ id: session.id, code: session.code, title: session.title, day: session.day },
  start: clock(session.start),
  end: clock(session.end),
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  cancelled: session.status === 'cancelled',
  published: false,
})

/** The sessions that people join online. Doors go by the release in force, so what it says of one counts. */
@Injectable()
export class OnlineSessions {
  constructor(
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
  ) {}

  /** Enters the desk at a session that is joined online. @throws NotFound */
  async enter(ctx: RequestContext, slug: string, code: string): Promise<AtSession> {
    const room = await this.rooms.enter(ctx, slug, 'joining')
    const session = await this.byCode(room.meeting.id, code)
    return { room, session, base: `${room.path}/joining/${encodeURIComponent(session.code)}` }
  }

  /** In the order in which they take place; those without a time last in their day. */
  async of(meeting: MeetingId): Promise<OnlineSession[]> {
    const [copy, release] = await Promise.all([this.workingCopy.list(meeting), this.releases.current(meeting)])
    const released = new Map(release?.content.sessions.map((session) => [session.id, session]))
    return copy
      .filter((session) => {
        const { format, kind } = released.get(session.id) ?? session
        return format !== 'in-person' && !isPause(kind)
      })
      .map((session) => {
        const before = released.get(session.id)
        return before ? known(before) : prepared(session)
      })
      .toSorted(
        (a, b) =>
          Temporal.PlainDate.compare(a.day, b.day) ||
          (a.startsAt?.epochMilliseconds ?? Infinity) - (b.startsAt?.epochMilliseconds ?? Infinity) ||
          a.code.localeCompare(b.code),
      )
  }

  /** @throws NotFound also where people come to a room only */
  async byCode(meeting: MeetingId, code: string): Promise<OnlineSession> {
    const found = (await this.of(meeting)).find((session) => session.code.toLowerCase() === code.toLowerCase())
    if (!found) throw new NotFound()
    return found
  }
}
