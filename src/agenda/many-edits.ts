import type { SessionId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import type { Edit } from './keep-edits.ts'
import {
  CodeTaken,
  refuse,
  ruleErrors,
  sessionErrors,
  withChanges,
  type NewSession,
  type SessionChanges,
  type SessionFrame,
} from './session.ts'
import { Session } from './session.entity.ts'
import { columnsOf, newSessionErrors, rowOf, sessionFields } from './session-row.ts'

/** What becomes of one of many sessions. */
export type ManyChange = SessionChanges & Partial<Pick<Session, 'status' | 'access'>>

/** What becomes of many sessions, by session. */
export type ManyChanges = ReadonlyMap<SessionId, ManyChange>

/** What is taken in from a file at once. */
export interface TakenIn {
  changes: ManyChanges
  added: readonly NewSession[]
  /** The rooms of the meeting, with those that were made for it. */
  rooms: Meeting['rooms']
}

/** A session with a change, as it would be kept. @throws NoSuchHour, EmptySpan */
export const changed = (
  before: Session,
  { status = before.status, access = before.access, ...fields }: ManyChange,
  timeZone: string,
): Session =>
  Object.assign(new Session(), before, columnsOf(withChanges(sessionFields(before), fields), timeZone), {
    status,
    access,
  })

/** Changes of many sessions as edits. @throws InvalidInput */
export const editsOf = (changes: ManyChanges, sessions: readonly Session[], frame: SessionFrame): Edit[] =>
  sessions
    .filter(({ id }) => changes.has(id))
    .map((before) => {
      const { status: _, access, ...fields } = changes.get(before.id)!
      refuse([
        ...sessionErrors(withChanges(sessionFields(before), fields), frame),
        ...(access ? ruleErrors(access) : []),
      ])
      return { before, after: changed(before, changes.get(before.id)!, frame.timeZone) }
    })

/** What is taken in from a file as edits. @throws InvalidInput, CodeTaken */
export const takingIn = (
  { changes, added, rooms }: TakenIn,
  sessions: readonly Session[],
  { id, timeZone, mainLanguage, days }: Meeting,
  now: Temporal.Instant,
): Edit[] => {
  const frame = { id, timeZone, mainLanguage, days, rooms }
  const taken = new Set(sessions.map(({ code }) => code.toLowerCase()))
  const additions = added.map((input) => {
    refuse(newSessionErrors(input, frame))
    const code = input.code.toLowerCase()
    if (taken.has(code)) throw new CodeTaken({ fields: [{ pointer: '/code', message: 'session.code-taken' }] })
    taken.add(code)
    return { after: rowOf(input, frame, now) }
  })
  return [...editsOf(changes, sessions, frame), ...additions]
}
