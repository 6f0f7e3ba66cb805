import { Injectable } from '@nestjs/common'
import { Gate } from '../access/gate.service.ts'
import type { AgendaView } from '../access/view.ts'
import type { PersonId, SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { FeedAnswers } from './feed-answers.service.ts'
import { FeedCalendars } from './feed-calendars.service.ts'
import { meetingsIn, OF_PERSON, remembersSince } from './feed-standing.ts'
import { Feeds, type FeedFetch, type OwnFeed } from './feeds.service.ts'
import { Follows } from './follows.service.ts'
import { personalAgenda, type Carries, type TimedEntry } from './selection.ts'

/** A person's calendar, of a meeting or of all of theirs, as its page shows it. */
export interface CalendarState {
  /** How many sessions it would carry, by choice. */
  readonly counts: Readonly<Record<Carries, number>>
  readonly feed: OwnFeed | undefined
  /** Who asked for it, and whether they got what it holds now. */
  readonly clients: readonly (FeedFetch & { readonly upToDate: boolean })[]
  /** The registration has ended: the calendar says so and holds no session. */
  readonly ended: boolean
  /** On whose clock its page says when something was. */
  readonly timeZone: string
}

/** What a person's pages say of their calendar in a meeting. */
export interface OwnCalendar extends CalendarState {
  /** Undefined while nothing is released. */
  readonly view: AgendaView | undefined
  readonly follows: ReadonlySet<SessionId>
  /** What they follow, as they may see it. */
  readonly followed: readonly TimedEntry[]
}

/** Reads what a person's pages need, all at once. */
@Injectable()
export class OwnCalendars {
  constructor(
    private readonly database: Database,
    private readonly gate: Gate,
    private readonly feeds: Feeds,
    private readonly answers: FeedAnswers,
    private readonly calendars: FeedCalendars,
    private readonly follows: Follows,
    private readonly clock: Clock,
  ) {}

  /** Their calendar in a meeting. */
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
    const followed = inIt('follow')
    return {
      view,
      follows,
      followed,
      counts: { follow: followed.length, attend: inIt('attend').length },
      timeZone: meeting.timeZone,
      ...(await this.stateOf(feed)),
    }
  }

  /** Their calendar across all their meetings. */
  async ofAll(person: PersonId, locale: Locale): Promise<CalendarState> {
    const [rows, feed] = await Promise.all([
      this.database.query<{ meetings: string | null }>(OF_PERSON, [person, remembersSince(this.clock.now())]),
      this.feeds.own(null, person),
    ])
    const standings = meetingsIn({ deciding: rows[0]?.meetings ?? '[]' })
    const all = await this.calendars.meetingsOf(person, standings, locale)
    const count = (carries: Carries): number =>
      all.reduce(
        (sum, { view, ended, follows, today }) =>
          view && !ended ? sum + personalAgenda(view, { carries, sideEvents: true }, follows, today).length : sum,
        0,
      )
    return {
      counts: { follow: count('follow'), attend: count('attend') },
      timeZone: all.at(-1)?.meeting.timeZone ?? 'UTC',
      ...(await this.stateOf(feed)),
    }
  }

  private async stateOf(feed: OwnFeed | undefined): Promise<Pick<CalendarState, 'feed' | 'clients' | 'ended'>> {
    const now = feed && (await this.answers.now(feed.id))
    return {
      feed,
      clients: feed?.clients.map((fetch) => ({ ...fetch, upToDate: fetch.etag === now?.etag })) ?? [],
      ended: now?.ended ?? false,
    }
  }
}
