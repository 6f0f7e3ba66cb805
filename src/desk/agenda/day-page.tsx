import { isPause, type ReleasedSession } from '../../agenda/release.ts'
import type { Session } from '../../agenda/session.entity.ts'
import type { Warning } from '../../agenda/warnings.ts'
import type { WorkingChange } from '../../agenda/working-copy-changes.ts'
import type { RoomId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { capitalized, formatDay, formatTime, formatWeekday } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { ActionLink, Actions, ButtonLink } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Change } from '../../ui/change.tsx'
import { Empty } from '../../ui/note.tsx'
import { State } from '../../ui/state.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { dayPlan, entryId, planStyle, type DayPlan } from './plan.ts'

/** What the page of one day shows. */
export interface DayPageProps {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022` */
  path: string
  date: Temporal.PlainDate
  /** All sessions of the working copy. */
  sessions: readonly Session[]
  changes: readonly WorkingChange[]
  warnings: readonly Warning[]
  /** The next label, where the reader may publish and there is something to. */
  publish: string | undefined
  nonce: string
}

const pause = (session: Pick<Session, 'kind'>): boolean => isPause(session.kind)

const roomName = (meeting: Meeting, room: RoomId | null, locale: Locale, t: TFunction): string => {
  const found = meeting.rooms.find(({ id }) => id === room)
  return found ? wordsOf(found.name, meeting, locale).text : t('desk:agenda.roomToBeAnnounced')
}

const when = (session: Pick<Session, 'start' | 'end'>, t: TFunction): string =>
  session.start && session.end
    ? `${formatTime(session.start)}–${formatTime(session.end)}`
    : t('desk:agenda.timeToBeAnnounced')

/** What a warning says, in a sentence. */
export const warningWords = (warning: Warning, meeting: Meeting, locale: Locale, t: TFunction): string => {
  const title = (session: ReleasedSession) => wordsOf(session.title, meeting, locale).text
  switch (warning.kind) {
    case 'room-clash':
      return t('desk:warnings.room', {
        room: roomName(meeting, warning.first.room, locale, t),
        first: title(warning.first),
        second: title(warning.second),
      })
    case 'officer-twice':
      return t('desk:warnings.officer', {
        name: wordsOf(warning.name, meeting, locale).text,
        first: title(warning.first),
        second: title(warning.second),
      })
    case 'outside-days':
      return t('desk:warnings.day', { title: title(warning.session) })
  }
}

const warningName = (warning: Warning, t: TFunction): string =>
  ({
    'room-clash': t('desk:warnings.roomName'),
    'officer-twice': t('desk:warnings.officerName'),
    'outside-days': t('desk:warnings.dayName'),
  })[warning.kind]

/** The warnings of a working copy, each leading to a session it is about. */
export const Warnings = ({
  t,
  locale,
  meeting,
  path,
  warnings,
}: Pick<DayPageProps, 't' | 'locale' | 'meeting' | 'path' | 'warnings'>) => (
  <ul class="warnings">
    {warnings.map((warning) => {
      const session = warning.kind === 'outside-days' ? warning.session : warning.second
      return (
        <li>
          <State t={t} is="warning">
            {warningName(warning, t)}
          </State>
          <span>{warningWords(warning, meeting, locale, t)}</span>
          <ActionLink href={`${path}/agenda/${session.code}`} about={session.code}>
            {t('desk:agenda.edit')}
          </ActionLink>
        </li>
      )
    })}
    {warnings.length === 0 && (
      <li>
        <State t={t} is="confirmed">
          {t('desk:warnings.roomName')}
        </State>
        <span>{t('desk:warnings.none')}</span>
        <span />
      </li>
    )}
  </ul>
)

/** What differs from the release in force, in a word. */
export const changeName = (
  change: WorkingChange,
): 'added' | 'moved' | 'cancelled' | 'reinstated' | 'retitled' | 'changed' => {
  if (change.kind === 'added') return 'added'
  if (change.kind === 'removed') return 'cancelled'
  if (change.fields.includes('status')) return change.session.status === 'cancelled' ? 'cancelled' : 'reinstated'
  if (change.fields.some((field) => ['day', 'startsAt', 'endsAt', 'room'].includes(field))) return 'moved'
  return change.fields.includes('title') ? 'retitled' : 'changed'
}

const Entry = ({
  session,
  change,
  shown,
  ...props
}: DayPageProps & { session: Session; change: WorkingChange | undefined; shown: boolean }) => {
  const { t, locale, meeting, path } = props
  const restricted = session.access.show === 'closed' || session.access.show === 'unlisted'
  const classes = ['entry', pause(session) && 'pause', restricted && 'shut', session.status === 'cancelled' && 'off']
  return (
    <article class={classes.filter(Boolean).join(' ')} id={shown ? entryId(session.code) : undefined}>
      {!pause(session) && (
        <p class="handle">
          <span>{session.code}</span>
          <ActionLink href={`${path}/agenda/${session.code}`} about={session.code}>
            {t('desk:agenda.edit')}
          </ActionLink>
        </p>
      )}
      <h3>
        <a href={`${path}/agenda/${session.code}`}>
          <LocalizedWords of={wordsOf(session.title, meeting, locale)} locale={locale} />
        </a>
      </h3>
      {change && <Change t={t} is={changeName(change)} />}
      <p>
        {when(session, t)}
        <span class="where"> · {roomName(meeting, session.roomId, locale, t)}</span>
        {session.access.show !== 'programme' && <> · {t(`desk:show.${session.access.show}`)}</>}
      </p>
    </article>
  )
}

const Plan = ({ plan, ...props }: DayPageProps & { plan: DayPlan }) => {
  const { t, locale, meeting, date, sessions, changes } = props
  const changed = new Map(changes.map((change) => [change.session.code, change]))
  const today = sessions.filter((session) => session.day.equals(date))
  const ordered = today.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  const onPlan = ordered.filter((session) => plan.positions.has(session.code))
  const beside = ordered.filter((session) => !plan.positions.has(session.code))
  return (
    <>
      <section class="plan-frame" aria-label={t('desk:agenda.plan')}>
        <div class="plan">
          {plan.rooms.map((room, index) => (
            <p class="room" id={`room-${index + 1}`}>
              {roomName(meeting, room, locale, t)}
            </p>
          ))}
          {plan.hours.map(({ hour }) => (
            <p class="hour" id={`hour-${hour}`} aria-hidden="true">
              {formatTime(new Temporal.PlainTime(hour))}
            </p>
          ))}
          {onPlan.map((session) => (
            <Entry {...props} session={session} change={changed.get(session.code)} shown />
          ))}
        </div>
      </section>
      {beside.length > 0 && (
        <section class="panel flow" aria-labelledby="beside">
          <h2 id="beside">{t('desk:agenda.withoutPlace')}</h2>
          {beside.map((session) => (
            <Entry {...props} session={session} change={changed.get(session.code)} shown={false} />
          ))}
        </section>
      )}
    </>
  )
}

const sortKey = (session: Session): string => `${session.start?.toString() ?? '~'} ${session.code}`

/** One day of the working copy: what is doubtful, and the plan of its rooms. */
export const DayPage = (props: DayPageProps) => {
  const { t, locale, meeting, path, date, sessions, warnings, publish, changes, nonce } = props
  const today = sessions.filter((session) => session.day.equals(date))
  const plan = dayPlan(
    today,
    meeting.rooms.map((room) => room.id),
    pause,
  )
  return (
    <>
      <style nonce={nonce}>{planStyle(plan)}</style>
      <DeskHead
        t={t}
        title={capitalized(formatDay(date, locale, { weekday: true, year: false }), locale)}
        under={t('desk:agenda.count', {
          count: today.filter((session) => !pause(session)).length,
          city: wordsOf(meeting.city, meeting, locale).text,
        })}
      >
        <nav aria-label={t('desk:agenda.days')}>
          <ul class="days">
            {meeting.days.map((day) => (
              <li>
                <a
                  href={`${path}/agenda?day=${day.date.toString()}`}
                  aria-current={day.date.equals(date) ? 'page' : undefined}
                >
                  {capitalized(formatWeekday(day.date, locale), locale)} {day.date.day}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {publish && (
          <Actions>
            <ButtonLink href={`${path}/publish`}>{t('desk:agenda.publish', { label: publish })}</ButtonLink>
          </Actions>
        )}
      </DeskHead>
      <section class="panel" aria-labelledby="warnings">
        <h2 id="warnings">
          {t('desk:agenda.state', { changes: t('desk:agenda.changes', { count: changes.length }) })}
        </h2>
        <Warnings t={t} locale={locale} meeting={meeting} path={path} warnings={warnings} />
      </section>
      {today.length === 0 ? <Empty>{t('desk:agenda.noSessions')}</Empty> : <Plan {...props} plan={plan} />}
    </>
  )
}
