import type { ComponentChildren } from 'preact'
import type { TFunction } from '../../platform/i18n/i18n.ts'

const MARK = '\u0000'

/** A hint, and below it why we ask; undefined where there is neither. */
export const withPurpose = (
  t: TFunction,
  hint: ComponentChildren | undefined,
  purpose: ComponentChildren | undefined,
): ComponentChildren | undefined => {
  if (purpose === undefined) return hint
  const [before, after] = t('registration:purpose.why', { purpose: MARK }).split(MARK)
  return (
    <>
      {hint}
      {hint !== undefined && <br />}
      <span class="why">
        {before}
        {purpose}
        {after}
      </span>
    </>
  )
}
