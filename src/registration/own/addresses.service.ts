import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { emailKey, type EmailAddress } from '../../kernel/email-address.ts'
import type { PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import { People } from '../../people/people.service.ts'
import { SignIns } from '../../people/sign-ins.service.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { Mailroom } from '../../platform/mail/mailroom.ts'
import { mail } from '../../ui/mail.tsx'
import { Suspensions } from '../suspensions.service.ts'
import { Turns } from '../turns.service.ts'

/** Gives people another address, once they have proved it. */
@Injectable()
export class Addresses {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly signIns: SignIns,
    private readonly turns: Turns,
    private readonly suspensions: Suspensions,
    private readonly mailroom: Mailroom,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * The new address counts from now on: what was verified, in every meeting, is suspended until confirmed again; the old
   * address is told; sign-ins elsewhere end. The same again changes nothing.
   * @throws AddressIsTaken
   */
  async change(
    meeting: Meeting,
    person: PersonId,
    address: EmailAddress,
    { signIn, locale }: { signIn: string; locale: Locale },
  ): Promise<void> {
    const changed = await this.database.transaction(async (tx) => {
      const all = await this.turns.ofPerson(tx, person)
      const before = await this.people.byId(person, tx)
      if (!before || (before.email && emailKey(before.email) === emailKey(address))) return false
      const other = await this.people.byEmail(address, tx)
      // Somebody who only signed in once with the new address, and did nothing, need not stand in their own way.
      if (other && other.id !== person && (await this.hasNothing(tx, other.id)))
        await this.people.forget(tx, other.id, person)
      await this.people.readdress(tx, person, address)
      await this.suspensions.suspend(tx, all, { by: person, because: 'address' })
      if (before.email)
        await this.mailroom.post(tx, {
          cause: `address changed ${person} ${this.clock.now().toString()}`,
          to: { address: before.email, person },
          locale,
          ...this.compose(meeting, locale),
          replyTo: meeting.contact.email,
        })
      return true
    })
    if (changed) await this.signIns.endOthers(person, signIn)
  }

  /** Whether an identity is no more than a sign-in. */
  private async hasNothing(tx: EntityManager, person: PersonId): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM registration WHERE person_id = $1
       UNION ALL SELECT 1 FROM role WHERE person_id = $1
       UNION ALL SELECT 1 FROM focal_point WHERE person_id = $1 LIMIT 1`,
      [person],
      tx,
    )
    return rows.length === 0
  }

  private compose(meeting: Meeting, locale: Locale): { subject: string; html: string; text: string } {
    const t = translator(locale)
    const frame = frameOf(meeting, locale)
    const lead = t('registration:address.mail.lead')
    return {
      subject: t('registration:address.mail.subject'),
      ...mail(locale, {
        headline: t('registration:address.mail.subject'),
        preview: lead,
        head: [frame.title.text],
        blocks: [lead, t('registration:address.mail.notYou', { address: meeting.contact.email })],
        foot: [t('registration:address.mail.why', { host: this.settings.baseUrl.host })],
      }),
    }
  }
}
