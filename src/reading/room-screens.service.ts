import { createHash } from 'node:crypto'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { PUBLIC_AUDIENCE } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import { DomainError, NotFound } from '../kernel/domain-error.ts'
import type { Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Clock } from '../platform/clock.ts'
import { EventStream, type Line } from '../platform/http/event-stream.ts'
import { clientOf } from '../platform/http/network-address.ts'
import { KnownMeetings } from './known-meetings.ts'
import { onScreen } from './screen.ts'

/** As many screens as one process, or one network, keeps a line open to; a screen that is refused asks again later. */
export class TooManyScreens extends DomainError {
  readonly code = 'unavailable'
  readonly status = 503
}

const MOST = 500
const MOST_FROM_ONE_NETWORK = 150
/**
 * How often we look whether something changed: with what the versions need (`MeetingVersions`), a screen hears of a stricter
 * rule within a second. And how often a line says that it is still there.
 */
const LOOK_MS = 250
const BEAT_MS = 15_000

/** The screens at one door, in one language. */
interface Door {
  readonly slug: string
  readonly locale: Locale
  readonly room: string
  readonly lines: Set<Line>
  /** What they show, as a digest. */
  shown: string | undefined
  holds: () => boolean
}

/** Tells screens at doors when what they show has changed. One look serves all, and costs nothing while nothing changed. */
@Injectable()
export class RoomScreens implements OnModuleDestroy {
  private readonly doors = new Map<string, Door>()
  private readonly from = new Map<string, number>()
  private count = 0
  private looking: NodeJS.Timeout | undefined
  private beating: NodeJS.Timeout | undefined
  private closing = false

  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(KnownMeetings) private readonly meetings: KnownMeetings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** A line that says `changed` when the page is to be loaded again. @throws TooManyScreens, NotFound */
  async watch(meeting: Meeting, locale: Locale, room: string, ip: string): Promise<EventStream> {
    const client = clientOf(ip)
    const holds = await this.gate.holding(meeting.id)
    const shown = await this.shownAt(meeting, locale, room)
    if (shown === undefined) throw new NotFound()
    if (this.closing || this.count >= MOST || (this.from.get(client) ?? 0) >= MOST_FROM_ONE_NETWORK)
      throw new TooManyScreens()
    const key = `${meeting.slug} ${locale} ${room}`
    return new EventStream(
      (line) => {
        const door = this.doors.get(key) ?? { slug: meeting.slug, locale, room, lines: new Set(), shown, holds }
        this.doors.set(key, door)
        door.lines.add(line)
        this.counted(client, 1)
        line.say('beat', this.clock.now().toString())
        if (this.closing) line.close()
      },
      (line) => {
        const door = this.doors.get(key)
        if (!door?.lines.delete(line)) return
        if (door.lines.size === 0) this.doors.delete(key)
        this.counted(client, -1)
      },
    )
  }

  /** How many lines are open. */
  get open(): number {
    return this.count
  }

  /** Lines would keep the server from ending. */
  onModuleDestroy(): void {
    this.closing = true
    clearInterval(this.looking)
    clearInterval(this.beating)
    for (const { lines } of this.doors.values()) for (const line of lines) line.close()
  }

  private counted(client: string, by: 1 | -1): void {
    this.count += by
    const left = (this.from.get(client) ?? 0) + by
    if (left > 0) this.from.set(client, left)
    else this.from.delete(client)
    if (this.count > 0 && !this.closing) {
      this.looking ??= setInterval(() => void this.look(), LOOK_MS).unref()
      this.beating ??= setInterval(() => this.beat(), BEAT_MS).unref()
    } else {
      clearInterval(this.looking)
      clearInterval(this.beating)
      this.looking = this.beating = undefined
    }
  }

  private beat(): void {
    const now = this.clock.now().toString()
    for (const { lines } of this.doors.values()) for (const line of lines) line.say('beat', now)
  }

  private async look(): Promise<void> {
    await Promise.all([...this.doors.values()].filter(({ holds }) => !holds()).map((door) => this.lookAt(door)))
  }

  private async lookAt(door: Door): Promise<void> {
    try {
      const meeting = await this.meetings.named(door.slug)
      door.holds = await this.gate.holding(meeting.id)
      const shown = await this.shownAt(meeting, door.locale, door.room)
      if (shown === door.shown) return
      door.shown = shown
      for (const line of door.lines) line.say('changed', '')
    } catch {
      // The database is away: the next look may find it.
    }
  }

  /** What the public sees at a door; undefined when that is nothing. */
  private async shownAt(meeting: Meeting, locale: Locale, room: string): Promise<string | undefined> {
    const view = await this.gate.view(meeting, PUBLIC_AUDIENCE, locale)
    const found = view && onScreen(view, room)
    return (
      found &&
      createHash('sha256')
        .update(JSON.stringify([view.release, found]))
        .digest('base64url')
    )
  }
}
