import type { AgendaView } from '../access/view.ts'
import { filterFrom, type AgendaFilter } from '../calendar/agenda-filter.ts'
import { zoneWish, type ZoneWish } from './zone.ts'

/** How an agenda is laid out: as a list by day, as a list by room, or as a grid of rooms. */
export const ARRANGEMENTS = ['list', 'rooms', 'grid'] as const
export type Arrangement = (typeof ARRANGEMENTS)[number]

/** What the query of an address is read from: text, or whatever else somebody wrote there. */
export type Query = Readonly<Record<string, unknown>>

/** What an address asks of an agenda, and how to ask for a little else. */
export interface AgendaWish {
  readonly arrangement: Arrangement
  /** Undefined when it asks for what this reader does not see, or what there is not. */
  readonly filter: AgendaFilter | undefined
  readonly zone: ZoneWish
  /** The page, without a query. */
  readonly path: string
  /** What stands in the query, as it was understood. */
  readonly asked: Readonly<Partial<Record<Name, string>>>
}

const NAMES = ['view', 'day', 'kind', 'format', 'room', 'lang', 'open', 'q', 'zone'] as const
type Name = (typeof NAMES)[number]

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** How the query asks for the agenda to be laid out. */
export const arrangementIn = (query: Query): Arrangement => ARRANGEMENTS.find((one) => one === query['view']) ?? 'list'

/** What the query of a page of an agenda asks for. */
export const agendaWish = (path: string, query: Query, view: AgendaView): AgendaWish => {
  const filter = filterFrom(query, view)
  const zone = zoneWish(typeof query['zone'] === 'string' ? query['zone'] : undefined, view.meeting.timeZone)
  const arrangement = arrangementIn(query)
  const asked: Partial<Record<Name, string | undefined>> = {
    view: arrangement === 'list' ? undefined : arrangement,
    ...(filter
      ? { ...filter, day: filter.day?.toString() }
      : Object.fromEntries(NAMES.map((name) => [name, textOf(query[name])]).filter(([name]) => name !== 'view'))),
    zone: zone.is === 'own' ? zone.zone : undefined,
  }
  return {
    arrangement,
    filter,
    zone,
    path,
    asked: Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
  }
}

/** The address of the same page that asks for something else; undefined asks no more for it. */
export const addressWith = (
  { path, asked }: Pick<AgendaWish, 'path' | 'asked'>,
  changes: Partial<Record<Name, string | undefined>> = {},
): string => {
  const wanted: Partial<Record<Name, string | undefined>> = { ...asked, ...changes }
  const search = new URLSearchParams(
    NAMES.flatMap((name) => (wanted[name] === undefined ? [] : [[name, wanted[name]]])),
  )
  return search.size ? `${path}?${search.toString()}` : path
}

/** What a filter leaves out of the address when it is cleared; the day and the layout stay. */
export const NO_FILTER = {
  kind: undefined,
  format: undefined,
  room: undefined,
  lang: undefined,
  open: undefined,
  q: undefined,
} as const satisfies Partial<Record<Name, undefined>>
