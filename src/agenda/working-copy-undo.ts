import { randomUUID } from 'node:crypto'
import { DomainError } from '../kernel/domain-error.ts'
import type { Edit } from './keep-edits.ts'
import { Session } from './session.entity.ts'
import { withFields, type SessionState } from './session-state.ts'
import type { ChangedSession, WorkingCopyChange } from './working-copy-change.entity.ts'

/**
 * Somebody changed the same since: `params.code` names the session and `params.field` what of it; outside the sessions
 * `params.text` names the text and `params.locale` its language.
 */
export class UndoRefused extends DomainError {
  readonly code = 'undo-refused'
  readonly status = 409
}

const wereIn = ({ fields }: ChangedSession): SessionState =>
  Object.fromEntries(Object.entries(fields).map(([field, { was }]) => [field, was]))

/** A session that was deleted, as it was; its versions go on, so that nobody's old form passes for a new one. */
const again = (gone: ChangedSession, meetingId: WorkingCopyChange['meetingId'], now: Temporal.Instant): Session => {
  const empty = { id: gone.id, meetingId, code: gone.code, title: {}, abstract: {}, version: gone.version }
  const made = Object.assign(new Session(), empty, { closedUid: randomUUID(), createdAt: now })
  return withFields(made, wereIn(gone))
}

/** The first field of an edit that was changed again since. */
const changedAgain = (session: Session, change: ChangedSession): string | undefined =>
  Object.keys(change.fields).find((field) => (session.fieldVersions[field] ?? 0) > change.version)

/**
 * What takes a change back: the fields it changed as they were before, what it added away, what it took away there again.
 * What others did to other fields since stays.
 * @throws UndoRefused where the same was changed since
 */
export const undoing = (change: WorkingCopyChange, sessions: readonly Session[], now: Temporal.Instant): Edit[] => {
  const current = new Map(sessions.map((session) => [session.id, session]))
  return change.sessions.map((done): Edit => {
    const session = current.get(done.id)
    if (done.did === 'deleted') {
      if (session) throw new UndoRefused({ params: { code: done.code, field: 'status' } })
      return { after: again(done, change.meetingId, now) }
    }
    if (!session) throw new UndoRefused({ params: { code: done.code, field: 'deleted' } })
    const since = changedAgain(session, done)
    if (since) throw new UndoRefused({ params: { code: done.code, field: since } })
    if (done.did === 'changed') return { before: session, after: withFields(session, wereIn(done)) }
    if (session.version !== done.version) throw new UndoRefused({ params: { code: done.code, field: 'status' } })
    return { before: session }
  })
}
