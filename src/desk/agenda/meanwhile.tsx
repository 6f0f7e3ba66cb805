import type { Merged } from '../../agenda/merge-edits.ts'
import type { Meanwhile } from '../../agenda/working-copy-meanwhile.ts'
import { Note } from '../../ui/note.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { fieldName, valueWords, type Wording } from './field-words.ts'

interface Props extends Wording {
  /** Who was quicker; undefined where nobody knows. */
  who: string | undefined
}

const Head = ({ t, who }: Pick<Props, 't' | 'who'>) => (
  <>
    <h2>{t('plan:conflict.title', { who: who ?? t('plan:conflict.somebody') })}</h2>
    <p>{t('plan:conflict.nothingLost')}</p>
  </>
)

const Theirs = ({ since, ...wording }: Wording & { since: readonly Meanwhile[] }) => (
  <ul class="flow">
    {since.map(({ field, was, is }) => (
      <li>
        <strong>{fieldName(field, wording.t)}</strong>: <del>{valueWords(field, was, wording)}</del>{' '}
        <ins>{valueWords(field, is, wording)}</ins>
      </li>
    ))}
  </ul>
)

/** The name of the choice between theirs and mine, for one field. */
export const chooseName = (field: string): string => `choose[${field}]`

/** Somebody else was quicker: what both changed is to be chosen. */
export interface EditConflict {
  merged: Merged
  who: string | undefined
  chosen: Readonly<Record<string, string>>
  /** The version that the writing began on. */
  base: number
}

/** Field by field what it was, theirs and mine; what both changed is to be chosen, inside the form, which says what it began on. */
export const ConflictPart = ({
  conflict: { merged, who, chosen, base },
  errors,
  ...wording
}: Wording & { conflict: EditConflict; errors: readonly FieldProblem[] }) => {
  const { t } = wording
  const { conflicts, theirs } = merged
  return (
    <>
      <input type="hidden" name="base" value={base} />
      <Note>
        <Head t={t} who={who} />
        {conflicts.length > 0 && <p>{t('plan:conflict.both')}</p>}
        {conflicts.map(({ field, was, is, mine }) => (
          <RadioChoices
            t={t}
            name={chooseName(field)}
            label={t('plan:conflict.choose', { field: fieldName(field, t) })}
            hint={t('plan:conflict.wasIs', { value: valueWords(field, was, wording) })}
            choices={[
              { value: 'theirs', label: t('plan:conflict.theirs'), note: valueWords(field, is, wording) },
              { value: 'mine', label: t('plan:conflict.mine'), note: valueWords(field, mine, wording) },
            ]}
            value={chosen[field]}
            error={problemOf(errors, chooseName(field))}
          />
        ))}
        {theirs.length > 0 && (
          <>
            <p>{t('plan:conflict.theirsOnly')}</p>
            <Theirs {...wording} since={theirs} />
          </>
        )}
      </Note>
    </>
  )
}
