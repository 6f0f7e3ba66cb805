import type { ComponentChildren } from 'preact'
import type { DayView, NamedEntry, SessionView } from '../access/view.ts'
import type { Following } from '../calendar/agenda-follow.tsx'
import { Day as DayElement } from '../ui/clock.tsx'
import { Change } from '../ui/change.tsx'
import { Facts, type Fact } from '../ui/facts.tsx'
import { LanguageCodes } from '../ui/language-codes.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { Stamp } from '../ui/stamp.tsx'
import { capitalized, formatDay, formatWeekday, ofCity } from '../platform/i18n/formats.ts'
import { dayRule, type DayRule } from './day-rule.ts'
import type { Frame } from './frame.ts'
import { SessionEntry, type Heading } from './session-entry.tsx'
import { slotsOf, type Slot } from './slots.ts'
import { SlotClock } from './times.tsx'
import { dayForWords, formatWords } from './words.ts'

const FORMAT_ICON = { 'in-person': 'in-person', online: 'online', hybrid: 'hybrid' } as const

/** The numeral of a day between its weekday and its month: a heading that is also the hang of the axis. */
const DayName = ({ frame: { locale }, day }: { frame: Frame; day: DayView }) => {
  const [number, ...rest] = formatDay(day.date, locale).split(' ')
  return (
    <h2 class="day-name" id={`day-${day.number}`}>
      <span>{capitalized(formatWeekday(day.date, locale), locale)}</span> <b>{number}</b> <span>{rest.join(' ')}</span>
    </h2>
  )
}

/** On paper: which agenda this sheet is of. It is a table head, so it comes again on every page of a long day. */
const Running = ({ frame: { t, locale, view, shortAddress } }: { frame: Frame }) => {
  const { label, stage, publishedAt, supersededBy } = view.release
  const published = formatDay(publishedAt.toZonedDateTimeISO(view.meeting.timeZone).toPlainDate(), locale)
  return (
    <div class="running" aria-hidden="true">
      <p>
        <strong>
          <LocalizedWords of={view.meeting.shortTitle} locale={locale} />
        </strong>{' '}
        <span>{t('reading:agenda.running')}</span> <Stamp stage={stage}>{label}</Stamp>{' '}
        <span>
          {published}
          {supersededBy && `, ${t('reading:changes.supersededBy', { label: supersededBy })}`} ·{' '}
          {t('reading:zone.short', { ofCity: ofCity(view.meeting.city.text, locale) })}
        </span>{' '}
        <span>{shortAddress}</span>
      </p>
    </div>
  )
}

const DayFor = ({ frame: { t, locale }, day, rule }: { frame: Frame; day: DayView; rule: DayRule }) => {
  const facts: Fact[] = [
    ...(rule.format ? [{ icon: FORMAT_ICON[rule.format], children: formatWords(rule.format, t) }] : []),
    ...(rule.interpretation?.length
      ? [
          {
            icon: 'interpretation' as const,
            children: (
              <LanguageCodes
                locale={locale}
                languages={rule.interpretation}
                label={t('reading:agenda.interpretation')}
              />
            ),
          },
        ]
      : []),
    ...(rule.format ? [{ children: t('reading:agenda.onlyWhatDiffers') }] : []),
  ]
  return (
    <div class="day-for">
      <p>
        {day.title && (
          <>
            <strong>
              <LocalizedWords of={day.title} locale={locale} />.
            </strong>{' '}
          </>
        )}
        {dayForWords(rule.forWhom, t, locale)}
      </p>
      {facts.length > 0 && <Facts facts={facts} />}
    </div>
  )
}

/** A break in a line: a slot of its own, or what `as` says. */
export const Pause = ({ frame, entry, as = 'slot' }: { frame: Frame; entry: NamedEntry; as?: string }) => (
  <li class={`${as} pause`}>
    <SlotClock t={frame.t} locale={frame.locale} when={entry} own={frame.own} />
    <p>
      <LocalizedWords of={entry.title} locale={frame.locale} />
      {entry.room && !entry.room.onlineOnly && (
        <span class="room-name">
          , <LocalizedWords of={entry.room.name} locale={frame.locale} />
        </span>
      )}
      {frame.marks.get(entry.id)?.map(({ is, before }) => (
        <>
          {' '}
          <Change t={frame.t} is={is} as="strong">
            {before}
          </Change>
        </>
      ))}
    </p>
  </li>
)

const SlotRow = ({
  frame,
  day,
  rule,
  slot,
  heading,
  following,
}: Omit<OfDay, 'sessions'> & { slot: Slot; heading: Heading | undefined }) => {
  if (slot.is === 'pause') return <Pause frame={frame} entry={slot.entry} />
  const [first] = slot.entries
  if (slot.entries.length === 1)
    return (
      <li class="slot">
        <SessionEntry frame={frame} day={day} rule={rule} entry={first} heading={heading} following={following} alone />
      </li>
    )
  return (
    <li class="slot">
      <SlotClock t={frame.t} locale={frame.locale} when={first} own={frame.own}>
        <small>{frame.t('reading:agenda.parallel', { count: slot.entries.length })}</small>
      </SlotClock>
      <div class="parallel">
        {slot.entries.map((entry) => (
          <SessionEntry
            frame={frame}
            day={day}
            rule={rule}
            entry={entry}
            heading={heading}
            following={following}
            alone={false}
          />
        ))}
      </div>
    </li>
  )
}

/** What a layout draws: some sessions of a day, beside what holds for all of it. */
export interface OfDay {
  readonly frame: Frame
  readonly day: DayView
  readonly rule: DayRule
  readonly sessions: readonly SessionView[]
  /** What its reader follows, where it is drawn for one person. */
  readonly following?: Following | undefined
}

/** Sessions as a list by time. */
export const Slots = ({ sessions, heading, ...of }: OfDay & { heading?: Heading }) =>
  sessions.length > 0 ? (
    <ol class="slots">
      {slotsOf(sessions).map((slot) => (
        <SlotRow {...of} slot={slot} heading={heading} />
      ))}
    </ol>
  ) : (
    <p class="quiet">{of.frame.t('reading:agenda.noSessions')}</p>
  )

/** One day of the agenda: whom it is for, then its sessions. */
export const AgendaDay = ({
  frame,
  day,
  children,
}: {
  frame: Frame
  day: DayView
  children: (rule: DayRule) => ComponentChildren
}) => {
  const rule = dayRule(day, frame.constituencies)
  return (
    <section class="day" aria-labelledby={`day-${day.number}`} data-day={day.date.toString()}>
      <Running frame={frame} />
      <header class="day-head">
        <DayName frame={frame} day={day} />
      </header>
      <div>
        <DayFor frame={frame} day={day} rule={rule} />
        {children(rule)}
      </div>
    </section>
  )
}

/** A day in a sentence, as words and for machines. */
export const DayWords = ({ frame, date }: { frame: Frame; date: Temporal.PlainDate }) => (
  <DayElement date={date}>{formatDay(date, frame.locale)}</DayElement>
)
