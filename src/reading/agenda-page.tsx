import type { DayView } from '../access/view.ts'
import { Empty } from '../ui/note.tsx'
import { PageHead } from '../ui/axis.tsx'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { AgendaDay, AgendaTools } from './agenda.tsx'
import { meetingPath, type Frame } from './frame.ts'
import { ZoneForm, ZoneLine } from './zone-choice.tsx'
import type { ZoneWish } from './zone.ts'

/** The agenda of a meeting, or of one of its days. */
export const AgendaPage = ({
  frame,
  day,
  wish,
  calendar = true,
}: {
  frame: Frame
  day?: DayView | undefined
  wish: ZoneWish
  /** Whether it is the one in force, which the calendar file is of. */
  calendar?: boolean
}) => {
  const { t, locale, view } = frame
  const days = day ? [day] : view.days
  const first = days[0] ?? view.days[0]
  return (
    <>
      <PageHead t={t} title={t('reading:agenda.title')}>
        <AgendaTools
          frame={frame}
          day={day}
          {...(calendar
            ? { calendar: `${meetingPath(locale, view.meeting)}/agenda.ics${day ? `?day=${day.date.toString()}` : ''}` }
            : {})}
        />
        {first && (
          <ZoneLine
            frame={frame}
            at={first.date
              .toZonedDateTime({ timeZone: view.meeting.timeZone, plainTime: Temporal.PlainTime.from('12:00') })
              .toInstant()}
            keep={day?.date.toString()}
          />
        )}
        <ZoneForm frame={frame} wish={wish} day={day?.date.toString()} />
      </PageHead>
      {days.map((one) => (
        <AgendaDay frame={frame} day={one} />
      ))}
    </>
  )
}

/** Stands where the agenda will be. */
export const NoAgenda = ({ t }: { t: TFunction }) => (
  <>
    <PageHead t={t} title={t('reading:agenda.title')} />
    <Empty>
      <p>{t('reading:agenda.none')}</p>
    </Empty>
  </>
)
