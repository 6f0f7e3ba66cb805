import { createHash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { PUBLIC_AUDIENCE, type Facts } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import type { AgendaView } from '../access/view.ts'
import { MeetingVersions } from '../agenda/meeting-versions.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { PersonId, SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import { lastDayOf, Meetings } from '../meetings/meetings.service.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { endedAt, factsFrom } from '../registration/known-facts.ts'
import type { FeedStanding, MeetingStanding } from './feed-standing.ts'
import type { Ended } from './event.ts'
import { calendarOf, calendarOfAll, emptyCalendar, endedCalendar, type Part } from './ics.ts'
import { personalAgenda } from './selection.ts'

/** A meeting of a calendar, as its owner may see it at this moment. */
export interface OwnMeeting {
  readonly meeting: Meeting
  readonly facts: Facts | undefined
  /** Undefined while nothing is released. */
  readonly view: AgendaView | undefined
  readonly follows: ReadonlySet<SessionId>
  readonly today: Temporal.PlainDate
  /** When the registration ended, if it has. */
  readonly ended: Temporal.Instant | undefined
}

/** What a feed is made of. */
type Wanted = Pick<FeedStanding, 'meeting' | 'person' | 'chosen'>

/** Makes a person's calendar from what decides it. */
@Injectable()
export class FeedCalendars {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The meetings of a calendar, each through the gate for this one person. */
  async meetingsOf(person: PersonId, standings: readonly MeetingStanding[], language: Locale): Promise<OwnMeeting[]> {
    // The views must not be older than what decides: their bytes would be taken for the newest.
    for (const { id, release, rules } of standings) this.versions.learn(id, { release, rules })
    const meetings = await this.meetings.byIds(standings.map(({ id }) => id))
    return Promise.all(
      meetings.map(async (meeting) => {
        const { known, follows } = standings.find(({ id }) => id === meeting.id)!
        const facts = factsFrom(known, person)
        const view = await this.gate.view(meeting, facts ? { kind: 'person', facts } : PUBLIC_AUDIENCE, language)
        const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
        return { meeting, facts, view, follows: new Set(follows), today, ended: endedAt(known) }
      }),
    )
  }

  /** The calendar, and what it is called. */
  async make(wanted: Wanted, standings: readonly MeetingStanding[]): Promise<{ ics: string; name: string }> {
    const all = await this.meetingsOf(wanted.person, standings, wanted.chosen.language)
    if (wanted.meeting === null) return this.ofAll(wanted, all)
    const [own] = all
    if (!own) throw new NotFound()
    return this.ofOne(wanted, own)
  }

  private ofOne({ chosen, person }: Wanted, own: OwnMeeting): { ics: string; name: string } {
    const { language, reminder } = chosen
    const { meeting, view, ended, today } = own
    const name = chosen.name ?? usualName(meeting, language)
    const options = { name, baseUrl: this.settings.baseUrl, feed: true, facts: own.facts, reminder }
    if (!view)
      return {
        ics: emptyCalendar(
          { locale: language, timeZone: meeting.timeZone, page: this.page(language, meeting.slug) },
          today.toZonedDateTime(meeting.timeZone).toInstant(),
          options,
        ),
        name,
      }
    return {
      ics: ended
        ? endedCalendar(view, this.ended(person, own, ended, language), options)
        : calendarOf(view, personalAgenda(view, chosen, own.follows, today), options),
      name,
    }
  }

  private ofAll({ chosen, person }: Wanted, all: readonly OwnMeeting[]): { ics: string; name: string } {
    const { language, reminder } = chosen
    const name = chosen.name ?? translator(language)('calendar:feed.nameAll')
    const parts = all.flatMap((own): Part[] => {
      const { view, facts, ended, follows, today, meeting } = own
      if (!view) return []
      if (!ended) return [{ view, facts, entries: personalAgenda(view, chosen, follows, today) }]
      // Of a meeting that is over nobody wonders any more where its sessions are.
      const over = Temporal.PlainDate.compare(lastDayOf(meeting), today) < 0
      return over ? [] : [{ view, facts, entries: [], ended: this.ended(person, own, ended, language) }]
    })
    const frame = { locale: language, page: this.page(language, 'me', 'calendar') }
    return {
      ics: calendarOfAll(frame, parts, { name, baseUrl: this.settings.baseUrl, feed: true, reminder }),
      name,
    }
  }

  /** Its UID tells nothing of anybody, and is the same in every calendar of this person. */
  private ended(person: PersonId, { meeting }: OwnMeeting, stamp: Temporal.Instant, language: Locale): Ended {
    const uid = createHash('sha256').update(`ended ${meeting.id} ${person}`).digest('base64url').slice(0, 22)
    return { uid, stamp, page: this.page(language, meeting.slug, 'register') }
  }

  private page(...segments: string[]): URL {
    return new URL(`/${segments.map(encodeURIComponent).join('/')}`, this.settings.baseUrl)
  }
}

/** What a calendar of one meeting is called while its owner gives it no other name. */
const usualName = (meeting: Meeting, language: Locale): string =>
  translator(language)('calendar:feed.name', { meeting: wordsOf(meeting.shortTitle, meeting, language).text })
