import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator'
import type { ComponentChildren } from 'preact'
import { PutBack } from '../../agenda/put-back.service.ts'
import { Publishing } from '../../agenda/publishing.service.ts'
import { Releases, type ReleaseSummary } from '../../agenda/releases.service.ts'
import type { ReleaseContent } from '../../agenda/release.ts'
import { workingCopyChanges } from '../../agenda/working-copy-changes.ts'
import { Rounds } from '../../circulation/rounds.service.ts'
import { LONGEST_QUIET } from '../../circulation/round.ts'
import { NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { asId, isId } from '../../kernel/id.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { labelWords } from '../../ui/release-banner.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { ComparePage, PutBackPage, ReleasesPage, WithdrawPage, WORKING } from './releases-page.tsx'

class QuietForm {
  @Type(() => Number) @IsInt() @Min(0) @Max(LONGEST_QUIET) quiet: number
}

class WithdrawForm {
  @IsOptional() @IsIn(['yes', 'no']) tell?: string
}

class PutBackForm {
  /** The working version that was looked at. */
  @Type(() => Number) @IsInt() @Min(0) workingVersion: number
}

/** All releases of a meeting: compared, put back into the working copy, withdrawn; and who was told of them. */
@ApiExcludeController()
@Policy(roleWith('publish'))
@Controller(':locale/desk/:meeting/releases')
export class DeskReleasePages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(PutBack) private readonly back: PutBack,
    @Inject(Rounds) private readonly rounds: Rounds,
  ) {}

  @Get()
  async list(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.drawList(ctx, await this.rooms.enter(ctx, slug, 'publish'))
  }

  /** How long to wait for another release before people are told. */
  @Post('quiet')
  async quiet(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const { value, errors } = parseForm(QuietForm, body)
    if (errors) return this.drawList(ctx, room, errors)
    await this.rounds.setQuietMinutes(room.meeting.id, value.quiet, room.person)
    return redirect(`${room.path}/releases`)
  }

  @Get('compare')
  async compare(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('from') from = '',
    @Query('to') to = WORKING,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const all = await this.releases.all(room.meeting.id)
    const [before, after] = await Promise.all([this.contentOf(room, from), this.contentOf(room, to)])
    const name = (id: string): string => nameOf(ctx, all, id)
    const title = ctx.t('publishing:compare.title', { from: name(from), to: name(to) })
    return this.draw(
      ctx,
      room,
      title,
      <ComparePage {...partsOf(ctx, room)} all={all} from={from} to={to} changes={workingCopyChanges(before, after)} />,
    )
  }

  @Get(':release/withdraw')
  async askWithdraw(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('release') id: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const release = await this.one(room, id)
    if (release.withdrawnAt) throw new NotFound()
    const title = ctx.t('publishing:withdraw.title', { label: labelWords(ctx.t, release.label) })
    return this.draw(ctx, room, title, <WithdrawPage {...partsOf(ctx, room)} release={release} />)
  }

  @Post(':release/withdraw')
  async withdraw(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('release') id: string,
    @Body() form: WithdrawForm,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const release = await this.one(room, id)
    await this.publishing.withdraw(room.meeting.id, release.id, room.person, { tell: form.tell !== 'no' })
    return redirect(`${room.path}/releases`)
  }

  @Get(':release/put-back')
  async askPutBack(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('release') id: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const release = await this.one(room, id)
    const looked = await this.back.look(room.meeting.id, release.id)
    const title = ctx.t('publishing:putBack.title', { label: labelWords(ctx.t, release.label) })
    return this.draw(ctx, room, title, <PutBackPage {...partsOf(ctx, room)} release={release} looked={looked} />)
  }

  @Post(':release/put-back')
  async putBack(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('release') id: string,
    @Body() form: PutBackForm,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'publish')
    const release = await this.one(room, id)
    await this.back.putBack(room.meeting.id, release.id, form.workingVersion, room.person)
    return redirect(`${room.path}/publish`)
  }

  private async one({ meeting }: DeskRoom, id: string): Promise<ReleaseSummary> {
    const release = isId(id) ? (await this.releases.all(meeting.id)).find((one) => one.id === id) : undefined
    if (!release) throw new NotFound()
    return release
  }

  private async contentOf(room: DeskRoom, id: string): Promise<ReleaseContent> {
    if (id === WORKING) return (await this.publishing.review(room.meeting.id)).content
    const found = isId(id) ? await this.releases.byId(room.meeting.id, asId<'Release'>(id)) : undefined
    if (!found) throw new NotFound()
    return found.content
  }

  private async drawList(
    ctx: RequestContext,
    room: DeskRoom,
    fields: readonly FieldError[] = [],
  ): Promise<HtmlResponse> {
    const [all, current, rounds, quiet] = await Promise.all([
      this.releases.all(room.meeting.id),
      this.releases.current(room.meeting.id),
      this.rounds.of(room.meeting.id),
      this.rounds.quietMinutes(room.meeting.id),
    ])
    const title = ctx.t('publishing:releases.title')
    const parts = partsOf(ctx, room)
    const errors = fieldProblems(ctx.locale, fields)
    return this.draw(
      ctx,
      room,
      title,
      <ReleasesPage {...parts} all={all} current={current?.id} rounds={rounds} quiet={quiet} errors={errors} />,
      fields,
    )
  }

  private draw(
    ctx: RequestContext,
    room: DeskRoom,
    title: string,
    children: ComponentChildren,
    fields: readonly FieldError[] = [],
  ): HtmlResponse {
    const errors = fieldProblems(ctx.locale, fields)
    return page(
      ctx,
      {
        title,
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={ctx.t} errors={errors} title={title} />
            {children}
          </>
        ),
      },
      { status: fields.length ? 422 : 200 },
    )
  }
}

const partsOf = ({ t, locale }: RequestContext, { meeting, path }: DeskRoom) => ({ t, locale, meeting, path })

const nameOf = ({ t }: RequestContext, all: readonly ReleaseSummary[], id: string): string => {
  const release = all.find((one) => one.id === id)
  return release ? labelWords(t, release.label) : t('publishing:compare.working')
}
