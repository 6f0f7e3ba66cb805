import { changesByEntry, type Change, type ChangedEntry } from '../access/changes.ts'
import { isNamed, type RoomView, type SessionView } from '../access/view.ts'
import type { Locale } from '../kernel/locale.ts'
import { capitalized, formatDay, formatSpanInSentence, listed } from '../platform/i18n/formats.ts'
import { translator, type TFunction } from '../platform/i18n/i18n.ts'
import { countsOf, detailWords } from '../reading/marks.ts'
import { changeCounts } from '../ui/release-banner.tsx'

/** A note with more sentences than this is not read: it counts instead. */
const MOST_SENTENCES = 8

/** The day and time of an entry, or that its time is to come: `18 October, 16:45–17:45`. */
export const whenWords = ({ day, start, end }: SessionView, locale: Locale, t: TFunction): string =>
  `${formatDay(day, locale, { year: false })}, ${timeWords({ start, end }, locale, t)}`

const timeWords = ({ start, end }: Pick<SessionView, 'start' | 'end'>, locale: Locale, t: TFunction): string =>
  start && end ? formatSpanInSentence(start, end, locale) : t('circulation:timeToCome')

const roomWords = (room: RoomView | undefined, t: TFunction): string => room?.name.text ?? t('circulation:roomToCome')

/** What an entry is called in a sentence: its title in quotation marks, or that it is a closed meeting. */
const nameWords = (entry: SessionView, t: TFunction): string =>
  isNamed(entry) ? t('circulation:quoted', { title: entry.title.text }) : t('reading:agenda.closed')

const roomPhrase = (
  { before, entry }: Pick<Extract<Change, { kind: 'moved' }>, 'before' | 'entry'>,
  t: TFunction,
): string => {
  const was = roomWords(before.room, t)
  return entry.room
    ? t('circulation:phrase.room', { room: entry.room.name.text, before: was })
    : t('circulation:phrase.roomGone', { before: was })
}

/** One change in a few words, without what the session is called. */
const phrasesOf = (change: Change, locale: Locale, t: TFunction): string[] => {
  switch (change.kind) {
    case 'added':
      return [t('circulation:phrase.added', { room: roomWords(change.entry.room, t) })]
    case 'moved': {
      const { before, entry } = change
      const sameDay = before.day.equals(entry.day)
      return [
        ...(change.time
          ? [
              t('circulation:phrase.time', {
                when: whenWords(entry, locale, t),
                before: sameDay ? timeWords(before, locale, t) : whenWords(before, locale, t),
              }),
            ]
          : []),
        ...(change.room ? [roomPhrase(change, t)] : []),
      ]
    }
    case 'retitled':
      return [t('circulation:phrase.retitled', { before: t('circulation:quoted', { title: change.before.text }) })]
    case 'changed': {
      const list = change.details.flatMap((detail) => detailWords(detail, change.before, change.entry, t, locale))
      return list.length ? [t('circulation:phrase.changed', { list: listed(list, locale) })] : []
    }
    default:
      return [t(`circulation:phrase.${change.kind}`)]
  }
}

/** All that changed of an entry, as one sentence without its name: `Now in Room XXIV (was Room XXV).` */
export const changeSentence = ({ changes }: ChangedEntry, locale: Locale): string => {
  const t = translator(locale)
  const phrases = changes.flatMap((change) => phrasesOf(change, locale, t))
  return `${capitalized(phrases.join(t('reading:list.semicolon')), locale)}.`
}

/** The same with its name and, where the change does not say it, when it is. */
const namedSentence = ({ entry, changes }: ChangedEntry, locale: Locale): string => {
  const t = translator(locale)
  const what = changes.flatMap((change) => phrasesOf(change, locale, t)).join(t('reading:list.semicolon'))
  const name = nameWords(entry, t)
  const saysWhen = changes.some((change) => change.kind === 'moved' && change.time)
  return saysWhen
    ? t('circulation:sentence.moved', { name, what })
    : t('circulation:sentence.other', { name, when: whenWords(entry, locale, t), what })
}

/**
 * A note on what changed, to be proposed to organisers: a sentence for each session, or where there would be too many, how
 * many of each kind. Made of what the public sees, so it says nothing more; of what nobody of it sees it says only that
 * some sessions changed.
 */
export const noteFrom = (changes: readonly Change[], locale: Locale, first: boolean): string => {
  const t = translator(locale)
  if (first) return t('circulation:note.first')
  const entries = changesByEntry(changes)
  if (!entries.length) return t('circulation:note.hidden')
  if (entries.length > MOST_SENTENCES) return `${capitalized(changeCounts(t, countsOf(changes)), locale)}.`
  return entries.map((entry) => namedSentence(entry, locale)).join('\n')
}

/** What happened to a session, in a word or two, and what it is called: for the subject of a mail. */
export const headlineOf = ({ entry, changes }: ChangedEntry, locale: Locale): string => {
  const t = translator(locale)
  const [first] = changes
  const kind = first!.kind === 'opened' ? 'retitled' : first!.kind
  return t('circulation:mail.one', {
    what: t(`common:change.${kind}`),
    title: isNamed(entry) ? entry.title.text : t('reading:agenda.closed'),
  })
}
