import type { MeetingId } from '../../src/kernel/id.ts'
import { HOLDERS } from '../../src/registration/places/pools.service.ts'
import type { Database } from '../../src/platform/database/database.ts'

/** What must never be true of the places of a meeting, each with the rows of which it is true. */
const WRONG: Readonly<Record<string, string>> = {
  'a counter is not the units held': `
    SELECT pool.id FROM pool WHERE meeting_id = $1
       AND taken <> (SELECT count(*) FROM place WHERE pool_id = pool.id)`,
  'a pool gives more than it has': 'SELECT id FROM pool WHERE meeting_id = $1 AND taken > capacity',
  'somebody holds a unit of a pool that their choices do not say, or more than once, or lacks one': `
    (SELECT holder.registration_id, pool.id FROM (${HOLDERS}) AS holder JOIN pool
        ON pool.meeting_id = $1 AND pool.day = holder.day AND pool.mode = holder.mode
       AND pool.session_id IS NOT DISTINCT FROM holder.session_id
       AND (pool.constituency IS NULL OR pool.constituency = holder.constituency)
       AND (pool.delegation IS NULL OR pool.delegation = holder.delegation)
     EXCEPT ALL
     SELECT place.registration_id, place.pool_id FROM place JOIN pool ON pool.id = pool_id WHERE meeting_id = $1)
    UNION ALL
    (SELECT place.registration_id, place.pool_id FROM place JOIN pool ON pool.id = pool_id WHERE meeting_id = $1
     EXCEPT ALL
     SELECT holder.registration_id, pool.id FROM (${HOLDERS}) AS holder JOIN pool
        ON pool.meeting_id = $1 AND pool.day = holder.day AND pool.mode = holder.mode
       AND pool.session_id IS NOT DISTINCT FROM holder.session_id
       AND (pool.constituency IS NULL OR pool.constituency = holder.constituency)
       AND (pool.delegation IS NULL OR pool.delegation = holder.delegation))`,
  'somebody is in a line that their choices do not say, or in none': `
    (SELECT c.registration_id, c.day, c.mode, NULL::uuid FROM day_choice c JOIN registration r ON r.id = registration_id
      WHERE meeting_id = $1 AND c.state = 'waiting'
     UNION ALL
     SELECT e.registration_id, e.day, e.mode, e.session_id FROM extra_choice e JOIN registration r ON r.id = registration_id
      WHERE meeting_id = $1 AND e.state = 'waiting'
     EXCEPT ALL
     SELECT registration_id, day, mode, session_id FROM waiting_entry WHERE meeting_id = $1)
    UNION ALL
    (SELECT registration_id, day, mode, session_id FROM waiting_entry WHERE meeting_id = $1
     EXCEPT ALL
     (SELECT c.registration_id, c.day, c.mode, NULL::uuid FROM day_choice c JOIN registration r ON r.id = registration_id
       WHERE meeting_id = $1 AND c.state = 'waiting'
      UNION ALL
      SELECT e.registration_id, e.day, e.mode, e.session_id FROM extra_choice e
        JOIN registration r ON r.id = registration_id WHERE meeting_id = $1 AND e.state = 'waiting'))`,
  'a place is free and somebody waits who could have it': `
    SELECT w.id FROM waiting_entry w WHERE meeting_id = $1 AND NOT EXISTS (
      SELECT FROM pool WHERE pool.meeting_id = w.meeting_id AND pool.day = w.day AND pool.mode = w.mode
         AND pool.session_id IS NOT DISTINCT FROM w.session_id
         AND (pool.constituency IS NULL OR pool.constituency = w.constituency)
         AND (pool.delegation IS NULL OR pool.delegation = w.delegation) AND pool.taken >= pool.capacity)`,
  'a session or the floor is held without the day in that mode': `
    SELECT e.registration_id FROM extra_choice e JOIN registration r ON r.id = registration_id
      LEFT JOIN day_choice c ON c.registration_id = e.registration_id AND c.day = e.day
     WHERE meeting_id = $1 AND e.state <> 'asked'
       AND c.held IS DISTINCT FROM CASE WHEN e.mode = 'floor' THEN 'online' ELSE e.mode END`,
  'somebody who does not take part holds a place or waits': `
    SELECT r.id, r.state FROM registration r
     WHERE meeting_id = $1 AND state NOT IN ('requested', 'confirmed')
       AND (EXISTS (SELECT FROM place WHERE registration_id = r.id)
            OR EXISTS (SELECT FROM waiting_entry WHERE registration_id = r.id))`,
  'the line has other kinds than the registrations': `
    SELECT w.id FROM waiting_entry w JOIN registration r ON r.id = w.registration_id WHERE w.meeting_id = $1
       AND (w.constituency, w.delegation) IS DISTINCT FROM (coalesce(quota_constituency, ''), coalesce(quota_delegation, ''))`,
}

/** What is wrong with the places of a meeting, recomputed from what people hold and wait for; always nothing. */
export const wrongPlaces = async (database: Database, meeting: MeetingId): Promise<string[]> => {
  const found: string[] = []
  for (const [what, sql] of Object.entries(WRONG)) {
    const rows = await database.query(sql, [meeting])
    if (rows.length) found.push(`${what}: ${JSON.stringify(rows)}`)
  }
  return found
}
