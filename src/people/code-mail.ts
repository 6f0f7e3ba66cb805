import { Inject, Injectable } from '@nestjs/common'
import type { Locale } from '../kernel/locale.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { mail } from '../ui/mail.tsx'
import type { Challenge } from './challenge.ts'

/** The mail that carries a code. Its link opens the page and changes nothing: scanners follow links, too. */
@Injectable()
export class CodeMails {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  compose(
    { locale, desk }: Pick<Challenge, 'locale' | 'desk'>,
    code: string,
    minutes: number,
  ): { subject: string; html: string; text: string } {
    const t = translator(locale)
    const good = t('mail:code.good', { count: minutes })
    return {
      subject: t('mail:code.subject', { code }),
      ...mail(locale, {
        headline: t('mail:code.headline'),
        preview: good,
        blocks: [{ code }, `${t('mail:code.type')} ${good}`, ...(desk ? [t('mail:code.desk')] : [])],
        action: { label: t('mail:code.open'), href: new URL(`/${locale}/sign-in/code`, this.settings.baseUrl).href },
        foot: [t('mail:code.why', { host: this.settings.baseUrl.host })],
      }),
    }
  }

  /** The mail to a new address of somebody who is signed in. */
  composeForAddress(
    locale: Locale,
    code: string,
    minutes: number,
    at: string,
  ): { subject: string; html: string; text: string } {
    const t = translator(locale)
    const good = t('mail:code.good', { count: minutes })
    return {
      subject: t('mail:code.subject', { code }),
      ...mail(locale, {
        headline: t('mail:code.headline'),
        preview: good,
        blocks: [{ code }, `${t('mail:code.type')} ${good}`],
        action: { label: t('mail:code.open'), href: new URL(at, this.settings.baseUrl).href },
        foot: [t('mail:code.whyAddress', { host: this.settings.baseUrl.host })],
      }),
    }
  }
}
