import type { Locale } from '../kernel/locale.ts'
import { formatDay, formatInstant, capitalized } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { isNamed, type NamedEntry } from '../access/view.ts'
import { Button, Form } from '../ui/actions.tsx'
import { Axis } from '../ui/axis.tsx'
import { Says } from '../ui/badge.tsx'
import { TimeRange } from '../ui/clock.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { Empty } from '../ui/note.tsx'
import { State } from '../ui/state.tsx'
import { Terms } from '../ui/terms.tsx'
import type { OwnCalendar } from './own-calendar.service.ts'
import type { TimedEntry } from './selection.ts'

interface SectionProps {
  t: TFunction
  locale: Locale
  /** `/en/demo`. */
  meetingPath: string
  timeZone: string
  own: OwnCalendar
}

const overlap = (a: TimedEntry, b: TimedEntry): boolean =>
  Temporal.ZonedDateTime.compare(a.start, b.end) < 0 && Temporal.ZonedDateTime.compare(b.start, a.end) < 0

/** Entries that are on while another one is; a cancelled session is in nobody's way. */
export const clashing = (entries: readonly TimedEntry[]): ReadonlySet<TimedEntry> => {
  const held = entries.filter((entry) => entry.status !== 'cancelled')
  return new Set(held.filter((entry) => held.some((other) => other !== entry && overlap(entry, other))))
}

type Followed = TimedEntry & NamedEntry

const Day = ({
  t,
  locale,
  meetingPath,
  entries,
  clashes,
}: Omit<SectionProps, 'own' | 'timeZone'> & {
  entries: readonly Followed[]
  clashes: ReadonlySet<TimedEntry>
}) => (
  <Terms
    terms={entries.map((entry) => ({
      term: <TimeRange t={t} start={entry.start} end={entry.end} />,
      detail: (
        <>
          <a href={`${meetingPath}/sessions/${encodeURIComponent(entry.code)}`}>
            <LocalizedWords of={entry.title} locale={locale} />
          </a>
          {entry.room && (
            <>
              <br />
              <span class="quiet">
                <LocalizedWords of={entry.room.name} locale={locale} />
              </span>
            </>
          )}
          {entry.status === 'cancelled' && (
            <>
              <br />
              <State t={t} is="cancelled" />
            </>
          )}
          {clashes.has(entry) && (
            <>
              <br />
              <Says icon="warning">{t('calendar:sessions.clash')}</Says>
            </>
          )}
        </>
      ),
      action: (
        <Form action={`${meetingPath}/sessions/${encodeURIComponent(entry.code)}/unfollow`}>
          <input type="hidden" name="next" value={`${meetingPath}/me`} />
          <Button second>
            {t('calendar:sessions.unfollow')}
            <span class="hidden">
              {' '}
              <LocalizedWords of={entry.title} locale={locale} />
            </span>
          </Button>
        </Form>
      ),
    }))}
  />
)

/** The sessions a person follows, by day, on their own page. */
export const FollowedSection = (props: SectionProps) => {
  const { t, locale, meetingPath, own } = props
  const entries = own.followed.filter((entry): entry is Followed => isNamed(entry))
  const days = [...new Set(entries.map((entry) => entry.day.toString()))]
  const clashes = clashing(entries)
  return (
    <Axis title={t('calendar:sessions.title')}>
      <div class="flow">
        {entries.length === 0 ? (
          <Empty>
            <p>{t('calendar:sessions.none')}</p>
          </Empty>
        ) : (
          days.map((day) => (
            <>
              <h3>
                {capitalized(formatDay(Temporal.PlainDate.from(day), locale, { weekday: true, year: false }), locale)}
              </h3>
              <Day
                t={t}
                locale={locale}
                meetingPath={meetingPath}
                entries={entries.filter((entry) => entry.day.toString() === day)}
                clashes={clashes}
              />
            </>
          ))
        )}
        {entries.length > 0 && <p>{t('calendar:sessions.count', { count: entries.length })}</p>}
        <p class="screen">
          <a href={`${meetingPath}/agenda`}>{t('calendar:sessions.open')}</a>
        </p>
      </div>
    </Axis>
  )
}

/** How a person's calendar stands, on their own page. */
export const CalendarSection = ({ t, locale, meetingPath, timeZone, own }: SectionProps) => {
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
                when: formatInstant(latest.at, timeZone, locale, { sentence: true, year: false }),
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
