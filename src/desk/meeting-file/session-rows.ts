import { Session } from '../../agenda/session.entity.ts'
import { instantsOf, type NewSession } from '../../agenda/session.ts'
import type { SessionId } from '../../kernel/id.ts'
import { readingRule, type MaterialDefinition, type MaterialKind } from '../../materials/material.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { accessRuleOf, type FileSession, type MeetingFile } from './meeting-file.ts'

/** The row of a session as an earlier release had it. */
export const asItWas =
  (rows: ReadonlyMap<string, Session>, meeting: Meeting) =>
  (session: FileSession): Session => {
    const { room, ...past } = newSession(session, meeting)
    const row = rows.get(session.code)!
    const span = instantsOf({ day: past.day, start: past.start ?? null, end: past.end ?? null }, meeting.timeZone)
    return Object.assign(new Session(), row, past, {
      roomId: room,
      startsAt: span?.startsAt ?? null,
      endsAt: span?.endsAt ?? null,
    })
  }

/** A session of the file, to be added to a meeting. */
export const newSession = (session: FileSession, meeting: Meeting): NewSession => ({
  code: session.code,
  kind: session.kind,
  title: session.title,
  abstract: session.abstract ?? {},
  day: meeting.days[session.day - 1]!.date,
  start: session.start ? Temporal.PlainTime.from(session.start) : null,
  end: session.end ? Temporal.PlainTime.from(session.end) : null,
  room: meeting.rooms.find((room) => room.key === session.room)?.id ?? null,
  format: session.format,
  interpretation: session.interpretation,
  // What else a file says of them is nothing of ours.
  officers: (session.people ?? []).map(({ role, name, constituency }) => ({
    role,
    name,
    ...(constituency && { constituency }),
  })),
  items: (session.items ?? []).map(({ number, title }) => ({ number, title })),
  capacity: session.capacity ?? null,
  access: accessRuleOf(session.access, session.invited),
  status: session.status ?? 'confirmed',
})

/** The papers of the file; `ids` are those of its sessions, by code. */
export const materialsOf = (file: MeetingFile, ids: ReadonlyMap<string, SessionId>): MaterialDefinition[] =>
  (file.materials ?? []).map((material) => ({
    key: material.id,
    symbol: material.symbol,
    kind: material.kind as MaterialKind,
    title: material.title,
    access: readingRule(accessRuleOf(material.access, material.invited)),
    public: material.access.public ?? false,
    ...(material.supersedes && { supersedes: material.supersedes }),
    sessions: file.sessions
      .filter(({ code, materials }) => code === material.session || materials?.includes(material.id))
      .map(({ code }) => ids.get(code)!),
  }))
