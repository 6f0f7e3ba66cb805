import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { FieldProblem } from '../../ui/problems.ts'

/** What every step is drawn with. */
export interface StepFrame {
  t: TFunction
  locale: Locale
  meeting: Meeting
  problems?: readonly FieldProblem[] | undefined
}
