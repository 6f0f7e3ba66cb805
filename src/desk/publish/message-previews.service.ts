import { Inject, Injectable } from '@nestjs/common'
import { Gate } from '../../access/gate.service.ts'
import type { ReleaseLabel } from '../../agenda/release.ts'
import { unpublished } from '../../agenda/unpublished.ts'
import { exampleMail, examplesIn, type ExampleMail } from '../../circulation/example-mail.ts'
import { LOCALES } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import type { Reviewed } from './publish-check.service.ts'
import { somebody, whomIn, type Whom } from './whom.ts'

/** What people would be written of one kind of change, in each language, and as what somebody was made up to be written to. */
export interface MessagePreview {
  readonly whom: Whom
  readonly mails: readonly ExampleMail[]
}

/** Shows the message that people would get before anything is published. Nothing is written down and nothing is sent. */
@Injectable()
export class MessagePreviews {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
  ) {}

  /** One for each kind of change, with this label and note; none where nobody is told of anything. */
  async of(
    meeting: Meeting,
    review: Reviewed,
    { label, note }: { label: ReleaseLabel; note: LocalizedText },
  ): Promise<MessagePreview[]> {
    if (!review.current || !review.changes.length) return []
    const draft = unpublished(meeting, { content: review.content, label, note }, this.clock.now())
    const compare = await this.gate.foreseeing(meeting, draft)
    const shown = new Map<string, MessagePreview>()
    // Whoever is the least particular stands for a kind of change: more people are like them.
    for (const whom of whomIn(review).filter(({ is }) => is !== 'public')) {
      const audience = somebody(meeting, whom)
      for (const { kind, session } of examplesIn(compare(audience, meeting.mainLanguage))) {
        if (shown.has(kind)) continue
        const mails = LOCALES.flatMap(
          (locale) => exampleMail(meeting, compare(audience, locale), session, this.settings.baseUrl) ?? [],
        )
        shown.set(kind, { whom, mails })
      }
    }
    return [...shown.values()]
  }
}
