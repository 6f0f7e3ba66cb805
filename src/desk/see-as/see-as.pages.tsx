import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { ComponentChildren } from 'preact'
import { entryOfCode } from '../../access/view-json.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import { Materials } from '../../materials/materials.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { AgendaPage } from '../../reading/agenda-page.tsx'
import { agendaWish } from '../../reading/agenda-wish.ts'
import { ChangesPage } from '../../reading/changes-page.tsx'
import { labelFrom } from '../../reading/labels.ts'
import { SessionPage } from '../../reading/session-page.tsx'
import { ASSETS } from '../../ui/assets.ts'
import { Empty } from '../../ui/note.tsx'
import { page, type PageParts } from '../../ui/page.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { lookingChosen, lookingFrom, pathTo, type Looking } from './looking.ts'
import { SeenAs, versionWords } from './seen-as.tsx'
import { Sights } from './sights.service.ts'

/** What a page shows below the words that say as whom one looks. */
type Below = Partial<PageParts> & { children: ComponentChildren; changes?: boolean }

/** The agenda, its sessions and its changes as others see them. */
@ApiExcludeController()
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/see-as')
export class SeeAsPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Sights) private readonly sights: Sights,
    @Inject(Materials) private readonly materials: Materials,
  ) {}

  /** From the form to the address that says it: so it can be sent to a colleague. */
  @Get()
  async choose(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('as') as?: string,
    @Query('group') group?: string,
    @Query('of') of?: string,
    @Query('page') below?: string,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'see-as')
    const path = pathTo(lookingChosen({ as, group, of }))
    return redirect(`${room.path}/see-as/${path}${below === 'changes' ? '/changes' : ''}`)
  }

  @Get(':as/:of')
  async agenda(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('as') as: string,
    @Param('of') of: string,
    @Query() query: Record<string, unknown>,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'see-as')
    const looking = lookingFrom(as, of)
    const sight = await this.sights.agenda(room, looking, ctx.locale)
    if (!sight) return this.draw(ctx, room, looking, nothing(ctx))
    const { frame, banner } = sight
    const wish = agendaWish(frame.elsewhere!.here, query, frame.view)
    return this.draw(ctx, room, looking, {
      release: banner,
      scripts: ['own-time'],
      head: wish.arrangement === 'grid' ? <link rel="stylesheet" href={ASSETS.grid} /> : undefined,
      children: <AgendaPage frame={frame} wish={wish} signedIn={looking.as !== 'public'} inForce={false} />,
    })
  }

  @Get(':as/:of/changes')
  async changes(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('as') as: string,
    @Param('of') of: string,
    @Query('from') from?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'see-as')
    const looking = lookingFrom(as, of)
    const since = labelFrom(from)
    if (from && !since) throw new NotFound()
    const sight = await this.sights.changes(room, looking, ctx.locale, since)
    if (!sight) return this.draw(ctx, room, looking, { ...nothing(ctx), changes: true })
    const { frame, banner, changes, versions } = sight
    return this.draw(ctx, room, looking, {
      title: ctx.t('reading:changes.title'),
      release: banner,
      changes: true,
      children: (
        <ChangesPage
          frame={frame}
          changes={changes}
          versions={versions}
          {...(looking.of === 'working' ? { unpublished: versionWords(looking.of, ctx.t) } : {})}
        />
      ),
    })
  }

  @Get(':as/:of/sessions/:code')
  async session(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('as') as: string,
    @Param('of') of: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'see-as')
    const looking = lookingFrom(as, of)
    const sight = await this.sights.agenda(room, looking, ctx.locale)
    const entry = sight && entryOfCode(sight.frame.view, code)
    const day = entry && sight.frame.view.days.find(({ date }) => date.equals(entry.day))
    if (!sight || !entry || !day)
      return this.draw(ctx, room, looking, { children: <Empty>{ctx.t('translate:seeAs.notThis')}</Empty> })
    const { frame, banner } = sight
    const audience = this.sights.audience(room, looking)
    const papers = await this.materials.readable(room.meeting, audience, frame.view, ctx.locale)
    return this.draw(ctx, room, looking, {
      title: entry.title.text,
      release: banner,
      scripts: ['own-time'],
      children: (
        <SessionPage
          frame={frame}
          day={day}
          entry={entry}
          extras={{
            papers: papers.filter(({ sessions }) => sessions.includes(entry.id)),
            actions: null,
            calendar: null,
          }}
        />
      ),
    })
  }

  /** Whatever is seen, it is said as whom. */
  private async draw(
    ctx: RequestContext,
    room: DeskRoom,
    looking: Looking,
    { children, changes = false, ...parts }: Below,
  ): Promise<HtmlResponse> {
    const { t, locale } = ctx
    const choices = await this.sights.choices(room, looking)
    return page(ctx, {
      title: t('desk:sections.see-as'),
      ...room.frame,
      ...parts,
      children: (
        <>
          <SeenAs t={t} locale={locale} room={room} looking={looking} choices={choices} changes={changes} />
          {children}
        </>
      ),
    })
  }
}

/** Nothing is published that they could see. */
const nothing = ({ t }: RequestContext): Below => ({ children: <Empty>{t('translate:seeAs.nothing')}</Empty> })
