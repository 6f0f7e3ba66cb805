import type { Comparison } from '../../access/comparison.ts'
import { exampleMail, examplesIn, type ExampleMail, type PublishedAs } from '../../circulation/example-mail.ts'
import { LOCALES } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Reviewed } from './publish-check.service.ts'
import { somebody, whomIn, type Whom } from './whom.ts'

/** What people would be written of one kind of change, in each language, and as what somebody was made up to be written to. */
export interface MessagePreview {
  readonly whom: Whom
  readonly mails: readonly ExampleMail[]
}

/**
 * The messages that people would get, before anything is published: one for each kind of change, under this label and note;
 * none where nobody is told of anything. `compare` is that of the check.
 */
export const messagePreviews = (
  meeting: Meeting,
  review: Reviewed,
  compare: Comparison,
  as: PublishedAs,
  base: URL,
): MessagePreview[] => {
  if (!review.current || !review.changes.length) return []
  const shown = new Map<string, MessagePreview>()
  // Whoever is the least particular stands for a kind of change: more people are like them.
  for (const whom of whomIn(review).filter(({ is }) => is !== 'public')) {
    const audience = somebody(meeting, whom)
    for (const { kind, session } of examplesIn(compare(audience, meeting.mainLanguage))) {
      if (shown.has(kind)) continue
      const mails = LOCALES.flatMap(
        (locale) => exampleMail(meeting, compare(audience, locale), session, as, base) ?? [],
      )
      shown.set(kind, { whom, mails })
    }
  }
  return [...shown.values()]
}
