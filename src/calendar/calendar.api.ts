import { Controller, Get, Headers, Inject, Param, Query } from '@nestjs/common'
import { ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Gate } from '../access/gate.service.ts'
import type { Audience } from '../access/facts.ts'
import { isNamed, type AgendaView, type SessionView } from '../access/view.ts'
import { FORMATS, SESSION_KINDS } from '../agenda/release.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { attachment } from '../platform/http/attachment.ts'
import { acceptedCoding, encode, type EncodedBody } from '../platform/http/encoded-body.ts'
import { BytesResponse, Sendable } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { TooManyRequests } from '../platform/http/too-many-requests.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { Policy, PUBLIC, SECRET_ADDRESS } from '../platform/policies/policy.ts'
import { filteredName, filterFrom, filterKey, passing } from './agenda-filter.ts'
import { chosenIn, codesIn } from './chosen-sessions.ts'
import { clientOf } from './client.ts'
import { FeedAnswers } from './feed-answers.service.ts'
import { fileName } from './file-name.ts'
import { calendarOf, ICS_TYPE } from './ics.ts'
import { oneSession, wholeAgenda, type TimedEntry } from './selection.ts'

/** Programs ask again each time; what they have stays good when we say so. Nobody between us may keep it. */
const FEED_HEADERS = { 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex', vary: 'Accept-Encoding' }

/** The program has the newest calendar. */
class Unchanged extends Sendable {
  constructor(private readonly etag: string) {
    super()
  }

  send(reply: FastifyReply): FastifyReply {
    return reply.headers(FEED_HEADERS).header('etag', this.etag).code(304).send()
  }
}

/** There is no calendar here: stopped, replaced or never issued. Nothing is said, not even which. */
class Gone extends Sendable {
  send(reply: FastifyReply): FastifyReply {
    return reply
      .headers({ ...FEED_HEADERS, 'cache-control': 'private, no-store' })
      .code(410)
      .send()
  }
}

/** Asked for too often: says nothing but when to come back. */
class Later extends Sendable {
  constructor(private readonly seconds: number) {
    super()
  }

  send(reply: FastifyReply): FastifyReply {
    return reply
      .headers({ ...FEED_HEADERS, 'cache-control': 'private, no-store', 'retry-after': String(this.seconds) })
      .code(429)
      .send()
  }
}

/** Calendars as files: of a meeting, of a session, and each person's own. */
@ApiTags('Calendar')
@Controller()
export class CalendarApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly gate: Gate,
    private readonly feeds: FeedAnswers,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':locale/:meeting/agenda.ics')
  @Policy(PUBLIC)
  @ApiOperation({ summary: 'The agenda that the reader may see, as a calendar to download or subscribe to' })
  @ApiProduces('text/calendar')
  @ApiResponse({ status: 200, description: 'An iCalendar object (RFC 5545), one event a session' })
  @ApiResponse({ status: 404, description: 'No such meeting, or nothing is released' })
  @ApiQuery({ name: 'day', required: false, description: 'Only this day, by its date or its number' })
  @ApiQuery({ name: 'kind', required: false, enum: SESSION_KINDS })
  @ApiQuery({ name: 'format', required: false, enum: FORMATS })
  @ApiQuery({ name: 'room', required: false, description: 'Only this room, by its key' })
  @ApiQuery({ name: 'lang', required: false, description: 'Only what is interpreted into this language' })
  @ApiQuery({ name: 'open', required: false, enum: ['me'], description: 'Only what the reader may attend' })
  @ApiQuery({ name: 'q', required: false, description: 'Only what has these words' })
  @ApiQuery({
    name: 'session',
    required: false,
    isArray: true,
    description: 'Only these, by their codes; others are passed over',
  })
  async agenda(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<BytesResponse> {
    const meeting = await this.meetings.named(slug)
    const seen = await this.gate.view(meeting, await this.gate.audience(meeting, ctx.reader?.person), ctx.locale)
    const filter = seen && filterFrom(query, seen)
    if (!filter) throw new NotFound()
    const codes = query['session'] === undefined ? undefined : codesIn(query['session'])
    const part = codes !== undefined || Object.values(filter).some(Boolean)
    const isChosen = (view: AgendaView): ((entry: TimedEntry) => boolean) => {
      const chosen = codes && new Set<SessionView>(chosenIn(view, codes))
      return (entry) => chosen?.has(entry) ?? true
    }
    return this.file(ctx, meeting, {
      format: `agenda.ics/${filterKey(filter)}`,
      // What people type or choose is without number: it is made for each.
      keep: filter.q === undefined && codes === undefined,
      feed: true,
      entries: (view, today) => wholeAgenda(view, today).filter(passing(view, filter)).filter(isChosen(view)),
      calendarName: (view) => filteredName(view, filter),
      name: (view) =>
        part ? filteredName(view, filter) : `${view.meeting.slug}-${translator(view.locale)('calendar:file.agenda')}`,
    })
  }

  @Get(':locale/:meeting/sessions/:code.ics')
  @Policy(PUBLIC)
  @ApiOperation({ summary: 'One session as a calendar file' })
  @ApiProduces('text/calendar')
  @ApiResponse({ status: 200, description: 'An iCalendar object (RFC 5545) with one event' })
  @ApiResponse({ status: 404, description: 'No such session for this reader, or its time is to be announced' })
  async session(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<BytesResponse> {
    const meeting = await this.meetings.named(slug)
    return this.file(ctx, meeting, {
      format: `session.ics/${code.toLowerCase()}`,
      feed: false,
      entries: (view) => {
        const entry = oneSession(view, code)
        return entry ? [entry] : []
      },
      name: (_view, [entry]) => (entry && isNamed(entry) ? `${entry.code} ${entry.title.text}` : code),
    })
  }

  @Get('feeds/:secret.ics')
  @Policy(SECRET_ADDRESS)
  @ApiOperation({ summary: 'A person’s own calendar, at an address that only they know' })
  @ApiProduces('text/calendar')
  @ApiResponse({ status: 200, description: 'An iCalendar object (RFC 5545)' })
  @ApiResponse({ status: 304, description: 'The program has it already' })
  @ApiResponse({ status: 410, description: 'Stopped, replaced or never issued' })
  @ApiResponse({ status: 429, description: 'Asked for far too often; see Retry-After' })
  async feed(
    @Ctx() ctx: RequestContext,
    @Param('secret') secret: string,
    @Headers() headers: FastifyRequest['headers'],
  ): Promise<Sendable> {
    const answer = await this.feeds
      .answer(secret, {
        client: clientOf(headers['user-agent']),
        accepted: acceptedCoding(headers['accept-encoding']),
        ifNoneMatch: headers['if-none-match'],
        ip: ctx.ip,
      })
      .catch((error: unknown) => {
        if (error instanceof TooManyRequests) return new Later(error.retryAfter)
        throw error
      })
    if (answer instanceof Later) return answer
    switch (answer.kind) {
      case 'gone':
        return new Gone()
      case 'unchanged':
        return new Unchanged(answer.etag)
      case 'calendar':
        return new BytesResponse(ICS_TYPE, answer.body, {
          cache: 'private',
          headers: { ...FEED_HEADERS, 'content-disposition': answer.disposition },
        })
    }
  }

  /** A file of what this reader may see; for the public it is made once. */
  private async file(
    ctx: RequestContext,
    meeting: Meeting,
    what: {
      /** Names it among the things that are kept. */
      format: string
      /** Unless said otherwise, it is. */
      keep?: boolean
      feed: boolean
      entries: (view: AgendaView, today: Temporal.PlainDate) => TimedEntry[]
      name: (view: AgendaView, entries: readonly TimedEntry[]) => string
      /** What clients call the calendar, where it is of a part. */
      calendarName?: (view: AgendaView) => string
    },
  ): Promise<BytesResponse> {
    const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
    const make = (view: AgendaView, audience: Audience): { body: EncodedBody; name: string } | undefined => {
      const entries = what.entries(view, today)
      if (entries.length === 0 && !what.feed) return undefined
      const ics = calendarOf(view, entries, {
        name: what.calendarName?.(view) ?? view.meeting.shortTitle.text,
        baseUrl: this.settings.baseUrl,
        feed: what.feed,
        facts: audience.kind === 'person' ? audience.facts : undefined,
      })
      return { body: encode(ics), name: what.name(view, entries) }
    }
    const audience = await this.gate.audience(meeting, ctx.reader?.person)
    // DTSTAMP of a person's events tells when their own facts changed, so theirs are not shared.
    const made =
      audience.kind === 'public' && what.keep !== false
        ? await this.gate.cached(meeting, audience, ctx.locale, `${what.format}/${today.toString()}`, (view) =>
            make(view, audience),
          )
        : await this.gate.view(meeting, audience, ctx.locale).then((view) => view && make(view, audience))
    if (!made) throw new NotFound()
    return new BytesResponse(ICS_TYPE, made.body, {
      headers: { 'content-disposition': attachment(fileName(made.name)) },
    })
  }
}
