import type { Conflict } from '../../agenda/merge-edits.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { withFields } from '../../agenda/session-state.ts'
import type { FieldError } from '../../kernel/domain-error.ts'

/** For each field that both changed, `mine` or `theirs`, as the form sends it. */
export type Chosen = Readonly<Record<string, string>>

/** What still needs a choice, as errors of the form. */
export const openChoices = (conflicts: readonly Conflict[], chosen: Chosen): FieldError[] =>
  conflicts
    .filter(({ field }) => !['mine', 'theirs'].includes(chosen[field] ?? ''))
    .map(({ field }) => ({ pointer: `/choose/${field}`, message: 'field.choose' }))

/** My edit with theirs where I chose so. */
export const withChoices = (mine: Session, conflicts: readonly Conflict[], chosen: Chosen): Session =>
  withFields(
    mine,
    Object.fromEntries(conflicts.filter(({ field }) => chosen[field] === 'theirs').map(({ field, is }) => [field, is])),
  )
