import { randomUUID } from 'node:crypto'
import type { FieldError } from '../kernel/domain-error.ts'
import { newId, type MeetingId } from '../kernel/id.ts'
import {
  codeErrors,
  instantsOf,
  mergeText,
  ruleErrors,
  sessionErrors,
  type NewSession,
  type SessionFields,
  type SessionFrame,
} from './session.ts'
import { Session } from './session.entity.ts'

/** What an organiser wrote of a new session; what is left out is empty. */
export const fieldsOf = (input: NewSession): SessionFields => ({
  kind: input.kind,
  title: mergeText({}, input.title),
  abstract: mergeText({}, input.abstract ?? {}),
  day: input.day,
  start: input.start ?? null,
  end: input.end ?? null,
  room: input.room ?? null,
  format: input.format,
  interpretation: input.interpretation ?? [],
  officers: input.officers ?? [],
  items: input.items ?? [],
  capacity: input.capacity ?? null,
})

/** A row as its organiser writes it. */
export const sessionFields = (session: Session): SessionFields => ({
  kind: session.kind,
  title: session.title,
  abstract: session.abstract,
  day: session.day,
  start: session.start,
  end: session.end,
  room: session.roomId,
  format: session.format,
  interpretation: session.interpretation,
  officers: session.officers,
  items: session.items,
  capacity: session.capacity,
})

/** What of a row follows from what its organiser wrote. @throws NoSuchHour, EmptySpan */
export const columnsOf = ({ room, ...fields }: SessionFields, timeZone: string): Partial<Session> => {
  const span = instantsOf(fields, timeZone)
  return {
    ...fields,
    interpretation: [...fields.interpretation],
    officers: [...fields.officers],
    items: [...fields.items],
    roomId: room,
    startsAt: span?.startsAt ?? null,
    endsAt: span?.endsAt ?? null,
  }
}

/** What is wrong with a new session; nothing when it can be kept. */
export const newSessionErrors = (input: NewSession, frame: SessionFrame): FieldError[] => [
  ...codeErrors(input.code),
  ...sessionErrors(fieldsOf(input), frame),
  ...ruleErrors(input.access),
]

/** The row of a new session; its versions are for the deed that keeps it. @throws NoSuchHour, EmptySpan */
export const rowOf = (
  input: NewSession,
  meeting: { id: MeetingId; timeZone: string },
  createdAt: Temporal.Instant,
): Session =>
  Object.assign(new Session(), {
    ...columnsOf(fieldsOf(input), meeting.timeZone),
    id: newId(),
    meetingId: meeting.id,
    code: input.code,
    access: input.access,
    status: input.status ?? 'confirmed',
    closedUid: randomUUID(),
    createdAt,
  })

/** A session as it would be with what somebody wrote, right or not: to be compared or judged, not to be kept. */
export const writtenOn = (session: Session, { room, ...written }: SessionFields): Session =>
  Object.assign(new Session(), session, {
    ...written,
    title: mergeText({}, written.title),
    abstract: mergeText({}, written.abstract),
    roomId: room,
  })
