import type { TFunction } from '../../platform/i18n/i18n.ts'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'

interface SessionTimesProps {
  t: TFunction
  /** Wall clock in the meeting's zone, as typed. */
  answers: { start?: string | undefined; end?: string | undefined }
  errors?: readonly FieldProblem[] | undefined
}

/** When a session starts and ends. */
export const SessionTimes = ({ t, answers, errors }: SessionTimesProps) => (
  <div class="pair">
    {(['start', 'end'] as const).map((name) => (
      <TextInput
        t={t}
        type="time"
        name={name}
        label={t(`desk:session.${name}`)}
        value={answers[name]}
        error={problemOf(errors, name)}
      />
    ))}
  </div>
)
