import { Field, type Question } from './field.tsx'

/** Some lines of text. */
export const Textarea = ({
  value = '',
  rows = 3,
  maxlength,
  lang,
  hideLabel = false,
  labelLang,
  required,
  ...question
}: Question & {
  value?: string | undefined
  rows?: number
  maxlength?: number
  /** The language that is to be written in it. */
  lang?: string
  hideLabel?: boolean
  labelLang?: string
  required?: boolean
}) => (
  <Field {...question} hideLabel={hideLabel} {...(labelLang === undefined ? {} : { labelLang })}>
    {(control) => (
      <textarea {...control} rows={rows} maxlength={maxlength} lang={lang} required={required}>
        {/* HTML drops the first line break of a textarea; one more keeps the one that was typed. */}
        {value.startsWith('\n') ? `\n${value}` : value}
      </textarea>
    )}
  </Field>
)
