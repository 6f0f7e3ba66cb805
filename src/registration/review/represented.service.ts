import { Injectable, type OnModuleInit } from '@nestjs/common'
import { CONSTITUENCIES } from '../../delegations/constituency.ts'
import { otherNames, sortedStates, STATES, stateOrder } from '../../delegations/state.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { Database } from '../../platform/database/database.ts'

interface Row {
  code: string
  en: string
  fr: string
  es: string
  names: string
}

const place = (number: number): string => String(number).padStart(3, '0')

/** States in one order, whatever their status: Members and Observers are told apart by their constituency. */
const places = (locale: Locale): ReadonlyMap<string, string> => {
  const collator = stateOrder(locale)
  const sorted = [...sortedStates(locale)].sort((a, b) => collator.compare(a.name[locale], b.name[locale]))
  return new Map(sorted.map((state, index) => [state.iso3, place(index + 1)]))
}

const rows = (): Row[] => {
  const order = Object.fromEntries(LOCALES.map((locale) => [locale, places(locale)]))
  const same = (number: string) => ({ en: number, fr: number, es: number })
  return [
    ...CONSTITUENCIES.map(({ id, order: number }) => ({ code: id, ...same(place(number)), names: '' })),
    ...STATES.map(({ iso2, iso3, name, formal }) => ({
      code: iso3,
      en: order['en']!.get(iso3)!,
      fr: order['fr']!.get(iso3)!,
      es: order['es']!.get(iso3)!,
      names: [...Object.values(name), ...Object.values(formal), ...otherNames(iso3), iso2, iso3].join(' '),
    })),
  ].sort((a, b) => (a.code < b.code ? -1 : 1))
}

/**
 * Tells the database the names of States and the order of delegations in each language, from the lists that the
 * application has (`samples/`), so that it can find and sort registrations by them. A new list is taken over at the start.
 */
@Injectable()
export class Represented implements OnModuleInit {
  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    await this.takeOver()
  }

  /** Writes what is new, and sorts anew the registrations that it concerns. */
  async takeOver(): Promise<void> {
    const wanted = rows()
    const known = await this.database.query<Row>('SELECT code, en, fr, es, names FROM represented')
    const stored = new Map(known.map((row) => [row.code, JSON.stringify(row)]))
    const changed = wanted.filter(({ code, en, fr, es, names }) => {
      return stored.get(code) !== JSON.stringify({ code, en, fr, es, names })
    })
    if (changed.length === 0) return
    await this.database.transaction(async (tx) => {
      await this.database.query(
        `INSERT INTO represented (code, en, fr, es, names)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
         ON CONFLICT (code) DO UPDATE SET en = excluded.en, fr = excluded.fr, es = excluded.es, names = excluded.names`,
        (['code', 'en', 'fr', 'es', 'names'] as const).map((name) => changed.map((row) => row[name])),
        tx,
      )
      await this.database.query(
        `SELECT count(registration_finder_refresh(id)) FROM (
           SELECT id FROM registration WHERE submitted_at IS NOT NULL
              AND (quota_constituency = ANY ($1::text[]) OR claimed_state = ANY ($1::text[]) OR verified_state = ANY ($1::text[]))
            ORDER BY id) AS concerned`,
        [changed.map((row) => row.code)],
        tx,
      )
    })
  }
}
