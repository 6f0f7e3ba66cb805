import type { ComponentChildren } from 'preact'
import { formatTime } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'

type Moment = Temporal.ZonedDateTime

/** What `datetime` says to machines: `2022-10-18T16:45+02:00`. */
const machineTime = (at: Moment): string => at.toString({ smallestUnit: 'minute', timeZoneName: 'never' })

/** A time of day. */
export const ClockTime = ({ at }: { at: Moment }) => <time dateTime={machineTime(at)}>{formatTime(at)}</time>

const Till = ({ t, end }: { t: TFunction; end: Moment }) => (
  <span class="till">
    <span aria-hidden="true">–</span>
    <span class="hidden"> {t('common:time.to')} </span>
    <ClockTime at={end} />
  </span>
)

interface Range {
  t: TFunction
  start: Moment
  end: Moment
}

/** From when to when, in a sentence: a dash to see, "to" to hear. */
export const TimeRange = ({ t, start, end }: Range) => (
  <span class="keep">
    <ClockTime at={start} />
    <Till t={t} end={end} />
  </span>
)

/**
 * From when to when, in the time rail of the agenda: a `p` before a pause or parallel sessions, a `span` inside a heading
 * (then it ends with a comma for who listens). What else hangs there are `children`.
 */
export const Clock = ({
  t,
  start,
  end,
  as: Element = 'p',
  children,
}: Range & { as?: 'p' | 'span'; children?: ComponentChildren }) => (
  <Element class="clock">
    <span>
      <ClockTime at={start} />
    </span>
    <Till t={t} end={end} />
    {children}
    {Element === 'span' && <span class="hidden">, </span>}
  </Element>
)

/** The same for the heading of one of several parallel sessions, whose clock is drawn once beside them. */
export const HiddenClock = ({ t, start, end }: Range) => (
  <span class="hidden">
    <ClockTime at={start} />
    <Till t={t} end={end} />,{' '}
  </span>
)

/** A day, as words for people and as a date for machines. */
export const Day = ({ date, children }: { date: Temporal.PlainDate; children: ComponentChildren }) => (
  <time dateTime={date.toString()}>{children}</time>
)
