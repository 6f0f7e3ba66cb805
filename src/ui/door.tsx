import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** A way in: open, or shut (hatched) for now or for you. The words first, then when, then why and what next. */
export const Door = ({
  open,
  icon,
  headline,
  count,
  children,
}: {
  open: boolean
  icon?: IconName
  headline: ComponentChildren
  /** When: large. */
  count?: ComponentChildren
  children?: ComponentChildren
}) => (
  <div class={`door ${open ? 'open' : 'shut'} flow`}>
    <p class="says">
      {(icon ?? open) && <Icon name={icon ?? 'door'} />}
      <strong>{headline}</strong>
    </p>
    {count !== undefined && <p class="count">{count}</p>}
    {children}
  </div>
)
