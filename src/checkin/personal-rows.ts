import { emailFrom, type EmailAddress } from '../kernel/email-address.ts'
import type { Table } from '../platform/tables/table.ts'
import { referenceFrom } from '../registration/reference.ts'
import { joinAddress, type AddressFlaw } from './join-address.ts'

/** Whom a row is about, as it says it. */
export type Named = { readonly email: EmailAddress } | { readonly reference: string }

/** A row of a table of personal links, as far as it can be read by itself. */
export interface PersonalRow {
  /** As spreadsheets count. */
  readonly number: number
  /** Whom it is about, as it was written. */
  readonly who: string
  readonly named: Named | undefined
  readonly link: { readonly href: string } | { readonly flaw: AddressFlaw }
}

/** Why a table cannot be read: no column holds what is needed. */
export type TableLack = 'no-links' | 'no-people'

const namedBy = (cell: string): Named | undefined => {
  const email = emailFrom(cell)
  if (email) return { email }
  const reference = referenceFrom(cell)
  return reference === undefined ? undefined : { reference }
}

/** The column in which most cells are of a kind; the first of equals, none when there is no such cell. */
const columnOf = (rows: readonly (readonly string[])[], is: (cell: string) => boolean): number | undefined => {
  const counts = (rows[0] ?? []).map((_, column) => rows.filter((cells) => is(cells[column] ?? '')).length)
  const most = Math.max(0, ...counts)
  return most > 0 ? counts.indexOf(most) : undefined
}

/**
 * Reads a table that a provider exported, or somebody made: whatever its headings are, people are in the column with the
 * e-mail addresses (or references of registrations), links in the one with the links. A table without headings is read whole.
 */
export const personalRows = (table: Table, ours: string): PersonalRow[] | TableLack => {
  const isLink = (cell: string): boolean => /^https?:\/\//i.test(cell.trim())
  const heading = { number: 1, cells: table.columns }
  const given = table.columns.some(isLink) ? [heading, ...table.rows] : table.rows
  const cells = given.map((row) => row.cells)
  const links = columnOf(cells, isLink)
  if (links === undefined) return 'no-links'
  const people = [
    columnOf(cells, (cell) => emailFrom(cell) !== undefined),
    columnOf(cells, (cell) => referenceFrom(cell) !== undefined),
  ].filter((column) => column !== undefined)
  if (people.length === 0) return 'no-people'
  return given.map(({ number, cells: row }) => {
    const written = people.map((column) => row[column] ?? '').filter(Boolean)
    const { address, flaw } = joinAddress(row[links] ?? '', ours)
    return {
      number,
      who: written[0] ?? '',
      named: written.map(namedBy).find((one) => one !== undefined),
      link: flaw ? { flaw } : { href: address.href },
    }
  })
}

/** What becomes of a row. */
export type RowOutcome =
  /** Kept; `replaced` in place of the link that the person had. */
  | 'new'
  | 'replaced'
  /** About nobody who registered for this meeting. */
  | 'unknown'
  /** About somebody who may not attend this session now. */
  | 'not-entitled'
  /** A person, or a link, that an earlier row has. */
  | 'person-twice'
  | 'link-twice'
  /** The link cannot be one. */
  | 'bad-link'

/** A row with what becomes of it. */
export interface JudgedRow<Who> {
  readonly row: PersonalRow
  readonly outcome: RowOutcome
  /** Whom it is about, where it is kept. */
  readonly person?: Who
}

/** The rows of a table that are kept. */
export const isKept = ({ outcome }: Pick<JudgedRow<unknown>, 'outcome'>): boolean =>
  outcome === 'new' || outcome === 'replaced'

/**
 * Judges the rows of a table in their order: whom each is about, whether they may attend now, and whether they have a link
 * already. The first row about a person counts, and nobody gets a link that somebody else has in the same table.
 */
export const judged = <Who>(
  rows: readonly PersonalRow[],
  about: (named: Named) => Who | undefined,
  mayAttend: ReadonlySet<Who>,
  have: ReadonlySet<Who>,
): JudgedRow<Who>[] => {
  const people = new Set<Who>()
  const links = new Set<string>()
  return rows.map((row) => {
    const { named, link } = row
    const person = named && about(named)
    if (person === undefined) return { row, outcome: 'unknown' }
    if ('flaw' in link) return { row, outcome: 'bad-link' }
    if (people.has(person)) return { row, outcome: 'person-twice' }
    people.add(person)
    if (links.has(link.href)) return { row, outcome: 'link-twice' }
    links.add(link.href)
    if (!mayAttend.has(person)) return { row, outcome: 'not-entitled' }
    return { row, outcome: have.has(person) ? 'replaced' : 'new', person }
  })
}
