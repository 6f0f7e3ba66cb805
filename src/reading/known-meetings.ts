import { Injectable } from '@nestjs/common'
import { NotFound } from '../kernel/domain-error.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'

/** As often as processes ask for versions (DESIGN, "Processes learn by asking"). */
const TRUSTED_MS = 500
/** More slugs than there are meetings are strangers' guesses. */
const KEPT = 200

/** Meetings by slug for readers' pages, at most half a second old: the public agenda is asked for too often to ask each time. */
@Injectable()
export class KnownMeetings {
  private readonly known = new Map<string, { asked: Promise<Meeting | undefined>; meeting?: Meeting; until: number }>()

  constructor(private readonly meetings: Meetings) {}

  /** @throws NotFound */
  async named(slug: string): Promise<Meeting> {
    const now = performance.now()
    let entry = this.known.get(slug)
    if (!entry || entry.until < now) {
      if (this.known.size >= KEPT) this.known.clear()
      entry = { asked: this.meetings.bySlug(slug), until: now + TRUSTED_MS }
      this.known.set(slug, entry)
      entry.asked.catch(() => this.known.delete(slug))
    }
    const meeting = await entry.asked
    if (!meeting) throw new NotFound()
    entry.meeting = meeting
    return meeting
  }

  /** Whether this is still what `named` would answer, without waiting. */
  isCurrent(meeting: Meeting): boolean {
    const entry = this.known.get(meeting.slug)
    return entry?.meeting === meeting && entry.until >= performance.now()
  }
}
