import type { NamedEntry, SessionView } from '../access/view.ts'
import { isNamed } from '../access/view.ts'
import { capitalized, formatDay } from '../platform/i18n/formats.ts'
import { TimeRange } from '../ui/clock.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { Terms, type Term } from '../ui/terms.tsx'
import { agendaIn, sessionIn, type Frame } from './frame.ts'
import { anchorOf } from './session-entry.tsx'
import { slotsOf } from './slots.ts'

type Group = readonly [SessionView, ...SessionView[]]

/** The slots of sessions before and after this one, over all days; pauses are stepped over. */
export const neighboursOf = (
  days: Frame['view']['days'],
  entry: NamedEntry,
): { readonly before?: Group; readonly after?: Group } => {
  const groups = days.flatMap((day) =>
    slotsOf(day.sessions).flatMap((slot) =>
      slot.is === 'sessions' ? [slot.entries] : slot.entry.id === entry.id ? [[slot.entry] as const] : [],
    ),
  )
  const here = groups.findIndex((group) => group.some((one) => isNamed(one) && one.id === entry.id))
  const before = groups[here - 1]
  const after = groups[here + 1]
  return { ...(here > 0 && before ? { before } : {}), ...(here >= 0 && after ? { after } : {}) }
}

const What = ({ frame, group }: { frame: Frame; group: Group }) => {
  const { t, locale } = frame
  const [first] = group
  const named = group.find(isNamed)
  if (group.length > 1) {
    const words = t('reading:session.parallelSessions', { count: group.length })
    const anchor = named ? `#${anchorOf(named)}` : ''
    return <a href={safeHref(`${agendaIn(frame)}${anchor}`)}>{words}</a>
  }
  if (!isNamed(first)) return <>{t('reading:agenda.closed')}</>
  return (
    <a href={safeHref(sessionIn(frame, first.code))}>
      <LocalizedWords of={first.title} locale={locale} />
    </a>
  )
}

const termOf = (frame: Frame, entry: NamedEntry, group: Group): Term => {
  const [{ start, end, day }] = group
  const { t, locale } = frame
  const words = capitalized(formatDay(day, locale, { weekday: true, year: false }), locale)
  return {
    term: (
      <>
        {!day.equals(entry.day) && <>{words}, </>}
        {start && end ? <TimeRange t={t} start={start} end={end} /> : t('reading:agenda.timeToCome')}
      </>
    ),
    detail: <What frame={frame} group={group} />,
  }
}

/** What is on before and after a session. */
export const Neighbours = ({ frame, entry }: { frame: Frame; entry: NamedEntry }) => {
  const { t } = frame
  const { before, after } = neighboursOf(frame.view.days, entry)
  if (!before && !after) return null
  return (
    <>
      {before && (
        <nav class="axis" aria-label={t('reading:session.beforeIt')}>
          <p class="rail">{t('reading:session.beforeIt')}</p>
          <Terms terms={[termOf(frame, entry, before)]} />
        </nav>
      )}
      {after && (
        <nav class="axis" aria-label={t('reading:session.afterIt')}>
          <p class="rail">{t('reading:session.afterIt')}</p>
          <Terms terms={[termOf(frame, entry, after)]} />
        </nav>
      )}
    </>
  )
}
