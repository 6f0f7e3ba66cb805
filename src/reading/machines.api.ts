import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import {
  ApiExcludeEndpoint,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger'
import { PUBLIC_AUDIENCE, type Audience } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import { NotFound } from '../kernel/domain-error.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import { isPublic, type Meeting } from '../meetings/meeting.entity.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { encode } from '../platform/http/encoded-body.ts'
import { BytesResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { KeptPdfs } from '../platform/pdf/kept-pdfs.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { agendaAtom, type FeedRelease } from './agenda-atom.ts'
import { agendaJsonLd } from './agenda-jsonld.ts'
import { agendaDocument } from './agenda-pdf.ts'
import { Agendas } from './agendas.service.ts'
import { labelInPath } from './frame.ts'
import { KeptPage } from './kept-page.ts'
import { KnownMeetings } from './known-meetings.ts'
import { labelFrom } from './labels.ts'
import { robots, sitemap } from './sitemap.ts'

/** The agenda in the forms that search engines and feed readers know; each is the reader's own view. */
@ApiTags('Meetings')
@Policy(PUBLIC)
@Controller()
export class MachinesApi {
  constructor(
    @Inject(Meetings) private readonly allMeetings: Meetings,
    @Inject(KnownMeetings) private readonly meetings: KnownMeetings,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Agendas) private readonly agendas: Agendas,
    @Inject(KeptPdfs) private readonly pdfs: KeptPdfs,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':locale/:meeting/agenda.jsonld')
  @ApiOperation({ summary: 'The agenda of the page of the same address, as JSON-LD (schema.org Event)' })
  @ApiParam({ name: 'locale', enum: [...LOCALES] })
  @ApiProduces('application/ld+json')
  @ApiResponse({ status: 200, description: 'A meeting with a subEvent for each entry that the reader may see' })
  @ApiResponse({ status: 404, description: 'There is no such meeting, or no agenda yet' })
  async jsonLd(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<BytesResponse> {
    const meeting = await this.meetings.named(slug)
    const audience = await this.audienceOf(ctx, meeting)
    const body = await this.gate.cached(meeting, audience, ctx.locale, 'agenda.jsonld', (view) =>
      encode(JSON.stringify(agendaJsonLd(view, this.settings.baseUrl))),
    )
    if (!body) throw new NotFound()
    return new BytesResponse('application/ld+json; charset=utf-8', body)
  }

  @Get(':locale/:meeting/agenda.atom')
  @ApiOperation({ summary: 'The releases of the agenda as a feed (Atom), each with what it changed for the reader' })
  @ApiParam({ name: 'locale', enum: [...LOCALES] })
  @ApiProduces('application/atom+xml')
  @ApiResponse({ status: 200, description: 'A feed (RFC 4287), the latest release first' })
  @ApiResponse({ status: 404, description: 'There is no such meeting, or no agenda yet' })
  async atom(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<BytesResponse> {
    const meeting = await this.meetings.named(slug)
    const audience = await this.audienceOf(ctx, meeting)
    const { locale } = ctx
    const kept = await this.gate.cached(meeting, audience, locale, 'agenda.atom', (view) => new KeptPage(view))
    if (!kept) throw new NotFound()
    const body =
      kept.body ??
      (await kept.made(async () =>
        agendaAtom(kept.view, await this.releases(meeting, audience, locale), this.settings.baseUrl),
      ))
    return new BytesResponse('application/atom+xml; charset=utf-8', body)
  }

  @Get(':locale/:meeting/agenda.pdf')
  @ApiOperation({ summary: 'The agenda on A4, as a tagged PDF; each sheet says which version it is and where to ask' })
  @ApiParam({ name: 'locale', enum: [...LOCALES] })
  @ApiQuery({ name: 'label', required: false, description: 'An older version; without it, the one in force' })
  @ApiProduces('application/pdf')
  @ApiResponse({ status: 200, description: 'PDF, as the reader may see the agenda' })
  @ApiResponse({ status: 404, description: 'There is no such meeting, or no agenda (under that label)' })
  @ApiResponse({ status: 503, description: 'Too many documents are being made; try again in a minute' })
  async pdf(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('label') text?: string,
  ): Promise<BytesResponse> {
    const meeting = await this.meetings.named(slug)
    const label = labelFrom(text)
    if (text && !label) throw new NotFound()
    const { locale } = ctx
    const agenda = await this.agendas.of({ meeting, audience: await this.audienceOf(ctx, meeting), locale, label })
    if (!agenda) throw new NotFound()
    const body = await this.pdfs.of(agendaDocument(agenda.frame, frameOf(meeting, locale), this.settings.baseUrl))
    const { release } = agenda.frame.view
    return new BytesResponse('application/pdf', body, {
      headers: {
        'content-disposition': `inline; filename="${meeting.slug}-${locale}-${labelInPath(release.label)}.pdf"`,
      },
    })
  }

  @Get('sitemap.xml')
  @ApiExcludeEndpoint()
  async sitemap(): Promise<BytesResponse> {
    const meetings = (await this.allMeetings.list()).filter(isPublic)
    // The words do not matter, only which sessions there are.
    const listed = await Promise.all(
      meetings.map(async (meeting) => ({
        slug: meeting.slug,
        view: await this.gate.view(meeting, PUBLIC_AUDIENCE, meeting.mainLanguage),
      })),
    )
    const xml = sitemap(listed, this.settings.baseUrl)
    return new BytesResponse('application/xml; charset=utf-8', xml, { cache: 'public' })
  }

  @Get('robots.txt')
  @ApiExcludeEndpoint()
  robots(): BytesResponse {
    return new BytesResponse('text/plain; charset=utf-8', robots(this.settings.baseUrl), { cache: 'public' })
  }

  private async audienceOf(ctx: RequestContext, meeting: Meeting): Promise<Audience> {
    return ctx.reader ? this.gate.audience(meeting, ctx.reader.person) : PUBLIC_AUDIENCE
  }

  /** Each release with what is different from the label before it. */
  private async releases(meeting: Meeting, audience: Audience, locale: Locale): Promise<FeedRelease[]> {
    const releases = await this.gate.history(meeting, audience, locale)
    return Promise.all(
      releases.map(async (release, index) => {
        const isLast = releases.findIndex(({ label }) => label === release.label) === index
        return {
          release,
          changes: isLast ? await this.gate.changes(meeting, audience, locale, { to: release.label }) : undefined,
        }
      }),
    )
  }
}
