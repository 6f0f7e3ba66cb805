import { Inject, Injectable } from '@nestjs/common'
import type { Change } from '../../access/changes.ts'
import type { Comparison } from '../../access/comparison.ts'
import { PUBLIC_AUDIENCE } from '../../access/facts.ts'
import { Gate } from '../../access/gate.service.ts'
import type { Review } from '../../agenda/publishing.service.ts'
import type { ReleasedSession } from '../../agenda/release.ts'
import { Translating } from '../../agenda/translating.service.ts'
import { languageStates, type LanguageState } from '../../agenda/translations.ts'
import { unpublished } from '../../agenda/unpublished.ts'
import { Recipients, type Reach } from '../../circulation/recipients.service.ts'
import { noteFrom } from '../../circulation/sentences.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { somebody, whomIn, type Whom } from './whom.ts'

/** What changes for some, where that is not what changes for the public. */
export interface ChangesFor {
  readonly whom: readonly Whom[]
  readonly changes: readonly Change[]
}

/** What readers of a language will miss, or read otherwise than it is meant. */
export interface Gap {
  readonly locale: Locale
  readonly missing: number
  readonly older: number
  readonly unchecked: number
  /** Codes of the first sessions that have one. */
  readonly codes: readonly string[]
}

/** What an organiser checks before publishing. */
export interface PublishCheck {
  /** What would change, for as many audiences as ask: without the note, which is proposed from it. */
  readonly compare: Comparison
  readonly proposal: LocalizedText
  readonly reach: Reach
  /** The public first, then whoever sees something else change. */
  readonly audiences: readonly ChangesFor[]
  readonly gaps: readonly Gap[]
  /** Changed sessions that not everybody sees whole. */
  readonly restricted: readonly ReleasedSession[]
}

/** What of a review the check goes by. */
export type Reviewed = Pick<Review, 'current' | 'content' | 'proposed' | 'rules' | 'changes'>

const FEW = 3

/** Works out what publishing would mean: for whom what changes, who would be told, and what is missing. */
@Injectable()
export class PublishChecks {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Translating) private readonly translating: Translating,
    @Inject(Recipients) private readonly recipients: Recipients,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(meeting: Meeting, review: Reviewed, ticked: ReadonlySet<string>): Promise<PublishCheck> {
    const draft = unpublished(meeting, { content: review.content, label: review.proposed }, this.clock.now())
    const compare = await this.gate.foreseeing(meeting, draft)
    const [reach, { texts, pairs }] = await Promise.all([
      this.recipients.reach(meeting, compare),
      this.translating.state(meeting.id),
    ])
    const first = !review.current
    const published = new Set(review.content.sessions.map(({ code }) => code))
    const shown = texts.filter(({ code }) => code === undefined || published.has(code))
    return {
      compare,
      proposal: Object.fromEntries(
        LOCALES.map((locale) => [locale, noteFrom(compare(PUBLIC_AUDIENCE, locale).changes, locale, first)]),
      ),
      reach,
      audiences: first ? [] : audiencesOf(meeting, review, compare),
      gaps: languageStates(shown, meeting.mainLanguage, meeting.workingLanguages, pairs)
        .filter(({ due }) => due.length > 0)
        .map(gapOf),
      restricted: review.changes
        .map(({ session }) => session)
        .filter(({ id, access }) => ticked.has(id) && access.show !== 'programme'),
    }
  }
}

const gapOf = ({ locale, due }: LanguageState): Gap => {
  const count = (state: LanguageState['due'][number]['state']): number =>
    due.filter((one) => one.state === state).length
  const codes = new Set(due.flatMap(({ text }) => (text.code ? [text.code] : [])))
  return {
    locale,
    missing: count('missing'),
    older: count('older'),
    unchecked: count('to-check'),
    codes: [...codes].slice(0, FEW),
  }
}

const audiencesOf = (meeting: Meeting, reviewed: Reviewed, compare: Comparison): ChangesFor[] => {
  const seen = whomIn(reviewed).map((whom) => {
    const { changes } = compare(somebody(meeting, whom), meeting.mainLanguage)
    return { whom, changes, key: changes.map(keyOf).join('\n') }
  })
  return [...Map.groupBy(seen, ({ key }) => key).values()].map((of) => ({
    whom: of.map(({ whom }) => whom),
    changes: of[0]!.changes,
  }))
}

/** What is told of a change, whatever the two see of the session: a closed meeting that moves is one that moves. */
const keyOf = (change: Change): string => {
  const { day, start, room } = change.kind === 'removed' ? change.before : change.entry
  const details = 'details' in change ? change.details.join() : ''
  return [change.kind, day, start?.toInstant() ?? '', room?.name.text ?? '', details].join(' ')
}
