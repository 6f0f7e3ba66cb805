import type { ComponentChildren } from 'preact'
import { ClockTime, Clock, HiddenClock } from '../ui/clock.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Locale } from '../kernel/locale.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { formatShortWeekday, zoneCity } from '../platform/i18n/formats.ts'

type Moment = Temporal.ZonedDateTime

/** An entry's time, or that it is still to be announced. */
export interface When {
  readonly start: Moment | null
  readonly end: Moment | null
}

interface Own {
  t: TFunction
  locale: Locale
  zone: string
  start: Moment
  end: Moment
}

/** The day of the week, where a moment falls on another day than in the meeting's zone. */
const otherDay = (moment: Moment, there: Moment, locale: Locale): string =>
  moment.toPlainDate().equals(there.toPlainDate()) ? '' : `${formatShortWeekday(moment, locale)} `

/** The reader's own time below the meeting's, with a pin. */
export const OwnTime = ({ t, locale, zone, start, end }: Own) => {
  const [from, to] = [start.withTimeZone(zone), end.withTimeZone(zone)]
  return (
    <small class="own">
      <Icon name="pin" />
      <span class="hidden">, {zoneCity(zone, locale)} </span>
      {otherDay(from, start, locale)}
      <ClockTime at={from} />
      <span class="till">
        <span aria-hidden="true">–</span>
        <span class="hidden"> {t('common:time.to')} </span>
        {otherDay(to, from, locale)}
        <ClockTime at={to} />
      </span>
    </small>
  )
}

/** The clock of a slot in its rail. */
export const SlotClock = ({
  t,
  locale,
  when: { start, end },
  own,
  as = 'p',
  children,
}: {
  t: TFunction
  locale: Locale
  when: When
  own?: string | undefined
  as?: 'p' | 'span'
  children?: ComponentChildren
}) => {
  if (start && end)
    return (
      <Clock t={t} start={start} end={end} as={as}>
        {own && <OwnTime t={t} locale={locale} zone={own} start={start} end={end} />}
        {children}
      </Clock>
    )
  const Element = as
  return (
    <Element class="clock">
      <small>{t('reading:agenda.timeToCome')}</small>
      {as === 'span' && <span class="hidden">, </span>}
    </Element>
  )
}

/** A parallel session's own clock, for who listens. */
export const HeardClock = ({ t, when: { start, end } }: { t: TFunction; when: When }) =>
  start && end ? <HiddenClock t={t} start={start} end={end} /> : null
