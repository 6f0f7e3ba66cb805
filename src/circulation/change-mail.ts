import type { Meeting } from '../meetings/meeting.entity.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { formatDay, ofCity } from '../platform/i18n/formats.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { mail } from '../ui/mail.tsx'
import { labelWords } from '../ui/release-banner.tsx'
import { isNamed } from '../access/view.ts'
import type { Recipient } from './recipients.service.ts'
import { changeSentence, headlineOf, whenWords } from './sentences.ts'

/** Where the links of a mail lead. */
export interface MailAddresses {
  readonly base: URL
  /** Stops such mail with one click, without signing in. */
  readonly stop: string
}

/** One mail about one release: what changed of somebody's sessions, in their language. */
export const changeMail = (
  meeting: Meeting,
  { locale, affected, changes, name }: Pick<Recipient, 'locale' | 'affected' | 'changes' | 'name'>,
  { base, stop }: MailAddresses,
): { subject: string; html: string; text: string } => {
  const t = translator(locale)
  const frame = frameOf(meeting, locale)
  const [only, ...others] = affected
  const headline = others.length ? t('circulation:mail.many', { count: affected.length }) : headlineOf(only!, locale)
  const { label, publishedAt, note } = changes.to
  const day = publishedAt.toZonedDateTimeISO(meeting.timeZone).toPlainDate()
  const path = `/${locale}/${meeting.slug}`
  return {
    subject: [
      t('registration:mail.subject', { headline, meeting: frame.shortTitle.text }),
      ...(name ? [t('delegation:mail.for', { person: name })] : []),
    ].join(' '),
    ...mail(locale, {
      headline,
      preview: changeSentence(only!, locale),
      head: [frame.title.text, `${frame.dates}, ${frame.place}`, ...(name ? [name] : [])],
      blocks: [
        t('circulation:mail.lead', { label: labelWords(t, label), day: formatDay(day, locale) }),
        ...affected.flatMap((one) => [
          {
            heading: isNamed(one.entry) ? one.entry.title.text : t('reading:agenda.closed'),
            text: `${changeSentence(one, locale)} ${saysWhen(one.changes) ? '' : t('circulation:mail.when', { when: whenWords(one.entry, locale, t) })}`.trim(),
          },
        ]),
        ...(note ? [{ heading: t('circulation:mail.note'), text: note.text }] : []),
      ],
      action: { label: t('circulation:mail.action'), href: new URL(`${path}/changes`, base).href },
      foot: [
        t('common:mail.zone', { ofCity: ofCity(frame.city, locale), offset: frame.offset }),
        t('common:mail.questions', { address: meeting.contact.email }),
        t('circulation:mail.why'),
        { link: t('circulation:mail.stop'), href: stop },
      ],
    }),
  }
}

const saysWhen = (changes: Recipient['affected'][number]['changes']): boolean =>
  changes.some((change) => change.kind === 'moved' && change.time)
