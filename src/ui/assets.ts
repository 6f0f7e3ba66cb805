import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asset } from '../platform/http/assets.ts'

/** `src/ui`, also from the build, which leaves stylesheets and browser scripts where they are written. */
const folder = existsSync(join(import.meta.dirname, 'styles'))
  ? import.meta.dirname
  : join(import.meta.dirname, '../../src/ui')

const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

/** The files of the stylesheet in their order; what comes later wins. */
const STYLES = ['foundation', 'parts', 'agenda', 'forms', 'desk', 'print']

/** The whole stylesheet. */
export const stylesheet = STYLES.map((name) => read(`styles/${name}.css`)).join('\n')

const script = (name: string): string => asset(`${name}.js`, read(`browser/${name}.js`))

/** The addresses of what pages load, each changing with its content. */
export const ASSETS = {
  stylesheet: asset('plenary.css', stylesheet),
  icon: asset('plenary.svg', read('styles/icon.svg')),
  errors: script('errors'),
  'own-time': script('own-time'),
  'now-next': script('now-next'),
  combobox: script('combobox'),
  keys: script('keys'),
} as const

/** A script that makes a page more convenient; no page needs one. */
export type ScriptName = Exclude<keyof typeof ASSETS, 'stylesheet' | 'icon'>
