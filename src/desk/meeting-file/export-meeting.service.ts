import { Injectable } from '@nestjs/common'
import { isDeepStrictEqual } from 'node:util'
import type { AccessRule, ReleasedSession, ReleaseLabel } from '../../agenda/release.ts'
import { Release } from '../../agenda/release.entity.ts'
import { Session } from '../../agenda/session.entity.ts'
import { releasedSession } from '../../agenda/snapshot.ts'
import type { MeetingId } from '../../kernel/id.ts'
import { Material, MaterialFileRow, SessionMaterial } from '../../materials/material.entity.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Database } from '../../platform/database/database.ts'
import { Pool } from '../../registration/places/pool.entity.ts'
import {
  AS_KEPT,
  MOMENTS,
  type FileMaterial,
  type FileMeeting,
  type FilePool,
  type FileQuota,
  type FileRegistration,
  type FileRelease,
  type FileSession,
  type MeetingFile,
} from './meeting-file.ts'
import { writtenAt } from './relative-date.ts'

/** Writes a meeting as a file that `LoadMeeting` reads: without people, ways to join, and the bytes of its papers. */
@Injectable()
export class ExportMeeting {
  constructor(private readonly database: Database) {}

  /** The meeting with its days and rooms, its working copy, its releases that stand, its places and papers. */
  async export(meeting: Meeting): Promise<MeetingFile> {
    const { manager } = this.database
    const [sessions, releases, pools, materials] = await Promise.all([
      manager.find(Session, { where: { meetingId: meeting.id }, order: { day: 'ASC', start: 'ASC', code: 'ASC' } }),
      manager.find(Release, { where: { meetingId: meeting.id }, order: { version: 'ASC' } }),
      manager.find(Pool, { where: { meetingId: meeting.id } }),
      this.materials(meeting.id),
    ])
    const written = sessions.map((session) => ({
      ...fileSession(releasedSession(session), meeting),
      materials: materials.filter(({ of }) => of.has(session.id)).map(({ file }) => file.id),
    }))
    return {
      meeting: frameOf(meeting, poolsOf(pools, sessions, meeting)),
      rooms: meeting.rooms
        .toSorted((a, b) => a.position - b.position)
        .map(({ key, name, place, capacity, booths, hybrid, onlineOnly }) => ({
          ...{ id: key, name, place, capacity, booths, hybrid, onlineOnly },
        })),
      sessions: written,
      materials: materials.map(({ file }) => file),
      releases: releases
        .filter((release) => !release.withdrawnAt)
        .map((release, index) => releaseOf(release, index + 1, written, meeting)),
    }
  }

  private async materials(meeting: MeetingId): Promise<{ file: FileMaterial; of: ReadonlySet<string> }[]> {
    const { manager } = this.database
    const rows = await manager.find(Material, { where: { meetingId: meeting }, order: { position: 'ASC' } })
    return Promise.all(
      rows.map(async ({ id, key, symbol, kind, title, access, public: open, supersedes }) => {
        const [links, files] = await Promise.all([
          manager.find(SessionMaterial, { where: { materialId: id } }),
          manager.find(MaterialFileRow, { where: { materialId: id }, order: { language: 'ASC' } }),
        ])
        const file: FileMaterial = {
          ...{ id: key, symbol, kind, title },
          ...(supersedes && { supersedes }),
          languages: files.map(({ language }) => language),
          access: {
            attend: access.attend,
            ...(access.attend === 'constituencies' && { constituencies: [...access.constituencies] }),
            show: 'unlisted',
            ...(open && { public: true }),
          },
          ...(access.attend === 'invited' && { invited: [...access.groups] }),
        }
        return { file, of: new Set<string>(links.map(({ sessionId }) => sessionId)) }
      }),
    )
  }
}

const accessOf = (rule: AccessRule): Pick<FileSession, 'access' | 'invited'> => ({
  access: {
    attend: rule.attend,
    ...(rule.attend === 'constituencies' && { constituencies: [...rule.constituencies] }),
    show: rule.show,
  },
  ...(rule.attend === 'invited' && { invited: [...rule.groups] }),
})

const fileSession = (session: ReleasedSession, meeting: Meeting): FileSession => ({
  code: session.code,
  kind: session.kind,
  day: meeting.days.find(({ date }) => date.toString() === session.day)?.number ?? 1,
  start: session.start,
  end: session.end,
  room: meeting.rooms.find(({ id }) => id === session.room)?.key ?? null,
  format: session.format,
  interpretation: [...session.interpretation],
  ...accessOf(session.access),
  title: session.title,
  abstract: session.abstract,
  people: [...session.officers],
  items: [...session.items],
  capacity: session.capacity,
  status: session.status,
})

const WORDS: Readonly<Record<string, FileRelease['label']>> = {
  Draft: 'draft',
  Rev: 'revised',
  Final: 'final',
  Corr: 'corrected',
}

const labelOf = (label: ReleaseLabel): Pick<FileRelease, 'label' | 'symbolSuffix'> => {
  const word = WORDS[label.split('.')[0] ?? ''] ?? 'draft'
  return { label: word, ...(label.includes('.') && { symbolSuffix: label }) }
}

/** What a session was like in a release, where it differs from the working copy. */
const differenceOf = (then: FileSession, now: FileSession): Partial<FileSession> => {
  const before = new Map<string, unknown>(Object.entries(then))
  const after = new Map<string, unknown>(Object.entries(now))
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter((key) => key !== 'materials')
  return Object.fromEntries(
    keys.filter((key) => !isDeepStrictEqual(before.get(key), after.get(key))).map((key) => [key, before.get(key)]),
  )
}

const releaseOf = (
  release: Release,
  number: number,
  sessions: readonly FileSession[],
  meeting: Meeting,
): FileRelease => {
  const then = new Map(release.content.sessions.map((session) => [session.code, fileSession(session, meeting)]))
  const differs: Record<string, Partial<FileSession>> = {}
  for (const now of sessions) {
    const before = then.get(now.code)
    const difference = before ? differenceOf(before, now) : {}
    if (Object.keys(difference).length) differs[now.code] = difference
  }
  return {
    number,
    ...labelOf(release.label),
    publishedAt: writtenAt(release.publishedAt, meeting.timeZone),
    note: release.note,
    without: sessions.map(({ code }) => code).filter((code) => !then.has(code)),
    differs,
  }
}

/** By day, the whole day before its sessions, by mode. Without those of single delegations: quotas make them again. */
const poolsOf = (pools: readonly Pool[], sessions: readonly Session[], meeting: Meeting): FilePool[] => {
  const codes = new Map(sessions.map(({ id, code }) => [id, code]))
  const numbers = new Map(meeting.days.map(({ date, number }) => [date.toString(), number]))
  const shared = pools.filter(({ delegation }) => delegation === null)
  const queues = Map.groupBy(shared, ({ day, mode, sessionId }) =>
    JSON.stringify([String(numbers.get(day.toString())).padStart(3, '0'), sessionId ? codes.get(sessionId) : '', mode]),
  )
  return [...queues]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]): FilePool => {
      const whole = of.find(({ constituency }) => constituency === null)
      const quotas = of.filter(({ constituency }) => constituency !== null)
      const { day, mode, sessionId, gives } = whole ?? of[0]!
      return {
        day: numbers.get(day.toString()) ?? 1,
        mode,
        ...(sessionId && { session: codes.get(sessionId)! }),
        ...(whole && { capacity: whole.capacity, ...(whole.heldBack > 0 && { heldBack: whole.heldBack }) }),
        gives,
        ...(quotas.length && { quotas: quotas.map((quota) => quotaOf(quota, gives)).sort(byConstituency) }),
      }
    })
}

const quotaOf = (
  { constituency, capacity, heldBack, perDelegation, gives }: Pool,
  usual: Pool['gives'],
): FileQuota => ({
  constituency: constituency ?? '',
  capacity,
  ...(heldBack > 0 && { heldBack }),
  ...(perDelegation !== null && { perDelegation }),
  ...(gives !== usual && { gives }),
})

const byConstituency = (a: FileQuota, b: FileQuota): number => (a.constituency < b.constituency ? -1 : 1)

const frameOf = (meeting: Meeting, seatPools: FilePool[]): FileMeeting => {
  const { registration } = meeting
  const days = meeting.days.toSorted((a, b) => a.number - b.number)
  const at = (iso: string): string => writtenAt(Temporal.Instant.from(iso), meeting.timeZone)
  return {
    slug: meeting.slug,
    ...(meeting.series && { series: meeting.series }),
    demonstration: meeting.demonstration,
    title: meeting.title,
    shortTitle: meeting.shortTitle,
    summary: meeting.summary,
    organizer: meeting.organizer,
    days: days.map(({ date }) => date.toString()),
    ...(days.some(({ title }) => title) && { dayTitles: days.map(({ title }) => title ?? {}) }),
    timeZone: meeting.timeZone,
    venue: meeting.venue,
    city: meeting.city,
    country: meeting.country,
    format: meeting.format,
    mainLanguage: meeting.mainLanguage,
    workingLanguages: meeting.workingLanguages,
    ...(meeting.interpretation.length && { interpretation: meeting.interpretation }),
    announced: meeting.announced,
    contact: meeting.contact,
    registration: {
      ...(Object.fromEntries(
        MOMENTS.flatMap((name) => (registration[name] ? [[name, at(registration[name])]] : [])),
      ) as Pick<FileRegistration, (typeof MOMENTS)[number]>),
      constituencies: [...registration.constituencies],
      daysOpenTo: Object.fromEntries(days.map(({ number, openTo }) => [number, openTo.length ? [...openTo] : 'all'])),
      verification: registration.verification,
      seatPools,
      questions: [...registration.questions],
      ...Object.fromEntries(
        AS_KEPT.flatMap((name) => (registration[name] === undefined ? [] : [[name, registration[name]]])),
      ),
    },
  }
}
