import { Inject, Injectable, Logger } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, InvalidInput } from '../kernel/domain-error.ts'
import type { MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { Database } from '../platform/database/database.ts'
import { CannotOpen, Secrets } from '../platform/secrets/secrets.ts'
import type { Way } from './door.ts'
import { joinAddress } from './join-address.ts'
import { JoinLink } from './join-link.entity.ts'
import { PersonalJoinLink } from './personal-join-link.entity.ts'

const PURPOSE = 'join-link'
/** Of a link that is one person's, sealed to them and the session. */
export const PERSONAL = 'personal-join-link'

/** The address is there, but was sealed under a key that is no longer in SECRET_KEYS: an organiser must set it again. */
export class JoinLinkCannotBeRead extends DomainError {
  readonly code = 'join-link-cannot-be-read'
  readonly status = 503
}

/**
 * The vault of providers' addresses: of sessions, and of single people in them (`personal-links.service.ts` puts those in).
 * They come out only by `open`, for one person who may go in now, and into the audit; no view, page, feed, mail or log has them.
 */
@Injectable()
export class JoinLinks {
  private readonly logger = new Logger(JoinLinks.name)

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly audit: Audit,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
  ) {}

  /** The address that somebody typed, as it would be kept. @throws InvalidInput at `/joinLink` */
  check(typed: string): URL {
    const { address, flaw } = joinAddress(typed, this.settings.baseUrl.hostname)
    if (flaw) throw new InvalidInput({ fields: [{ pointer: '/joinLink', message: `join-link.${flaw}` }] })
    return address
  }

  /** Keeps the provider's address of a session, in place of the one before. @throws InvalidInput at `/joinLink` */
  async set(tx: EntityManager, session: SessionId, typed: string): Promise<void> {
    const sealed = this.secrets.seal(PURPOSE, this.check(typed).href, session)
    await tx.upsert(JoinLink, { sessionId: session, sealed, setAt: this.clock.now() }, ['sessionId'])
  }

  /** The same by an organiser, on record: whoever presses Join next goes there. @throws InvalidInput at `/joinLink` */
  async replace(meeting: MeetingId, session: SessionId, typed: string, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await tx.existsBy(JoinLink, { sessionId: session })
      await this.set(tx, session, typed)
      const deed = before ? 'session.join-link-replaced' : 'session.join-link-set'
      await this.audit.write(tx, deed, { actor: by, meeting, subject: session })
    })
  }

  /** Takes the session's own link away, on record; twice is once. Links of single people stay. */
  async takeAway(meeting: MeetingId, session: SessionId, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { affected } = await tx.delete(JoinLink, { sessionId: session })
      if (affected) await this.audit.write(tx, 'session.join-link-taken-away', { actor: by, meeting, subject: session })
    })
  }

  /** By what somebody would go in; nothing is opened. */
  async wayOf(session: SessionId, person: PersonId): Promise<Way> {
    const [there] = await this.database.query<{ own: boolean; shared: boolean; others: boolean }>(
      `SELECT EXISTS (SELECT FROM personal_join_link WHERE session_id = $1 AND person_id = $2) AS own,
              EXISTS (SELECT FROM join_link WHERE session_id = $1) AS shared,
              EXISTS (SELECT FROM personal_join_link WHERE session_id = $1) AS others`,
      [session, person],
    )
    if (there?.own) return 'own'
    if (there?.shared) return 'shared'
    return there?.others ? 'ask-host' : 'none'
  }

  /** What there is of each of a meeting's sessions: when its link was set, and how many people have one of their own. */
  async inMeeting(
    meeting: MeetingId,
  ): Promise<ReadonlyMap<SessionId, { since: Temporal.Instant | undefined; personal: number }>> {
    const rows = await this.database.query<{ id: SessionId; set_at: Date | null; personal: number }>(
      `SELECT s.id, l.set_at, (SELECT count(*)::int FROM personal_join_link p WHERE p.session_id = s.id) AS personal
         FROM session s LEFT JOIN join_link l ON l.session_id = s.id WHERE s.meeting_id = $1`,
      [meeting],
    )
    return new Map(
      rows.map(({ id, set_at, personal }) => [
        id,
        { since: set_at ? Temporal.Instant.fromEpochMilliseconds(set_at.getTime()) : undefined, personal },
      ]),
    )
  }

  /**
   * Opens the way in for somebody who may go now (the caller has just asked the gate and the door), and writes down that
   * it was opened: by their own link, else by the session's. Undefined when there is neither. @throws JoinLinkCannotBeRead
   */
  async open(meeting: MeetingId, session: SessionId, person: PersonId): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const own = await tx.findOneBy(PersonalJoinLink, { sessionId: session, personId: person })
      const link = own ?? (await tx.findOneBy(JoinLink, { sessionId: session }))
      if (!link) return undefined
      const address = own
        ? this.read(session, PERSONAL, own.sealed, boundTo(session, person))
        : this.read(session, PURPOSE, link.sealed, session)
      const data = { by: own ? 'own-link' : 'link-of-session' }
      await this.audit.write(tx, 'join.opened', { actor: person, meeting, subject: session, data })
      return address
    })
  }

  private read(session: SessionId, purpose: string, sealed: Buffer, bound: string): string {
    try {
      return this.secrets.open(purpose, sealed, bound)
    } catch (error) {
      if (!(error instanceof CannotOpen)) throw error
      this.logger.error(`A way into session ${session} has to be set again. ${error.message}`)
      throw new JoinLinkCannotBeRead({ cause: error })
    }
  }
}

/** What a personal link is sealed to: moved to another session or person, it does not open. */
export const boundTo = (session: SessionId, person: PersonId): string => `${session} ${person}`
