import { readFileSync } from 'node:fs'
import type { Locale } from '../kernel/locale.ts'

/** An entity of the United Nations system that is likely to register (`samples/constituencies.json`). */
export interface Organization {
  id: string
  acronym: Record<Locale, string>
  name: Record<Locale, string>
}

const file = JSON.parse(readFileSync(new URL('../../samples/constituencies.json', import.meta.url), 'utf8')) as {
  entities: Organization[]
}

/** United Nations entities, to be offered to who represents one; any other name may be typed. */
export const UN_ENTITIES: readonly Organization[] = file.entities
