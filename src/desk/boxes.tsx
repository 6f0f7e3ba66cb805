import type { ComponentChildren } from 'preact'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { describedBy, HintAndError } from '../ui/field.tsx'

/** Boxes to tick that belong together, under a legend; the error summary leads to it by its id. */
export const Boxes = ({
  t,
  legend,
  hint,
  id,
  error,
  children,
}: {
  t: TFunction
  legend: ComponentChildren
  hint?: ComponentChildren
  id: string
  error?: string | undefined
  children: ComponentChildren
}) => (
  <fieldset class="field" id={id} tabIndex={-1} aria-describedby={describedBy(id, { hint, error })}>
    <legend>{legend}</legend>
    <HintAndError t={t} id={id} hint={hint} error={error} />
    {children}
  </fieldset>
)
