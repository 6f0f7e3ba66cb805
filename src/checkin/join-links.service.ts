import { Injectable, Logger } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, InvalidInput } from '../kernel/domain-error.ts'
import type { MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { CannotOpen, Secrets } from '../platform/secrets/secrets.ts'
import { JoinLink } from './join-link.entity.ts'

const PURPOSE = 'join-link'

/** The address is there, but was sealed under a key that is no longer in SECRET_KEYS: an organiser must set it again. */
export class JoinLinkCannotBeRead extends DomainError {
  readonly code = 'join-link-cannot-be-read'
  readonly status = 503
}

/**
 * The vault of providers' addresses. They go in by `set` and come out only by `open`, for one person who may go in now,
 * and into the audit; no view, page, feed, mail or log has them.
 */
@Injectable()
export class JoinLinks {
  private readonly logger = new Logger(JoinLinks.name)

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Keeps the provider's address of a session, or forgets it (null). @throws InvalidInput when it is no https address */
  async set(tx: EntityManager, session: SessionId, url: string | null): Promise<void> {
    if (url === null) {
      await tx.delete(JoinLink, { sessionId: session })
      return
    }
    const address = URL.canParse(url) ? new URL(url) : undefined
    if (address?.protocol !== 'https:')
      throw new InvalidInput({ fields: [{ pointer: '/joinLink', message: 'field.not-an-address' }] })
    await tx.upsert(
      JoinLink,
      { sessionId: session, sealed: this.secrets.seal(PURPOSE, address.href, session), setAt: this.clock.now() },
      ['sessionId'],
    )
  }

  /** Whether a session has a way in. */
  async has(session: SessionId): Promise<boolean> {
    return this.database.manager.existsBy(JoinLink, { sessionId: session })
  }

  /**
   * Opens the way in for somebody who may go now (the caller has just asked the gate and the door), and writes down that
   * it was opened. Undefined when there is none. @throws JoinLinkCannotBeRead
   */
  async open(meeting: MeetingId, session: SessionId, person: PersonId): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const link = await tx.findOneBy(JoinLink, { sessionId: session })
      if (!link) return undefined
      const address = this.read(link)
      await this.audit.write(tx, 'join.opened', { actor: person, meeting, subject: session })
      return address
    })
  }

  private read({ sealed, sessionId }: JoinLink): string {
    try {
      return this.secrets.open(PURPOSE, sealed, sessionId)
    } catch (error) {
      if (!(error instanceof CannotOpen)) throw error
      this.logger.error(`The way into session ${sessionId} has to be set again. ${error.message}`)
      throw new JoinLinkCannotBeRead({ cause: error })
    }
  }
}
