import type { ComponentChildren } from 'preact'

/** A term, what is said of it, and (for "check your answers") the link that changes it. */
export interface Term {
  term: ComponentChildren
  detail: ComponentChildren
  /** An `ActionLink` with hidden words that say on what. */
  action?: ComponentChildren
}

/** A list of terms: facts, answers to check, ways to subscribe (`ways`: their action is a button). */
export const Terms = ({ terms, ways = false }: { terms: readonly Term[]; ways?: boolean }) => (
  <dl class={ways ? 'terms ways' : 'terms'}>
    {terms.map(({ term, detail, action }) => (
      <div>
        <dt>{term}</dt>
        <dd>{detail}</dd>
        {action !== undefined && <dd>{action}</dd>}
      </div>
    ))}
  </dl>
)
