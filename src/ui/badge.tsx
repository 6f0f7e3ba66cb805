import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** Words in a frame that hold for the whole thing, such as "Member States only" on a nameplate. */
export const Badge = ({ icon = 'nameplate', children }: { icon?: IconName; children: ComponentChildren }) => (
  <span class="badge">
    <Icon name={icon} />
    {children}
  </span>
)

/** An icon and words in a line. */
export const Says = ({
  icon,
  quiet = false,
  children,
}: {
  icon: IconName
  quiet?: boolean
  children: ComponentChildren
}) => (
  <span class={quiet ? 'says quiet' : 'says'}>
    <Icon name={icon} />
    {children}
  </span>
)
