import { LOCALES, type Locale } from '../kernel/locale.ts'
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
  // A choice from the list reads "Nairobi (Africa/Nairobi)".
  const inside = /\(([A-Za-z_/+-]+)\)\s*$/.exec(typed)?.[1]
  const known = byName.get(plain(inside ?? typed))
  if (known) return known
  const name = inside ?? typed.trim()
  return name.includes('/') && isTimeZone(name) ? name : undefined
}

/** Names for a list to choose from: what is typed is found by city, and sent by city and zone. */
export const zoneChoices = (locale: Locale): string[] =>
  ZONES.map((zone) => `${zoneCity(zone, locale)} (${zone})`).sort((a, b) => a.localeCompare(b, locale))
