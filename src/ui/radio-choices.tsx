import type { ComponentChildren } from 'preact'
import { describedBy, HintAndError, Optional, type Question } from './field.tsx'
import { idOf } from './problems.ts'

/** One square of the ballot. */
export interface Choice {
  value: string
  label: ComponentChildren
  /** A second line: "Places left", "Full: waiting list". */
  note?: ComponentChildren
  /** The language of the label, where it is not the page's. */
  lang?: string
  disabled?: boolean
  /** What follows from this choice (`children`) is shown below while it is taken. */
  then?: boolean
  /** Questions that this choice alone leads to: below while it is taken. One of the first two may have some. */
  asks?: ComponentChildren
}

/** A question with a few answers, side by side as on a ballot. The error summary leads to the first of them. */
export const RadioChoices = ({
  t,
  name,
  label,
  hint,
  error,
  optional = false,
  id = idOf(name),
  hideLabel = false,
  choices,
  value,
  children,
}: Question & {
  hideLabel?: boolean
  choices: readonly Choice[]
  value?: string | undefined
  /** Shown below, and only while a choice with `then` is taken. */
  children?: ComponentChildren
}) => (
  <fieldset class="field" aria-describedby={describedBy(id, { hint, error })}>
    <legend class={hideLabel ? 'hidden' : undefined}>
      {label}
      <Optional t={t} optional={optional} />
    </legend>
    <HintAndError t={t} id={id} hint={hint} error={error} />
    <div class="choices">
      {choices.map((choice, index) => (
        <label class="choice">
          <input
            type="radio"
            name={name}
            value={choice.value}
            id={index === 0 ? id : undefined}
            checked={choice.value === value}
            disabled={choice.disabled}
            data-then={choice.then ? '' : undefined}
          />
          <span>
            {choice.lang === undefined ? choice.label : <span lang={choice.lang}>{choice.label}</span>}
            {choice.note !== undefined && <small>{choice.note}</small>}
          </span>
        </label>
      ))}
    </div>
    {children !== undefined && <div class="then field">{children}</div>}
    {choices.map(
      ({ asks }, index) =>
        asks !== undefined && (
          <div class="then field" data-of={index + 1}>
            {asks}
          </div>
        ),
    )}
  </fieldset>
)
