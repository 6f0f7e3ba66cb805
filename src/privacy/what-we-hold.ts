import { OF_PEOPLE } from './held-of-people.ts'
import { OF_REGISTRATIONS } from './held-of-registrations.ts'
import type { Holding } from './holding.ts'

/**
 * The register: everything we hold about a person, table by table. The export shows it, erasure and retention carry out how
 * it goes, and a test fails when the database has a table or a column that neither stands here nor in `ELSEWHERE`.
 * Erasure goes through it in this order: who people are goes last.
 */
export const HOLDINGS: readonly Holding[] = [...OF_REGISTRATIONS, ...OF_PEOPLE]

/**
 * Tables that are about meetings, or count things: nothing about a person but, at most, the random id of who did something
 * (named here). A name in them is a word of the programme, which organisers write.
 */
export const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  agenda_import: ['by'],
  circulation: [],
  circulation_round: [],
  delegation: [],
  invitation: ['used_by'],
  join_link: [],
  material: [],
  material_file: [],
  meeting: [],
  meeting_day: [],
  planned_release: ['approved_by', 'ended_by'],
  pool: [],
  rate_limit: [],
  registration_apart: ['by'],
  registration_import: ['by'],
  release: ['published_by'],
  released_slot: [],
  represented: [],
  retention_run: [],
  room: [],
  session: [],
  session_host: [],
  session_material: [],
  session_reference: [],
  session_rule: [],
  sign_in_code: [],
  working_copy_change: ['by'],
  translation_pair: ['by'],
}
