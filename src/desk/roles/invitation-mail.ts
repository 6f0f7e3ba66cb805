import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import type { RoleName } from '../../people/roles.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { mail } from '../../ui/mail.tsx'

/** The mail that asks somebody to work for a meeting. */
export const invitationMail = (
  meeting: Meeting,
  role: RoleName,
  locale: Locale,
  link: URL,
): { subject: string; html: string; text: string } => {
  const t = translator(locale)
  const { title, shortTitle, dates, place, contactEmail } = frameOf(meeting, locale)
  return {
    subject: t('setup:roles.mail.subject', { meeting: shortTitle.text }),
    ...mail(locale, {
      headline: t('setup:roles.mail.headline', { role: t(`setup:roles.name.${role}`) }),
      head: [title.text, `${dates} · ${place}`],
      blocks: [t(`setup:roles.may.${role}`), t('setup:roles.mail.once')],
      action: { label: t('setup:roles.mail.accept'), href: link.href },
      foot: [t('setup:roles.mail.why', { address: contactEmail })],
    }),
  }
}
