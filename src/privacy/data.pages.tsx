import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FieldError } from '../kernel/domain-error.ts'
import type { EmailAddress } from '../kernel/email-address.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Cookies } from '../people/cookies.ts'
import { People } from '../people/people.service.ts'
import { codeFrom } from '../people/sign-in-code.ts'
import { SignInCodes } from '../people/sign-in-codes.service.ts'
import { FileResponse } from '../platform/files/file-response.ts'
import { parseForm } from '../platform/http/form.ts'
import { BytesResponse, redirect, type HtmlResponse, type RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import type { Reader } from '../platform/http/request-context.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Policy, PUBLIC, SIGNED_IN } from '../platform/policies/policy.ts'
import { dataPage } from './data-page.tsx'
import { erasedPage, erasePage } from './erase-page.tsx'
import { Erasure } from './erasure.service.ts'
import { Export } from './export.service.ts'
import { exported } from './exported.ts'

export class EraseForm {
  @IsOptional() @IsString() @MaxLength(1000) code?: string
}

const readerOf = ({ reader }: RequestContext): Reader => {
  if (!reader) throw new NotSignedIn()
  return reader
}

/** What we hold about who reads it: to see, to take along, to have erased. */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale/me')
export class DataPages {
  constructor(
    private readonly data: Export,
    private readonly erasure: Erasure,
    private readonly meetings: Meetings,
    private readonly people: People,
    private readonly codes: SignInCodes,
    private readonly cookies: Cookies,
  ) {}

  @Get('data')
  async show(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    const [held, meetings] = await Promise.all([this.data.of(readerOf(ctx).person), this.meetings.list()])
    return dataPage({ ctx, held, meetings: new Map(meetings.map((meeting) => [meeting.id, meeting])) })
  }

  @Get('data.json')
  async download(@Ctx() ctx: RequestContext): Promise<BytesResponse> {
    const { person } = readerOf(ctx)
    const [held, meetings] = await Promise.all([this.data.of(person), this.meetings.list()])
    return new BytesResponse('application/json', JSON.stringify(exported(person, held, meetings), null, 2), {
      cache: 'private',
      headers: { 'content-disposition': 'attachment; filename="plenary.json"' },
    })
  }

  @Get('data/files/:file')
  async file(@Ctx() ctx: RequestContext, @Param('file') file: string): Promise<FileResponse> {
    return new FileResponse(await this.data.file(readerOf(ctx).person, file))
  }

  @Get('data/erase')
  async ask(@Ctx() ctx: RequestContext, @Req() request: FastifyRequest): Promise<HtmlResponse> {
    const address = await this.addressOf(readerOf(ctx))
    const challenge = this.codes.challenge(this.cookies.read(request, 'code'))
    return erasePage(ctx, { address, asked: challenge !== undefined && challenge.address === address })
  }

  @Post('data/erase/code')
  async send(
    @Ctx() ctx: RequestContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedirectResponse> {
    const address = await this.addressOf(readerOf(ctx))
    const previous = this.cookies.read(request, 'code')
    if (address) {
      const sealed = await this.codes.ask({
        address,
        desk: false,
        locale: ctx.locale,
        ip: ctx.ip,
        next: `/${ctx.locale}/me/data/erase`,
        ...(previous && { previous }),
      })
      this.cookies.set(reply, 'code', sealed, this.codes.challenge(sealed)?.expiresAt)
    }
    return redirect(`/${ctx.locale}/me/data/erase#prove`)
  }

  @Post('data/erase')
  async erase(
    @Ctx() ctx: RequestContext,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HtmlResponse | RedirectResponse> {
    const reader = readerOf(ctx)
    const { value, errors } = parseForm(EraseForm, body)
    const address = await this.addressOf(reader)
    const again = (problems: readonly FieldError[]): HtmlResponse =>
      erasePage(ctx, { address, asked: true, typed: value?.code, errors: problems })
    if (errors) return again(errors)
    const code = codeFrom(value.code ?? '')
    if (code === undefined)
      return again([{ pointer: '/code', message: value.code?.trim() ? 'code.wrong' : 'code.missing' }])
    const proof = await this.codes.confirm(this.cookies.read(request, 'code'), code, {
      person: reader.person,
      ip: ctx.ip,
    })
    if (proof !== 'confirmed')
      return again([{ pointer: '/code', message: `code.${proof === 'elsewhere' ? 'expired' : proof}` }])
    await this.erasure.erase(reader.person, reader.person)
    this.cookies.clear(reply, 'sign-in')
    this.cookies.clear(reply, 'code')
    return redirect(`/${ctx.locale}/me/erased`)
  }

  @Policy(PUBLIC)
  @Get('erased')
  erased(@Ctx() ctx: RequestContext): HtmlResponse {
    return erasedPage(ctx)
  }

  private async addressOf({ person }: Reader): Promise<EmailAddress | undefined> {
    return (await this.people.byId(person))?.email
  }
}
