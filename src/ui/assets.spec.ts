import { brotliCompressSync, constants } from 'node:zlib'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LOCALES } from '../kernel/locale.ts'
import { ASSETS, planStyles, scriptSource, stylesheet, wideStyles, type ScriptName } from './assets.ts'

const SCRIPTS: ScriptName[] = [
  'errors',
  'host-list',
  'own-time',
  'passkey',
  'now-next',
  'combobox',
  'keys',
  'last-look',
  'my-agenda',
  'door',
  'follow',
  'autosave',
  'progress',
  'plan',
  'warnings',
  'room-screen',
  'keep-offline',
  'offline-worker',
  'sign-out',
]

const size = (text: string): number =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length

test('the address of a file changes with its content and its language', () => {
  expect(ASSETS.stylesheet).toMatch(/^\/assets\/plenary\.[0-9a-f]{12}\.css$/)
  expect(new Set(LOCALES.map((locale) => ASSETS.script('own-time', locale))).size).toBe(LOCALES.length)
  expect(new Set(LOCALES.map((locale) => ASSETS.script('errors', locale))).size).toBe(1)
})

test('every script in the folder is one that pages can load', () => {
  const files = readdirSync(join(import.meta.dirname, 'browser')).filter((name) => name.endsWith('.js'))
  expect(files.map((name) => name.replace('.js', '')).sort()).toEqual([...SCRIPTS].sort())
})

test.each(LOCALES)('scripts keep the placeholders they fill, in %s', (locale) => {
  expect(scriptSource('own-time', locale)).toMatch(/"below":"[^"]*\{\{pin\}\}[^"]*\{\{zone\}\} \(\{\{offset\}\}\)/)
  expect(scriptSource('combobox', locale)).toMatch(/"found":\{.*"one":"\{\{count\}\} [a-zé]+"/)
  expect(scriptSource('now-next', locale)).toContain('{{time}}')
})

test('what the agenda loads stays small: the stylesheet below 9 kB compressed, its scripts below 5', () => {
  expect(size(stylesheet) + size(wideStyles)).toBeLessThan(9_000)
  for (const locale of LOCALES)
    expect(size(scriptSource('own-time', locale)) + size(scriptSource('now-next', locale))).toBeLessThan(5_000)
})

test('a window that gets wider or narrower on a desktop styles nothing anew but what is in the file of wide windows', () => {
  const widths = [...(stylesheet + planStyles).matchAll(/@media[^{]*\(width (?:>=|<) ([\d.]+)em\)/g)].map(([, width]) =>
    Number(width),
  )
  expect(widths.length).toBeGreaterThan(10)
  expect(Math.max(...widths)).toBe(56.25)
  expect(wideStyles).not.toContain('@layer')
})

test('the stylesheet turns round for right-to-left: it names no left and no right', () => {
  // Corners of the printed page have no logical names.
  const rules = (stylesheet + wideStyles).replace(/@bottom-right/g, '').replace(/\/\*[\s\S]*?\*\//g, '')
  expect(rules).not.toMatch(/\b(left|right)\s*:|(margin|padding|border)-(left|right)|text-align:\s*(left|right)/)
})

test('no script reaches anywhere but this page', () => {
  // An agenda is kept from its own address, when somebody presses the button; its worker answers for that page.
  for (const name of SCRIPTS)
    // A door and work in progress look at their own page again, and a form saves itself,
    // or asks what is doubtful in it, at the address it names.
    expect(
      scriptSource(name, 'en').replace(/fetch\((location\.href|address|options|path|request)\b|'fetch'/g, ''),
    ).not.toMatch(/\b(fetch|XMLHttpRequest|import\(|eval|document\.cookie|sendBeacon)\b/)
})
