import type { DayView, NamedEntry } from '../access/view.ts'
import { Day as DayElement } from '../ui/clock.tsx'
import { Change } from '../ui/change.tsx'
import { Facts, type Fact } from '../ui/facts.tsx'
import { Icon } from '../ui/icon.tsx'
import { LanguageCodes } from '../ui/language-codes.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { Stamp } from '../ui/stamp.tsx'
import { capitalized, formatDay, formatWeekday, ofCity } from '../platform/i18n/formats.ts'
import { dayRule, type DayRule } from './day-rule.ts'
import type { Frame } from './frame.ts'
import { SessionEntry } from './session-entry.tsx'
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

const Pause = ({ frame, entry }: { frame: Frame; entry: NamedEntry }) => (
  <li class="slot pause">
    <SlotClock t={frame.t} locale={frame.locale} when={entry} own={frame.own} />
    <p>
      <LocalizedWords of={entry.title} locale={frame.locale} />
      {entry.room && !entry.room.onlineOnly && (
        <>
          , <LocalizedWords of={entry.room.name} locale={frame.locale} />
        </>
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

const SlotRow = ({ frame, day, rule, slot }: { frame: Frame; day: DayView; rule: DayRule; slot: Slot }) => {
  if (slot.is === 'pause') return <Pause frame={frame} entry={slot.entry} />
  const [first] = slot.entries
  if (slot.entries.length === 1)
    return (
      <li class="slot">
        <SessionEntry frame={frame} day={day} rule={rule} entry={first} alone />
      </li>
    )
  return (
    <li class="slot">
      <SlotClock t={frame.t} locale={frame.locale} when={first} own={frame.own}>
        <small>{frame.t('reading:agenda.parallel', { count: slot.entries.length })}</small>
      </SlotClock>
      <div class="parallel">
        {slot.entries.map((entry) => (
          <SessionEntry frame={frame} day={day} rule={rule} entry={entry} alone={false} />
        ))}
      </div>
    </li>
  )
}

/** One day of the agenda: whom it is for, then its slots. */
export const AgendaDay = ({ frame, day }: { frame: Frame; day: DayView }) => {
  const rule = dayRule(day, frame.constituencies)
  const slots = slotsOf(day.sessions)
  return (
    <section class="day" aria-labelledby={`day-${day.number}`} data-day={day.date.toString()}>
      <Running frame={frame} />
      <header class="day-head">
        <DayName frame={frame} day={day} />
      </header>
      <div>
        <DayFor frame={frame} day={day} rule={rule} />
        {slots.length > 0 ? (
          <ol class="slots">
            {slots.map((slot) => (
              <SlotRow frame={frame} day={day} rule={rule} slot={slot} />
            ))}
          </ol>
        ) : (
          <p class="quiet">{frame.t('reading:agenda.noSessions')}</p>
        )}
      </div>
    </section>
  )
}

interface DayLink {
  readonly href: string
  readonly words: string
  readonly current: boolean
}

const shortDay = (date: Temporal.PlainDate, frame: Frame): string =>
  `${capitalized(date.toLocaleString(frame.locale, { weekday: 'short' }), frame.locale)} ${date.day}`

/** A query that keeps the reader's zone. */
const query = (values: Readonly<Record<string, string | undefined>>): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value !== undefined) search.set(name, value)
  return `?${search.toString()}`
}

const dayLinks = (frame: Frame, day: DayView | undefined): DayLink[] => {
  const { days } = frame.view
  return [
    {
      href: query({ zone: frame.own }),
      words: days.length === 2 ? frame.t('reading:agenda.bothDays') : frame.t('reading:agenda.allDays'),
      current: day === undefined,
    },
    ...days.map((one) => ({
      href: query({ day: one.date.toString(), zone: frame.own }),
      words: shortDay(one.date, frame),
      current: one === day,
    })),
  ]
}

/** The choice of days, and other forms of the same agenda. */
export const AgendaTools = ({
  frame,
  day,
  calendar,
}: {
  frame: Frame
  day: DayView | undefined
  calendar?: string
}) => (
  <div class="tools">
    {frame.view.days.length > 1 && (
      <nav aria-label={frame.t('reading:agenda.days')}>
        <ul class="days">
          {dayLinks(frame, day).map(({ href, words, current }) => (
            <li>
              <a href={href} aria-current={current ? 'page' : undefined}>
                {words}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    )}
    {calendar && (
      <ul class="links">
        <li>
          <a href={calendar}>
            <Icon name="calendar" />
            {frame.t('reading:agenda.calendar')}
          </a>
        </li>
      </ul>
    )}
  </div>
)

/** A day in a sentence, as words and for machines. */
export const DayWords = ({ frame, date }: { frame: Frame; date: Temporal.PlainDate }) => (
  <DayElement date={date}>{formatDay(date, frame.locale)}</DayElement>
)
