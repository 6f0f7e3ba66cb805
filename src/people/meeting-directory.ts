import { Injectable } from '@nestjs/common'
import type { MeetingId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import type { MeetingFrame } from '../ui/meeting-frame.ts'

/** What signing in and roles need to know of a meeting. */
export interface MeetingEntry {
  id: MeetingId
  slug: string
  /** The last day of the meeting, and its IANA time zone: "stay signed in" lasts until the day after. */
  lastDay: Temporal.PlainDate
  timeZone: string
  contactEmail: string
}

/** Looks meetings up; `meetings/` provides one. */
export interface MeetingLookup {
  bySlug(slug: string): Promise<MeetingEntry | undefined>
  /** What its pages say at the top: who comes from one to sign in still sees where they are. */
  frame?(slug: string, locale: Locale): Promise<MeetingFrame | undefined>
}

/**
 * The port through which `people/` (roles named by a `:meeting` slug, "stay signed in until the day after the meeting")
 * asks about meetings, which live below it. Exported by `PeopleModule`; `meetings/` hands in the answer at start:
 *
 * ```ts
 * // meetings.module.ts, or the Meetings service
 * constructor(private readonly directory: MeetingDirectory) {}
 * onModuleInit() { this.directory.provide({ bySlug: async (slug) => … }) }
 * ```
 *
 * Until then no meeting is known: nobody holds a role in one, and a sign-in lasts as long as the browser session.
 */
@Injectable()
export class MeetingDirectory implements MeetingLookup {
  private lookup: MeetingLookup | undefined

  provide(lookup: MeetingLookup): void {
    this.lookup = lookup
  }

  async bySlug(slug: string): Promise<MeetingEntry | undefined> {
    return this.lookup?.bySlug(slug)
  }

  async frame(slug: string, locale: Locale): Promise<MeetingFrame | undefined> {
    return this.lookup?.frame?.(slug, locale)
  }

  async idOf(slug: string): Promise<MeetingId | undefined> {
    return (await this.bySlug(slug))?.id
  }

  /** When somebody who stays signed in for this meeting is signed out: the end of the day after its last, in its zone. */
  async endOf(slug: string): Promise<Temporal.Instant | undefined> {
    const meeting = await this.bySlug(slug)
    return meeting?.lastDay
      .add({ days: 2 })
      .toZonedDateTime({ timeZone: meeting.timeZone, plainTime: Temporal.PlainTime.from('00:00') })
      .toInstant()
  }
}
