import { Body, Controller, Get, Headers, Post, Query, Req, Res } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FieldError } from '../kernel/domain-error.ts'
import { emailFrom } from '../kernel/email-address.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { safePath } from '../platform/http/safe-path.ts'
import { Outbox } from '../platform/mail/outbox.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { Cookies } from './cookies.ts'
import { deviceFrom } from './device.ts'
import { MeetingDirectory } from './meeting-directory.ts'
import { meetingIn } from './next-path.ts'
import { SignInCodes } from './sign-in-codes.service.ts'
import { codeFrom } from './sign-in-code.ts'
import { codePage, elsewherePage, signInPage, type Frame } from './sign-in.views.tsx'
import { SignIns } from './sign-ins.service.ts'

/** The address form. Checked here and not by the pipe, so that the page can show it again. */
export class AddressForm {
  /** However long: what is none is told at the field. */
  @IsOptional()
  @IsString()
  email?: string

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  next?: string
}

/** The code form. */
export class CodeForm {
  @IsOptional()
  @IsString()
  code?: string

  @IsOptional()
  @IsString()
  @MaxLength(10)
  stay?: string
}

type Answer = Promise<HtmlResponse | RedirectResponse>

/** Signing in with an address and a code. */
@ApiExcludeController()
@Policy(PUBLIC)
@Controller(':locale')
export class SignInPages {
  constructor(
    private readonly codes: SignInCodes,
    private readonly signIns: SignIns,
    private readonly cookies: Cookies,
    private readonly outbox: Outbox,
    private readonly meetings: MeetingDirectory,
  ) {}

  @Get('sign-in')
  async address(@Ctx() ctx: RequestContext, @Query('next') next: unknown, @Query('typed') typed: unknown): Answer {
    const path = safePath(next)
    if (ctx.reader) return redirect(path ?? `/${ctx.locale}/me/sign-ins`)
    return signInPage(ctx, { frame: await this.frame(ctx, path), next: path, kept: typed === 'kept' })
  }

  @Get('desk/sign-in')
  async deskAddress(@Ctx() ctx: RequestContext, @Query('next') next: unknown): Answer {
    const path = safePath(next)
    if (ctx.reader?.opensDesk) return redirect(path ?? `/${ctx.locale}/desk`)
    return signInPage(ctx, { frame: { desk: true }, next: path })
  }

  @Post('sign-in')
  async ask(
    @Ctx() ctx: RequestContext,
    @Body() form: AddressForm,
    @Query('typed') typed: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.send(ctx, form, request, reply, { desk: false, kept: typed === 'kept' })
  }

  @Post('desk/sign-in')
  async askAtDesk(
    @Ctx() ctx: RequestContext,
    @Body() form: AddressForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.send(ctx, form, request, reply, { desk: true, kept: false })
  }

  /** What the link in the mail opens. By itself it changes nothing; in another browser there is nothing to enter. */
  @Get('sign-in/code')
  async code(@Ctx() ctx: RequestContext, @Req() request: FastifyRequest): Answer {
    return this.codeOrElsewhere(ctx, request)
  }

  @Post('sign-in/code')
  async prove(
    @Ctx() ctx: RequestContext,
    @Body() form: CodeForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('user-agent') userAgent: string | undefined,
  ): Answer {
    const code = codeFrom(form.code ?? '')
    const again = (message: string): Answer =>
      this.codeOrElsewhere(ctx, request, { form, errors: [{ pointer: '/code', message }] })
    if (code === undefined) return again(form.code?.trim() ? 'code.wrong' : 'code.missing')
    const proof = await this.codes.prove(this.cookies.read(request, 'code'), code, {
      stay: form.stay !== undefined,
      device: deviceFrom(userAgent),
      ip: ctx.ip,
    })
    if (proof.outcome === 'elsewhere') return this.codeOrElsewhere(ctx, request)
    if (proof.outcome !== 'signed-in') return again(`code.${proof.outcome}`)
    // Whoever was signed in here before is not any more.
    if (ctx.reader && ctx.reader.signIn !== proof.signIn) await this.signIns.end(ctx.reader.person, ctx.reader.signIn)
    this.cookies.set(reply, 'sign-in', proof.secret, proof.until)
    this.cookies.clear(reply, 'code')
    return redirect(safePath(proof.next) ?? `/${ctx.locale}${proof.opensDesk ? '/desk' : ''}`)
  }

  @Post('sign-in/code/again')
  async again(
    @Ctx() ctx: RequestContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    const sealed = this.cookies.read(request, 'code')
    const challenge = this.codes.challenge(sealed)
    if (!challenge) return this.codeOrElsewhere(ctx, request)
    const { address, desk, next, kept, invitation } = challenge
    const fresh = await this.codes.ask({
      address,
      desk,
      locale: ctx.locale,
      ip: ctx.ip,
      ...(next && { next }),
      ...(kept && { kept }),
      ...(invitation && { invitation }),
      ...(sealed && { previous: sealed }),
    })
    this.rememberChallenge(reply, fresh)
    return redirect(`/${ctx.locale}/sign-in/code`)
  }

  private async send(
    ctx: RequestContext,
    form: AddressForm,
    request: FastifyRequest,
    reply: FastifyReply,
    { desk, kept }: { desk: boolean; kept: boolean },
  ): Answer {
    const next = safePath(form.next)
    const frame = async (): Promise<Frame> => (desk ? { desk: true } : this.frame(ctx, next))
    const typed = form.email ?? ''
    const again = async (error: FieldError, status = 422): Answer =>
      signInPage(ctx, { frame: await frame(), next, kept, typed, errors: [error] }, status)
    const address = emailFrom(typed)
    if (!address) return again({ pointer: '/email', message: typed.trim() ? 'email.invalid' : 'email.missing' })
    const previous = this.cookies.read(request, 'code')
    const sealed = await this.codes.ask({
      address,
      desk,
      locale: ctx.locale,
      ip: ctx.ip,
      ...(next && { next }),
      ...(kept && { kept }),
      ...(previous && { previous }),
    })
    this.rememberChallenge(reply, sealed)
    return redirect(`/${ctx.locale}/sign-in/code`)
  }

  private rememberChallenge(reply: FastifyReply, sealed: string): void {
    this.cookies.set(reply, 'code', sealed, this.codes.challenge(sealed)?.expiresAt)
  }

  private async codeOrElsewhere(
    ctx: RequestContext,
    request: FastifyRequest,
    sent: { form?: CodeForm; errors?: readonly FieldError[] } = {},
  ): Answer {
    const challenge = this.codes.challenge(this.cookies.read(request, 'code'))
    // Whoever follows the link again after signing in has nothing left to enter.
    if (!challenge) return ctx.reader ? redirect(`/${ctx.locale}`) : elsewherePage(ctx)
    const { desk, next } = challenge
    return codePage(
      ctx,
      {
        frame: desk ? { desk: true } : await this.frame(ctx, next),
        challenge,
        canStay: (await this.codes.stayUntil(challenge)) !== undefined,
        showsOutbox: this.outbox.exists,
        typed: sent.form?.code,
        stay: sent.form ? sent.form.stay !== undefined : true,
        errors: sent.errors,
      },
      sent.errors ? 422 : 200,
    )
  }

  /** The masthead of the meeting that the reader comes for. */
  private async frame(ctx: RequestContext, next: string | undefined): Promise<Frame> {
    const slug = meetingIn(next)
    const meeting = slug === undefined ? undefined : await this.meetings.frame(slug, ctx.locale)
    return meeting ? { meeting } : {}
  }
}
