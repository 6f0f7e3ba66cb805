import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInstance, type ResourceLanguage } from 'i18next'
import { DEFAULT_LOCALE, isLocale, LOCALES, type Locale } from '../../kernel/locale.ts'
import { formatDay } from './formats.ts'
import { NAMESPACES, type WordKey } from './resources.ts'

/** Says a thing in one language; keys and their namespaces are typed: `t('errors:problem.not-found')`. */
export type TFunction = (key: WordKey, params?: Readonly<Record<string, unknown>>) => string

/** The folder `i18n` lies at the root of the project, as far up from the sources as from the build. */
const folder = ((): string => {
  let here = import.meta.dirname
  while (!existsSync(join(here, 'i18n', DEFAULT_LOCALE, 'common.json'))) {
    const above = join(here, '..')
    if (above === here) throw new Error('The folder i18n with the words of the interface is missing.')
    here = above
  }
  return join(here, 'i18n')
})()

const wordsOf = (locale: Locale): ResourceLanguage =>
  Object.fromEntries(
    NAMESPACES.map((namespace) => [
      namespace,
      JSON.parse(readFileSync(join(folder, locale, `${namespace}.json`), 'utf8')) as ResourceLanguage,
    ]),
  )

const words = createInstance()
// All words are read once, before the first request: no reply waits for a file.
void words.init({
  initAsync: false,
  lng: DEFAULT_LOCALE,
  fallbackLng: DEFAULT_LOCALE,
  supportedLngs: [...LOCALES],
  ns: [...NAMESPACES],
  resources: Object.fromEntries(LOCALES.map((locale) => [locale, wordsOf(locale)])),
  // Preact escapes what it renders; escaping here too would show `&amp;`.
  interpolation: { escapeValue: false },
  returnNull: false,
})

// `{{least, value}}`: a number, or a day in ISO 8601, that comes from data, as the language of the sentence writes it.
words.services.formatter?.add('value', (value: string, locale) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value)
    ? formatDay(Temporal.PlainDate.from(value), isLocale(locale) ? locale : DEFAULT_LOCALE)
    : new Intl.NumberFormat(locale, { maximumFractionDigits: 9 }).format(Number(value)),
)

const sayIn = (locale: Locale): TFunction => {
  const say = words.getFixedT(locale)
  // What takes no parameters is looked up once: looking up was half of what it took to render a page.
  const plain = new Map<WordKey, string>()
  return (key, params) => {
    if (params) return say(key, params)
    const known = plain.get(key)
    if (known !== undefined) return known
    const said = say(key)
    plain.set(key, said)
    return said
  }
}

const translators: Readonly<Record<Locale, TFunction>> = { en: sayIn('en'), fr: sayIn('fr'), es: sayIn('es') }

/** The `t` of a language. */
export const translator = (locale: Locale): TFunction => translators[locale]

/** Whether there are words under a key that comes from data (`errors:email.missing`), not from the source. */
export const hasWords = (key: string): boolean => words.exists(key, { lng: DEFAULT_LOCALE })

/** Says what stands under a key that comes from data; check it with `hasWords` first. Literal keys go through `t`. */
export const wordsFor = (locale: Locale, key: string, params: Readonly<Record<string, unknown>> = {}): string =>
  String(words.t(key, { ...params, lng: locale }))

/** All words below a key (`calendar:event`) in one text, to tell whether any of them has changed. */
export const wordsBelow = (locale: Locale, key: string): string =>
  JSON.stringify(words.t(key, { returnObjects: true, lng: locale }))
