import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { newId, type PersonId } from '../../kernel/id.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { Mailroom } from '../../platform/mail/mailroom.ts'
import { mail } from '../../ui/mail.tsx'
import { People } from '../people.service.ts'

/** What somebody hears of by mail, as it may not have been them. */
export type SecondFactorNews = 'added' | 'removed' | 'recovery-code-used' | 'reset'

/** Tells people what became of their second factors. */
@Injectable()
export class SecondFactorMails {
  constructor(
    private readonly people: People,
    private readonly mailroom: Mailroom,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Owes the mail; nobody is told who has no proved address. */
  async tell(tx: EntityManager, person: PersonId, news: SecondFactorNews): Promise<void> {
    const [who, address] = [await this.people.byId(person, tx), await this.people.provedAddress(person, tx)]
    if (!who || !address) return
    const locale = who.language
    const t = translator(locale)
    const { host } = this.settings.baseUrl
    await this.mailroom.post(tx, {
      cause: `second factor ${news} ${newId()}`,
      to: { address, person },
      locale,
      subject: t(`mail:secondFactor.${news}.subject`),
      ...mail(locale, {
        headline: t(`mail:secondFactor.${news}.subject`),
        blocks: [t(`mail:secondFactor.${news}.text`, { host }), t('mail:secondFactor.notYou')],
        action: {
          label: t('mail:secondFactor.look'),
          href: new URL(`/${locale}/desk/second-factors`, this.settings.baseUrl).href,
        },
      }),
    })
  }
}
