import type { ComponentChildren } from 'preact'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Icon, type IconName } from './icon.tsx'

const CHANGES = {
  added: 'added',
  moved: 'moved',
  cancelled: 'cross',
  removed: 'cross',
  reinstated: 'added',
  retitled: 'words',
  changed: 'words',
} as const satisfies Record<string, IconName>

/** What a release did to a session. */
export type ChangeName = keyof typeof CHANGES

/** What changed, beside the revision bar that the stylesheet draws in the margin; `children` says what it was before. */
export const Change = ({
  t,
  is,
  as: Element = 'p',
  rail = false,
  children,
}: {
  t: TFunction
  is: ChangeName
  as?: 'p' | 'span' | 'strong'
  /** Where it hangs before the axis. */
  rail?: boolean
  children?: ComponentChildren
}) => (
  <Element class={rail ? 'rail change' : 'change'}>
    <Icon name={CHANGES[is]} />
    {t(`common:change.${is}`)}
    {children !== undefined && (
      <>
        {' '}
        <small>{children}</small>
      </>
    )}
  </Element>
)
