import { Controller, Get, Inject, Param } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { NotFound } from '../kernel/domain-error.ts'
import { RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { labelInPath } from './frame.ts'
import { KnownMeetings } from './known-meetings.ts'
import { labelFrom } from './labels.ts'

/** A meeting's slug where a language could stand; the router tries it before `/:locale`. */
const SLUG = ':slug(^(?!(?:en|fr|es|sp)$)[a-z0-9-]+$)'

const onTo = (path: string): RedirectResponse =>
  new RedirectResponse(path, 302, { 'cache-control': 'no-cache', vary: 'Accept-Language' })

/** Short addresses for paper and QR codes: to the language that the browser prefers. */
@ApiExcludeController()
@Policy(PUBLIC)
@Controller()
export class ShortAddresses {
  constructor(@Inject(KnownMeetings) private readonly meetings: KnownMeetings) {}

  @Get(SLUG)
  async agenda(@Ctx() { locale }: RequestContext, @Param('slug') slug: string): Promise<RedirectResponse> {
    const meeting = await this.meetings.named(slug)
    return onTo(`/${locale}/${meeting.slug}/agenda`)
  }

  @Get(`${SLUG}/:label`)
  async release(
    @Ctx() { locale }: RequestContext,
    @Param('slug') slug: string,
    @Param('label') text: string,
  ): Promise<RedirectResponse> {
    const label = labelFrom(text)
    if (!label) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    return onTo(`/${locale}/${meeting.slug}/releases/${labelInPath(label)}`)
  }
}
