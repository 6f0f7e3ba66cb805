import { Field, type Question } from './field.tsx'

/** One of the answers of a list. */
export interface Option {
  value: string
  label: string
  /** Other names it is found by when typing: "Ivory Coast", "CIV". */
  also?: readonly string[]
  lang?: string
  disabled?: boolean
}

/**
 * A list to choose one answer from. Where few answers are offered once, `RadioChoices` is easier; this is for long lists
 * and for what one repeats. `find` lets a script turn it into a box to type in (`browser/combobox.js`).
 */
export const Select = ({
  options,
  value,
  blank,
  find = false,
  hideLabel = false,
  required,
  autocomplete,
  ...question
}: Question & {
  options: readonly Option[]
  value?: string | undefined
  /** The words of the empty answer that stands first, such as "Choose". */
  blank?: string
  find?: boolean
  hideLabel?: boolean
  required?: boolean
  autocomplete?: 'country' | 'country-name' | 'language' | 'organization' | 'off'
}) => {
  return (
    <Field {...question} hideLabel={hideLabel}>
      {(control) => (
        <select {...control} required={required} autocomplete={autocomplete} data-combobox={find ? '' : undefined}>
          {blank !== undefined && <option value="">{blank}</option>}
          {options.map(({ value: one, label, also, lang, disabled }) => (
            <option
              value={one}
              selected={one === value}
              disabled={disabled}
              lang={lang}
              data-also={also?.length ? also.join('|') : undefined}
            >
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
