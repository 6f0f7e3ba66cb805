import type { ComponentChildren } from 'preact'

/** How far an agenda is: dashed, outlined or filled. */
export type Stage = 'draft' | 'revised' | 'final'

/** The label of a release (or another word with the weight of one); its outline says the stage as loudly as the word. */
export const Stamp = ({ stage = 'revised', children }: { stage?: Stage; children: ComponentChildren }) => (
  <strong class={`stamp ${stage}`}>{children}</strong>
)
