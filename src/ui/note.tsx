import type { ComponentChildren } from 'preact'

/** An aside: true, useful, not the point of the page. */
export const Note = ({ children }: { children: ComponentChildren }) => <div class="note flow">{children}</div>

/** Stands where things will be, and says when they come. */
export const Empty = ({ children }: { children: ComponentChildren }) => <div class="empty flow">{children}</div>
