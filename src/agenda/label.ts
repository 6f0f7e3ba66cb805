import { DomainError } from '../kernel/domain-error.ts'
import { stageOf, type ReleaseLabel } from './release.ts'

/** The labels given so far, oldest first, also those of withdrawn releases: they are not used again. */
export type LabelHistory = readonly { readonly label: ReleaseLabel; readonly withdrawn: boolean }[]

/** The label chosen is used up, or does not come after the one in force. */
export class LabelCannotFollow extends DomainError {
  readonly code = 'label-cannot-follow'
  readonly status = 422
}

/** The label that readers see now. */
export const labelInForce = (history: LabelHistory): ReleaseLabel | undefined =>
  history.findLast((release) => !release.withdrawn)?.label

const next = (kind: 'Rev' | 'Corr', history: LabelHistory): ReleaseLabel => {
  const used = history
    .filter(({ label }) => label.startsWith(`${kind}.`))
    .map(({ label }) => Number(label.split('.')[1]))
  return `${kind}.${Math.max(0, ...used) + 1}`
}

/**
 * The new labels that may come next, the usual one first. A draft is revised or made final; a final is corrected
 * (Corr.n), or revised (Rev.n) where its substance changes. Numbers are not skipped.
 */
export const nextLabels = (history: LabelHistory): ReleaseLabel[] => {
  if (!history.length) return ['Draft', 'Final']
  const hasBeenFinal = history.some(({ label, withdrawn }) => label === 'Final' && !withdrawn)
  const finalIsFree = !history.some(({ label }) => label === 'Final')
  const inForce = labelInForce(history)
  const corrections: ReleaseLabel[] = hasBeenFinal ? [next('Corr', history)] : []
  const revision = next('Rev', history)
  return inForce && stageOf(inForce) === 'final'
    ? [...corrections, revision]
    : [revision, ...corrections, ...(finalIsFree ? (['Final'] as const) : [])]
}

/** The label to propose: the one in force while the public sees no change, else the usual next one. */
export const proposedLabel = (history: LabelHistory, publicSeesChange: boolean): ReleaseLabel => {
  const inForce = labelInForce(history)
  return inForce && !publicSeesChange ? inForce : nextLabels(history)[0]!
}

/**
 * A label belongs to everybody, so one in force may stay only while the public sees no change.
 * @throws LabelCannotFollow
 */
export const checkLabel = (label: ReleaseLabel, history: LabelHistory, publicSeesChange: boolean): void => {
  const stays = label === labelInForce(history) && !publicSeesChange
  if (!stays && !nextLabels(history).includes(label))
    throw new LabelCannotFollow({ params: { label, next: nextLabels(history).join(', ') } })
}
