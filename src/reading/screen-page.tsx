import { isNamed, type AgendaView, type RoomView } from '../access/view.ts'
import { isPause } from '../agenda/release.ts'
import { capitalized, formatDay, formatTime } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Change } from '../ui/change.tsx'
import { Day, TimeRange } from '../ui/clock.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { labelWords } from '../ui/release-banner.tsx'
import { Stamp } from '../ui/stamp.tsx'
import { standings, type OnScreen, type Standing } from './screen.ts'

/** What a screen at a door shows. */
export interface Screen {
  readonly t: TFunction
  readonly view: AgendaView
  readonly room: RoomView
  readonly entries: readonly OnScreen[]
  readonly now: Temporal.Instant
  /** Where it hears of changes. */
  readonly events: string
}

const Entry = ({ of: { t, view, now }, entry, is }: { of: Screen; entry: OnScreen; is: Standing }) => {
  const today = now.toZonedDateTimeISO(view.meeting.timeZone).toPlainDate()
  const off = entry.status === 'cancelled' ? ' off' : ''
  const pause = isNamed(entry) && isPause(entry.kind) ? ' pause' : ''
  return (
    <li
      class={`door-entry ${is}${off}${pause}`}
      data-start={entry.start.epochMilliseconds}
      data-end={entry.end.epochMilliseconds}
    >
      <p class="door-when">
        <strong class="door-now">{t('common:now.now')}</strong>{' '}
        <strong class="door-next">{t('common:now.next')}</strong>{' '}
        <span class={entry.day.equals(today) ? 'door-day today' : 'door-day'} data-day={entry.day.toString()}>
          <Day date={entry.day}>
            {capitalized(formatDay(entry.day, view.locale, { weekday: true, year: false }), view.locale)}
          </Day>
        </span>{' '}
        <TimeRange t={t} start={entry.start} end={entry.end} />
      </p>
      <h2>{isNamed(entry) ? <LocalizedWords of={entry.title} locale={view.locale} /> : t('reading:agenda.closed')}</h2>
      {off && <Change t={t} is="cancelled" />}
    </li>
  )
}

/** A door's own page: the room, what is on now and what comes next, readable from across a corridor. */
export const ScreenPage = (screen: Screen) => {
  const { t, view, room, entries, now, events } = screen
  const standing = standings(entries, now)
  return (
    <div
      class="door-screen"
      data-events={events}
      data-now={now.toString()}
      data-zone={view.meeting.timeZone}
      data-version={view.release.publishedAt.toString()}
    >
      <header>
        <p>
          <LocalizedWords of={view.meeting.shortTitle} locale={view.locale} />{' '}
          <Stamp stage={view.release.stage}>{labelWords(t, view.release.label)}</Stamp>
        </p>
        <p class="door-clock" data-clock>
          {formatTime(now.toZonedDateTimeISO(view.meeting.timeZone))}
        </p>
      </header>
      <h1>
        <LocalizedWords of={room.name} locale={view.locale} />
      </h1>
      {room.place && (
        <p class="quiet">
          <LocalizedWords of={room.place} locale={view.locale} />
        </p>
      )}
      <p class="door-lost" role="status" hidden />
      <ol>
        {entries.map((entry, index) => (
          <Entry of={screen} entry={entry} is={standing[index] ?? 'later'} />
        ))}
      </ol>
      <p class="door-nothing">{t('reading:screen.nothing')}</p>
    </div>
  )
}
