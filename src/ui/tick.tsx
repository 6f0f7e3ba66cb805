import type { ComponentChildren } from 'preact'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { describedBy, HintAndError } from './field.tsx'
import { idOf } from './problems.ts'

interface TickProps {
  t: TFunction
  name: string
  label: ComponentChildren
  /** A second line, read as part of the label. */
  hint?: ComponentChildren
  value?: string
  checked?: boolean
  error?: string | undefined
  /** In a frame of its own, like one square of a ballot. */
  framed?: boolean
  disabled?: boolean
  id?: string
  describedBy?: string
}

/** A box to tick: a consent, one of several things to pick. */
export const Tick = ({
  t,
  name,
  label,
  hint,
  value,
  checked = false,
  error,
  framed = false,
  disabled,
  id = idOf(name),
  describedBy: about,
}: TickProps) => {
  const box = (
    <label class={framed ? 'choice wide' : 'tick'}>
      <input
        type="checkbox"
        id={id}
        name={name}
        value={value}
        checked={checked}
        disabled={disabled}
        aria-describedby={describedBy(id, { hint: undefined, error }) ?? about}
        aria-invalid={error === undefined ? undefined : 'true'}
      />
      <span>
        {label}
        {hint !== undefined && <small class={framed ? undefined : 'hint'}>{hint}</small>}
      </span>
    </label>
  )
  if (error === undefined) return box
  return (
    <div class="field">
      <HintAndError t={t} id={id} error={error} />
      {box}
    </div>
  )
}
