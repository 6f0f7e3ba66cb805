import { crc32 } from 'node:zlib'
import { LOCALES, type Locale } from '../../src/kernel/locale.ts'
import { routesOf, type Route } from '../../src/platform/http/routes.ts'
import { ask, everyAddress, forEachOf, type Answer } from './asking.ts'
import type { Canary } from './aviary.ts'
import { CODES } from './canaries.ts'
import type { LeakHouse } from './house.ts'
import { ALL, LEAST_AND_BEST_INFORMED, type Reader } from './readers.ts'

/**
 * Whether everybody asks for everything: in every language, by HEAD and with the ETags of others, and in the two worlds after
 * every deed. Otherwise most ask in one language, the next reader in another, and once more for a third.
 */
export const EVERYTHING = process.env['EVERYTHING'] === 'true'

/** The languages that a reader asks in. */
export const spokenBy = (reader: Reader): readonly Locale[] =>
  EVERYTHING || LEAST_AND_BEST_INFORMED.includes(reader)
    ? LOCALES
    : [LOCALES[(ALL.indexOf(reader) + 1) % LOCALES.length]!]

/** An address without what is drawn anew for each house: the same third in each run. */
const lasting = (address: string): string => address.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')

/**
 * Whether a reader asks for an address once more: most do for a third of them, and of the readers of a language one after the
 * other for another third. Calendars are all asked for: what changes in them is the hardest to see.
 */
export const isAskedAgain = (reader: Reader, address: string): boolean =>
  EVERYTHING ||
  LEAST_AND_BEST_INFORMED.includes(reader) ||
  address.startsWith('/feeds/') ||
  (crc32(lasting(address)) + Math.floor(ALL.indexOf(reader) / LOCALES.length)) % 3 === 0

/** What to ask for an address with: where it does not name a language, the reader's browser does. */
const tongues = (reader: Reader, address: string): readonly (string | undefined)[] => {
  const named = /^\/(en|fr|es)(\/|$)/.exec(address)?.[1]
  if (named) return spokenBy(reader).some((locale) => locale === named) ? [undefined] : []
  return address.startsWith('/assets') ? [undefined] : spokenBy(reader)
}

/** One address of a route, and what a reader was answered there; of its words, what there is to find in them. */
export interface Seen {
  route: Route
  address: string
  language: string | undefined
  answer: Pick<Answer, 'status' | 'headers'>
  canaries: readonly Canary[]
  /** Whether it names the session that everybody knows. */
  namesProgramme: boolean
}

/** What every reader is shown at every address that the application has; each is asked for once. */
export class EverythingSeen {
  private readonly by = new Map<string, Promise<readonly Seen[]>>()
  readonly routes: readonly Route[]

  constructor(private readonly house: LeakHouse) {
    this.routes = routesOf(house.app.app).filter(({ method }) => method === 'GET')
  }

  of(reader: Reader): Promise<readonly Seen[]> {
    const asked = this.by.get(reader.name) ?? this.askForAll(reader)
    this.by.set(reader.name, asked)
    return asked
  }

  private async askForAll(reader: Reader): Promise<readonly Seen[]> {
    const at = new Map<string, Route>()
    for (const route of this.routes)
      for (const address of everyAddress(this.house, reader, route)) if (!at.has(address)) at.set(address, route)
    const questions = [...at].flatMap(([address, route]) =>
      tongues(reader, address).map((language) => ({ route, address, language })),
    )
    const seen: Seen[] = []
    await forEachOf(questions, async ({ language, ...question }) => {
      const tongue: Record<string, string> = language === undefined ? {} : { 'accept-language': language }
      const { status, headers, all } = await ask(this.house, reader, question.address, { headers: tongue })
      const canaries = this.house.planted.aviary.in(all)
      const namesProgramme = all.includes(CODES.programme)
      seen.push({ ...question, language, answer: { status, headers }, canaries, namesProgramme })
    })
    return seen
  }
}

/** Of canaries in an answer those that were not asked with: what the address itself says may come back. */
export const notInAddress = (address: string, canaries: readonly Canary[]): Canary[] =>
  canaries.length ? canaries.filter(({ isIn }) => !isIn(decodeURIComponent(address))) : []
