import type { ComponentChildren } from 'preact'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Icon, type IconName } from './icon.tsx'

interface Look {
  icon: IconName
  /** What differs from what the reader hopes or expects. */
  look?: true
  quiet?: true
}

const STATES = {
  confirmed: { icon: 'confirmed' },
  verified: { icon: 'confirmed' },
  waiting: { icon: 'waiting' },
  offered: { icon: 'half' },
  'with-focal-point': { icon: 'half' },
  'under-review': { icon: 'dashed' },
  'not-attending': { icon: 'none', quiet: true },
  'not-open': { icon: 'none', quiet: true },
  declined: { icon: 'cross' },
  withdrawn: { icon: 'none' },
  cancelled: { icon: 'cross', look: true },
  warning: { icon: 'warning', look: true },
} as const satisfies Record<string, Look>

/** How a request, a day or a claim stands. */
export type StateName = keyof typeof STATES

const waitingAt = (t: TFunction, rank: number): string =>
  rank === 1 ? t('common:state.waitingFirst') : t('common:state.waitingAt', { rank })

/** How something stands, by shape and words; `children` says it in other words, `look` with the weight of a warning. */
export const State = ({
  t,
  is,
  rank,
  look,
  children,
}: {
  t: TFunction
  is: StateName
  /** The number on the waiting list. */
  rank?: number | undefined
  look?: boolean
  children?: ComponentChildren
}) => {
  const shape: Look = STATES[is]
  return (
    <span class={`state${(look ?? shape.look) ? ' look' : ''}${shape.quiet ? ' quiet' : ''}`}>
      <Icon name={shape.icon} />
      {children ?? (is === 'waiting' && rank !== undefined ? waitingAt(t, rank) : t(`common:state.${is}`))}
    </span>
  )
}
