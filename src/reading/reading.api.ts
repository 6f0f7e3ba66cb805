import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiParam, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger'
import { IsIn, IsOptional, Matches } from 'class-validator'
import { PUBLIC_AUDIENCE, type Audience } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import { NotFound } from '../kernel/domain-error.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import { localize, type Localized, type LocalizedText } from '../kernel/localized-text.ts'
import { isPublic, type Meeting } from '../meetings/meeting.entity.ts'
import { firstDayOf, lastDayOf, Meetings } from '../meetings/meetings.service.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { encode, type EncodedBody } from '../platform/http/encoded-body.ts'
import { BytesResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { TokenScope } from '../platform/policies/token-scope.ts'
import { agendaJson, releaseJson, words } from './agenda-json.ts'
import { AgendaDto, MeetingDto, MeetingSummaryDto, type WordsDto } from './agenda.dto.ts'
import { KnownMeetings } from './known-meetings.ts'
import { labelFrom } from './labels.ts'
import { registrationState } from './registration-state.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** In which language; without it, the one the request prefers (Accept-Language). */
export class LanguageQuery {
  @ApiPropertyOptional({ enum: [...LOCALES], description: 'Without it, as Accept-Language says' })
  @IsOptional()
  @IsIn(LOCALES)
  language?: Locale
}

export class AgendaQuery extends LanguageQuery {
  @ApiPropertyOptional({ example: 'Rev.1', description: 'An older version; without it, the one in force' })
  @IsOptional()
  @Matches(/^(draft|final|(rev|corr)\.[1-9][0-9]{0,2})$/i)
  label?: string
}

/** Meetings and their agendas for programs: the same as the pages show to the same reader. */
@ApiTags('Meetings')
@Policy(PUBLIC)
@Controller()
export class ReadingApi {
  constructor(
    @Inject(Meetings) private readonly allMeetings: Meetings,
    @Inject(KnownMeetings) private readonly meetings: KnownMeetings,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('api/v1/meetings')
  @TokenScope('read-agenda')
  @ApiOperation({ summary: 'All meetings, the newest first' })
  @ApiOkResponse({ type: [MeetingSummaryDto] })
  async list(@Ctx() ctx: RequestContext, @Query() query: LanguageQuery): Promise<BytesResponse> {
    const locale = query.language ?? ctx.locale
    const meetings = (await this.allMeetings.list()).filter(isPublic)
    return json(
      meetings.map((meeting) => this.summary(meeting, locale)),
      query,
    )
  }

  @Get('api/v1/meetings/:meeting')
  @TokenScope('read-agenda')
  @ApiOperation({ summary: 'One meeting: its days, its registration window, the label of its agenda' })
  @ApiOkResponse({ type: MeetingDto })
  @ApiResponse({ status: 404, description: 'There is no such meeting' })
  async one(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: LanguageQuery,
  ): Promise<BytesResponse> {
    const meeting = await this.meetings.named(slug)
    const locale = query.language ?? ctx.locale
    const audience = await this.gate.audience(meeting, ctx.reader?.person)
    return json(await this.whole(meeting, audience, locale), query)
  }

  @Get('api/v1/meetings/:meeting/agenda')
  @TokenScope('read-agenda')
  @ApiOperation({ summary: 'The agenda, as this reader may see it' })
  @ApiOkResponse({ type: AgendaDto })
  @ApiResponse({ status: 404, description: 'There is no such meeting, or no agenda (under that label)' })
  async agenda(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: AgendaQuery,
  ): Promise<BytesResponse> {
    return this.agendaIn(ctx, slug, query.language ?? ctx.locale, query)
  }

  @Get(':locale/:meeting/agenda.json')
  @ApiOperation({ summary: 'The agenda of the page of the same address, as data' })
  @ApiParam({ name: 'locale', enum: [...LOCALES] })
  @ApiOkResponse({ type: AgendaDto })
  @ApiResponse({ status: 404, description: 'There is no such meeting, or no agenda yet' })
  async beside(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<BytesResponse> {
    return this.agendaIn(ctx, slug, ctx.locale, { language: ctx.locale })
  }

  private async agendaIn(
    ctx: RequestContext,
    slug: string,
    locale: Locale,
    query: AgendaQuery,
  ): Promise<BytesResponse> {
    const meeting = await this.meetings.named(slug)
    const audience = ctx.reader ? await this.gate.audience(meeting, ctx.reader.person) : PUBLIC_AUDIENCE
    const label = labelFrom(query.label)
    if (label) {
      const view = await this.gate.view(meeting, audience, locale, label)
      if (!view) throw new NotFound()
      return json(agendaJson(view, this.settings.baseUrl), query)
    }
    const body = await this.gate.cached(meeting, audience, locale, 'agenda.json', (view) =>
      encode(JSON.stringify(agendaJson(view, this.settings.baseUrl))),
    )
    if (!body) throw new NotFound()
    return json(body, query)
  }

  private summary(meeting: Meeting, locale: Locale): MeetingSummaryDto {
    const say = this.sayer(meeting, locale)
    return {
      slug: meeting.slug,
      title: say(meeting.title),
      shortTitle: say(meeting.shortTitle),
      firstDay: firstDayOf(meeting).toString(),
      lastDay: lastDayOf(meeting).toString(),
      timeZone: meeting.timeZone,
      city: say(meeting.city),
      format: meeting.format,
      demonstration: meeting.demonstration,
      url: new URL(`/${locale}/${meeting.slug}`, this.settings.baseUrl).href,
    }
  }

  private async whole(meeting: Meeting, audience: Audience, locale: Locale): Promise<MeetingDto> {
    const say = this.sayer(meeting, locale)
    const view = await this.gate.view(meeting, audience, locale)
    const { registration } = meeting
    const closes = Temporal.Instant.from(registration.closes).toString()
    return {
      ...this.summary(meeting, locale),
      summary: say(meeting.summary),
      organizer: say(meeting.organizer),
      venue: say(meeting.venue.name),
      address: say(meeting.venue.address),
      contactEmail: meeting.contact.email,
      languages: meeting.workingLanguages,
      days: meeting.days.map((day) => ({
        number: day.number,
        date: day.date.toString(),
        ...(day.title ? { title: say(day.title) } : {}),
        openTo: [...day.openTo],
      })),
      registration: {
        state: registrationState(meeting, this.clock.now()).is,
        opens: Temporal.Instant.from(registration.opens).toString(),
        closes,
        closesInPerson: registration.closesInPerson
          ? Temporal.Instant.from(registration.closesInPerson).toString()
          : closes,
        constituencies: [...registration.constituencies],
        questions: registration.questions.map(({ id, type, required, label, options }) => ({
          id,
          type,
          required,
          label: say(label),
          ...(options && { options: options.map((option) => ({ id: option.id, label: say(option.label) })) }),
        })),
      },
      ...(view ? { agenda: releaseJson(view.release) } : {}),
    }
  }

  private sayer(meeting: Meeting, locale: Locale): (text: LocalizedText) => WordsDto {
    const none: Localized = { text: '', lang: meeting.mainLanguage }
    return (text) => words(localize(text, locale, meeting.mainLanguage) ?? none)
  }
}

/** What depends on Accept-Language says so to caches. */
const json = (value: object | EncodedBody, { language }: LanguageQuery): BytesResponse =>
  new BytesResponse(JSON_TYPE, isEncoded(value) ? value : JSON.stringify(value), {
    ...(language ? {} : { headers: { vary: 'Accept-Encoding, Accept-Language' } }),
  })

const isEncoded = (value: object): value is EncodedBody => 'codingFor' in value
