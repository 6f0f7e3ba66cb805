import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import { NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { Ctx, type Reader, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { People } from '../people.service.ts'
import { ANY_ROLE, ANY_ROLE_ANEW, roleEverywhere } from '../role-policy.ts'
import { allDonePage, listPage, recoverPage, removePage } from './manage.views.tsx'
import { recoveryCodesPage } from './second-factor.views.tsx'
import { SecondFactors, type SecondFactorView } from './second-factors.service.ts'

/** An organiser lets a colleague who has lost everything set up anew. */
export class RecoveryForm {
  /** However long: what is none is told at the field. */
  @IsOptional()
  @IsString()
  email?: string

  @IsOptional()
  @IsString()
  @MaxLength(10)
  sure?: string
}

type Answer = Promise<HtmlResponse | RedirectResponse>

/** One's own second factors; and how an organiser of all meetings helps somebody who has lost theirs. */
@ApiExcludeController()
@Policy(ANY_ROLE_ANEW)
@Controller(':locale/desk/second-factors')
export class SecondFactorsPages {
  constructor(
    private readonly factors: SecondFactors,
    private readonly people: People,
  ) {}

  @Policy(ANY_ROLE)
  @Get()
  async list(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    const { person } = readerIn(ctx)
    const [known, codesLeft, helpsOthers] = await Promise.all([
      this.factors.of(person),
      this.factors.recoveryCodesLeft(person),
      this.people.mayEverywhere(person, 'configure-meeting'),
    ])
    return listPage(ctx, { known, codesLeft, helpsOthers })
  }

  @Post('recovery-codes')
  async newCodes(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    const codes = await this.factors.makeRecoveryCodes(readerIn(ctx).person)
    return recoveryCodesPage(ctx, codes, `/${ctx.locale}/desk/second-factors`)
  }

  @Get('recover')
  @Policy(roleEverywhere('configure-meeting', { stepUp: true }))
  recoverForm(@Ctx() ctx: RequestContext): HtmlResponse {
    return recoverPage(ctx, {})
  }

  @Post('recover')
  @Policy(roleEverywhere('configure-meeting', { stepUp: true }))
  async recover(@Ctx() ctx: RequestContext, @Body() form: RecoveryForm): Promise<HtmlResponse> {
    const reader = readerIn(ctx)
    const typed = form.email ?? ''
    const address = emailFrom(typed)
    const somebody = address && (await this.people.byEmail(address))
    const errors: FieldError[] = []
    if (!address) errors.push({ pointer: '/email', message: typed.trim() ? 'email.invalid' : 'email.missing' })
    else if (somebody?.id === reader.person) errors.push({ pointer: '/email', message: 'second-factor.yourself' })
    if (form.sure === undefined) errors.push({ pointer: '/sure', message: 'second-factor.not-sure' })
    if (!errors.length && !(somebody && (await this.factors.reset(somebody.id, reader.person))))
      errors.push({ pointer: '/email', message: 'second-factor.none' })
    if (errors.length) return recoverPage(ctx, { typed, sure: form.sure !== undefined, errors })
    return allDonePage(ctx, somebody?.email ?? typed)
  }

  @Get(':factor/remove')
  async removeForm(@Ctx() ctx: RequestContext, @Param('factor') id: string): Answer {
    const factor = await this.oneOfTwo(ctx, id)
    return factor ? removePage(ctx, factor) : redirect(`/${ctx.locale}/desk/second-factors`)
  }

  @Post(':factor/remove')
  async remove(@Ctx() ctx: RequestContext, @Param('factor') id: string): Promise<RedirectResponse> {
    await this.factors.remove(readerIn(ctx).person, id)
    return redirect(`/${ctx.locale}/desk/second-factors`)
  }

  /** The last one is not taken away. */
  private async oneOfTwo(ctx: RequestContext, id: string): Promise<SecondFactorView | undefined> {
    const known = await this.factors.of(readerIn(ctx).person)
    const factor = known.find((one) => one.id === id)
    if (!factor) throw new NotFound()
    return known.length > 1 ? factor : undefined
  }
}

/** The policy lets nobody in who is not signed in. */
const readerIn = ({ reader }: RequestContext): Reader => {
  if (!reader) throw new NotFound()
  return reader
}
