import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LOCALES } from '../kernel/locale.ts'
import { wordsBelow } from '../platform/i18n/i18n.ts'
import type { FeedSettings } from './selection.ts'

/** All that decides the bytes of a feed. */
export interface Deciding {
  /** Versions, frames, facts and follows, as they were read (feed-standing.ts). */
  readonly meetings: string
  readonly chosen: FeedSettings
  /** In the zone of each meeting: cancelled sessions go when their day is over. */
  readonly days: readonly Temporal.PlainDate[]
}

/** How we render: the code of this folder and of the gate, and the words. A new build makes all feeds anew, once. */
const build = ((): string => {
  const hash = createHash('sha256')
  for (const folder of ['../calendar', '../access'])
    for (const file of readdirSync(join(import.meta.dirname, folder)).sort())
      if (/(?<!\.spec)\.(js|tsx?)$/.test(file)) hash.update(readFileSync(join(import.meta.dirname, folder, file)))
  for (const locale of LOCALES)
    for (const said of ['event', 'kind', 'format', 'ended', 'feed']) hash.update(wordsBelow(locale, `calendar:${said}`))
  return hash.digest('base64')
})()

/** The same for as long as the bytes cannot change; so a client that has them can be told so without rendering. */
export const digestOf = ({ meetings, chosen, days }: Deciding): Buffer =>
  createHash('sha256')
    .update(build)
    .update(meetings)
    .update(
      JSON.stringify([
        ...[chosen.carries, chosen.language, chosen.sideEvents, chosen.reminder, chosen.name],
        ...days.map((day) => day.toString()),
      ]),
    )
    .digest()
