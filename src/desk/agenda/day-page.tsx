import { isPause } from '../../agenda/release.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { sessionsIn, type Warning } from '../../agenda/warnings.ts'
import type { WorkingChange } from '../../agenda/working-copy-changes.ts'
import type { SessionId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { capitalized, formatTime, formatWeekday } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, ButtonLink, Hidden, Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Change } from '../../ui/change.tsx'
import { Empty } from '../../ui/note.tsx'
import { State } from '../../ui/state.tsx'
import { dayPlan, entryId, planStyle, type DayPlan } from './plan.ts'
import { Saved, type SavedChange } from './saved.tsx'
import { Warnings } from './warnings.tsx'
import { dayName, roomName, timesOf } from './words.ts'

/** What the plan of one day shows. */
export interface DayPlanProps {
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
  nonce: string
  /** The session that is being moved. */
  held?: SessionId
}

const pause = (session: Pick<Session, 'kind'>): boolean => isPause(session.kind)

/** Too short for lines of its own on the plan. */
const isShort = ({ startsAt, endsAt }: Pick<Session, 'startsAt' | 'endsAt'>): boolean =>
  startsAt !== null && endsAt !== null && endsAt.since(startsAt).total('minutes') < 60

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

interface EntryProps extends DayPlanProps {
  session: Session
  change: WorkingChange | undefined
  doubtful: number
}

/** The title, spoken with the time before it as the plan shows it by place. */
const Title = ({
  session,
  base,
  t,
  locale,
  meeting,
}: Pick<EntryProps, 'session' | 't' | 'locale' | 'meeting'> & { base: string }) => {
  const { text, lang } = wordsOf(session.title, meeting, locale)
  const when =
    session.start && session.end
      ? `${formatTime(session.start)} ${t('plan:day.to')} ${formatTime(session.end)}, `
      : undefined
  // A name given to the link costs browsers nothing; hidden words are a box of their own, for each of five hundred sessions.
  if (lang === locale)
    return (
      <h3>
        <a href={base} aria-label={when && `${when}${text}`}>
          {text}
        </a>
      </h3>
    )
  return (
    <h3>
      {when && <Hidden>{when}</Hidden>}
      <a href={base} lang={lang}>
        {text}
      </a>
    </h3>
  )
}

const Entry = ({
  session,
  change,
  doubtful,
  placed,
  later = false,
  ...props
}: EntryProps & { placed: boolean; later?: boolean }) => {
  const { t, locale, meeting, path, held } = props
  const { code } = session
  const restricted = session.access.show === 'closed' || session.access.show === 'unlisted'
  const isHeld = held === session.id
  const classes = [
    'entry',
    pause(session) && 'pause',
    restricted && 'shut',
    isShort(session) && 'short',
    session.status === 'cancelled' && 'off',
    isHeld && 'held',
    later && 'later',
  ]
  const base = `${path}/agenda/${code}`
  return (
    <article class={classes.filter(Boolean).join(' ')} id={placed ? entryId(code) : undefined}>
      <p class="handle">
        {isHeld ? t('plan:day.beingMoved', { code }) : code}{' '}
        {!isHeld && (
          <a href={`${base}/move`} aria-label={`${t('plan:day.move')} ${code}`}>
            {t('plan:day.move')}
          </a>
        )}
      </p>
      <Title t={t} locale={locale} meeting={meeting} session={session} base={base} />
      {change && <Change t={t} is={changeName(change)} />}
      {doubtful > 0 && (
        <p>
          <State t={t} is="warning">
            {t('plan:warning.count', { count: doubtful })}
          </State>
        </p>
      )}
      <p>
        {timesOf(session, t)}
        <span class="where"> · {roomName(meeting, session.roomId, locale, t)}</span>
        {session.access.show !== 'programme' && <> · {t(`desk:show.${session.access.show}`)}</>}
      </p>
    </article>
  )
}

const sortKey = (session: Session): string => `${session.start?.toString() ?? '~'} ${session.code}`

/** How many sessions are laid out with the page itself; the others follow (`browser/plan.js`). */
const AT_ONCE = 30

const Grid = ({ plan, entries, t, locale, meeting }: DayPlanProps & { plan: DayPlan; entries: EntryProps[] }) => (
  <section
    class={plan.rooms.length > 6 ? 'plan-frame many' : 'plan-frame'}
    tabIndex={plan.rooms.length > 6 ? 0 : undefined}
    aria-label={t('desk:agenda.plan')}
  >
    <div class="plan">
      {plan.rooms.map((room, index) => (
        <p class="room" id={`room-${index + 1}`}>
          {roomName(meeting, room, locale, t)}
        </p>
      ))}
      {plan.hours.map(({ hour, at }) => (
        <p class="hour" id={`hour-${at}`} aria-hidden="true">
          {formatTime(new Temporal.PlainTime(hour))}
        </p>
      ))}
      {entries.map((entry, index) => (
        <Entry {...entry} placed later={index >= AT_ONCE} />
      ))}
    </div>
  </section>
)

/** The sessions of a day: rooms across and hours down where there is width, else one after the other. */
export const DayPlanPart = (props: DayPlanProps) => {
  const { t, meeting, path, date, sessions, changes, warnings, nonce } = props
  const today = sessions.filter((session) => session.day.equals(date))
  if (today.length === 0)
    return (
      <Empty>
        <p>{t('desk:agenda.noSessions')}</p>
        {sessions.length === 0 && (
          <p>
            <a href={`${path}/agenda/import`}>{t('intake:from')}</a>
          </p>
        )}
      </Empty>
    )
  const plan = dayPlan(
    today,
    meeting.rooms.map((room) => room.id),
    pause,
  )
  const changed = new Map(changes.map((change) => [change.session.id, change]))
  const doubts = Map.groupBy(
    warnings.flatMap((warning) => sessionsIn(warning).map(({ id }) => id)),
    (id) => id,
  )
  const entries = today
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    .map((session) => ({
      ...props,
      session,
      change: changed.get(session.id),
      doubtful: doubts.get(session.id)?.length ?? 0,
    }))
  const beside = entries.filter(({ session }) => !plan.positions.has(session.code))
  return (
    <>
      <style nonce={nonce}>{planStyle(plan)}</style>
      <Grid {...props} plan={plan} entries={entries.filter(({ session }) => plan.positions.has(session.code))} />
      {beside.length > 0 && (
        <section class="panel flow" aria-labelledby="beside">
          <h2 id="beside">{t('desk:agenda.withoutPlace')}</h2>
          {beside.map((entry) => (
            <Entry {...entry} placed={false} />
          ))}
        </section>
      )}
    </>
  )
}

/** How many warnings stand above the plan; the others are to unfold. */
const SEEN_WARNINGS = 6

/** This day's warnings first; the rest, and those of other days, unfold. */
const DayWarnings = ({ t, locale, meeting, path, date, warnings }: DayPlanProps) => {
  const isToday = (warning: Warning): boolean => sessionsIn(warning).some(({ day }) => day === date.toString())
  const ordered = [...warnings.filter(isToday), ...warnings.filter((warning) => !isToday(warning))]
  const seen = ordered.slice(0, Math.min(SEEN_WARNINGS, warnings.filter(isToday).length))
  const rest = ordered.slice(seen.length)
  const part = { t, locale, meeting, path }
  return (
    <>
      {(seen.length > 0 || rest.length === 0) && <Warnings {...part} warnings={seen} />}
      {rest.length > 0 && (
        <details>
          <summary>{t(seen.length ? 'plan:warning.rest' : 'plan:warning.elsewhere', { count: rest.length })}</summary>
          <Warnings {...part} warnings={rest} />
        </details>
      )}
    </>
  )
}

/** One day of the working copy: what is doubtful, what can be done to the day, and the plan of its rooms. */
export const DayPage = ({
  publish,
  saved,
  ...props
}: DayPlanProps & {
  /** The next label, where the reader may publish and there is something to. */
  publish: string | undefined
  /** What the reader has just saved. */
  saved: SavedChange | undefined
}) => {
  const { t, locale, meeting, path, date, sessions, changes, warnings } = props
  const count = sessions.filter((session) => session.day.equals(date) && !pause(session)).length
  const city = wordsOf(meeting.city, meeting, locale).text
  const onThisDay = `day=${date.toString()}`
  return (
    <>
      <DeskHead t={t} title={dayName(date, locale)} under={t('desk:agenda.count', { count, city })}>
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
        <Actions>
          <ButtonLink second href={`${path}/agenda/new?${onThisDay}`}>
            {t('plan:day.add')}
          </ButtonLink>
          {publish && <ButtonLink href={`${path}/publish`}>{t('desk:agenda.publish', { label: publish })}</ButtonLink>}
        </Actions>
      </DeskHead>
      {saved && <Saved t={t} locale={locale} meeting={meeting} path={path} saved={saved} warnings={warnings} />}
      <section class="panel" aria-labelledby="warnings">
        <h2 id="warnings">
          {t('desk:agenda.state', { changes: t('desk:agenda.changes', { count: changes.length }) })}
        </h2>
        <DayWarnings {...props} />
      </section>
      <nav aria-label={t('plan:day.tools')}>
        <Links
          links={[
            ...(sessions.length > 0
              ? [
                  { href: `${path}/agenda/shift?${onThisDay}`, children: t('plan:day.shift') },
                  { href: `${path}/agenda/swap?${onThisDay}`, children: t('plan:day.swap') },
                ]
              : []),
            { href: `${path}/agenda/history`, children: t('plan:day.history') },
            { href: `${path}/agenda/import`, children: t('intake:from') },
          ]}
        />
      </nav>
      <DayPlanPart {...props} />
    </>
  )
}
