import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Field } from '../../ui/field.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Textarea } from '../../ui/textarea.tsx'

/** What a table is given by: a file, or rows pasted from one (`PastedForm`). */
export const TableFields = ({
  t,
  words,
  errors,
  text,
}: {
  t: TFunction
  words: { file: string; fileHint: string; paste: string; pasteHint?: string }
  errors: readonly FieldProblem[]
  text: string | undefined
}) => (
  <>
    <Field t={t} name="file" label={words.file} hint={words.fileHint} error={problemOf(errors, 'file')}>
      {(control) => <input type="file" accept=".xlsx,.csv,.tsv,.txt" {...control} />}
    </Field>
    <Textarea
      t={t}
      name="text"
      label={words.paste}
      hint={words.pasteHint}
      error={problemOf(errors, 'text')}
      rows={6}
      value={text}
      optional
    />
  </>
)
