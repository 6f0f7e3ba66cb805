import { Injectable } from '@nestjs/common'
import { Gate } from '../access/gate.service.ts'
import type { AgendaView } from '../access/view.ts'
import type { PersonId, SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Clock } from '../platform/clock.ts'
import { FeedAnswers } from './feed-answers.service.ts'
import { Feeds, type FeedFetch, type OwnFeed } from './feeds.service.ts'
import { Follows } from './follows.service.ts'
import { personalAgenda, type Carries, type TimedEntry } from './selection.ts'

/** What a person's pages say of their calendar. */
export interface OwnCalendar {
  /** Undefined while nothing is released. */
  readonly view: AgendaView | undefined
  readonly follows: ReadonlySet<SessionId>
  /** What a calendar would carry, by choice. */
  readonly carries: Readonly<Record<Carries, readonly TimedEntry[]>>
  readonly feed: OwnFeed | undefined
  /** Who asked for it, and whether they got what it holds now. */
  readonly clients: readonly (FeedFetch & { readonly upToDate: boolean })[]
  /** The registration has ended: the calendar says so and holds no session. */
  readonly ended: boolean
}

/** Reads what a person's pages need, all at once. */
@Injectable()
export class OwnCalendars {
  constructor(
    private readonly gate: Gate,
    private readonly feeds: Feeds,
    private readonly answers: FeedAnswers,
    private readonly follows: Follows,
    private readonly clock: Clock,
  ) {}

  async of(meeting: Meeting, person: PersonId, locale: Locale): Promise<OwnCalendar> {
    const [audience, follows, feed] = await Promise.all([
      this.gate.audience(meeting, person),
      this.follows.of(meeting.id, person),
      this.feeds.own(meeting.id, person),
    ])
    const view = await this.gate.view(meeting, audience, locale)
    const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
    const inIt = (carries: Carries): TimedEntry[] =>
      view ? personalAgenda(view, { carries, sideEvents: true }, follows, today) : []
    const now =
      feed &&
      (await this.answers.now({
        feedId: feed.id,
        meetingId: meeting.id,
        personId: person,
        chosen: feed,
        slug: meeting.slug,
        timeZone: meeting.timeZone,
      }))
    return {
      view,
      follows,
      carries: { follow: inIt('follow'), attend: inIt('attend') },
      feed,
      clients: feed?.clients.map((fetch) => ({ ...fetch, upToDate: fetch.etag === now?.etag })) ?? [],
      ended: now?.ended ?? false,
    }
  }
}
