import type { AgendaChanges, Change, Detail } from '../access/changes.ts'
import type { NamedEntry, SessionView } from '../access/view.ts'
import type { Locale } from '../kernel/locale.ts'
import { formatDay, formatSpanInSentence, listed } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import type { ChangeName } from '../ui/change.tsx'
import { languageName } from '../ui/language-codes.tsx'
import { formatWords } from './words.ts'

/** What a release did to a session, in words that stand beside it. */
export interface Mark {
  readonly is: ChangeName
  /** What it was before: "was 16:30–17:45". */
  readonly before?: string
}

/** The name of a change as pages write it. What was only "Closed meeting" and can be seen now has a new title. */
export const nameOf = (change: Change): ChangeName => (change.kind === 'opened' ? 'retitled' : change.kind)

const keyOf = (change: Change): string => (change.kind === 'removed' ? change.before : change.entry).calendar.uid

/** How many changes of each kind an audience sees. Small things that come with a large one are not counted again. */
export const countsOf = (changes: readonly Change[]): Partial<Record<ChangeName, number>> => {
  const large = new Set(changes.filter(({ kind }) => kind !== 'changed').map(keyOf))
  const counts: Partial<Record<ChangeName, number>> = {}
  for (const change of changes) {
    if (change.kind === 'changed' && large.has(keyOf(change))) continue
    const name = nameOf(change)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

const movedFrom = (
  before: SessionView,
  entry: SessionView,
  time: boolean,
  room: boolean,
  t: TFunction,
  locale: Locale,
) => {
  const words: string[] = []
  if (time) {
    const span = before.start && before.end ? formatSpanInSentence(before.start, before.end, locale) : undefined
    const day = formatDay(before.day, locale, { year: false })
    const otherDay = !before.day.equals(entry.day)
    words.push(
      span === undefined
        ? t('reading:change.wasTimeToCome')
        : otherDay
          ? t('reading:change.wasDay', { day, time: span })
          : t('reading:change.wasTime', { time: span }),
    )
  }
  if (room)
    words.push(
      before.room ? t('reading:change.wasRoom', { room: before.room.name.text }) : t('reading:change.wasRoomToCome'),
    )
  return words
}

const without = (all: readonly string[], those: readonly string[]): string[] =>
  all.filter((one) => !those.includes(one))

/** Languages won and lost, in words. */
export const languageChange = (before: NamedEntry, entry: NamedEntry, t: TFunction, locale: Locale): string[] => {
  const names = (tags: readonly string[]) =>
    listed(
      tags.map((tag) => languageName(locale, tag)),
      locale,
    )
  const won = without(entry.interpretation, before.interpretation)
  const lost = without(before.interpretation, entry.interpretation)
  return [
    ...(won.length ? [t('reading:change.languageAdded', { languages: names(won) })] : []),
    ...(lost.length ? [t('reading:change.languageRemoved', { languages: names(lost) })] : []),
  ]
}

/** One detail that changed, as a few words. */
export const detailWords = (
  detail: Detail,
  before: NamedEntry,
  entry: NamedEntry,
  t: TFunction,
  locale: Locale,
): string[] => {
  switch (detail) {
    case 'interpretation':
      return languageChange(before, entry, t, locale)
    case 'format':
      return [t('reading:change.detail.format', { format: formatWords(entry.format, t).toLocaleLowerCase(locale) })]
    default:
      return [t(`reading:change.detail.${detail}`)]
  }
}

const marksOfSession = (changes: readonly Change[], t: TFunction, locale: Locale): Mark[] => {
  const marks: { is: ChangeName; words: string[] }[] = []
  const details: string[] = []
  for (const change of changes) {
    switch (change.kind) {
      case 'moved':
        marks.push({
          is: 'moved',
          words: movedFrom(change.before, change.entry, change.time, change.room, t, locale),
        })
        break
      case 'retitled':
        marks.push({ is: 'retitled', words: [t('reading:change.wasTitle', { title: change.before.text })] })
        break
      case 'opened':
        marks.push({ is: 'retitled', words: [t('reading:change.wasClosed')] })
        break
      case 'changed':
        details.push(...change.details.flatMap((detail) => detailWords(detail, change.before, change.entry, t, locale)))
        break
      default:
        marks.push({ is: change.kind, words: [] })
    }
  }
  // Small things stand behind the large one; alone they make a mark of their own.
  if (details.length) {
    const large = marks.find(({ is }) => is === 'moved')
    if (large) large.words.push(...details)
    else if (!marks.length) marks.push({ is: 'changed', words: details })
  }
  return marks.map(({ is, words }) => ({
    is,
    ...(words.length ? { before: words.join(t('reading:list.semicolon')) } : {}),
  }))
}

/** What to say beside each session of what the release changed, by session id. */
export const marksOf = (changes: AgendaChanges, t: TFunction, locale: Locale): ReadonlyMap<string, readonly Mark[]> => {
  const named = changes.changes.flatMap((change) =>
    change.kind === 'removed' || change.entry.level === 'closed' ? [] : [{ id: change.entry.id as string, change }],
  )
  return new Map(
    [...Map.groupBy(named, ({ id }) => id)].map(([id, of]) => [
      id,
      marksOfSession(
        of.map(({ change }) => change),
        t,
        locale,
      ),
    ]),
  )
}
