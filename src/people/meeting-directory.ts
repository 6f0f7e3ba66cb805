import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { EntityManager } from 'typeorm'
import type { MeetingId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import type { Localized } from '../kernel/localized-text.ts'
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

/** The slug that an address names as `:meeting`, or as `:slug` in the API. */
export const slugIn = ({ params }: Pick<FastifyRequest, 'params'>): string | undefined => {
  if (typeof params !== 'object' || params === null) return undefined
  const { meeting, slug } = params as Readonly<Record<string, unknown>>
  return [meeting, slug].find((value): value is string => typeof value === 'string')
}

/** A meeting to choose from. */
export interface MeetingChoice {
  id: MeetingId
  slug: string
  title: Localized
}

/** Looks meetings up; `meetings/` provides one. */
export interface MeetingLookup {
  bySlug(slug: string): Promise<MeetingEntry | undefined>
  /** What its pages say at the top: who comes from one to sign in still sees where they are. */
  frame?(slug: string, locale: Locale): Promise<MeetingFrame | undefined>
  /** Every meeting, also those not announced yet, newest first. */
  choices?(locale: Locale): Promise<readonly MeetingChoice[]>
  ids?(tx: EntityManager): Promise<readonly MeetingId[]>
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

  async choices(locale: Locale): Promise<readonly MeetingChoice[]> {
    return (await this.lookup?.choices?.(locale)) ?? []
  }

  async ids(tx: EntityManager): Promise<readonly MeetingId[]> {
    return (await this.lookup?.ids?.(tx)) ?? []
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
