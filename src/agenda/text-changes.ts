import type { Locale } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { AgendaText } from './agenda-texts.ts'
import type { Edit } from './keep-edits.ts'
import { mergeText } from './session.ts'
import { Session } from './session.entity.ts'
import type { ChangedText } from './working-copy-change.entity.ts'
import { UndoRefused } from './working-copy-undo.ts'

/** A text and what it says from now on. */
export interface NewWords {
  text: AgendaText
  words: LocalizedText
}

/** Whether a text belongs to a session; else it is of a room, a day or the meeting. */
const isOfSession = ({ text }: NewWords): boolean => text.key.startsWith('session/')

/** The texts of rooms, days and the meeting among others. */
export const outsideSessions = (changes: readonly NewWords[]): NewWords[] =>
  changes.filter((change) => !isOfSession(change))

/** What is kept of a changed text outside the sessions, so that it can be taken back. */
export const changedText = ({ text, words }: NewWords, locale: Locale): ChangedText => ({
  key: text.key,
  locale,
  was: text.words[locale] ?? null,
  is: words[locale] ?? null,
})

/** The sessions that say something else from now on. */
export const reworded = (sessions: readonly Session[], changes: readonly NewWords[]): Edit[] => {
  const byId = Map.groupBy(changes.filter(isOfSession), ({ text }) => text.key.split('/')[1])
  return sessions.flatMap((before): Edit[] => {
    const own = byId.get(before.id)
    if (!own) return []
    const after = Object.assign(new Session(), before, { items: [...before.items], officers: [...before.officers] })
    for (const { text, words } of own) {
      const [, , field, index] = text.key.split('/')
      const at = Number(index)
      if (field === 'title' || field === 'abstract') after[field] = words
      else if (field === 'items') after.items[at] = { ...after.items[at]!, title: words }
      else after.officers[at] = { ...after.officers[at]!, name: words }
    }
    return [{ before, after }]
  })
}

/**
 * What takes texts outside the sessions back to what they said before.
 * @throws UndoRefused where one says something else since, or is gone
 */
export const undoingTexts = (done: readonly ChangedText[], now: readonly AgendaText[]): NewWords[] => {
  const known = new Map(now.map((text) => [text.key, text]))
  return done.map(({ key, locale, was, is }) => {
    const text = known.get(key)
    if (!text || (text.words[locale] ?? null) !== is) throw new UndoRefused({ params: { text: key, locale } })
    return { text, words: mergeText(text.words, { [locale]: was ?? '' }) }
  })
}
