import type { ComponentChildren } from 'preact'
import type { NamedEntry } from '../access/view.ts'
import type { Locale } from '../kernel/locale.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Axis } from '../ui/axis.tsx'
import { languageName } from '../ui/language-codes.tsx'
import { Terms } from '../ui/terms.tsx'

/** The channels that there are to hear. */
export const Hear = ({ t, locale, entry }: { t: TFunction; locale: Locale; entry: NamedEntry }) => (
  <Axis title={t('checkin:hear')}>
    <Terms
      terms={[
        {
          term: t('checkin:channels'),
          detail: entry.interpretation.length
            ? t('checkin:floorAnd', {
                languages: entry.interpretation.map((tag) => languageName(locale, tag)).join(', '),
              })
            : t('checkin:floorOnly'),
        },
      ]}
    />
  </Axis>
)

/** What to do when it fails: nobody is left alone before a provider's page. */
export const Fails = ({ t, open, write }: { t: TFunction; open: boolean; write: ComponentChildren }) => (
  <Axis title={t('checkin:fails')}>
    <div class="prose">
      <ul>
        <li>{open ? t('checkin:failsList.again') : t('checkin:failsList.early')}</li>
        <li>{t('checkin:failsList.waitingRoom')}</li>
        <li>{t('checkin:failsList.browser')}</li>
        <li>
          {t('checkin:failsList.write')} {write}
        </li>
      </ul>
    </div>
  </Axis>
)
