import { isNamed } from '../access/view.ts'
import { formatDay } from '../platform/i18n/formats.ts'
import { ClockTime } from '../ui/clock.tsx'
import { gridPlace } from '../ui/grid-style.ts'
import { LocalizedWords } from '../ui/localized.tsx'
import { Pause, Slots, type OfDay } from './agenda.tsx'
import { gridOf } from './grid.ts'
import { SessionEntry } from './session-entry.tsx'

/**
 * A day as a grid of rooms on a wide page and on paper, and the same as a list on a narrow one. Where things stand is said
 * by classes of a style sheet that is the same for every agenda, so that the page can be kept and needs no inline style.
 */
export const GridOfDay = ({ sessions, ...of }: OfDay) => {
  const { frame, day, rule, following } = of
  const { t, locale, view } = frame
  if (sessions.length === 0) return <Slots {...of} sessions={[]} />
  const { columns, lines, cells, untimed } = gridOf(view, sessions)
  const label = t('reading:agenda.gridOf', { day: formatDay(day.date, locale) })
  return (
    <>
      {cells.length > 0 && (
        <div class="grid-scroll" role="region" aria-label={label} tabIndex={0}>
          <div class="grid">
            {columns.map(({ room, lane, lanes }) => (
              <p class={`grid-room ${gridPlace({ from: 1, till: 2, lane: lane + 1, lanes })}`} aria-hidden="true">
                {room ? <LocalizedWords of={room.name} locale={locale} /> : t('reading:agenda.roomToCome')}
              </p>
            ))}
            {lines.map(
              ({ at, starts }, index) =>
                starts && (
                  <p
                    class={`grid-time ${gridPlace({ from: index + 2, till: index + 3, lane: 1, lanes: 1 })}`}
                    aria-hidden="true"
                  >
                    <ClockTime at={at} />
                  </p>
                ),
            )}
            <ol class="cells">
              {cells.map(({ entry, from, till, lane, lanes, band }) => {
                const place = gridPlace({ from: from + 1, till: till + 1, lane: lane + 1, lanes })
                if (band && isNamed(entry)) return <Pause frame={frame} entry={entry} as={`cell band ${place}`} />
                return (
                  <li class={`cell ${place}`}>
                    <SessionEntry frame={frame} day={day} rule={rule} entry={entry} following={following} alone />
                  </li>
                )
              })}
            </ol>
          </div>
        </div>
      )}
      {untimed.length > 0 && <Slots {...of} sessions={untimed} />}
    </>
  )
}
