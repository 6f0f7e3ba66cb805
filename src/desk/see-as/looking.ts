import type { Pretended } from '../../access/pretended.ts'
import { isReleaseLabel, type ReleaseLabel } from '../../agenda/release.ts'
import { constituency } from '../../delegations/constituency.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import { labelInPath } from '../../reading/frame.ts'
import { labelFrom } from '../../reading/labels.ts'

/** Which version is looked at: the working copy, what is in force, or the last release under a label. */
export type Version = 'working' | 'current' | ReleaseLabel

/** What is looked at: as whom, in which group, and which version. */
export interface Looking {
  /** `public`, `unverified`, or the id of a constituency. */
  readonly as: string
  /** A group of invited people; the public is in none. */
  readonly group?: string
  readonly of: Version
}

/** Stands in addresses between who somebody is and the group they are in; it is in the names of neither. */
const IN_GROUP = '.'

/** What an address asks for. @throws NotFound for nobody, or for no version at all */
export const lookingFrom = (who: unknown, of: unknown): Looking => {
  // What an address says twice is a list.
  if (typeof who !== 'string' || typeof of !== 'string') throw new NotFound()
  const [as = '', group, ...rest] = who.split(IN_GROUP)
  const version = of === 'working' || of === 'current' ? of : labelFrom(of)
  if (!version || rest.length || !isSomebody(as) || (group !== undefined && as === 'public')) throw new NotFound()
  return { as, of: version, ...(group === undefined ? {} : { group }) }
}

/** What the form asks for, which offers a group beside the public, too. @throws NotFound */
export const lookingChosen = ({ as = 'public', group, of = 'working' }: Partial<Record<keyof Looking, string>>) =>
  lookingFrom(group && as !== 'public' ? `${as}${IN_GROUP}${group}` : as, of)

/** The end of the address that asks for it: `member-state.bureau/rev.1`. */
export const pathTo = ({ as, group, of }: Looking): string =>
  [group === undefined ? as : `${as}${IN_GROUP}${group}`, isReleaseLabel(of) ? labelInPath(of) : of]
    .map(encodeURIComponent)
    .join('/')

/** As whom the gate is asked. */
export const pretendedBy = ({ as, group }: Looking): Pretended =>
  as === 'public'
    ? as
    : { ...(as === 'unverified' ? {} : { constituency: as }), ...(group === undefined ? {} : { group }) }

const isSomebody = (as: string): boolean => as === 'public' || as === 'unverified' || constituency(as) !== undefined
