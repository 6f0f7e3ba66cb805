import type { InputHTMLAttributes } from 'preact'
import { Field, type Question } from './field.tsx'

type InputAttributes = InputHTMLAttributes

/** One line of text: a name, an address, a day, a number. */
export const TextInput = ({
  type = 'text',
  value,
  code = false,
  hideLabel = false,
  required,
  autocomplete,
  inputmode,
  maxlength,
  minlength,
  min,
  max,
  step,
  size,
  lang,
  list,
  pattern,
  spellcheck,
  readonly,
  ...question
}: Question & {
  type?: 'text' | 'email' | 'search' | 'tel' | 'url' | 'date' | 'time' | 'datetime-local' | 'number'
  value?: string | number | undefined
  /** A code to copy from elsewhere: large and spaced. */
  code?: boolean
  hideLabel?: boolean
  required?: boolean
  autocomplete?: InputAttributes['autocomplete']
  inputmode?: 'numeric' | 'decimal' | 'email' | 'tel' | 'search'
  maxlength?: number
  minlength?: number
  min?: string | number
  max?: string | number
  step?: string | number
  size?: number
  lang?: string
  list?: string
  pattern?: string
  spellcheck?: boolean
  readonly?: boolean
}) => (
  <Field {...question} hideLabel={hideLabel}>
    {(control) => (
      <input
        class={code ? 'code' : undefined}
        type={type}
        {...control}
        value={value}
        autocomplete={autocomplete}
        inputmode={inputmode}
        maxlength={maxlength}
        minlength={minlength}
        min={min}
        max={max}
        step={step}
        size={size}
        lang={lang}
        list={list}
        pattern={pattern}
        spellcheck={spellcheck}
        readonly={readonly}
        required={required}
      />
    )}
  </Field>
)
