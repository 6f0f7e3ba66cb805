import type { ComponentChildren } from 'preact'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Icon } from './icon.tsx'
import { idOf } from './problems.ts'

/** What every question has. */
export interface Question {
  t: TFunction
  /** The name that the answer is sent under, such as `days[0][mode]`; its id follows from it. */
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
  /** What is wrong with the answer, as a sentence that says what to do. */
  error?: string | undefined
  /** Says so beside the label; what must be answered says nothing. */
  optional?: boolean
  /** Where two controls on a page have one name. */
  id?: string
}

/** What joins a control to its label, hint and error. */
export interface ControlAttributes {
  id: string
  name: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

/** The ids of the hint and the error that there are. */
export const describedBy = (id: string, { hint, error }: Pick<Question, 'hint' | 'error'>): string | undefined =>
  [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(Boolean).join(' ') ||
  undefined

/** "(optional)" after a label. */
export const Optional = ({ t, optional }: Pick<Question, 't' | 'optional'>) =>
  optional ? (
    <>
      {' '}
      <span class="quiet">({t('common:field.optional')})</span>
    </>
  ) : null

/** The hint and the error between a label and its control. */
export const HintAndError = ({ t, id, hint, error }: Pick<Question, 't' | 'hint' | 'error'> & { id: string }) => (
  <>
    {hint !== undefined && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {error !== undefined && (
      <p class="error" id={`${id}-error`}>
        <Icon name="warning" />
        <span>
          <span class="hidden">{t('common:errors.prefix')} </span>
          {error}
        </span>
      </p>
    )}
  </>
)

/** A question with one control: label, hint, error, control, in this order, joined for who listens. */
export const Field = ({
  t,
  name,
  label,
  hint,
  error,
  optional = false,
  id = idOf(name),
  hideLabel = false,
  labelLang,
  children,
}: Question & {
  hideLabel?: boolean
  labelLang?: string
  children: (control: ControlAttributes) => ComponentChildren
}) => (
  <div class="field">
    <label for={id} class={hideLabel ? 'hidden' : undefined} lang={labelLang}>
      {label}
      <Optional t={t} optional={optional} />
    </label>
    <HintAndError t={t} id={id} hint={hint} error={error} />
    {children({
      id,
      name,
      'aria-describedby': describedBy(id, { hint, error }),
      'aria-invalid': error === undefined ? undefined : 'true',
    })}
  </div>
)
