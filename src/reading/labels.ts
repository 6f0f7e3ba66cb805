import { isReleaseLabel, type ReleaseLabel } from '../agenda/release.ts'

/** A label as people write it in an address, in whatever case: `rev.1`, `DRAFT`. */
export const labelFrom = (text: string | undefined): ReleaseLabel | undefined => {
  const label = text && text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
  return label && isReleaseLabel(label) ? label : undefined
}
