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
  private readonly known = new Map<string, { meeting: Promise<Meeting | undefined>; until: number }>()

  constructor(private readonly meetings: Meetings) {}

  /** @throws NotFound */
  async named(slug: string): Promise<Meeting> {
    const now = performance.now()
    let entry = this.known.get(slug)
    if (!entry || entry.until < now) {
      if (this.known.size >= KEPT) this.known.clear()
      entry = { meeting: this.meetings.bySlug(slug), until: now + TRUSTED_MS }
      this.known.set(slug, entry)
      entry.meeting.catch(() => this.known.delete(slug))
    }
    const meeting = await entry.meeting
    if (!meeting) throw new NotFound()
    return meeting
  }
}
