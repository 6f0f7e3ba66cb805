import type { Warning } from '../../agenda/warnings.ts'
import { LOCALE_NAMES, type Locale } from '../../kernel/locale.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { listed } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { State } from '../../ui/state.tsx'
import { Warnings } from '../agenda/warnings.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import type { PublishCheck } from './publish-check.service.ts'

/** What readers of each language will miss, and which changed sessions not everybody sees. */
export const CheckList = ({
  t,
  locale,
  room,
  warnings,
  check: { gaps, restricted },
}: {
  t: TFunction
  locale: Locale
  room: DeskRoom
  warnings: readonly Warning[]
  check: PublishCheck
}) => (
  <>
    <Warnings t={t} locale={locale} meeting={room.meeting} path={room.path} warnings={warnings} />
    <ul class="warnings">
      {gaps.map(({ locale: tongue, missing, older, unchecked, codes }) => (
        <li>
          <State t={t} is="warning">
            {LOCALE_NAMES[tongue]}
          </State>
          <span>
            {[
              ...(missing ? [t('publishing:gaps.missing', { count: missing })] : []),
              ...(older ? [t('publishing:gaps.older', { count: older })] : []),
              ...(unchecked ? [t('publishing:gaps.unchecked', { count: unchecked })] : []),
            ].join(t('reading:list.semicolon'))}{' '}
            {codes.length > 0 && `(${listed(codes, locale)})`}
          </span>
          <a href={`${room.path}/translate?to=${tongue}`}>
            {t('publishing:gaps.translate')}
            <span class="hidden"> {LOCALE_NAMES[tongue]}</span>
          </a>
        </li>
      ))}
      {gaps.length === 0 && (
        <li>
          <State t={t} is="confirmed">
            {t('publishing:gaps.name')}
          </State>
          <span>{t('publishing:gaps.none')}</span>
          <span />
        </li>
      )}
      {restricted.map((session) => (
        <li>
          <State t={t} is="warning">
            {t('publishing:restricted.name')}
          </State>
          <span>
            {t('publishing:restricted.sees', {
              title: wordsOf(session.title, room.meeting, locale).text,
              level: t(`desk:level.${session.access.show}`),
            })}
          </span>
          <a href={`${room.path}/agenda/${session.code}`}>
            {t('desk:agenda.edit')}
            <span class="hidden"> {session.code}</span>
          </a>
        </li>
      ))}
    </ul>
  </>
)
