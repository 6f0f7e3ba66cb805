import type { ComponentChildren } from 'preact'
import { changesByEntry, type AgendaChanges, type Change, type ChangedEntry } from '../access/changes.ts'
import type { NamedEntry, ReleaseView, SessionView } from '../access/view.ts'
import { isNamed } from '../access/view.ts'
import type { ReleaseLabel } from '../agenda/release.ts'
import { isPause } from '../agenda/release.ts'
import { capitalized, formatDay, formatSpanInSentence, listed } from '../platform/i18n/formats.ts'
import { Button } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { Badge } from '../ui/badge.tsx'
import { Change as ChangeMark } from '../ui/change.tsx'
import { Day } from '../ui/clock.tsx'
import { languageName } from '../ui/language-codes.tsx'
import { LocalizedWords, langOf } from '../ui/localized.tsx'
import { Empty } from '../ui/note.tsx'
import { changeCounts, labelWords } from '../ui/release-banner.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { Select } from '../ui/select.tsx'
import { Stamp } from '../ui/stamp.tsx'
import { Terms } from '../ui/terms.tsx'
import { forWhom } from './day-rule.ts'
import { releaseIn, sessionIn, type Frame } from './frame.ts'
import { countsOf, detailWords, nameOf } from './marks.ts'
import { forWhomWords, formatWords } from './words.ts'

/** A label that can be looked at, as this audience knows it. */
export interface Version {
  readonly label: ReleaseLabel
  readonly release: ReleaseView
}

const released = ({ publishedAt }: ReleaseView, frame: Frame): Temporal.PlainDate =>
  publishedAt.toZonedDateTimeISO(frame.view.meeting.timeZone).toPlainDate()

const timeWords = (frame: Frame, { start, end }: SessionView): string =>
  start && end ? formatSpanInSentence(start, end, frame.locale) : frame.t('reading:agenda.timeToCome')

const Room = ({ frame, entry }: { frame: Frame; entry: SessionView }) =>
  entry.room ? (
    <LocalizedWords of={entry.room.name} locale={frame.locale} />
  ) : (
    <>{frame.t('reading:agenda.roomToCome')}</>
  )

const interpretationWords = (frame: Frame, tags: readonly string[]): string =>
  tags.length
    ? frame.t('reading:changes.interpretationIn', {
        languages: listed(
          tags.map((tag) => languageName(frame.locale, tag)),
          frame.locale,
        ),
      })
    : frame.t('reading:changes.noInterpretation')

/** Time and place of an entry, with what goes with a new one. */
const WhenWhere = ({ frame, entry, whole = false }: { frame: Frame; entry: SessionView; whole?: boolean }) => (
  <>
    {capitalized(timeWords(frame, entry), frame.locale)}, <Room frame={frame} entry={entry} />
    {whole && isNamed(entry) && !isPause(entry.kind) && (
      <>
        , {formatWords(entry.format, frame.t).toLocaleLowerCase(frame.locale)},{' '}
        {interpretationWords(frame, entry.interpretation)}
        <Plate frame={frame} entry={entry} />
      </>
    )}
  </>
)

const Plate = ({ frame, entry }: { frame: Frame; entry: NamedEntry }) => {
  const { openTo } = entry
  const whom =
    openTo.attend === 'invited'
      ? ({ is: 'invited' } as const)
      : openTo.attend === 'constituencies'
        ? forWhom(openTo.constituencies, frame.constituencies)
        : undefined
  if (!whom || whom.is === 'everyone' || whom.is === 'except') return null
  return (
    <>
      <br />
      <Badge>{forWhomWords(whom, frame.t, frame.locale)}</Badge>
    </>
  )
}

/** How one change reads: before (struck), and now. */
interface Telling {
  readonly was?: ComponentChildren
  readonly is?: ComponentChildren
}

const movedWords = (frame: Frame, change: Extract<Change, { kind: 'moved' }>): Telling => {
  const { t, locale } = frame
  const { before, entry, time, room } = change
  const otherDay = !before.day.equals(entry.day)
  const day = (date: Temporal.PlainDate) => (otherDay ? `${formatDay(date, locale, { year: false })}, ` : '')
  const roomName = entry.room?.name.text
  return {
    was: (
      <del>
        {time && capitalized(`${day(before.day)}${timeWords(frame, before)}`, locale)}
        {time && room && ', '}
        {room && <Room frame={frame} entry={before} />}
      </del>
    ),
    is: (
      <>
        <strong>
          {time && capitalized(`${day(entry.day)}${timeWords(frame, entry)}`, locale)}
          {time && room && ', '}
          {room && <Room frame={frame} entry={entry} />}
        </strong>
        {!room && roomName && <>, {t('reading:changes.asBefore', { what: roomName })}</>}
        {!time && entry.start && <>, {t('reading:changes.asBefore', { what: timeWords(frame, entry) })}</>}
      </>
    ),
  }
}

const tellingOf = (frame: Frame, change: Change): Telling => {
  const { t, locale } = frame
  switch (change.kind) {
    case 'added':
      return { is: <WhenWhere frame={frame} entry={change.entry} whole /> }
    case 'removed':
      return {
        was: (
          <del>
            <WhenWhere frame={frame} entry={change.before} />
          </del>
        ),
        is: t('reading:changes.notOnAgenda'),
      }
    case 'cancelled':
      return {
        was: (
          <del>
            <WhenWhere frame={frame} entry={change.entry} />
          </del>
        ),
        is: t('reading:changes.cancelled'),
      }
    case 'reinstated':
      return { is: <WhenWhere frame={frame} entry={change.entry} /> }
    case 'opened':
      return {
        was: <del>{t('reading:agenda.closed')}</del>,
        is: <LocalizedWords of={change.entry.title} locale={locale} />,
      }
    case 'retitled':
      return {
        was: (
          <del>
            <LocalizedWords of={change.before} locale={locale} />
          </del>
        ),
        is: <LocalizedWords of={change.entry.title} locale={locale} />,
      }
    case 'moved':
      return movedWords(frame, change)
    case 'changed':
      return changedWords(frame, change)
  }
}

const changedWords = (frame: Frame, { details, before, entry }: Extract<Change, { kind: 'changed' }>): Telling => {
  const { t, locale } = frame
  const languages = details.includes('interpretation')
  const others = details
    .filter((detail) => detail !== 'interpretation')
    .flatMap((detail) => detailWords(detail, before, entry, t, locale))
  return {
    ...(languages ? { was: <del>{capitalized(interpretationWords(frame, before.interpretation), locale)}</del> } : {}),
    is: (
      <>
        {languages && <ins>{capitalized(interpretationWords(frame, entry.interpretation), locale)}</ins>}
        {languages && others.length > 0 && '. '}
        {others.length > 0 && t('reading:changes.also', { list: listed(others, locale) })}
      </>
    ),
  }
}

const joined = (parts: readonly ComponentChildren[]): ComponentChildren =>
  parts.map((part, index) => (
    <>
      {index > 0 && <br />}
      {part}
    </>
  ))

const Title = ({ frame, entry, gone }: { frame: Frame; entry: SessionView; gone: boolean }) => {
  if (!isNamed(entry)) return <>{frame.t('reading:agenda.closed')}</>
  const words = <LocalizedWords of={entry.title} locale={frame.locale} />
  if (gone || isPause(entry.kind) || !frame.linked.has(entry.code)) return words
  return (
    <a href={safeHref(sessionIn(frame, entry.code))} lang={langOf(entry.title, frame.locale)}>
      {entry.title.text}
    </a>
  )
}

const ChangeRow = ({ frame, row, from, to }: { frame: Frame; row: ChangedEntry; from: string; to: string }) => {
  const [first] = row.changes
  const tellings = row.changes.map((change) => tellingOf(frame, change))
  const was = tellings.flatMap(({ was: words }) => (words === undefined ? [] : [words]))
  const is = tellings.flatMap(({ is: words }) => (words === undefined ? [] : [words]))
  return (
    <section class="axis change-row">
      <ChangeMark t={frame.t} is={nameOf(first!)} rail />
      <div class="flow">
        <h3>
          <Title frame={frame} entry={row.entry} gone={first!.kind === 'removed'} />
        </h3>
        <Terms
          terms={[
            ...(was.length ? [{ term: from, detail: joined(was) }] : []),
            ...(is.length ? [{ term: to, detail: joined(is) }] : []),
          ]}
        />
      </div>
    </section>
  )
}

/** What is on the page of changes. */
interface Shown {
  readonly frame: Frame
  readonly changes: AgendaChanges
  readonly versions: readonly Version[]
  /** What the later of the two is called, when it is not published: every version is before it. */
  readonly unpublished?: string
}

const Compare = ({ frame, versions, changes, unpublished }: Shown) => {
  const { t } = frame
  const to = changes.labels.indexOf(changes.to.label)
  const others = versions.filter(({ label }) => unpublished !== undefined || changes.labels.indexOf(label) < to)
  if (others.length === 0) return null
  return (
    <form class="actions" method="get">
      <Select
        t={t}
        name="from"
        label={t('reading:changes.compare', { label: unpublished ?? labelWords(t, changes.to.label) })}
        value={changes.from?.label}
        options={others.toReversed().map(({ label, release }) => ({
          value: label,
          label: t('reading:changes.option', {
            label: labelWords(t, label),
            day: formatDay(released(release, frame), frame.locale),
          }),
        }))}
      />
      {!frame.elsewhere && <input type="hidden" name="to" value={changes.to.label} />}
      <Button second>{t('reading:changes.button')}</Button>
    </form>
  )
}

const Versions = ({ frame, versions }: { frame: Frame; versions: readonly Version[] }) => {
  const { t, locale } = frame
  const inForce = versions.at(-1)?.label
  if (inForce === undefined) return null
  return (
    <Axis title={t('reading:changes.versions')}>
      <Terms
        terms={versions.toReversed().map(({ label, release }) => ({
          term: <Day date={released(release, frame)}>{formatDay(released(release, frame), locale)}</Day>,
          detail: (
            <>
              <Stamp stage={release.stage}>{labelWords(t, label)}</Stamp>{' '}
              {label === inForce
                ? t('reading:changes.inForce')
                : t('reading:changes.supersededBy', { label: labelWords(t, inForce) })}
            </>
          ),
          action: (
            <a href={safeHref(releaseIn(frame, label, label === inForce))}>
              {t('reading:changes.read')}
              <span class="hidden">{t('reading:changes.readLabel', { label: labelWords(t, label) })}</span>
            </a>
          ),
        }))}
      />
    </Axis>
  )
}

/** What changed between two releases, as one audience sees them; then all versions there are. */
export const ChangesPage = (shown: Shown) => {
  const { frame, changes, versions, unpublished } = shown
  const { t, locale } = frame
  const { from, to } = changes
  const [fromWords, toWords] = [from && labelWords(t, from.label), unpublished ?? labelWords(t, to.label)]
  const rows = changesByEntry(changes.changes)
  const days = [...Map.groupBy(rows, ({ entry }) => entry.day.toString()).values()]
  const day = formatDay(released(to, frame), locale)
  // A note speaks of what its release changed, not of a longer way.
  const next = from !== undefined && changes.labels.indexOf(to.label) - changes.labels.indexOf(from.label) === 1
  const counts = changeCounts(t, countsOf(changes.changes))
  return (
    <>
      <PageHead
        t={t}
        rail={fromWords === undefined ? toWords : t('reading:changes.range', { from: fromWords, to: toWords })}
        under={unpublished === undefined ? day : undefined}
        title={t('reading:changes.title')}
        lead={
          to.note && next ? (
            <LocalizedWords of={to.note} locale={locale} />
          ) : counts ? (
            t('reading:changes.lead', { list: counts })
          ) : undefined
        }
      >
        <Compare {...shown} />
      </PageHead>
      {days.map((of) => (
        <>
          <h2 class="bar">
            {capitalized(formatDay(of[0]!.entry.day, locale, { weekday: true, year: false }), locale)}
          </h2>
          {of.map((row) => (
            <ChangeRow frame={frame} row={row} from={fromWords ?? ''} to={toWords} />
          ))}
        </>
      ))}
      {days.length === 0 && (
        <Empty>
          <p>{from ? t('reading:changes.none') : t('reading:changes.first')}</p>
        </Empty>
      )}
      <Versions frame={frame} versions={versions} />
    </>
  )
}
