/** Where something stands in the grid: from line to line, both 1-based, and across how many lanes from which. */
export interface GridPlace {
  readonly from: number
  readonly till: number
  readonly lane: number
  readonly lanes: number
}

/** As many lines as a day can have that is divided by five minutes, and past midnight. */
const LINES = 300
/** More rooms than any meeting has. */
const LANES = 60

const within = (value: number, most: number): number => Math.min(value, most)

/** The classes that say where something stands. */
export const gridPlace = ({ from, till, lane, lanes }: GridPlace): string =>
  `f${within(from, LINES)} t${within(till, LINES)} l${within(lane, LANES)} w${within(lanes, LANES)}`

const numbers = (till: number): number[] => Array.from({ length: till }, (_, index) => index + 1)

/** The rules behind these classes: one sheet for all agendas, loaded by the pages that have a grid. */
export const gridPlaces = [
  ...numbers(LINES).map((line) => `.f${line}{grid-row-start:${line}}.t${line}{grid-row-end:${line}}`),
  ...numbers(LANES).map((lane) => `.l${lane}{grid-column-start:${lane}}.w${lane}{grid-column-end:span ${lane}}`),
].join('\n')
