import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInstance, type ResourceLanguage, type TFunction as Translate } from 'i18next'
import { DEFAULT_LOCALE, LOCALES, type Locale } from '../../kernel/locale.ts'
import { NAMESPACES } from './resources.ts'

/** Says a thing in one language; keys and their namespaces are typed: `t('errors:problem.not-found')`. */
export type TFunction = Translate<typeof NAMESPACES>

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

const translators = Object.fromEntries(LOCALES.map((locale) => [locale, words.getFixedT(locale)])) as unknown as Record<
  Locale,
  TFunction
>

/** The `t` of a language. */
export const translator = (locale: Locale): TFunction => translators[locale]

/** Whether there are words under a key that comes from data (`errors:email.missing`), not from the source. */
export const hasWords = (key: string): boolean => words.exists(key, { lng: DEFAULT_LOCALE })

/** Says what stands under a key that comes from data; check it with `hasWords` first. Literal keys go through `t`. */
export const wordsFor = (locale: Locale, key: string, params: Readonly<Record<string, unknown>> = {}): string =>
  String(words.t(key as 'errors:problem.unexpected', { ...params, lng: locale }))
