import { Inject, Injectable } from '@nestjs/common'
import { NotFound } from '../kernel/domain-error.ts'
import type { MeetingId, PersonId, ReleaseId } from '../kernel/id.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { puttingBack, type PuttingBack } from './put-back.ts'
import { Releases } from './releases.service.ts'
import { snapshot } from './snapshot.ts'
import { workingCopyChanges, type WorkingChange } from './working-copy-changes.ts'
import { WorkingCopy } from './working-copy.service.ts'

/** What putting a release back would do to the working copy, and the working version that was looked at. */
export interface LookedAt extends PuttingBack {
  readonly workingVersion: number
  /** Of the working copy, as organisers see them. */
  readonly edits: readonly WorkingChange[]
}

/** Puts an old release back into the working copy, as edits that can be looked at, undone and published. */
@Injectable()
export class PutBack {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Releases) private readonly releases: Releases,
  ) {}

  /** @throws NotFound */
  async look(meeting: MeetingId, id: ReleaseId): Promise<LookedAt> {
    const { workingVersion, rooms, days } = await this.meetings.byId(meeting)
    const [old, current, sessions] = await Promise.all([
      this.releases.byId(meeting, id),
      this.releases.current(meeting),
      this.workingCopy.list(meeting),
    ])
    if (!old) throw new NotFound()
    const now = snapshot(sessions, rooms)
    const back = puttingBack(old.content, now, current?.content, days)
    const then = new Map(old.content.sessions.map((session) => [session.id, session]))
    const after = now.sessions.map((session) => {
      const released = then.get(session.id)
      const change = back.changes.get(session.id)
      if (!change) return session
      // Who may attend stays as it is saved.
      return released
        ? { ...released, room: change.room ?? null, access: session.access }
        : { ...session, status: change.status }
    })
    return { ...back, workingVersion, edits: workingCopyChanges(now, { ...now, sessions: after }) }
  }

  /** Done again on the same working version it is refused, and there is nothing left to do. @throws NotFound, WorkingCopyChangedMeanwhile */
  async putBack(meeting: MeetingId, id: ReleaseId, workingVersion: number, by: PersonId): Promise<void> {
    const { changes } = await this.look(meeting, id)
    await this.workingCopy.editAll(meeting, workingVersion, changes, by, 'release.put-back')
  }
}
