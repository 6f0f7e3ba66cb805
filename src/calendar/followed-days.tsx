import type { ComponentChildren } from 'preact'
import { isNamed, type NamedEntry, type SessionView } from '../access/view.ts'
import type { Locale } from '../kernel/locale.ts'
import { capitalized, formatDay } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Button, Form } from '../ui/actions.tsx'
import { Says } from '../ui/badge.tsx'
import { TimeRange } from '../ui/clock.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { State } from '../ui/state.tsx'
import { Terms } from '../ui/terms.tsx'
import { isTimed, type TimedEntry } from './selection.ts'

const overlap = (a: TimedEntry, b: TimedEntry): boolean =>
  Temporal.ZonedDateTime.compare(a.start, b.end) < 0 && Temporal.ZonedDateTime.compare(b.start, a.end) < 0

/** Entries that are on while another one is; a cancelled session is in nobody's way. */
export const clashing = (entries: readonly SessionView[]): ReadonlySet<SessionView> => {
  const held = entries.filter(isTimed).filter((entry) => entry.status !== 'cancelled')
  return new Set(held.filter((entry) => held.some((other) => other !== entry && overlap(entry, other))))
}

interface DaysProps {
  t: TFunction
  locale: Locale
  /** `/en/demo`. */
  meetingPath: string
  entries: readonly SessionView[]
  /** The page to come back to from "Unfollow"; without it there is no such button. */
  back?: string
  /** What stands beside a session of what the release did to it; without it only that it is cancelled. */
  marks?: (entry: NamedEntry) => ComponentChildren
}

const Day = ({
  t,
  locale,
  meetingPath,
  entries,
  clashes,
  back,
  marks,
}: DaysProps & { clashes: ReadonlySet<SessionView> }) => (
  <Terms
    terms={entries.filter(isNamed).map((entry: NamedEntry) => ({
      term:
        entry.start && entry.end ? (
          <TimeRange t={t} start={entry.start} end={entry.end} />
        ) : (
          t('calendar:sessions.timeToCome')
        ),
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
          {marks?.(entry) ??
            (entry.status === 'cancelled' && (
              <>
                <br />
                <State t={t} is="cancelled" />
              </>
            ))}
          {clashes.has(entry) && (
            <>
              <br />
              <span class="clash">
                <Says icon="warning">{t('calendar:sessions.clash')}</Says>
              </span>
            </>
          )}
        </>
      ),
      ...(back !== undefined && {
        action: (
          <Form action={`${meetingPath}/sessions/${encodeURIComponent(entry.code)}/unfollow`}>
            <input type="hidden" name="next" value={back} />
            <Button second>
              {t('calendar:sessions.unfollow')}
              <span class="hidden">
                {' '}
                <LocalizedWords of={entry.title} locale={locale} />
              </span>
            </Button>
          </Form>
        ),
      }),
    }))}
  />
)

/** Sessions that somebody follows, by day, with what clashes. */
export const FollowedDays = (props: DaysProps) => {
  const days = [...new Set(props.entries.map((entry) => entry.day.toString()))]
  const clashes = clashing(props.entries)
  return (
    <>
      {days.map((day) => (
        <>
          <h3>
            {capitalized(
              formatDay(Temporal.PlainDate.from(day), props.locale, { weekday: true, year: false }),
              props.locale,
            )}
          </h3>
          <Day {...props} entries={props.entries.filter((entry) => entry.day.toString() === day)} clashes={clashes} />
        </>
      ))}
    </>
  )
}
