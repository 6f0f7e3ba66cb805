import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Gate } from '../../access/gate.service.ts'
import { pretendedAudience, type Pretended } from '../../access/pretended.ts'
import type { Audience } from '../../access/facts.ts'
import type { AgendaView } from '../../access/view.ts'
import { entryOfCode } from '../../access/view-json.ts'
import { Publishing } from '../../agenda/publishing.service.ts'
import { Releases } from '../../agenda/releases.service.ts'
import { snapshot } from '../../agenda/snapshot.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { constituency } from '../../delegations/constituency.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import { localize } from '../../kernel/localized-text.ts'
import { Materials } from '../../materials/materials.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Clock } from '../../platform/clock.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { AgendaPage } from '../../reading/agenda-page.tsx'
import { agendaWish } from '../../reading/agenda-wish.ts'
import { Agendas } from '../../reading/agendas.service.ts'
import { labelInPath } from '../../reading/frame.ts'
import { labelFrom } from '../../reading/labels.ts'
import { SessionPage } from '../../reading/session-page.tsx'
import { ASSETS } from '../../ui/assets.ts'
import { Button } from '../../ui/actions.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { labelWords } from '../../ui/release-banner.tsx'
import { Select } from '../../ui/select.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'

/** What is looked at: as whom, and which version. */
interface Looking {
  as: string
  of: string
}

/** The agenda and its sessions as others see them: through the gate, with an audience that the organiser chooses. */
@ApiExcludeController()
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/see-as')
export class SeeAsPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Agendas) private readonly agendas: Agendas,
    @Inject(Materials) private readonly materials: Materials,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** From the form to the address that says it: so it can be sent to a colleague. */
  @Get()
  async choose(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('as') as?: string,
    @Query('of') of?: string,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'see-as')
    const looking = { as: as ?? 'public', of: of ?? 'working' }
    pretendedFrom(looking.as)
    return redirect(pathOf(room, looking))
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
    const looking = { as, of }
    const { view } = await this.viewFor(ctx, room, looking)
    const at = pathOf(room, looking)
    const frame = view && this.agendas.asDrawnAt(room.meeting, view, at)
    const wish = view && agendaWish(at, query, view)
    return page(ctx, {
      title: ctx.t('desk:sections.see-as'),
      ...room.frame,
      scripts: ['own-time'],
      head: wish?.arrangement === 'grid' ? <link rel="stylesheet" href={ASSETS.grid} /> : undefined,
      children: (
        <>
          {await this.chooser(ctx, room, looking)}
          {frame && wish ? (
            <AgendaPage frame={frame} wish={wish} signedIn={as !== 'public'} inForce={false} />
          ) : (
            <Empty>{ctx.t('translate:seeAs.nothing')}</Empty>
          )}
        </>
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
    const looking = { as, of }
    const { view, audience } = await this.viewFor(ctx, room, looking)
    const entry = view && entryOfCode(view, code)
    const day = entry && view.days.find(({ date }) => date.equals(entry.day))
    const chooser = await this.chooser(ctx, room, looking)
    if (!view || !entry || !day)
      return page(ctx, {
        title: ctx.t('desk:sections.see-as'),
        ...room.frame,
        children: (
          <>
            {chooser}
            <Empty>{ctx.t('translate:seeAs.notThis')}</Empty>
          </>
        ),
      })
    const papers = await this.materials.readable(room.meeting, audience, view, ctx.locale)
    return page(ctx, {
      title: entry.title.text,
      ...room.frame,
      scripts: ['own-time'],
      children: (
        <>
          {chooser}
          <SessionPage
            frame={this.agendas.asDrawnAt(room.meeting, view, pathOf(room, looking))}
            day={day}
            entry={entry}
            extras={{
              papers: papers.filter(({ sessions }) => sessions.includes(entry.id)),
              actions: null,
              calendar: null,
            }}
          />
        </>
      ),
    })
  }

  /** @throws NotFound for nobody, or for a version that there is not */
  private async viewFor(
    { locale }: RequestContext,
    { meeting }: DeskRoom,
    { as, of }: Looking,
  ): Promise<{ view: AgendaView | undefined; audience: Audience }> {
    const audience = pretendedAudience(pretendedFrom(as), meeting.days)
    if (of === 'working') {
      const [sessions, review] = await Promise.all([
        this.workingCopy.list(meeting.id),
        this.publishing.review(meeting.id),
      ])
      const content = snapshot(sessions, meeting.rooms)
      const now = this.clock.now()
      return { view: await this.gate.preview(meeting, audience, locale, content, review.proposed, now), audience }
    }
    if (of === 'current') return { view: await this.gate.view(meeting, audience, locale), audience }
    const label = labelFrom(of)
    const view = label && (await this.gate.view(meeting, audience, locale, label))
    if (!view) throw new NotFound()
    return { view, audience }
  }

  /** Says plainly as whom one looks at what, and lets one choose. */
  private async chooser(ctx: RequestContext, room: DeskRoom, looking: Looking) {
    const { t, locale } = ctx
    const { meeting, path } = room
    const releases = (await this.releases.all(meeting.id)).filter(({ withdrawnAt }) => !withdrawnAt)
    const labels = [...new Set(releases.map(({ label }) => label))].toReversed()
    const who = (as: string): string =>
      as === 'public' || as === 'unverified'
        ? t(`translate:seeAs.${as}`)
        : t('translate:seeAs.verified', {
            who: localize(constituency(as)?.plural, locale, meeting.mainLanguage)?.text ?? as,
          })
    const versions = [
      { value: 'working', label: t('translate:seeAs.working') },
      ...(labels.length ? [{ value: 'current', label: t('translate:seeAs.current') }] : []),
      ...labels.map((label) => ({ value: labelInPath(label), label: labelWords(t, label) })),
    ]
    const version = versions.find(({ value }) => value === looking.of)?.label ?? looking.of
    return (
      <>
        <Note>
          <p role="status">
            <strong>{t('translate:seeAs.you', { who: who(looking.as), version })}</strong>{' '}
            {t('translate:seeAs.language')}
          </p>
        </Note>
        <form class="filters" method="get" action={`${path}/see-as`} aria-label={t('translate:seeAs.label')}>
          <Select
            t={t}
            name="as"
            label={t('translate:seeAs.as')}
            options={['public', 'unverified', ...meeting.registration.constituencies].map((value) => ({
              value,
              label: who(value),
            }))}
            value={looking.as}
          />
          <Select t={t} name="of" label={t('translate:seeAs.of')} options={versions} value={looking.of} />
          <Button second>{t('translate:seeAs.show')}</Button>
        </form>
      </>
    )
  }
}

/** @throws NotFound */
const pretendedFrom = (as: string): Pretended => {
  if (as === 'public' || as === 'unverified') return as
  if (!constituency(as)) throw new NotFound()
  return { constituency: as }
}

const pathOf = (room: DeskRoom, { as, of }: Looking): string =>
  `${room.path}/see-as/${encodeURIComponent(as)}/${encodeURIComponent(of)}`
