import { Controller, Get, Param, Post, Res } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyReply } from 'fastify'
import { redirect, type HtmlResponse, type RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { formatInstant } from '../platform/i18n/formats.ts'
import { Policy, PUBLIC, SIGNED_IN } from '../platform/policies/policy.ts'
import { Actions, Button, Form, Hidden, Links } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { page } from '../ui/page.tsx'
import { Cookies } from './cookies.ts'
import { SignIns, type SignInView } from './sign-ins.service.ts'
import { ApiTokens } from './tokens/api-tokens.service.ts'

/** Where somebody is signed in, and how to end it. */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale')
export class SignInsPages {
  constructor(
    private readonly signIns: SignIns,
    private readonly cookies: Cookies,
    private readonly tokens: ApiTokens,
  ) {}

  @Get('me/sign-ins')
  async list(@Ctx() ctx: RequestContext): Promise<HtmlResponse | RedirectResponse> {
    const { reader } = ctx
    if (!reader) return redirect(`/${ctx.locale}/sign-in`)
    const [signIns, tokens] = await Promise.all([this.signIns.of(reader.person), this.tokens.of(reader.person)])
    return signInsPage(ctx, signIns, { current: reader.signIn, tokens: tokens.some(({ good }) => good) })
  }

  @Post('me/sign-ins/:signIn/end')
  async end(
    @Ctx() ctx: RequestContext,
    @Param('signIn') signIn: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedirectResponse> {
    const { reader } = ctx
    if (reader) await this.signIns.end(reader.person, signIn)
    if (reader?.signIn !== signIn) return redirect(`/${ctx.locale}/me/sign-ins`)
    this.cookies.clear(reply, 'sign-in')
    return redirect(`/${ctx.locale}`)
  }

  @Post('me/sign-ins/end-others')
  async endOthers(@Ctx() ctx: RequestContext): Promise<RedirectResponse> {
    if (ctx.reader) await this.signIns.endOthers(ctx.reader.person, ctx.reader.signIn)
    return redirect(`/${ctx.locale}/me/sign-ins`)
  }

  /** For who typed the address: looking at it signs nobody out. */
  @Policy(PUBLIC)
  @Get('sign-out')
  signOutPage(@Ctx() ctx: RequestContext): HtmlResponse | RedirectResponse {
    const { t, locale } = ctx
    if (!ctx.reader) return redirect(`/${locale}`)
    return page(ctx, {
      title: t('people:signOut.title'),
      scripts: ['sign-out'],
      children: (
        <>
          <PageHead t={t} title={t('people:signOut.title')} lead={t('people:signOut.lead')} />
          <div class="axis">
            <Form class="form" action={`/${locale}/sign-out`} signsOut>
              <Actions>
                <Button>{t('people:signOut.button')}</Button>
              </Actions>
            </Form>
          </div>
        </>
      ),
    })
  }

  @Policy(PUBLIC)
  @Post('sign-out')
  async signOut(
    @Ctx() ctx: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedirectResponse> {
    if (ctx.reader) await this.signIns.end(ctx.reader.person, ctx.reader.signIn)
    this.cookies.clear(reply, 'sign-in')
    this.cookies.clear(reply, 'code')
    return redirect(`/${ctx.locale}`)
  }
}

const signInsPage = (
  ctx: RequestContext,
  signIns: readonly SignInView[],
  { current, tokens }: { current: string; tokens: boolean },
): HtmlResponse => {
  const { t, locale } = ctx
  // No meeting is at hand, so no zone of one: UTC, and said so.
  const when = (instant: Temporal.Instant): string => `${formatInstant(instant, 'UTC', locale)} UTC`
  const nameOf = ({ device }: SignInView): string => device || t('people:signIns.unknown')
  return page(ctx, {
    title: t('people:signIns.title'),
    scripts: ['sign-out'],
    children: (
      <>
        <PageHead
          t={t}
          rail={t('people:signIns.rail')}
          title={t('people:signIns.title')}
          lead={t('people:signIns.lead')}
        />
        <DataTable
          t={t}
          columns={[
            { name: t('people:signIns.device') },
            { name: t('people:signIns.since') },
            { name: t('people:signIns.seen') },
            { name: t('people:signIns.action'), hideName: true },
          ]}
          rows={signIns.map((signIn) => ({
            header: (
              <>
                {nameOf(signIn)}
                {signIn.id === current && ` (${t('people:signIns.this')})`}
                {signIn.opensDesk && <span class="quiet">, {t('people:signIns.desk')}</span>}
              </>
            ),
            cells: [
              when(signIn.since),
              when(signIn.seen),
              <Form action={`/${locale}/me/sign-ins/${signIn.id}/end`} signsOut={signIn.id === current}>
                <Button second>
                  {signIn.id === current ? t('people:signIns.signOut') : t('people:signIns.end')}
                  <Hidden>{t('people:signIns.endOf', { device: nameOf(signIn), since: when(signIn.since) })}</Hidden>
                </Button>
              </Form>,
            ],
          }))}
        />
        {(signIns.length > 1 || tokens) && (
          <div class="axis">
            <Form class="flow" action={`/${locale}/me/sign-ins/end-others`}>
              {tokens && <p>{t('people:signIns.endsTokens')}</p>}
              <Actions>
                <Button second>{t('people:signIns.endOthers')}</Button>
              </Actions>
            </Form>
          </div>
        )}
        {ctx.reader?.opensDesk && (
          <Axis title={t('people:signIns.deskRail')}>
            <Links
              links={[
                { href: `/${locale}/desk/second-factors`, children: t('factors:list.title') },
                { href: `/${locale}/desk/tokens`, children: t('tokens:list.title') },
              ]}
            />
          </Axis>
        )}
      </>
    ),
  })
}
