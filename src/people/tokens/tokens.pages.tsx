import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { newId, type PersonId } from '../../kernel/id.ts'
import { SETTINGS, type Settings } from '../../platform/config/settings.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { Ctx, type Reader, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { MeetingDirectory, type MeetingChoice } from '../meeting-directory.ts'
import { People } from '../people.service.ts'
import { ANY_ROLE, ANY_ROLE_ANEW } from '../role-policy.ts'
import { ApiTokens, type ApiTokenView } from './api-tokens.service.ts'
import { DEFAULT_LIFETIME } from './lifetime.ts'
import { scopesFor } from './scopes.ts'
import { TokenForm, typedIn, wishFrom, type Offered, type Typed } from './token-form.ts'
import { listPage, madePage, newPage, stopAllPage, stopPage } from './tokens.views.tsx'

type Answer = Promise<HtmlResponse | RedirectResponse>

/** The tokens of one's own programs: making one asks for the second factor again, stopping one never does. */
@ApiExcludeController()
@Policy(ANY_ROLE)
@Controller(':locale/desk/tokens')
export class TokensPages {
  constructor(
    private readonly tokens: ApiTokens,
    private readonly people: People,
    private readonly meetings: MeetingDirectory,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async list(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    const [known, meetings] = await Promise.all([
      this.tokens.of(readerIn(ctx).person),
      this.meetings.choices(ctx.locale),
    ])
    return listPage(ctx, known, meetings)
  }

  @Get('new')
  @Policy(ANY_ROLE_ANEW)
  async form(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    const offered = await this.offered(ctx)
    const typed = { id: newId(), name: '', scopes: [], days: String(DEFAULT_LIFETIME), meeting: '' }
    return newPage(ctx, { offered, typed: { ...typed, meeting: onlyOne(offered.meetings) } })
  }

  @Post('new')
  @Policy(ANY_ROLE_ANEW)
  async make(@Ctx() ctx: RequestContext, @Body() form: TokenForm): Answer {
    const offered = await this.offered(ctx)
    const typed = typedIn(form)
    const { wish, errors } = wishFrom(typed, offered)
    if (errors) return newPage(ctx, { offered, typed, errors })
    const made = await this.madeOr(() => this.tokens.make(readerIn(ctx), wish))
    if (typeof made === 'object') return newPage(ctx, { offered, typed, errors: made })
    // Sent twice: it was shown, and is not again.
    if (made === undefined) return redirect(`/${ctx.locale}/desk/tokens`)
    const meeting = offered.meetings.find(({ id }) => id === wish.meeting) ?? offered.meetings[0]
    return madePage(ctx, { token: made, name: wish.name, scope: wish.scopes[0]!, meeting, site: this.settings.baseUrl })
  }

  @Get('stop')
  stopAllForm(@Ctx() ctx: RequestContext): HtmlResponse {
    return stopAllPage(ctx)
  }

  @Post('stop')
  async stopAll(@Ctx() ctx: RequestContext): Promise<RedirectResponse> {
    await this.tokens.stopAll(readerIn(ctx).person)
    return redirect(`/${ctx.locale}/desk/tokens`)
  }

  @Get(':token/stop')
  async stopForm(@Ctx() ctx: RequestContext, @Param('token') id: string): Answer {
    const token = await this.one(readerIn(ctx).person, id)
    return token.good ? stopPage(ctx, token) : redirect(`/${ctx.locale}/desk/tokens`)
  }

  @Post(':token/stop')
  async stop(@Ctx() ctx: RequestContext, @Param('token') id: string): Promise<RedirectResponse> {
    await this.tokens.stop(readerIn(ctx).person, id)
    return redirect(`/${ctx.locale}/desk/tokens`)
  }

  private async one(person: PersonId, id: string): Promise<ApiTokenView> {
    const token = (await this.tokens.of(person)).find((each) => each.id === id)
    if (!token) throw new NotFound()
    return token
  }

  /** What its owner may do, in the meetings in which they do it. */
  private async offered(ctx: RequestContext): Promise<Offered> {
    const [roles, meetings] = await Promise.all([
      this.people.rolesOf(readerIn(ctx).person),
      this.meetings.choices(ctx.locale),
    ])
    const everywhere = roles.some(({ meeting }) => meeting === undefined)
    const own = new Set(roles.map(({ meeting }) => meeting))
    return { scopes: scopesFor(roles), meetings: meetings.filter(({ id }) => everywhere || own.has(id)) }
  }

  /** What was made, or what is wrong at which field. */
  private async madeOr(make: () => Promise<string | undefined>): Promise<string | undefined | readonly FieldError[]> {
    try {
      return await make()
    } catch (error) {
      if (error instanceof InvalidInput) return error.fields
      throw error
    }
  }
}

const onlyOne = (meetings: readonly MeetingChoice[]): Typed['meeting'] => (meetings.length === 1 ? meetings[0]!.id : '')

/** The policy lets nobody in who is not signed in. */
const readerIn = ({ reader }: RequestContext): Reader => {
  if (!reader) throw new NotFound()
  return reader
}
