import { constituency } from '../../delegations/constituency.ts'
import { LOCALE_NAMES, type Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button } from '../../ui/actions.tsx'
import type { MessagePreview } from './message-previews.ts'
import type { Whom } from './whom.ts'

const addressee = (whom: Whom, locale: Locale, t: TFunction): string => {
  switch (whom.is) {
    case 'constituency':
      return t('publishing:message.of', {
        whom: localize(constituency(whom.constituency)?.plural, locale, 'en')?.text ?? whom.constituency,
      })
    case 'group':
      return t('publishing:message.in', { group: whom.group })
    default:
      return t('publishing:message.registered')
  }
}

/** What people would be written, to be read before anything is sent: each kind of change, in each language. */
export const MessagePreviewList = ({
  t,
  locale,
  previews,
  folded = false,
}: {
  t: TFunction
  locale: Locale
  previews: readonly MessagePreview[]
  /** Each to be opened, where somebody is in a hurry; else the first stands open in the language of the page. */
  folded?: boolean
}) => (
  <div class="flow">
    <p class="hint">{previews.length ? t('publishing:message.hint') : t('publishing:message.none')}</p>
    {previews.map(({ whom, mails }, nth) => {
      const headline = mails.find((mail) => mail.locale === locale)?.headline
      return (
        <section class="flow">
          <h3>{headline}</h3>
          <p class="quiet">{t('publishing:message.to', { whom: addressee(whom, locale, t) })}</p>
          {mails.map(({ locale: tongue, subject, text }) => (
            <details open={!folded && nth === 0 && tongue === locale}>
              <summary lang={tongue}>{LOCALE_NAMES[tongue]}</summary>
              <pre class="letter" lang={tongue} tabIndex={0}>
                <strong>{subject}</strong>
                {`\n\n${text.trimEnd()}`}
              </pre>
            </details>
          ))}
        </section>
      )
    })}
    {previews.length > 0 && (
      <Actions>
        <Button second name="do" value="look">
          {t('publishing:message.again')}
        </Button>
      </Actions>
    )}
  </div>
)
