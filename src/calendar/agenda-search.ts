import { isNamed, type SessionView } from '../access/view.ts'
import type { Locale } from '../kernel/locale.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { latinForm } from '../registration/review/duplicates.ts'
import { plainWords } from '../ui/markdown.tsx'

/** As it is compared; an apostrophe parts words: « l’œuvre » is found by « œuvre ». */
const compared = (text: string): string => latinForm(text.replace(/['’ʼ]/g, ' '))

/** Per entry as it is kept: what is looked through, once made, serves every search. */
const forms = new WeakMap<SessionView, string>()

/** All that an entry shows to who looks at it, and nothing else, as it is compared. */
const formOf = (entry: SessionView, locale: Locale): string => {
  const known = forms.get(entry)
  if (known !== undefined) return known
  const t = translator(locale)
  const words = [entry.room?.name.text, entry.room?.place?.text]
  if (isNamed(entry)) {
    words.push(entry.code, entry.title.text, t(`calendar:kind.${entry.kind}`))
    if (entry.level !== 'listed')
      words.push(
        entry.abstract && plainWords(entry.abstract.text),
        ...entry.officers.map(({ name }) => name.text),
        ...entry.items.map(({ number, title }) => `${number} ${title.text}`),
      )
  } else words.push(t('calendar:event.closed'))
  const form = ` ${compared(words.filter(Boolean).join(' '))}`
  forms.set(entry, form)
  return form
}

/**
 * Finds entries that have every word, or one that begins with it, whatever its case, accents or script; words of
 * scripts that put no space between words are found wherever they stand.
 */
export const matching = (q: string, locale: Locale): ((entry: SessionView) => boolean) => {
  // What stands together is found together: « PL-1 » is one word.
  const words = q.split(/\s+/).map(compared).filter(Boolean)
  return (entry) => {
    const form = formOf(entry, locale)
    return words.every((word) => form.includes(/^[\p{Script=Latin}\p{N} ]+$/u.test(word) ? ` ${word}` : word))
  }
}
