import { readFileSync } from 'node:fs'
import type { LocalizedText } from '../kernel/localized-text.ts'

/** Stable id of a kind of participant: `member-state`, `un-entity`, `civil-society`... (`samples/constituencies.json`). */
export type ConstituencyId = string

/** A kind of participant, in UN terms. */
export interface Constituency {
  id: ConstituencyId
  /** Whether who claims it speaks for a State, an organization, or for themselves. */
  delegationOf: 'state' | 'organization' | 'none'
  name: LocalizedText
  plural: LocalizedText
  /** Order of sections in a list of participants. */
  order: number
}

const file = JSON.parse(readFileSync(new URL('../../samples/constituencies.json', import.meta.url), 'utf8')) as {
  constituencies: Constituency[]
}

/** All constituencies, in the order of a list of participants. */
export const CONSTITUENCIES: readonly Constituency[] = [...file.constituencies].sort((a, b) => a.order - b.order)

const byId = new Map(CONSTITUENCIES.map((constituency) => [constituency.id, constituency]))

/** The constituency of that id, if there is one. */
export const constituency = (id: ConstituencyId): Constituency | undefined => byId.get(id)
