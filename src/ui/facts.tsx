import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** A fact of a few words; with an icon where one helps to find it. */
export interface Fact {
  icon?: IconName
  /** A class of its own. */
  as?: string
  children: ComponentChildren
}

/** A row of short facts; the first is the one that is looked for. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <ul class="facts">
    {facts.map(({ icon, as, children }) => (
      <li class={as}>
        {icon && <Icon name={icon} />}
        {children}
      </li>
    ))}
  </ul>
)
