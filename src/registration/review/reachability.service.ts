import { Injectable, type OnModuleInit } from '@nestjs/common'
import { ChangedMeanwhile, DomainError, InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { emailFrom, emailKey, type EmailAddress } from '../../kernel/email-address.ts'
import type { MailId, PersonId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { People } from '../../people/people.service.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { Mailroom, mailRefused } from '../../platform/mail/mailroom.ts'
import { Registration } from '../registration.entity.ts'
import { Suspensions } from '../suspensions.service.ts'
import { Turns } from '../turns.service.ts'
import { maskedAddress } from './merge.ts'
import { ReviewMails } from './review-mails.service.ts'

/** The person works for a meeting: their address opens a desk, and only they change it. */
export class AddressOpensDesk extends DomainError {
  readonly code = 'address-opens-desk'
  readonly status = 409
}

/** Who cannot be reached by mail, and how that is put right. */
@Injectable()
export class Reachability implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly mailroom: Mailroom,
    private readonly turns: Turns,
    private readonly suspensions: Suspensions,
    private readonly mails: ReviewMails,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(mailRefused, ({ mail }) => this.refused(mail))
  }

  /** Marks whom a refused mail was for, if it went to the address they still have. */
  private async refused(mail: MailId): Promise<void> {
    const [row] = await this.database.query<{
      person_id: PersonId | null
      address: EmailAddress | null
      response: string | null
    }>(`SELECT person_id, address, response FROM mail WHERE id = $1 AND state = 'failed'`, [mail])
    const who = row?.person_id ? await this.people.byId(row.person_id) : undefined
    const now = who?.email ?? who?.contactEmail
    if (!row?.address || !who || !now || emailKey(now) !== emailKey(row.address)) return
    await this.mark(who.id, row.response ?? '')
  }

  /**
   * A mail came back later from an address: everybody who registered for this meeting with it is marked. Answers how many.
   * @throws InvalidInput
   */
  async bounced(meeting: Pick<Meeting, 'id'>, address: string, response: string, by: PersonId): Promise<number> {
    const found = emailFrom(address)
    if (!found) throw new InvalidInput({ fields: [{ pointer: '/address', message: 'email.invalid' }] })
    const rows = await this.database.query<{ person_id: PersonId }>(
      `SELECT r.person_id FROM registration r JOIN identity i ON i.person_id = r.person_id
        WHERE r.meeting_id = $1 AND (i.email_key = $2 OR (i.email IS NULL AND lower(i.contact_email) = lower($3)))`,
      [meeting.id, emailKey(found), found],
    )
    for (const { person_id } of rows) {
      await this.mark(person_id, codesOf(response))
      await this.database.transaction((tx) =>
        this.audit.write(tx, 'person.bounced', { actor: by, meeting: meeting.id, subject: person_id }),
      )
    }
    return rows.length
  }

  private async mark(person: PersonId, response: string): Promise<void> {
    await this.database.query(
      `INSERT INTO unreachable (person_id, since, response) VALUES ($1, $2, $3)
       ON CONFLICT (person_id) DO UPDATE SET response = excluded.response`,
      [person, this.clock.now().toString(), response],
    )
  }

  /**
   * Corrects the address of somebody who registered, and sends what never arrived. Their own address must be proved anew:
   * what was verified is suspended until somebody confirms it, they are signed out, and the old address is told where it
   * takes our mail. With the address they have already, only sends again.
   * @throws NotFound, InvalidInput, AddressOpensDesk
   */
  async correct(
    meeting: Meeting,
    registration: RegistrationId,
    by: PersonId,
    given: string,
  ): Promise<{ resent: number }> {
    const address = emailFrom(given)
    if (!address) {
      const message = given.trim() ? 'email.invalid' : 'email.missing'
      throw new InvalidInput({ fields: [{ pointer: '/address', message }] })
    }
    const found = await this.database.manager.findOneBy(Registration, { id: registration, meetingId: meeting.id })
    if (!found) throw new NotFound()
    return this.database.transaction(async (tx) => {
      const all = await this.turns.ofPerson(tx, found.personId)
      const who = await this.people.byId(found.personId, tx)
      const old = who?.email ?? who?.contactEmail
      if (!who || !old) throw new ChangedMeanwhile()
      const [refused] = await this.database.query('SELECT 1 FROM unreachable WHERE person_id = $1', [who.id], tx)
      const corrected = emailKey(old) !== emailKey(address)
      if (corrected) {
        if ((await this.people.rolesOf(who.id, tx)).length > 0) throw new AddressOpensDesk()
        if (!(await this.people.correctAddress(tx, who.id, address)))
          throw new InvalidInput({ fields: [{ pointer: '/address', message: 'review.address.taken' }] })
        if (who.email) await this.suspensions.suspend(tx, all, { by, because: 'address' })
        await this.audit.write(tx, 'person.readdressed', { actor: by, meeting: meeting.id, subject: who.id })
        if (!refused) await this.tellOld(tx, meeting, found, old, address)
      }
      const resent = await this.mailroom.resend(tx, who.id, address, corrected ? { wrong: old } : {})
      await this.database.query('DELETE FROM unreachable WHERE person_id = $1', [who.id], tx)
      return { resent }
    })
  }

  private async tellOld(
    tx: Parameters<Mailroom['post']>[0],
    meeting: Meeting,
    { id, language }: Registration,
    old: EmailAddress,
    address: EmailAddress,
  ): Promise<void> {
    const t = translator(language)
    const said = this.mails.compose(meeting, language, {
      headline: t('review:mail.address.headline'),
      blocks: [t('review:mail.address.lead', { address: maskedAddress(address) }), t('review:mail.address.wrong')],
    })
    await this.mailroom.post(tx, {
      cause: `registration.readdressed ${id} ${this.clock.now().toString()}`,
      to: { address: old },
      locale: language,
      ...said,
      replyTo: meeting.contact.email,
    })
  }
}

/** Only codes are kept of what a server says: its sentences hold addresses. */
const codesOf = (response: string): string => {
  const [reply, enhanced] = [/\b5\d\d\b/.exec(response)?.[0], /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0]]
  return [reply ?? '550', enhanced].filter(Boolean).join(' ')
}
