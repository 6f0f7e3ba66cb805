import { Injectable } from '@nestjs/common'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { DelegationRole } from '../../delegations/delegation.ts'
import type { StateId } from '../../delegations/state.ts'
import type { MeetingId, PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { lastDayOf, Meetings } from '../../meetings/meetings.service.ts'
import { participantListOf, type ParticipantListSettings } from '../../meetings/registration-settings.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import type { Consents, PlaceMode } from '../registration.ts'
import { isListed, mayReadList } from './listed.ts'
import { inOfficialOrder, type Entry, type ListedSection } from './official-order.ts'

/** The list of participants as it is at this moment, in one language. */
export interface ParticipantList {
  /** Today, in the meeting's zone. */
  date: Temporal.PlainDate
  /** Until the meeting is over, names still come and go. */
  provisional: boolean
  sections: readonly ListedSection[]
}

interface Row {
  constituency: ConstituencyId
  state: StateId | null
  organization: string
  role: DelegationRole | null
  rank: number | null
  job_title: string
  consents: Partial<Consents>
  given_names: string
  family_name: string
  held: (PlaceMode | null)[]
}

/** Whoever was erased has no identity, and is on no list. The rule itself is `isListed`. */
const READ = `
  SELECT r.verified_constituency AS constituency, r.verified_state AS state,
         CASE WHEN r.verified_state IS NULL THEN coalesce(nullif(d.organization, ''), r.organization) ELSE '' END AS organization,
         r.delegation_role AS role, r.delegation_rank AS rank, r.job_title, r.consents, i.given_names, i.family_name,
         ARRAY(SELECT c.held FROM day_choice c WHERE c.registration_id = r.id) AS held
    FROM registration r
    JOIN identity i ON i.person_id = r.person_id
    LEFT JOIN delegation d ON d.id = r.delegation_id
   WHERE r.meeting_id = $1 AND r.state = 'confirmed' AND r.verified_constituency IS NOT NULL`

const entryFrom = (row: Row): Entry => ({
  givenNames: row.given_names,
  familyName: row.family_name,
  jobTitle: row.job_title,
  constituency: row.constituency,
  state: row.state,
  organization: row.organization,
  role: row.role,
  rank: row.rank,
  online: !row.held.includes('in-person'),
})

/** Who takes part and may be named, in the official order; and who may read that. */
@Injectable()
export class Participants {
  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** The list, for whoever may read it. */
  async list(meeting: Meeting, locale: Locale): Promise<ParticipantList> {
    const settings = participantListOf(meeting.registration)
    const rows = await this.database.query<Row>(READ, [meeting.id])
    const listed = rows.filter((row) => isListed({ ...row, state: 'confirmed' }, settings))
    const date = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
    return {
      date,
      provisional: Temporal.PlainDate.compare(date, lastDayOf(meeting)) <= 0,
      sections: inOfficialOrder(listed.map(entryFrom), locale),
    }
  }

  /** Whether somebody (or, without a person, anybody) may read a meeting's list, at this moment. */
  async mayRead(meeting: Pick<Meeting, 'id' | 'registration'>, person: PersonId | undefined): Promise<boolean> {
    const { readers } = participantListOf(meeting.registration)
    const asks = readers === 'registered' && person !== undefined
    return mayReadList(readers, asks && (await this.participates(meeting.id, person)))
  }

  /** Sets who reads the list and who is on it by the meeting's rules. */
  async configure(meeting: MeetingId, by: PersonId, settings: ParticipantListSettings): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.meetings.configureRegistration(tx, meeting, (now) => ({ ...now, participants: settings }))
      await this.audit.write(tx, 'participants.configured', {
        actor: by,
        meeting,
        data: { readers: settings.readers, byRules: [...settings.byRules] },
      })
    })
  }

  /** The same as `takesPart`, of one person, asked of the database alone. */
  private async participates(meeting: MeetingId, person: PersonId): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT FROM registration r WHERE r.meeting_id = $1 AND r.person_id = $2 AND r.state = 'confirmed'
          AND EXISTS (SELECT FROM day_choice c WHERE c.registration_id = r.id AND c.held IS NOT NULL)`,
      [meeting, person],
    )
    return rows.length > 0
  }
}
