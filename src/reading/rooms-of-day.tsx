import type { AgendaView, RoomView, SessionView } from '../access/view.ts'
import { choicesIn } from '../calendar/agenda-filter.ts'
import { LocalizedWords } from '../ui/localized.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { Slots, type OfDay } from './agenda.tsx'
import { screenPath } from './frame.ts'

/** What is on in one room; without a room: what is still to get one. */
export interface InRoom {
  readonly room: RoomView | undefined
  readonly sessions: readonly SessionView[]
}

/** Sessions by room, the rooms in the order in which one chooses among them. */
export const byRoom = (view: AgendaView, sessions: readonly SessionView[]): InRoom[] =>
  [...choicesIn(view).rooms, undefined]
    .map((room) => ({ room, sessions: sessions.filter((entry) => entry.room?.key === room?.key) }))
    .filter((of) => of.sessions.length > 0)

/** A day as a list by room. */
export const RoomsOfDay = ({ sessions, ...of }: OfDay) => {
  const { t, locale, view } = of.frame
  if (sessions.length === 0) return <Slots {...of} sessions={[]} />
  return (
    <>
      {byRoom(view, sessions).map(({ room, sessions: inRoom }) => {
        const id = `day-${of.day.number}-${room?.key ?? 'no-room'}`
        return (
          <section class="in-room" aria-labelledby={id}>
            <h3 id={id}>{room ? <LocalizedWords of={room.name} locale={locale} /> : t('reading:agenda.roomToCome')}</h3>
            {room && (
              <p class="quiet">
                {room.place && (
                  <>
                    <LocalizedWords of={room.place} locale={locale} /> ·{' '}
                  </>
                )}
                <a class="screen" href={safeHref(screenPath(locale, view.meeting, room.key))}>
                  {t('reading:agenda.doorScreen')}
                  <span class="hidden"> {room.name.text}</span>
                </a>
              </p>
            )}
            <Slots {...of} sessions={inRoom} heading="h4" />
          </section>
        )
      })}
    </>
  )
}
