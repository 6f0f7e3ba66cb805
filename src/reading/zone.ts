import { LOCALES } from '../kernel/locale.ts'
import { isTimeZone } from '../kernel/time.ts'
import { zoneCity } from '../platform/i18n/formats.ts'

/** All zones of the runtime that have a place in them, in order of their names. */
export const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/+-]+/gu, ' ')
    .trim()

const byName: ReadonlyMap<string, string> = new Map(
  // Later entries win: a zone's own name over a city of the same spelling.
  [
    ...ZONES.flatMap((zone) => LOCALES.map((locale) => [plain(zoneCity(zone, locale)), zone] as const)),
    ...ZONES.map((zone) => [plain(zone), zone] as const),
  ],
)

/** The zone that somebody means: an IANA name or a city in one of our languages, with or without accents. */
export const zoneFrom = (typed: string): string | undefined => {
  if (typed.length > 100) return undefined
  const known = byName.get(plain(typed))
  if (known) return known
  const name = typed.trim()
  return name.includes('/') && isTimeZone(name) ? name : undefined
}

/** What a reader asks of time: nothing, a zone of their own, to choose one, or one that does not exist. */
export type ZoneWish =
  | { readonly is: 'none' }
  | { readonly is: 'choose' }
  | { readonly is: 'unknown' }
  | { readonly is: 'own'; readonly zone: string }

/** What `?zone=` says, where the meeting's own times are in `here`. */
export const zoneWish = (typed: string | undefined, here: string): ZoneWish => {
  if (typed === undefined) return { is: 'none' }
  if (typed === '') return { is: 'choose' }
  const zone = zoneFrom(typed)
  if (!zone) return { is: 'unknown' }
  return zone === here ? { is: 'none' } : { is: 'own', zone }
}
