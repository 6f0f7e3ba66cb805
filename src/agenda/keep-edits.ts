import type { EntityManager } from 'typeorm'
import { newId, type PersonId } from '../kernel/id.ts'
import { toMilliseconds } from '../kernel/time.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import type { Audit, AuditFacts } from '../platform/audit/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { countUp, type AgendaCounters } from './meeting-lock.ts'
import { Session } from './session.entity.ts'
import { changesBetween, stateOf } from './session-state.ts'
import type { ChangedSession, ChangedText } from './working-copy-change.entity.ts'

/** One session before and after a deed: without `before` it is added, without `after` it goes. */
export interface Edit {
  before?: Session
  after?: Session
}

/** A deed at the desk. */
export interface Deed {
  /** `session.edited`, as the audit trail calls it. */
  action: string
  by?: PersonId | undefined
  /** The id of the change that this takes back. */
  undoes?: string
  /** What it did to texts outside the sessions; they are written already. */
  texts?: readonly ChangedText[]
  /** What the audit trail says of it, where that is more than which sessions it changed. */
  data?: NonNullable<AuditFacts['data']>
}

/** How many of the last changes of a meeting are kept; what is older cannot be undone. */
const KEPT = 200

/** The last version that a session has had; one that was deleted and is there again goes on from it. */
const versionOf = ({ before, after }: Edit): number => before?.version ?? after?.version ?? 0

const changeOf = ({ before, after }: Edit, version: number): ChangedSession => {
  const session = (after ?? before)!
  return {
    id: session.id,
    code: session.code,
    title: session.title,
    did: !before ? 'added' : after ? 'changed' : 'deleted',
    version,
    fields: after
      ? changesBetween(before && stateOf(before), stateOf(after))
      : Object.fromEntries(Object.entries(stateOf(session)).map(([field, was]) => [field, { was, is: null }])),
  }
}

/**
 * Writes a deed down: the sessions with their new versions, the rules that readers' views ask for, the counters, the
 * audit trail, and what is needed to take it back. The meeting's row is locked already (`lockMeeting`). As many
 * statements for many sessions as for one. What changes nothing is left out.
 */
export const keepEdits = async (
  { database, audit, clock }: { database: Database; audit: Audit; clock: Clock },
  tx: EntityManager,
  meeting: Meeting,
  counters: AgendaCounters,
  deed: Deed,
  edits: readonly Edit[],
): Promise<readonly Session[]> => {
  const now = toMilliseconds(clock.now())
  const changes = edits
    .map((edit) => ({ edit, change: changeOf(edit, versionOf(edit) + 1) }))
    .filter(({ edit, change }) => !edit.before || !edit.after || Object.keys(change.fields).length > 0)
  const { texts = [] } = deed
  if (!changes.length && !texts.length) return edits.flatMap(({ after }) => after ?? [])
  for (const { edit, change } of changes)
    if (edit.after)
      Object.assign(edit.after, {
        version: change.version,
        changedAt: now,
        fieldVersions: {
          ...edit.before?.fieldVersions,
          ...Object.fromEntries(Object.keys(change.fields).map((field) => [field, change.version])),
        },
      })
  const kept = changes.flatMap(({ edit }) => edit.after ?? [])
  const gone = changes.flatMap(({ edit }) => (edit.after ? [] : (edit.before?.id ?? [])))
  if (kept.length) await tx.upsert(Session, kept, ['id'])
  if (gone.length) await tx.delete(Session, gone)
  const ruled = changes.flatMap(({ edit, change }) => (edit.after && change.fields.access ? [edit.after] : []))
  if (ruled.length)
    await database.query(
      `INSERT INTO session_rule (session_id, revision, rule, saved_at)
         SELECT id, $3, rule, $4 FROM unnest($1::uuid[], $2::jsonb[]) AS saved (id, rule)`,
      [
        ruled.map(({ id }) => id),
        ruled.map(({ access }) => JSON.stringify(access)),
        counters.rulesRevision + 1,
        now.toString(),
      ],
      tx,
    )
  await countUp(database, tx, meeting.id, { working: true, rules: ruled.length > 0 })
  await audit.write(tx, deed.action, {
    ...(deed.by ? { actor: deed.by } : {}),
    meeting: meeting.id,
    ...(deed.data
      ? { data: deed.data }
      : changes.length === 1
        ? { subject: changes[0]!.change.id, data: auditData(changes[0]!.change) }
        : { data: { sessions: changes.map(({ change }) => change.code) } }),
  })
  if (deed.by)
    await remember(
      database,
      tx,
      meeting,
      counters,
      deed,
      now,
      changes.map(({ change }) => change),
    )
  return edits.flatMap(({ after }) => after ?? [])
}

const auditData = ({
  did,
  code,
  fields,
  version,
}: ChangedSession): { code: string; fields?: string[]; version?: number } =>
  did === 'changed' ? { code, fields: Object.keys(fields), version } : { code }

/** Keeps what is needed to take a person's deed back; what a file brought was nobody's edit. */
const remember = async (
  database: Database,
  tx: EntityManager,
  meeting: Meeting,
  counters: AgendaCounters,
  deed: Deed,
  at: Temporal.Instant,
  sessions: ChangedSession[],
): Promise<void> => {
  await database.query(
    `INSERT INTO working_copy_change (id, meeting_id, working_version, at, by, action, sessions, texts, undoes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId(),
      meeting.id,
      counters.workingVersion + 1,
      at.toString(),
      deed.by,
      deed.action,
      JSON.stringify(sessions),
      JSON.stringify(deed.texts ?? []),
      deed.undoes ?? null,
    ],
    tx,
  )
  await database.query(
    `DELETE FROM working_copy_change WHERE meeting_id = $1 AND working_version <= (
       SELECT working_version FROM working_copy_change WHERE meeting_id = $1
        ORDER BY working_version DESC OFFSET $2 LIMIT 1)`,
    [meeting.id, KEPT],
    tx,
  )
}
