import type { DayView, SessionView } from '../access/view.ts'
import { FollowsHere, type Following } from '../calendar/agenda-follow.tsx'
import { passing } from '../calendar/agenda-filter.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { PageHead } from '../ui/axis.tsx'
import { Empty } from '../ui/note.tsx'
import { FindSessions, isNarrowed, NothingFound } from './agenda-find.tsx'
import { GridOfDay } from './agenda-grid.tsx'
import { AgendaTools } from './agenda-tools.tsx'
import type { AgendaWish } from './agenda-wish.ts'
import { AgendaDay, Slots } from './agenda.tsx'
import { meetingPath, type Frame } from './frame.ts'
import { RoomsOfDay } from './rooms-of-day.tsx'
import { ZoneForm, ZoneLine } from './zone-choice.tsx'

/** A day with those of its sessions that were asked for. */
interface DayShown {
  readonly day: DayView
  readonly sessions: readonly SessionView[]
}

/** The days asked for; those on which nothing was found only where the whole day was asked for. */
const daysShown = ({ view }: Frame, wish: AgendaWish): DayShown[] => {
  const { filter } = wish
  if (!filter) return []
  const found = view.days
    .filter(({ date }) => !filter.day || date.equals(filter.day))
    .map((day) => ({ day, sessions: day.sessions.filter(passing(view, filter)) }))
  return isNarrowed(wish) ? found.filter(({ sessions }) => sessions.length > 0) : found
}

const LAYOUT = { list: Slots, rooms: RoomsOfDay, grid: GridOfDay } as const

/** The agenda of a meeting, of one of its days, or of what somebody looks for in it. */
export const AgendaPage = ({
  frame,
  wish,
  signedIn = false,
  inForce = true,
  following,
}: {
  frame: Frame
  wish: AgendaWish
  signedIn?: boolean
  /** Whether it is the release in force: the calendar file and the other forms are of that one. */
  inForce?: boolean
  /** What its reader follows, where it is drawn for one person. */
  following?: Following | undefined
}) => {
  const { t, view } = frame
  const days = daysShown(frame, wish)
  const first = days[0]?.day ?? view.days[0]
  const count = days.reduce((sum, { sessions }) => sum + sessions.length, 0)
  const Layout = LAYOUT[wish.arrangement]
  return (
    <>
      <PageHead t={t} title={t('reading:agenda.title')}>
        {inForce && <LastLook frame={frame} signedIn={signedIn} />}
        <AgendaTools frame={frame} wish={wish} inForce={inForce} />
        <FindSessions frame={frame} wish={wish} signedIn={signedIn} />
        {isNarrowed(wish) && count > 0 && (
          <p>
            <strong>{t('reading:find.found', { count })}</strong>
          </p>
        )}
        {first && (
          <ZoneLine
            frame={frame}
            wish={wish}
            at={[...new Set([first, days.at(-1)?.day ?? first])].map(({ date }) =>
              date
                .toZonedDateTime({ timeZone: view.meeting.timeZone, plainTime: Temporal.PlainTime.from('12:00') })
                .toInstant(),
            )}
          />
        )}
        <ZoneForm frame={frame} wish={wish.zone} kept={wish.asked} />
        {inForce && <FollowsHere view={view} shown={days.flatMap(({ sessions }) => sessions)} following={following} />}
        {/* A script draws the button where it can work; without a press nothing is kept. */}
        {inForce && <p class="screen quiet" hidden data-keep-offline />}
      </PageHead>
      {days.map(({ day, sessions }) => (
        <AgendaDay frame={frame} day={day}>
          {(rule) => <Layout frame={frame} day={day} rule={rule} sessions={sessions} following={following} />}
        </AgendaDay>
      ))}
      {days.length === 0 && <NothingFound frame={frame} wish={wish} signedIn={signedIn} />}
    </>
  )
}

/** Empty until a script finds that this device saw another version; who signs in may see other changes than the public. */
const LastLook = ({ frame: { locale, view, labels }, signedIn }: { frame: Frame; signedIn: boolean }) => (
  <p
    class="screen"
    hidden
    data-last-look={signedIn ? `${view.meeting.slug} own` : view.meeting.slug}
    data-label={view.release.label}
    data-published={view.release.publishedAt.toString()}
    data-changes={`${meetingPath(locale, view.meeting)}/changes`}
    data-labels={labels.join(' ')}
  />
)

/** Stands where the agenda will be. */
export const NoAgenda = ({ t }: { t: TFunction }) => (
  <>
    <PageHead t={t} title={t('reading:agenda.title')} />
    <Empty>
      <p>{t('reading:agenda.none')}</p>
    </Empty>
  </>
)
