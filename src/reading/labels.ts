import { isReleaseLabel, type ReleaseLabel } from '../agenda/release.ts'

/** A label as people write it in an address, in whatever case: `rev.1`, `DRAFT`. */
export const labelFrom = (text: unknown): ReleaseLabel | undefined => {
  if (typeof text !== 'string') return undefined
  const label = text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
  return isReleaseLabel(label) ? label : undefined
}
