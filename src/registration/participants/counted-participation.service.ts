import { Injectable } from '@nestjs/common'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Database } from '../../platform/database/database.ts'
import { figuresFrom, type ChoiceRow, type ParticipationFigures, type PeopleRow } from './figures.ts'

/** The State that somebody speaks for: as verified, else as claimed. */
const STATE = 'CASE WHEN r.verified_constituency IS NULL THEN r.claimed_state ELSE r.verified_state END'

const COUNT_PEOPLE = `
  SELECT constituency, state, standing, holds, waits, count(*)::int AS people
    FROM (SELECT r.quota_constituency AS constituency, ${STATE} AS state, r.state AS standing,
                 coalesce(bool_or(c.held IS NOT NULL), false) AS holds,
                 coalesce(bool_or(c.state IN ('waiting', 'offered')), false) AS waits
            FROM registration r LEFT JOIN day_choice c ON c.registration_id = r.id
           WHERE r.meeting_id = $1 AND r.state IN ('requested', 'confirmed')
           GROUP BY r.id) AS person
   GROUP BY constituency, state, standing, holds, waits`

const COUNT_CHOICES = `
  SELECT c.day, ${STATE} AS state, r.state AS standing, c.mode, c.state AS choice, c.held, count(*)::int AS people
    FROM registration r JOIN day_choice c ON c.registration_id = r.id
   WHERE r.meeting_id = $1 AND r.state IN ('requested', 'confirmed') AND c.mode <> 'none'
   GROUP BY 1, 2, 3, 4, 5, 6`

/** Counts who comes, live: two queries, whatever the meeting's size; the answers are a few hundred rows. */
@Injectable()
export class CountedParticipation {
  constructor(private readonly database: Database) {}

  async of(meeting: Meeting): Promise<ParticipationFigures> {
    const [people, choices] = await Promise.all([
      this.database.query<PeopleRow>(COUNT_PEOPLE, [meeting.id]),
      this.database.query<ChoiceRow>(COUNT_CHOICES, [meeting.id]),
    ])
    return figuresFrom(people, choices, {
      days: meeting.days.map(({ date }) => date.toString()),
      constituencies: meeting.registration.constituencies,
    })
  }
}
