import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { Gate } from '../access/gate.service.ts'
import { DomainError } from '../kernel/domain-error.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { SignIns } from '../people/sign-ins.service.ts'
import { Clock } from '../platform/clock.ts'
import { EventStream, type Line } from '../platform/http/event-stream.ts'
import type { Reader } from '../platform/http/request-context.ts'
import { Admitted, type AdmittingSession } from './admitted.service.ts'
import { Hosts } from './hosts.service.ts'

/** As many lists as one process, or one host, keeps open; a page that is refused asks again later. */
export class TooManyLists extends DomainError {
  readonly code = 'unavailable'
  readonly status = 503
}

const MOST = 300
const MOST_OF_ONE = 20
/** A host hears within a second of who may not come in any more; and every so often that the line is still there. */
const LOOK_MS = 400
const BEAT_MS = 15_000

/** Who looks, and by which sign-in: the line ends with it. */
export type Looking = Pick<Reader, 'person' | 'signIn'>

/** The hosts who look at the list of one session. */
interface Watched {
  readonly meeting: Meeting
  readonly session: AdmittingSession
  readonly lines: Map<Line, Looking>
  mark: string
  holds: () => boolean
  /** A look that is slower than the clock is not begun twice. */
  looking: boolean
}

/**
 * Tells hosts when their list has changed, and lets go of who may not see it any more. The line itself says nothing of
 * anybody: the page is asked for anew, under its own policy.
 */
@Injectable()
export class HostLines implements OnModuleDestroy {
  private readonly watched = new Map<SessionId, Watched>()
  private timers: readonly NodeJS.Timeout[] = []
  private closing = false

  constructor(
    private readonly admitted: Admitted,
    private readonly hosts: Hosts,
    private readonly signIns: SignIns,
    @Inject(Gate) private readonly gate: Gate,
    private readonly clock: Clock,
  ) {}

  /** A line that says `changed` when the list is to be asked for anew. The caller has asked whether they may. @throws TooManyLists */
  async watch(meeting: Meeting, session: AdmittingSession, reader: Looking): Promise<EventStream> {
    const holds = await this.gate.holding(meeting.id)
    const mark = await this.admitted.mark(meeting, session)
    const lines = [...this.watched.values()].flatMap((each) => [...each.lines.values()])
    if (
      this.closing ||
      lines.length >= MOST ||
      lines.filter(({ person }) => person === reader.person).length >= MOST_OF_ONE
    )
      throw new TooManyLists()
    return new EventStream(
      (line) => {
        const found = this.watched.get(session.id) ?? {
          ...{ meeting, session, lines: new Map<Line, Looking>(), mark, holds, looking: false },
        }
        this.watched.set(session.id, found)
        found.lines.set(line, reader)
        this.keepTime()
        line.say('beat', this.clock.now().toString())
        if (this.closing) line.close()
      },
      (line) => {
        const found = this.watched.get(session.id)
        found?.lines.delete(line)
        if (found?.lines.size === 0) this.watched.delete(session.id)
        this.keepTime()
      },
    )
  }

  /** How many lines are open. */
  get open(): number {
    return [...this.watched.values()].reduce((sum, { lines }) => sum + lines.size, 0)
  }

  /** Lines would keep the server from ending. */
  onModuleDestroy(): void {
    this.closing = true
    this.keepTime()
    for (const { lines } of this.watched.values()) for (const line of lines.keys()) line.close()
  }

  private keepTime(): void {
    const wanted = this.watched.size > 0 && !this.closing
    if (wanted === this.timers.length > 0) return
    for (const timer of this.timers) clearInterval(timer)
    this.timers = wanted
      ? [
          setInterval(() => void this.look(), LOOK_MS).unref(),
          setInterval(() => this.sayAll('beat', this.clock.now().toString()), BEAT_MS).unref(),
        ]
      : []
  }

  private sayAll(event: string, data: string): void {
    for (const { lines } of this.watched.values()) for (const line of lines.keys()) line.say(event, data)
  }

  private async look(): Promise<void> {
    await Promise.all([...this.watched.values()].filter(({ looking }) => !looking).map((each) => this.lookAt(each)))
  }

  private async lookAt(watched: Watched): Promise<void> {
    const { meeting, session, lines } = watched
    watched.looking = true
    try {
      const held = watched.holds()
      // Who comes while we ask is looked at the next time.
      const asked = [...lines]
      const readers = asked.map(([, reader]) => reader)
      const [mark, may, signedIn] = await Promise.all([
        this.admitted.mark(meeting, session),
        this.hosts.mayList(meeting.id, session.id, [...new Set(readers.map(({ person }) => person))]),
        this.signIns.goodAmong([...new Set(readers.map(({ signIn }) => signIn))]),
      ])
      if (!held) watched.holds = await this.gate.holding(meeting.id)
      const changed = !held || mark !== watched.mark
      watched.mark = mark
      for (const [line, { person, signIn }] of asked) {
        const stays = may.has(person) && signedIn.has(signIn)
        if (changed || !stays) line.say('changed', '')
        if (!stays) line.close()
      }
    } catch {
      // The database is away: the next look may find it.
    } finally {
      watched.looking = false
    }
  }
}
