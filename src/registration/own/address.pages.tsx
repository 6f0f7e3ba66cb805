import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '../../kernel/domain-error.ts'
import { emailFrom, emailKey } from '../../kernel/email-address.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { AddressCodes } from '../../people/address-codes.service.ts'
import { Cookies } from '../../people/cookies.ts'
import { AddressIsTaken } from '../../people/people.service.ts'
import { codeFrom } from '../../people/sign-in-code.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { Ctx, type Reader, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy, SIGNED_IN } from '../../platform/policies/policy.ts'
import { ownPath } from '../form/form-views.tsx'
import { Registrations } from '../registrations.service.ts'
import { isSuspendedByChange } from '../verification.ts'
import { addressCodePage, addressPage } from './address-pages.tsx'
import { Addresses } from './addresses.service.ts'

/** A new address. Checked by the handler, so that the page can show it again. */
export class NewAddressForm {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  email?: string
}

/** The code that went there. */
export class AddressCodeForm {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  code?: string
}

type Answer = Promise<HtmlResponse | RedirectResponse>

const readerOf = ({ reader }: RequestContext): Reader => {
  if (!reader) throw new NotFound()
  return reader
}

/** Changing one's address: the new one counts once a code that went there came back. */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale/:meeting/me/address')
export class AddressPages {
  constructor(
    private readonly meetings: Meetings,
    private readonly registrations: Registrations,
    private readonly codes: AddressCodes,
    private readonly addresses: Addresses,
    private readonly cookies: Cookies,
  ) {}

  @Get()
  async form(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Answer {
    return this.draw(ctx, slug)
  }

  @Post()
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() { email: typed = '' }: NewAddressForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    const { person } = readerOf(ctx)
    const meeting = await this.meetings.named(slug)
    const address = emailFrom(typed)
    if (!address) return this.draw(ctx, slug, typed, typed.trim() ? 'email.invalid' : 'email.missing')
    const own = emailFrom(await this.registrations.addressOf(person))
    if (own && emailKey(own) === emailKey(address)) return this.draw(ctx, slug, typed, 'email.same')
    const at = `${ownPath(ctx.locale, meeting)}/address/code`
    const previous = this.cookies.read(request, 'address')
    const sealed = await this.codes.ask({ person, address, locale: ctx.locale, ip: ctx.ip, at, previous })
    this.cookies.set(reply, 'address', sealed, this.codes.challenge(sealed)?.expiresAt)
    return redirect(at)
  }

  @Get('code')
  async code(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Req() request: FastifyRequest): Answer {
    return this.drawCode(ctx, slug, request)
  }

  @Post('code')
  async prove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() form: AddressCodeForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    const { person, signIn } = readerOf(ctx)
    const meeting = await this.meetings.named(slug)
    const code = codeFrom(form.code ?? '')
    if (code === undefined)
      return this.drawCode(ctx, slug, request, form.code, form.code?.trim() ? 'code.wrong' : 'code.missing')
    const proof = await this.codes.prove(this.cookies.read(request, 'address'), code, person, ctx.ip)
    if (proof.outcome === 'elsewhere') return this.drawCode(ctx, slug, request)
    if (proof.outcome !== 'proved') return this.drawCode(ctx, slug, request, form.code, `code.${proof.outcome}`)
    try {
      await this.addresses.change(meeting, person, proof.address, { signIn, locale: ctx.locale })
    } catch (error) {
      if (!(error instanceof AddressIsTaken)) throw error
      return this.draw(ctx, slug, proof.address, 'email.taken')
    }
    this.cookies.clear(reply, 'address')
    return redirect(ownPath(ctx.locale, meeting))
  }

  private async draw(ctx: RequestContext, slug: string, typed?: string, problem?: string): Promise<HtmlResponse> {
    const { person } = readerOf(ctx)
    const meeting = await this.meetings.named(slug)
    const own = await this.registrations.own(meeting, person)
    return addressPage({
      ctx,
      meeting,
      email: own?.email ?? (await this.registrations.addressOf(person)),
      suspends:
        own !== undefined &&
        isSuspendedByChange(meeting.registration, {
          state: own.state,
          verifiedConstituency: own.verified?.constituency ?? null,
        }),
      typed,
      ...(problem && { errors: [{ pointer: '/email', message: problem }] }),
    })
  }

  private async drawCode(
    ctx: RequestContext,
    slug: string,
    request: FastifyRequest,
    typed?: string,
    problem?: string,
  ): Answer {
    const meeting = await this.meetings.named(slug)
    const challenge = this.codes.challenge(this.cookies.read(request, 'address'))
    if (!challenge || challenge.person !== readerOf(ctx).person)
      return redirect(`${ownPath(ctx.locale, meeting)}/address`)
    return addressCodePage({
      ctx,
      meeting,
      address: challenge.address,
      typed,
      ...(problem && { errors: [{ pointer: '/code', message: problem }] }),
    })
  }
}
