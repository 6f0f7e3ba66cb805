import { ChangedMeanwhile } from '../kernel/domain-error.ts'
import type { PersonId } from '../kernel/id.ts'
import type { Session } from './session.entity.ts'
import { stateOf, type PlainValue } from './session-state.ts'
import type { WorkingCopyChange } from './working-copy-change.entity.ts'

/** A field that somebody else changed since. */
export interface Meanwhile {
  /** `start`, `title.fr` */
  field: string
  /** Before they changed it; undefined where the change is too long ago to be known. */
  was: PlainValue | undefined
  is: PlainValue
  by: PersonId | null
}

/** Somebody else changed the session since; `current` is how it is now, `since` which fields are new, and what they were. */
export class SessionChangedMeanwhile extends ChangedMeanwhile {
  constructor(
    readonly current: Session,
    readonly since: readonly Meanwhile[],
    /** The version that the edit was made on. */
    readonly expected: number,
  ) {
    super({ params: { code: current.code, fields: since.map(({ field }) => field).join(', ') } })
  }

  get changed(): readonly string[] {
    return this.since.map(({ field }) => field)
  }
}

/** Somebody changed the agenda since the effect of a change on many sessions was looked at. */
export class WorkingCopyChangedMeanwhile extends ChangedMeanwhile {}

/** What others did to a session after a version of it; `log` is every change of it that is still known, oldest first. */
export const changedSince = (
  session: Session,
  version: number,
  log: readonly Pick<WorkingCopyChange, 'by' | 'sessions'>[],
): Meanwhile[] => {
  const now = stateOf(session)
  const later = log.flatMap(({ by, sessions }) =>
    sessions.filter((one) => one.id === session.id && one.version > version).map((one) => ({ by, fields: one.fields })),
  )
  return Object.keys(now)
    .filter((field) => (session.fieldVersions[field] ?? 0) > version)
    .map((field) => {
      const touching = later.filter(({ fields }) => fields[field])
      return { field, was: touching[0]?.fields[field]?.was, is: now[field] ?? null, by: touching.at(-1)?.by ?? null }
    })
}
