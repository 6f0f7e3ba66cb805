import type { Locale } from '../kernel/locale.ts'

const names = new Map<Locale, Intl.DisplayNames>()

/** The name of a language (BCP 47) in the reader's, in lower case where their language does so. */
export const languageName = (locale: Locale, tag: string): string => {
  let known = names.get(locale)
  if (!known) {
    known = new Intl.DisplayNames(locale, { type: 'language' })
    names.set(locale, known)
  }
  try {
    return known.of(tag) ?? tag
  } catch {
    // Typed by somebody, and no tag at all: what it is is said where it was typed.
    return tag
  }
}

/** Languages as codes to see and names to hear: EN FR ES, "English, French, Spanish". */
export const LanguageCodes = ({
  locale,
  languages,
  label,
}: {
  locale: Locale
  languages: readonly string[]
  /** What they are for, heard before them: "Interpretation". */
  label?: string
}) => (
  <span>
    {label !== undefined && <span class="hidden">{label} </span>}
    <span aria-hidden="true">{languages.map((tag) => tag.toUpperCase()).join(' ')}</span>
    <span class="hidden">{languages.map((tag) => languageName(locale, tag)).join(', ')}</span>
  </span>
)
