import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Query, Res } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import type { FastifyReply } from 'fastify'
import { NotFound } from '../../kernel/domain-error.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { Ctx, type Reader, type RequestContext } from '../../platform/http/request-context.ts'
import { safePath } from '../../platform/http/safe-path.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Cookies } from '../cookies.ts'
import { deviceFrom } from '../device.ts'
import { People } from '../people.service.ts'
import { DESK_DOOR } from '../role-policy.ts'
import type { Renewed } from '../sign-ins.service.ts'
import { Passkeys } from './passkeys.service.ts'
import { doorPage, recoveryCodesPage, setUpPage } from './second-factor.views.tsx'
import { SecondFactors, type Added } from './second-factors.service.ts'

/** Giving or setting up one: a code that was typed, or what a passkey signed. */
export class SecondFactorForm {
  @IsOptional()
  @IsString()
  code?: string

  /** The offered key, sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  key?: string

  /** The passkey's answer, as JSON. */
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  answer?: string

  @IsOptional()
  @IsString()
  @MaxLength(10)
  stay?: string

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  next?: string
}

type Answer = Promise<HtmlResponse | RedirectResponse>

/** The desk's second door: who holds a role sets up a second factor there once, and gives it at each sign-in. */
@ApiExcludeController()
@Policy(DESK_DOOR)
@Controller(':locale/desk/second-factor')
export class SecondFactorPages {
  constructor(
    private readonly factors: SecondFactors,
    private readonly passkeys: Passkeys,
    private readonly people: People,
    private readonly cookies: Cookies,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async door(@Ctx() ctx: RequestContext, @Query('next') asked: unknown): Answer {
    const reader = readerIn(ctx)
    const next = safePath(asked)
    const known = await this.factors.of(reader.person)
    if (this.factors.isFresh(reader)) return redirect(next ?? `/${ctx.locale}/desk`)
    if (known.length === 0) return redirect(withNext(`/${ctx.locale}/desk/second-factor/set-up`, next))
    return doorPage(ctx, { known, next, again: reader.secondFactor !== undefined })
  }

  @Post()
  async give(
    @Ctx() ctx: RequestContext,
    @Body() form: SecondFactorForm,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    const reader = readerIn(ctx)
    const next = safePath(form.next)
    const stay = form.stay !== undefined
    const byPasskey = Boolean(form.answer)
    const typed = form.code ?? ''
    const given = byPasskey
      ? await this.passkeys.give(reader, form.answer!, { stay })
      : await this.factors.give(reader, typed, { stay })
    if (given.outcome === 'given') {
      this.remember(reply, given)
      return redirect(next ?? `/${ctx.locale}/desk`)
    }
    const message = byPasskey ? 'second-factor.passkey' : typed.trim() ? 'second-factor.wrong' : 'second-factor.missing'
    const known = await this.factors.of(reader.person)
    const again = reader.secondFactor !== undefined
    return doorPage(ctx, { known, next, again, stay, typed, errors: [{ pointer: '/code', message }] })
  }

  @Post('options')
  @HttpCode(200)
  async options(@Ctx() ctx: RequestContext): Promise<object> {
    return this.passkeys.optionsToGive(readerIn(ctx))
  }

  @Get('set-up')
  async setUp(@Ctx() ctx: RequestContext, @Query('next') asked: unknown): Answer {
    return (await this.elsewhere(ctx, asked)) ?? this.setUpPage(ctx, { next: safePath(asked) })
  }

  @Post('set-up')
  async add(
    @Ctx() ctx: RequestContext,
    @Body() form: SecondFactorForm,
    @Headers('user-agent') userAgent: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    const elsewhere = await this.elsewhere(ctx, form.next)
    if (elsewhere) return elsewhere
    const reader = readerIn(ctx)
    const next = safePath(form.next)
    const name = deviceFrom(userAgent)
    const { answer, key, code = '' } = form
    const added = answer
      ? await this.passkeys.add(reader, answer, name)
      : await this.factors.addApp(reader, key ?? '', code, name)
    if (added.outcome !== 'added') {
      const message = answer ? 'second-factor.passkey' : messageOf(added.outcome, code)
      return this.setUpPage(ctx, { next, key, typed: code, errors: [{ pointer: '/code', message }] })
    }
    this.remember(reply, added)
    const { recoveryCodes } = added
    return recoveryCodes
      ? recoveryCodesPage(ctx, recoveryCodes, next ?? `/${ctx.locale}/desk`)
      : redirect(next ?? `/${ctx.locale}/desk/second-factors`)
  }

  @Post('set-up/options')
  @HttpCode(200)
  async optionsToAdd(@Ctx() ctx: RequestContext): Promise<object> {
    const reader = readerIn(ctx)
    return this.passkeys.optionsToAdd(reader, await this.accountOf(reader))
  }

  /** Only a development install lets it be put off. */
  @Post('later')
  async later(@Ctx() ctx: RequestContext, @Body() form: SecondFactorForm): Promise<RedirectResponse> {
    await this.factors.putOff(readerIn(ctx))
    return redirect(safePath(form.next) ?? `/${ctx.locale}/desk`)
  }

  /** Who has one already gives it before they add another. */
  private async elsewhere(ctx: RequestContext, asked: unknown): Promise<RedirectResponse | undefined> {
    const reader = readerIn(ctx)
    if (this.factors.isFresh(reader) || (await this.factors.of(reader.person)).length === 0) return undefined
    const here = withNext(`/${ctx.locale}/desk/second-factor/set-up`, safePath(asked))
    return redirect(withNext(`/${ctx.locale}/desk/second-factor`, here))
  }

  private async setUpPage(
    ctx: RequestContext,
    sent: Pick<SecondFactorForm, 'key'> & Pick<Parameters<typeof setUpPage>[1], 'next' | 'typed' | 'errors'>,
  ): Promise<HtmlResponse> {
    const reader = readerIn(ctx)
    const { key, ...rest } = sent
    return setUpPage(ctx, {
      offered: this.factors.offerKey(reader, key),
      account: await this.accountOf(reader),
      site: `${ctx.t('common:brand')} ${this.settings.baseUrl.hostname}`,
      passkeys: this.passkeys.areOffered,
      first: (await this.factors.of(reader.person)).length === 0,
      mayPutOff: this.factors.mayBePutOff,
      ...rest,
    })
  }

  private async accountOf(reader: Reader): Promise<string> {
    return (await this.people.byId(reader.person))?.email ?? ''
  }

  private remember(reply: FastifyReply, { secret, until }: Renewed): void {
    this.cookies.set(reply, 'sign-in', secret, until)
  }
}

const messageOf = (outcome: Exclude<Added['outcome'], 'added'>, typed: string): string =>
  outcome === 'stale' ? 'second-factor.stale' : typed.trim() ? 'second-factor.wrong' : 'second-factor.missing'

const withNext = (path: string, next: string | undefined): string =>
  next === undefined ? path : `${path}?next=${encodeURIComponent(next)}`

/** The policy lets nobody in who is not signed in. */
const readerIn = ({ reader }: RequestContext): Reader => {
  if (!reader) throw new NotFound()
  return reader
}
