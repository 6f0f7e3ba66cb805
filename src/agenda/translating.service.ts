import { createHash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { textsOf, type AgendaText } from './agenda-texts.ts'
import { keepEdits } from './keep-edits.ts'
import { lockMeeting } from './meeting-lock.ts'
import { MeetingVersions } from './meeting-versions.ts'
import { Releases } from './releases.service.ts'
import { mergeText } from './session.ts'
import { changedText, outsideSessions, reworded, type NewWords } from './text-changes.ts'
import { TextWriter } from './text-writer.ts'
import { knownPairs, translationOf, type KnownPairs, type TranslationPair } from './translations.ts'
import { WorkingCopy } from './working-copy.service.ts'

/** What a translator wrote of one text. */
export interface TranslationEdit {
  key: string
  target: string
  /** What was on the screen, or in the file: `seenAs`. */
  seen: string
  /** Says of a translation that it is right as it stands. */
  confirmed?: boolean
}

/** A text that was not saved: its source or its translation changed since it was seen, or it is gone. */
export interface NotTranslated {
  key: string
  why: 'source-changed' | 'target-changed' | 'gone'
}

/** What became of what a translator wrote. */
export interface Translated {
  saved: number
  conflicts: readonly NotTranslated[]
}

/** The deed of saving translations, in the history and in the audit trail. */
export const TRANSLATED = 'texts.translated'

const short = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 10)

/** Names a source and its translation as they were seen. */
export const seenAs = (source: string, target: string): string => `${short(source)}.${short(target)}`

/** What has to be known to say how the texts of a meeting stand. */
export interface BenchState {
  texts: readonly AgendaText[]
  pairs: KnownPairs
}

/** The translators' work on the texts of a meeting: words beside words, and of what they were translated. */
@Injectable()
export class Translating {
  constructor(
    @Inject(Database) readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Audit) readonly audit: Audit,
    @Inject(Clock) readonly clock: Clock,
  ) {}

  /** Every text of a meeting, and what is known of its translations. */
  async state(meeting: MeetingId, tx?: EntityManager): Promise<BenchState> {
    const frame = await this.meetings.byId(meeting, tx)
    const sessions = await this.workingCopy.list(meeting, tx)
    const released = await this.releases.current(meeting, tx)
    const pairs = await this.pairsIn([meeting], tx)
    return { texts: textsOf(sessions, frame, released?.content), pairs: pairs.get(meeting) ?? new Map() }
  }

  /** What is known of the translations of these meetings, in one question; a meeting without any is absent. */
  async pairsIn(meetings: readonly MeetingId[], tx?: EntityManager): Promise<ReadonlyMap<MeetingId, KnownPairs>> {
    const rows = await this.database.query<Omit<TranslationPair, 'at'> & { meeting_id: MeetingId; at: Date }>(
      `SELECT meeting_id, locale, source, target, state, at FROM translation_pair
        WHERE meeting_id = ANY ($1::uuid[])`,
      [meetings],
      tx,
    )
    const byMeeting = Map.groupBy(rows, ({ meeting_id: meeting }) => meeting)
    return new Map(
      [...byMeeting].map(([meeting, of]) => [
        meeting,
        knownPairs(of.map((row) => ({ ...row, at: Temporal.Instant.fromEpochMilliseconds(row.at.getTime()) }))),
      ]),
    )
  }

  /**
   * Saves translations into one language. What changed meanwhile is not overwritten: it comes back as a conflict, and the
   * others are saved, as one change of the working copy. `machine`: nobody has read them yet. The same again changes
   * nothing.
   */
  async save(
    meeting: MeetingId,
    locale: Locale,
    edits: readonly TranslationEdit[],
    by: PersonId,
    options: { machine?: boolean } = {},
  ): Promise<Translated> {
    const done = await this.database.transaction(async (tx): Promise<Translated> => {
      const counters = await lockMeeting(this.database, tx, meeting)
      const frame = await this.meetings.byId(meeting, tx)
      const { texts, pairs } = await this.state(meeting, tx)
      const known = new Map(texts.map((text) => [text.key, text]))
      const conflicts: NotTranslated[] = []
      const changed: NewWords[] = []
      const made: Pick<TranslationPair, 'source' | 'target' | 'state'>[] = []
      for (const edit of edits) {
        const text = known.get(edit.key)
        const now = text && translationOf(text, frame.mainLanguage, locale, pairs)
        if (!text || !now) {
          conflicts.push({ key: edit.key, why: 'gone' })
          continue
        }
        const words = mergeText(text.words, { [locale]: edit.target })
        const target = words[locale] ?? ''
        const same = target === now.target
        if (same && (!edit.confirmed || now.state === 'current' || !target)) continue
        const [source, before] = edit.seen.split('.')
        if (source !== short(now.source)) conflicts.push({ key: edit.key, why: 'source-changed' })
        else if (!same && before !== short(now.target)) conflicts.push({ key: edit.key, why: 'target-changed' })
        else {
          if (!same) changed.push({ text, words })
          if (target)
            made.push({ source: now.source, target, state: options.machine && !same ? 'to-check' : 'approved' })
        }
      }
      await this.remember(tx, meeting, locale, made, by)
      if (changed.length) {
        const outside = outsideSessions(changed)
        await new TextWriter(this.database, this.meetings, tx, frame).write(outside)
        const keys = changed.slice(0, 200).map(({ text }) => text.key)
        const data = { locale, count: changed.length, keys, machine: options.machine ?? false }
        const texts = outside.map((change) => changedText(change, locale))
        const sessions = await this.workingCopy.list(meeting, tx)
        const deed = { action: TRANSLATED, by, texts, data }
        await keepEdits(this, tx, frame, counters, deed, reworded(sessions, changed))
      }
      return { saved: made.length + changed.filter(({ words }) => !words[locale]).length, conflicts }
    })
    await this.versions.ask(meeting)
    return done
  }

  private async remember(
    tx: EntityManager,
    meeting: MeetingId,
    locale: Locale,
    pairs: readonly Pick<TranslationPair, 'source' | 'target' | 'state'>[],
    by: PersonId,
  ): Promise<void> {
    const rows = new Map(
      pairs.map((pair) => {
        const digest = createHash('sha256')
          .update(JSON.stringify([pair.source, pair.target]))
          .digest('hex')
        return [digest, { digest, ...pair }]
      }),
    )
    if (!rows.size) return
    await this.database.query(
      `INSERT INTO translation_pair (meeting_id, locale, digest, source, target, state, by, at)
       SELECT $1, $2, decode(digest, 'hex'), source, target, state, $4, $5
         FROM jsonb_to_recordset($3) AS pair (digest text, source text, target text, state text)
       ON CONFLICT ON CONSTRAINT translation_pair_pkey DO UPDATE SET state = excluded.state, by = excluded.by, at = excluded.at`,
      [meeting, locale, JSON.stringify([...rows.values()]), by, this.clock.now().toString()],
      tx,
    )
  }
}
