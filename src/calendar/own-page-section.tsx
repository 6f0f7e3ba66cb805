import type { Locale } from '../kernel/locale.ts'
import { formatInstant } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Axis } from '../ui/axis.tsx'
import { Says } from '../ui/badge.tsx'
import { Empty } from '../ui/note.tsx'
import { FollowedDays } from './followed-days.tsx'
import type { OwnCalendar } from './own-calendar.service.ts'

interface SectionProps {
  t: TFunction
  locale: Locale
  /** `/en/demo`. */
  meetingPath: string
  own: OwnCalendar
}

/** The sessions a person follows, by day, on their own page. */
export const FollowedSection = ({ t, locale, meetingPath, own }: SectionProps) => (
  <Axis title={t('calendar:sessions.title')}>
    <div class="flow">
      {own.followed.length === 0 ? (
        <Empty>
          <p>{t('calendar:sessions.none')}</p>
        </Empty>
      ) : (
        <>
          <FollowedDays
            t={t}
            locale={locale}
            meetingPath={meetingPath}
            entries={own.followed}
            back={`${meetingPath}/me`}
          />
          <p>{t('calendar:sessions.count', { count: own.followed.length })}</p>
        </>
      )}
      <p class="screen">
        <a href={`${meetingPath}/my-agenda`}>{t('calendar:sessions.choose')}</a>
      </p>
    </div>
  </Axis>
)

/** How a person's calendar stands, on their own page. */
export const CalendarSection = ({ t, locale, meetingPath, own }: SectionProps) => {
  const [latest] = own.clients
  return (
    <Axis title={t('calendar:own.title')} screen={!own.feed}>
      <div class="flow">
        {own.ended && own.feed ? (
          <p>{t('calendar:page.ended')}</p>
        ) : !own.feed ? (
          <p>{t('calendar:own.none')}</p>
        ) : !latest ? (
          <p>{t('calendar:own.notAsked')}</p>
        ) : (
          <p>
            <Says icon="sync">
              {t(own.clients.some((client) => client.upToDate) ? 'calendar:own.upToDate' : 'calendar:own.behind')}
            </Says>
            <br />
            <span class="quiet">
              {t('calendar:own.lastAsked', {
                when: formatInstant(latest.at, own.timeZone, locale, { sentence: true, year: false }),
              })}
            </span>
          </p>
        )}
        <p class="screen">
          <a href={`${meetingPath}/me/calendar`}>{t(own.feed ? 'calendar:own.change' : 'calendar:own.set')}</a>
        </p>
      </div>
    </Axis>
  )
}
