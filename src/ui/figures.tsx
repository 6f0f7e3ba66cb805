import type { ComponentChildren } from 'preact'
import { safeHref } from './safe-href.ts'

/** A number (or a word as short) over its label. */
export interface Figure {
  label: ComponentChildren
  figure: ComponentChildren
  note?: ComponentChildren
  /** How much of how many, drawn as a bar; `label` says it to who does not see it. */
  progress?: { value: number; max: number; label: string }
  /** Where the tile leads (the desk). */
  href?: string
}

/** Numbers at a glance. */
export const Figures = ({ figures }: { figures: readonly Figure[] }) => (
  <dl class="figures">
    {figures.map(({ label, figure, note, progress, href }) => (
      <div>
        <dt>{href === undefined ? label : <a href={safeHref(href)}>{label}</a>}</dt>
        <dd class={typeof figure === 'number' ? undefined : 'in-words'}>{figure}</dd>
        {(note !== undefined || progress) && (
          <dd>
            {progress && (
              <progress value={progress.value} max={progress.max} aria-label={progress.label}>
                {progress.value} / {progress.max}
              </progress>
            )}
            {note}
          </dd>
        )}
      </div>
    ))}
  </dl>
)
