import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Audience } from '../access/facts.ts'
import type { SessionId } from '../kernel/id.ts'
import { LOCALES } from '../kernel/locale.ts'
import { wordsBelow } from '../platform/i18n/i18n.ts'
import type { FeedSettings } from './selection.ts'

/** All that decides the bytes of a feed. */
export interface Deciding {
  readonly version: number
  readonly rulesRevision: number
  /** Title, venue, zone and contact of the meeting, or a digest of them. */
  readonly frame: string
  readonly audience: Audience
  readonly follows: ReadonlySet<SessionId>
  readonly chosen: FeedSettings
  /** In the meeting's zone: cancelled sessions go when their day is over. */
  readonly today: Temporal.PlainDate
  /** When the registration ended, if it has. */
  readonly ended: Temporal.Instant | undefined
}

/** How we render: the code of this folder and of the gate, and the words. A new build makes all feeds anew, once. */
const build = ((): string => {
  const hash = createHash('sha256')
  for (const folder of ['../calendar', '../access'])
    for (const file of readdirSync(join(import.meta.dirname, folder)).sort())
      if (/(?<!\.spec)\.(js|tsx?)$/.test(file)) hash.update(readFileSync(join(import.meta.dirname, folder, file)))
  for (const locale of LOCALES) hash.update(wordsBelow(locale, 'calendar:event'))
  return hash.digest('base64')
})()

/** Every fact, and when each changed: DTSTAMP tells of it. */
const audienceKey = (audience: Audience): unknown => {
  if (audience.kind === 'public') return 'public'
  const { days, constituency, groups, changed } = audience.facts
  return [
    [...days].sort(),
    constituency,
    [...groups].sort(),
    [...(changed?.days ?? [])].sort().map(([day, at]) => [day, at.toString()]),
    changed?.constituency?.toString(),
    changed?.groups?.toString(),
  ]
}

/** The same for as long as the bytes cannot change; so a client that has them can be told so without rendering. */
export const digestOf = ({ chosen, ...deciding }: Deciding): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([
        build,
        deciding.version,
        deciding.rulesRevision,
        deciding.frame,
        audienceKey(deciding.audience),
        [...deciding.follows].sort(),
        [chosen.carries, chosen.language, chosen.sideEvents, chosen.reminder, chosen.name],
        deciding.today.toString(),
        deciding.ended?.toString(),
      ]),
    )
    .digest()
