import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import { asset } from '../platform/http/assets.ts'
import { translator, wordsFor } from '../platform/i18n/i18n.ts'
import { ZONE_CITIES } from '../platform/i18n/zone-cities.ts'
import { gridPlaces } from './grid-style.ts'
import { Icon, type IconName } from './icon.tsx'

/** Beside this file; the build copies them along. */
const read = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8')

/** The files of the stylesheet in their order; what comes later wins. */
const STYLES = ['foundation', 'parts', 'agenda', 'forms', 'desk', 'print']

/** The whole stylesheet; what we say to each other in it is not sent. */
export const stylesheet = STYLES.map((name) => read(`styles/${name}.css`))
  .join('\n')
  .replace(/\s*\/\*[^]*?\*\//g, '')

/** What only wide windows show otherwise, apart: passing such a width would style anew all that the file speaks of. */
export const wideStyles = read('styles/wide.css')

/** The plan of a day at the desk. */
export const planStyles = read('styles/plan.css')

const icon = (name: IconName): string => renderToString(h(Icon, { name }))

/** The keys of `{{placeholders}}` that a script fills itself. */
const unfilled = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `{{${name}}}`]))

/** Where browsers find the worker behind "keep offline". */
export const OFFLINE_WORKER = '/offline-worker.js'

/** What each script says, in a language. A script without words is the same file in all of them. */
const WORDS = {
  errors: undefined,
  keys: undefined,
  door: undefined,
  progress: undefined,
  passkey: undefined,
  follow: undefined,
  warnings: undefined,
  plan: undefined,
  autosave: (locale: Locale) => ({
    saved: translator(locale)('common:saving.saved'),
    notSaved: translator(locale)('common:saving.notSaved'),
    restored: translator(locale)('common:saving.restored'),
    inTab: translator(locale)('common:saving.inTab'),
    signedOut: translator(locale)('common:saving.signedOut'),
    signIn: translator(locale)('common:saving.signIn'),
  }),
  combobox: (locale: Locale) => ({
    none: translator(locale)('common:combobox.none'),
    found: Object.fromEntries(
      new Intl.PluralRules(locale)
        .resolvedOptions()
        .pluralCategories.map((form) => [form, wordsFor(locale, `common:combobox.found_${form}`, unfilled('count'))]),
    ),
  }),
  'own-time': (locale: Locale) => ({
    to: translator(locale)('common:time.to'),
    yours: translator(locale)('common:ownTime.yours'),
    below: translator(locale)('common:ownTime.below', { pin: '{{pin}}', zone: '{{zone}}', offset: '{{offset}}' }),
    pin: icon('pin'),
    cities: Object.fromEntries(
      Object.entries(ZONE_CITIES).flatMap(([zone, names]) => (names[locale] ? [[zone, names[locale]]] : [])),
    ),
  }),
  'now-next': (locale: Locale) => ({
    now: translator(locale)('common:now.now'),
    next: translator(locale)('common:now.next'),
    goTo: translator(locale)('common:now.goTo', { time: '{{time}}' }),
    icons: { now: icon('now'), next: icon('next') },
  }),
  'my-agenda': (locale: Locale) => ({
    follow: translator(locale)('calendar:follow.short'),
    clash: translator(locale)('calendar:sessions.clash'),
    notSaved: translator(locale)('calendar:follow.notSaved'),
    warning: icon('warning'),
  }),
  'offline-worker': undefined,
  'sign-out': undefined,
  'keep-offline': (locale: Locale) => ({
    keep: translator(locale)('common:offline.keep'),
    forget: translator(locale)('common:offline.forget'),
    kept: translator(locale)('common:offline.kept', { when: '{{when}}' }),
    keptShown: translator(locale)('common:offline.shown', { when: '{{when}}' }),
    keepFailed: translator(locale)('common:offline.failed'),
    worker: OFFLINE_WORKER,
  }),
  'room-screen': (locale: Locale) => ({
    lost: translator(locale)('common:screen.lost', { time: '{{time}}' }),
  }),
  'host-list': (locale: Locale) => ({
    lost: translator(locale)('joining:hosting.lost', { time: '{{time}}' }),
  }),
  'last-look': (locale: Locale) => ({
    looked: translator(locale)('common:lastLook.changed', { day: '{{day}}', label: '{{label}}' }),
    whatChanged: translator(locale)('common:lastLook.what'),
  }),
} as const satisfies Record<string, ((locale: Locale) => object) | undefined>

/** A script that makes a page more convenient; no page needs one. */
export type ScriptName = keyof typeof WORDS

/** A script as browsers of a language get it: its words first, if it says anything. */
export const scriptSource = (name: ScriptName, locale: Locale): string => {
  const words = WORDS[name]
  const source = read(`browser/${name}.js`)
  return words ? `const WORDS = ${JSON.stringify(words(locale))}\n${source}` : source
}

const hrefs = new Map<string, string>()

/** Everything is read and named at the start, not when the first page asks. */
for (const name of Object.keys(WORDS) as ScriptName[])
  for (const locale of LOCALES)
    hrefs.set(
      `${name} ${locale}`,
      asset(WORDS[name] ? `${name}.${locale}.js` : `${name}.js`, scriptSource(name, locale)),
    )

/** The addresses of what pages load, each changing with its content. */
export const ASSETS = {
  stylesheet: asset('plenary.css', stylesheet),
  /** After the stylesheet, on every page: what only wide windows show otherwise. */
  wide: asset('wide.css', wideStyles),
  /** Beside the stylesheet, on pages of the desk with the plan of a day. */
  plan: asset('plan.css', planStyles),
  /** Beside the stylesheet, on pages with a grid of rooms. */
  grid: asset('grid.css', `${read('styles/grid.css')}\n${gridPlaces}`),
  /** Beside the stylesheet, on screens at doors. */
  screen: asset('screen.css', read('styles/screen.css')),
  icon: asset('plenary.svg', read('styles/icon.svg')),
  script: (name: ScriptName, locale: Locale): string => hrefs.get(`${name} ${locale}`) ?? '',
} as const
