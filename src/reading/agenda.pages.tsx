import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { PUBLIC_AUDIENCE } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import { NotFound } from '../kernel/domain-error.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { followingIn, type Following } from '../calendar/agenda-follow.tsx'
import { Follows } from '../calendar/follows.service.ts'
import type { EncodedBody } from '../platform/http/encoded-body.ts'
import { HtmlResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { ASSETS } from '../ui/assets.ts'
import { page, pageHtml, type PageParts } from '../ui/page.tsx'
import { labelWords } from '../ui/release-banner.tsx'
import { AgendaPage, NoAgenda } from './agenda-page.tsx'
import { addressWith, agendaWish, arrangementIn, type AgendaWish, type Query as Asked } from './agenda-wish.ts'
import { Agendas, type Agenda } from './agendas.service.ts'
import { ChangesPage } from './changes-page.tsx'
import { KeptPage } from './kept-page.ts'
import { KnownMeetings } from './known-meetings.ts'
import { labelFrom } from './labels.ts'
import { zoneWish } from './zone.ts'

/** What a kept page can be asked for: a day of the meeting, by its date or number, and a layout. */
const keptQuery = (query: Asked, { days }: Meeting): { day?: string; view?: string } | undefined => {
  const { day: named, view: _view, ...rest } = query
  if (Object.keys(rest).length > 0) return undefined
  // Only days of the meeting: an invented one must not fill the cache.
  const day = days.find(({ date, number }) => date.toString() === named || String(number) === named)
  if (named !== undefined && !day) return undefined
  const arrangement = arrangementIn(query)
  return {
    ...(day ? { day: day.date.toString() } : {}),
    ...(arrangement === 'list' ? {} : { view: arrangement }),
  }
}

const zoneIn = (query: Asked, { timeZone }: Meeting): string | undefined => {
  const wish = zoneWish(typeof query['zone'] === 'string' ? query['zone'] : undefined, timeZone)
  return wish.is === 'own' ? wish.zone : undefined
}

/** The agenda as people read it: in force, of an old release, and what changed. */
@ApiExcludeController()
@Policy(PUBLIC)
@Controller()
export class AgendaPages {
  constructor(
    @Inject(KnownMeetings) private readonly meetings: KnownMeetings,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Agendas) private readonly agendas: Agendas,
    @Inject(Follows) private readonly follows: Follows,
  ) {}

  @Get(':locale/:meeting/agenda')
  async agenda(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: Asked,
  ): Promise<HtmlResponse> {
    const meeting = await this.meetings.named(slug)
    const keepable = ctx.reader ? undefined : keptQuery(query, meeting)
    if (keepable) {
      const holds = await this.gate.holding(meeting.id)
      const kept = await this.kept(ctx, meeting, keepable)
      if (kept)
        return new HtmlResponse(kept, { cache: 'public', fresh: () => this.meetings.isCurrent(meeting) && holds() })
    }
    const agenda = await this.agendas.of({
      meeting,
      audience: await this.gate.audience(meeting, ctx.reader?.person),
      locale: ctx.locale,
      own: zoneIn(query, meeting),
    })
    if (!agenda) return page(ctx, this.nothing(ctx, meeting))
    const wish = agendaWish(`/${ctx.locale}${ctx.path}`, query, agenda.frame.view)
    const following = await this.following(ctx, meeting, agenda, wish)
    return page(ctx, this.parts(ctx, meeting, agenda, wish, following), wish.filter ? {} : { status: 404 })
  }

  @Get(':locale/:meeting/releases/:label')
  async release(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('label') text: string,
    @Query() query: Asked,
  ): Promise<HtmlResponse> {
    const label = labelFrom(text)
    if (!label) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    const agenda = await this.agendas.of({
      meeting,
      audience: await this.gate.audience(meeting, ctx.reader?.person),
      locale: ctx.locale,
      label,
      own: zoneIn(query, meeting),
    })
    if (!agenda) throw new NotFound()
    const wish = agendaWish(`/${ctx.locale}${ctx.path}`, query, agenda.frame.view)
    const parts = this.parts(ctx, meeting, agenda, wish, await this.following(ctx, meeting, agenda, wish))
    return page(
      ctx,
      { ...parts, title: `${parts.title}, ${labelWords(ctx.t, label)}` },
      wish.filter ? {} : { status: 404 },
    )
  }

  @Get(':locale/:meeting/changes')
  async changes(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('from') from?: string,
    @Query('to') to?: string,
  ): Promise<HtmlResponse> {
    const meeting = await this.meetings.named(slug)
    const range = { from: labelFrom(from), to: labelFrom(to) }
    if ((from && !range.from) || (to && !range.to)) throw new NotFound()
    const { frame, banner, changes, versions } = await this.agendas.between(
      { meeting, audience: await this.gate.audience(meeting, ctx.reader?.person), locale: ctx.locale },
      range,
    )
    return page(ctx, {
      title: ctx.t('reading:changes.title'),
      meeting: frameOf(meeting, ctx.locale),
      release: banner,
      section: 'changes',
      children: <ChangesPage frame={frame} changes={changes} versions={versions} />,
    })
  }

  /** The bytes that everybody who is not signed in gets; undefined when nothing is released. */
  private async kept(
    ctx: RequestContext,
    meeting: Meeting,
    query: { day?: string; view?: string },
  ): Promise<EncodedBody | undefined> {
    const { locale } = ctx
    const kept = await this.gate.cached(
      meeting,
      PUBLIC_AUDIENCE,
      locale,
      `agenda.html ${query.day ?? ''} ${query.view ?? ''}`,
      (view) => new KeptPage(view),
    )
    if (!kept) return undefined
    return (
      kept.body ??
      kept.made(async () => {
        const agenda = await this.agendas.of({ meeting, audience: PUBLIC_AUDIENCE, locale })
        if (!agenda) throw new NotFound()
        // Nothing of this one request may be in what all get.
        const path = `/${locale}/${meeting.slug}/agenda`
        const wish = agendaWish(path, query, agenda.frame.view)
        const everybody: RequestContext = {
          requestId: '',
          locale,
          t: ctx.t,
          path: `/${meeting.slug}/agenda`,
          url: addressWith(wish),
          ip: '',
        }
        return pageHtml(everybody, this.parts(everybody, meeting, agenda, wish))
      })
    )
  }

  /** What who is signed in follows, in the release in force; an older one is read, not followed. */
  private async following(
    { reader }: RequestContext,
    meeting: Meeting,
    { frame: { view } }: Agenda,
    wish: AgendaWish,
  ): Promise<Following | undefined> {
    if (!reader || view.release.supersededBy) return undefined
    return followingIn(view, await this.follows.of(meeting.id, reader.person), addressWith(wish))
  }

  private parts(
    ctx: RequestContext,
    meeting: Meeting,
    { frame, banner }: Agenda,
    wish: AgendaWish,
    following?: Following,
  ): PageParts {
    const inForce = !frame.view.release.supersededBy
    return {
      title: ctx.t('reading:agenda.title'),
      meeting: frameOf(meeting, ctx.locale),
      release: banner,
      section: 'agenda',
      scripts: [
        'own-time',
        ...(inForce ? (['now-next', 'last-look', 'my-agenda', 'keep-offline'] as const) : []),
        ...(wish.zone.is === 'choose' || wish.zone.is === 'unknown' ? (['combobox'] as const) : []),
      ],
      head: (
        <>
          {wish.arrangement === 'grid' && <link rel="stylesheet" href={ASSETS.grid} />}
          {inForce && (
            <>
              <link rel="alternate" type="text/calendar" href={`/${ctx.locale}/${meeting.slug}/agenda.ics`} />
              <link rel="alternate" type="application/json" href={`/${ctx.locale}/${meeting.slug}/agenda.json`} />
              <link rel="alternate" type="application/ld+json" href={`/${ctx.locale}/${meeting.slug}/agenda.jsonld`} />
              <link rel="alternate" type="application/pdf" href={`/${ctx.locale}/${meeting.slug}/agenda.pdf`} />
              <link
                rel="alternate"
                type="application/atom+xml"
                href={`/${ctx.locale}/${meeting.slug}/agenda.atom`}
                title={ctx.t('reading:atom.title')}
              />
            </>
          )}
        </>
      ),
      children: (
        <AgendaPage
          frame={frame}
          wish={wish}
          signedIn={ctx.reader !== undefined}
          inForce={inForce}
          following={following}
        />
      ),
    }
  }

  private nothing(ctx: RequestContext, meeting: Meeting): PageParts {
    return {
      title: ctx.t('reading:agenda.title'),
      meeting: frameOf(meeting, ctx.locale),
      section: 'agenda',
      children: <NoAgenda t={ctx.t} />,
    }
  }
}
