import { Injectable, Inject } from '@nestjs/common'
import { Gate } from '../access/gate.service.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { StateId } from '../delegations/state.ts'
import type { PersonId, SessionId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Database } from '../platform/database/database.ts'
import type { PlaceMode } from '../registration/registration.ts'
import { SessionPlaces } from '../registration/places/session-places.service.ts'

/** A session, as far as it decides who may go in. */
export interface AdmittingSession {
  id: SessionId
  day: Temporal.PlainDate
}

/** Somebody whom the host of a session may let in now. */
export interface AdmittedPerson {
  readonly name: string
  readonly state: StateId | null
  /** Empty for a State, and for who speaks for nobody else. */
  readonly organization: string
  /** Verified; null while it is not (any more). */
  readonly constituency: ConstituencyId | null
  /** What they hold that day: who comes in person may go in online too. */
  readonly holds: PlaceMode
  /** When they last pressed Join. */
  readonly opened: Temporal.Instant | undefined
}

interface Row extends Omit<AdmittedPerson, 'opened'> {
  person: PersonId
}

/** Who holds a place that day: whom the rule lets in is among them. */
const CANDIDATES = `
  SELECT r.person_id AS person, trim(concat_ws(' ', i.given_names, i.family_name)) AS name,
         r.verified_state AS state, r.verified_constituency AS constituency, c.held AS holds,
         CASE WHEN r.verified_state IS NULL THEN coalesce(nullif(d.organization, ''), r.organization) ELSE '' END AS organization
    FROM registration r
    JOIN identity i ON i.person_id = r.person_id
    JOIN day_choice c ON c.registration_id = r.id AND c.day = $2 AND c.held IS NOT NULL
    LEFT JOIN delegation d ON d.id = r.delegation_id
   WHERE r.meeting_id = $1 AND r.state = 'confirmed'`

/** All that the list is made of, rules and releases aside (the gate knows when those change). */
const MARK = `
  SELECT concat_ws(' ',
    (SELECT md5(string_agg(c::text, '' ORDER BY c.person)) FROM (${CANDIDATES}) AS c),
    (SELECT md5(string_agg(e.registration_id || e.state, '' ORDER BY e.registration_id)) FROM extra_choice e
      WHERE e.session_id = $3),
    (SELECT md5(string_agg(p.id || coalesce(p.constituency, ''), '' ORDER BY p.id)) FROM pool p WHERE p.session_id = $3),
    (SELECT md5(string_agg(g.group_key || g.person_id, '' ORDER BY g.group_key, g.person_id)) FROM session_group_member g
      WHERE g.meeting_id = $1),
    (SELECT count(*) || coalesce(max(at)::text, '') FROM audit_entry
      WHERE subject = $3::text AND action = 'join.opened')) AS mark`

/** Says who may be let into a session online at this moment: by the rule of the door, for many at once. */
@Injectable()
export class Admitted {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    @Inject(Gate) private readonly gate: Gate,
    private readonly places: SessionPlaces,
  ) {}

  /** Who of these people may go in. */
  async among(
    meeting: Meeting,
    session: AdmittingSession,
    persons: readonly PersonId[],
  ): Promise<ReadonlySet<PersonId>> {
    const [attendees, letIn] = await Promise.all([
      this.gate.attendees(meeting, session.id, persons),
      this.places.letInOnline(meeting, session, persons),
    ])
    return attendees.intersection(letIn)
  }

  /** Everybody who may go in, by name and whom they speak for. */
  async list(meeting: Meeting, session: AdmittingSession): Promise<AdmittedPerson[]> {
    const [rows, opened] = await Promise.all([
      this.database.query<Row>(CANDIDATES, [meeting.id, session.day.toString()]),
      this.audit.whoDid('join.opened', session.id),
    ])
    const admitted = await this.among(
      meeting,
      session,
      rows.map(({ person }) => person),
    )
    return rows
      .filter(({ person }) => admitted.has(person))
      .map(({ person, ...row }) => ({ ...row, opened: opened.get(person)?.last }))
  }

  /** Another text whenever the list may be another one, at the cost of one query. */
  async mark(meeting: Pick<Meeting, 'id'>, session: AdmittingSession): Promise<string> {
    const [row] = await this.database.query<{ mark: string }>(MARK, [meeting.id, session.day.toString(), session.id])
    return row?.mark ?? ''
  }
}
