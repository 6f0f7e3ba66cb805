import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { Locale } from '../../kernel/locale.ts'
import { Axis } from '../../ui/axis.tsx'
import { dayName } from '../agenda/words.ts'
import type { OnlineSession } from './online-sessions.service.ts'

/** What there is to go in by: since when a link for all, and for how many people one of their own. */
export interface Ways {
  since: Temporal.Instant | undefined
  personal: number
}

/** `Tuesday 18 October, 10:00–11:15` */
export const whenWords = ({ day, start, end }: OnlineSession, locale: Locale, t: TFunction): string =>
  `${dayName(day, locale)}, ${start && end ? `${start}–${end}` : t('desk:agenda.timeToBeAnnounced')}`

/** By what people go in, in a line or two. */
export const waysWords = ({ since, personal }: Ways, t: TFunction): string[] => {
  if (personal === 0) return [since ? t('joining:way.shared') : t('joining:way.none')]
  return [t('joining:way.own', { count: personal }), since ? t('joining:way.rest-shared') : t('joining:way.rest-host')]
}

/** What no link does, said where links are set: nobody is to think that a door of ours can stop who passes one on. */
export const ForwardingPart = ({ t, personal = false }: { t: TFunction; personal?: boolean }) => (
  <Axis title={t('joining:forward.title')} id="forwarding">
    <div class="flow">
      <p>{t('joining:forward.says')}</p>
      {personal && <p>{t('joining:forward.own')}</p>}
    </div>
  </Axis>
)
