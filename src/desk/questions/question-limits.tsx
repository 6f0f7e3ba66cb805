import type { Locale } from '../../kernel/locale.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { QuestionDraft } from '../../registration/questions/question.ts'
import { dateFrom } from '../../registration/questions/typed-date.ts'
import { Axis } from '../../ui/axis.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'

interface LimitsProps {
  t: TFunction
  locale: Locale
  draft: QuestionDraft
  errors: readonly FieldProblem[]
}

/** What a number or a date may be at least and at most. */
export const Limits = ({ t, locale, draft, errors }: LimitsProps) => (
  <Axis title={t('questions:form.limits')}>
    <div class="form">
      <p class="hint">{t('questions:form.limitsHint')}</p>
      {(['least', 'most'] as const).map((end) => (
        <TextInput
          t={t}
          name={end}
          label={t(`questions:form.${end}`)}
          value={limitText(draft.type, draft[end], locale)}
          size={20}
          autocomplete="off"
          error={problemOf(errors, end)}
        />
      ))}
    </div>
  </Axis>
)

/** A date as people write it; anything else as it is. */
const limitText = (type: string, limit = '', locale: Locale): string => {
  const date = type === 'date' ? dateFrom(limit) : undefined
  return date ? formatDay(date, locale) : limit
}
