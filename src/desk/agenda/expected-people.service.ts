import { Inject, Injectable } from '@nestjs/common'
import { isPause, type ReleasedSession } from '../../agenda/release.ts'
import type { MeetingId, SessionId } from '../../kernel/id.ts'
import { Database } from '../../platform/database/database.ts'

/** Who has a confirmed place in the room on a day. */
const HERE = `
  SELECT r.id, r.meeting_id AS meeting, r.person_id, r.verified_constituency AS constituency, c.day
    FROM registration r JOIN day_choice c ON c.registration_id = r.id AND c.held = 'in-person'
   WHERE r.meeting_id = ANY ($1::uuid[]) AND r.state = 'confirmed'`

const FOLLOWERS = `
  WITH here AS (${HERE})
  SELECT f.session_id AS session, here.day, count(*)::int AS people
    FROM follow f JOIN here ON here.person_id = f.person_id AND here.meeting = f.meeting_id
   GROUP BY 1, 2`

const BY_DAY = `WITH here AS (${HERE}) SELECT meeting, day, constituency, count(*)::int AS people FROM here GROUP BY 1, 2, 3`

const SIGNED_UP = `
  SELECT e.session_id AS session, count(*)::int AS people
    FROM extra_choice e JOIN registration r ON r.id = e.registration_id
   WHERE r.meeting_id = ANY ($1::uuid[]) AND r.state = 'confirmed' AND e.mode = 'in-person' AND e.state = 'held'
   GROUP BY 1`

/** Counts who comes to the room of each session: three queries, however many sessions and meetings there are. */
@Injectable()
export class ExpectedPeople {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Who follows each session and comes in person that day, and who is registered for it: those who hold a place in it,
   * and in a plenary everybody it is for.
   */
  async of(
    sessionsOf: ReadonlyMap<MeetingId, readonly ReleasedSession[]>,
  ): Promise<Map<SessionId, { follow: number; registered: number }>> {
    const meetings = [...sessionsOf.keys()]
    const [followers, byDay, signedUp] = await Promise.all([
      this.database.query<{ session: SessionId; day: string; people: number }>(FOLLOWERS, [meetings]),
      this.database.query<{ meeting: MeetingId; day: string; constituency: string | null; people: number }>(BY_DAY, [
        meetings,
      ]),
      this.database.query<{ session: SessionId; people: number }>(SIGNED_UP, [meetings]),
    ])
    const follow = new Map(followers.map(({ session, day, people }) => [`${session} ${day}`, people]))
    const holding = new Map(signedUp.map(({ session, people }) => [session, people]))
    const days = Map.groupBy(byDay, ({ meeting }) => meeting)
    const meant = (meeting: MeetingId, { access, day, kind }: ReleasedSession): number => {
      if (kind !== 'plenary' || access.attend === 'invited') return 0
      const mayCome = (constituency: string | null): boolean =>
        access.attend === 'everyone' || access.constituencies.some((one) => one === constituency)
      const come = (days.get(meeting) ?? []).filter((one) => one.day === day && mayCome(one.constituency))
      return come.reduce((sum, { people }) => sum + people, 0)
    }
    return new Map(
      [...sessionsOf].flatMap(([meeting, sessions]) =>
        sessions
          .filter(({ kind }) => !isPause(kind))
          .map((session) => [
            session.id,
            {
              follow: follow.get(`${session.id} ${session.day}`) ?? 0,
              registered: Math.max(holding.get(session.id) ?? 0, meant(meeting, session)),
            },
          ]),
      ),
    )
  }
}
