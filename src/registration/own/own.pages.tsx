import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator'
import { NotFound, type DomainError } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy, SIGNED_IN } from '../../platform/policies/policy.ts'
import { ownPath } from '../form/form-views.tsx'
import { Ledger } from '../ledger.service.ts'
import { FileResponse } from '../../platform/files/file-response.ts'
import { StoredFiles } from '../../platform/files/stored-files.service.ts'
import { wordsFor } from '../../platform/i18n/i18n.ts'
import { problemCode } from '../../platform/http/problem.ts'
import { SessionOffers } from '../form/session-offers.service.ts'
import { OfferIsOver, Offers } from '../places/offers.service.ts'
import { AnswerFiles } from '../questions/answer-files.service.ts'
import { ownPage, unregisteredPage } from './own-page.tsx'
import { OwnPageSections } from './own-page-sections.ts'
import type { OwnRegistration } from './own.ts'
import { Registrations } from '../registrations.service.ts'
import { can } from '../states.ts'
import { withdrawPage } from './withdraw-page.tsx'

/** An answer to an offered place. */
export class OfferForm {
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'field.not-a-date' })
  day: string

  @IsOptional()
  @IsUUID()
  session?: string

  @IsIn(['accept', 'refuse'])
  answer: 'accept' | 'refuse'
}

/** A person's own page: where they stand, what they said, how to change or stop it. */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale/:meeting/me')
export class OwnPages {
  constructor(
    private readonly meetings: Meetings,
    private readonly registrations: Registrations,
    private readonly ledger: Ledger,
    private readonly sections: OwnPageSections,
    private readonly answerFiles: AnswerFiles,
    private readonly files: StoredFiles,
    private readonly offers: Offers,
    private readonly sessionOffers: SessionOffers,
  ) {}

  @Get()
  async own(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.draw(ctx, await this.meetings.named(slug), false)
  }

  /** Where the form leads when it was sent. */
  @Get('sent')
  async sent(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.draw(ctx, await this.meetings.named(slug), true)
  }

  @Get('withdraw')
  async ask(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse | RedirectResponse> {
    const meeting = await this.meetings.named(slug)
    const own = await this.find(ctx, meeting)
    if (!own || !can('withdraw', own.state)) return redirect(ownPath(ctx.locale, meeting))
    return withdrawPage(ctx, meeting, own)
  }

  @Post('withdraw')
  async withdraw(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<RedirectResponse> {
    const meeting = await this.meetings.named(slug)
    if (!ctx.reader) throw new NotFound()
    await this.registrations.withdraw(meeting, ctx.reader.person)
    return redirect(ownPath(ctx.locale, meeting))
  }

  /** Takes an offered place, or lets it go to the next in line. */
  @Post('offer')
  async answer(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() { day, session, answer }: OfferForm,
  ): Promise<HtmlResponse | RedirectResponse> {
    const meeting = await this.meetings.named(slug)
    if (!ctx.reader) throw new NotFound()
    const offered = { day, ...(session && { session: asId<'Session'>(session) }) }
    try {
      await this.offers[answer](meeting, ctx.reader.person, offered)
    } catch (error) {
      if (!(error instanceof OfferIsOver)) throw error
      return this.draw(ctx, meeting, false, error)
    }
    return redirect(ownPath(ctx.locale, meeting))
  }

  /** A file that somebody gave as an answer, for themselves. */
  @Get('files/:question')
  async file(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('question') question: string,
  ): Promise<FileResponse> {
    const meeting = await this.meetings.named(slug)
    const own = await this.find(ctx, meeting)
    const answers = own && { ...own.answers, ...own.draft.answers }
    const found = answers && (await this.answerFiles.named(meeting, answers)).get(question)
    if (!found || !ctx.reader || found.by !== ctx.reader.person) throw new NotFound()
    return new FileResponse(await this.files.read(found.id))
  }

  private async find(ctx: RequestContext, meeting: Meeting): Promise<OwnRegistration | undefined> {
    return ctx.reader && this.registrations.own(meeting, ctx.reader.person)
  }

  private async draw(
    ctx: RequestContext,
    meeting: Meeting,
    sent: boolean,
    refused?: DomainError,
  ): Promise<HtmlResponse> {
    const own = await this.find(ctx, meeting)
    const window = this.registrations.window(meeting, 'online')
    const open = window === 'open' || window === 'late'
    if (!own) return unregisteredPage(ctx, meeting, open)
    const [changes, sections, files, named] = await Promise.all([
      this.ledger.of(own.id),
      this.sections.drawn(ctx, meeting, own),
      this.answerFiles.named(meeting, own.answers),
      this.sessionOffers.named(meeting, ctx.reader!.person, ctx.locale),
    ])
    const last = changes.filter((change) => change.fromState !== change.toState || change.why).at(-1)
    return ownPage({
      ctx,
      meeting,
      own,
      today: this.registrations.today(meeting),
      open,
      why: last?.toState === own.state && last.why ? last.why : undefined,
      sections,
      files,
      named,
      ...(refused && {
        errors: [{ name: '', message: wordsFor(ctx.locale, `errors:problem.${problemCode(refused)}`, refused.params) }],
      }),
      sent,
    })
  }
}
