import { isNamed, type AgendaView, type RoomView, type SessionView } from '../access/view.ts'
import { isPause } from '../agenda/release.ts'
import { byRoom } from './rooms-of-day.tsx'

/** A column of the grid: a room, and how many lanes it needs for what is on there at once. */
export interface Column {
  readonly room: RoomView | undefined
  /** 1-based, of its first lane. */
  readonly lane: number
  readonly lanes: number
}

/** Where an entry stands: from one line to another (1-based), in a lane or across several. */
export interface Cell {
  readonly entry: SessionView
  readonly from: number
  readonly till: number
  readonly lane: number
  readonly lanes: number
  /** A pause across all rooms, behind what goes on during it. */
  readonly band: boolean
}

/** A day as rooms across and times down. Each moment at which anything starts or ends is a line. */
export interface Grid {
  readonly columns: readonly Column[]
  readonly lines: readonly { readonly at: Temporal.ZonedDateTime; readonly starts: boolean }[]
  readonly cells: readonly Cell[]
  /** Without a time, so without a place. */
  readonly untimed: readonly SessionView[]
}

type Timed = SessionView & { readonly start: Temporal.ZonedDateTime; readonly end: Temporal.ZonedDateTime }
const isTimed = (entry: SessionView): entry is Timed => entry.start !== null && entry.end !== null

const { compare } = Temporal.ZonedDateTime

const isBreak = (entry: SessionView): boolean => isNamed(entry) && isPause(entry.kind) && entry.status === 'confirmed'

/** Side by side what overlaps, in as few lanes as it takes: each entry takes the first that is free by then. */
const inLanes = (entries: readonly Timed[]): { lane: ReadonlyMap<Timed, number>; lanes: number } => {
  const ends: Temporal.ZonedDateTime[] = []
  const lane = new Map<Timed, number>()
  for (const entry of entries.toSorted((a, b) => compare(a.start, b.start))) {
    const free = ends.findIndex((end) => compare(end, entry.start) <= 0)
    const at = free < 0 ? ends.length : free
    ends[at] = entry.end
    lane.set(entry, at)
  }
  return { lane, lanes: Math.max(ends.length, 1) }
}

/** Lays out some sessions of a day. */
export const gridOf = (view: AgendaView, sessions: readonly SessionView[]): Grid => {
  const timed = sessions.filter(isTimed)
  const moments = [
    ...new Map(timed.flatMap(({ start, end }) => [start, end]).map((at) => [at.epochMilliseconds, at])).values(),
  ].sort(compare)
  const lineOf = (at: Temporal.ZonedDateTime): number => moments.findIndex((one) => compare(one, at) === 0) + 1
  /** A pause stands across all rooms if nothing else is on when it begins: there its name has room. */
  const isBand = (entry: Timed): boolean => {
    const then = moments[lineOf(entry.start)]
    return (
      isBreak(entry) &&
      !timed.some((other) => other !== entry && compare(other.start, then!) < 0 && compare(other.end, entry.start) > 0)
    )
  }
  const bands = new Set(timed.filter(isBand))
  const columns: Column[] = []
  const cells: Cell[] = []
  let next = 1
  for (const { room, sessions: inRoom } of byRoom(
    view,
    timed.filter((entry) => !bands.has(entry)),
  )) {
    const here = inRoom.filter(isTimed)
    const { lane, lanes } = inLanes(here)
    columns.push({ room, lane: next, lanes })
    for (const entry of here)
      cells.push({
        entry,
        from: lineOf(entry.start),
        till: lineOf(entry.end),
        lane: next + lane.get(entry)!,
        lanes: 1,
        band: false,
      })
    next += lanes
  }
  const across = [...bands].map((entry) => ({
    entry,
    from: lineOf(entry.start),
    till: lineOf(entry.end),
    lane: 1,
    lanes: Math.max(next - 1, 1),
    band: true,
  }))
  return {
    columns,
    lines: moments.map((at) => ({ at, starts: timed.some(({ start }) => compare(start, at) === 0) })),
    // In the order of the day, as it is read; a band before what goes on during it.
    cells: [...across, ...cells].sort((a, b) => a.from - b.from || Number(b.band) - Number(a.band) || a.lane - b.lane),
    untimed: sessions.filter((entry) => !isTimed(entry)),
  }
}
