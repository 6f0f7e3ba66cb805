import { Body, Controller, Get, Headers, Param, Post, Res } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import type { FastifyReply } from 'fastify'
import type { FieldError } from '../kernel/domain-error.ts'
import { emailFrom } from '../kernel/email-address.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { RateLimits } from '../platform/http/rate-limit.ts'
import { Policy, SECRET_ADDRESS } from '../platform/policies/policy.ts'
import { Actions, Button, ButtonLink, Form } from '../ui/actions.tsx'
import { PageHead } from '../ui/axis.tsx'
import { page } from '../ui/page.tsx'
import { fieldProblems, problemOf } from '../ui/problems.ts'
import { TextInput } from '../ui/text-input.tsx'
import { Cookies } from './cookies.ts'
import { deviceFrom } from './device.ts'
import { Invitations, type InvitationView } from './invitations.service.ts'
import { SignInCodes } from './sign-in-codes.service.ts'

/** How an invited person accepts. */
export class AcceptanceForm {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  email?: string
}

/** One-time links for organisers: the page shows a button, and only the button uses the link up. */
@ApiExcludeController()
@Policy(SECRET_ADDRESS)
@Controller(':locale/invitations')
export class InvitationPages {
  constructor(
    private readonly invitations: Invitations,
    private readonly limits: RateLimits,
    private readonly codes: SignInCodes,
    private readonly cookies: Cookies,
  ) {}

  @Get(':secret')
  async show(@Ctx() ctx: RequestContext, @Param('secret') secret: string): Promise<HtmlResponse> {
    await this.limits.take('invitation-from', ctx.ip)
    const invitation = await this.invitations.bySecret(secret)
    return invitation ? invitationPage(ctx, invitation, secret) : usedPage(ctx)
  }

  @Post(':secret')
  async accept(
    @Ctx() ctx: RequestContext,
    @Param('secret') secret: string,
    @Body() form: AcceptanceForm,
    @Headers('user-agent') userAgent: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HtmlResponse | RedirectResponse> {
    await this.limits.take('invitation-from', ctx.ip)
    const invitation = await this.invitations.bySecret(secret)
    if (!invitation) return usedPage(ctx)
    const typed = form.email ?? ''
    const email = invitation.email ?? emailFrom(typed)
    if (!email) {
      const message = typed.trim() ? 'email.invalid' : 'email.missing'
      return invitationPage(ctx, invitation, secret, { typed, errors: [{ pointer: '/email', message }] })
    }
    const { locale } = ctx
    const accepted = await this.invitations.acceptHere(secret, { email, locale, device: deviceFrom(userAgent) })
    if (accepted.outcome === 'signed-in') {
      this.cookies.set(reply, 'sign-in', accepted.secret)
      return redirect(`/${locale}/desk`)
    }
    const sealed = await this.codes.ask({ address: email, locale, desk: true, ip: ctx.ip, invitation: secret })
    this.cookies.set(reply, 'code', sealed, this.codes.challenge(sealed)?.expiresAt)
    return redirect(`/${locale}/sign-in/code`)
  }
}

const invitationPage = (
  ctx: RequestContext,
  invitation: InvitationView,
  secret: string,
  sent: { typed?: string; errors?: readonly FieldError[] } = {},
): HtmlResponse => {
  const { t, locale } = ctx
  const problems = sent.errors && fieldProblems(locale, sent.errors)
  const title = t('people:invitation.title', { role: t(`people:role.${invitation.role}`) })
  return page(
    ctx,
    {
      title,
      errors: problems,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('people:invitation.rail')}
            errors={problems}
            title={title}
            lead={t('people:invitation.lead')}
          />
          <div class="axis">
            <Form class="form" action={`/${locale}/invitations/${secret}`}>
              {invitation.email === undefined ? (
                <TextInput
                  t={t}
                  name="email"
                  type="email"
                  label={t('people:invitation.email')}
                  hint={t('people:invitation.hint')}
                  error={problemOf(problems, 'email')}
                  value={sent.typed}
                  autocomplete="email"
                  spellcheck={false}
                  required
                />
              ) : (
                <p>{t('people:invitation.as', { address: invitation.email })}</p>
              )}
              <Actions>
                <Button>{t('people:invitation.accept')}</Button>
              </Actions>
            </Form>
          </div>
        </>
      ),
    },
    { status: sent.errors ? 422 : 200, cache: 'private' },
  )
}

const usedPage = (ctx: RequestContext): HtmlResponse => {
  const { t, locale } = ctx
  return page(
    ctx,
    {
      title: t('people:invitation.used'),
      children: (
        <>
          <PageHead
            t={t}
            rail={t('people:invitation.rail')}
            title={t('people:invitation.used')}
            lead={t('people:invitation.usedLead')}
          />
          <div class="axis">
            <Actions>
              <ButtonLink href={`/${locale}/desk/sign-in`}>{t('people:invitation.signIn')}</ButtonLink>
            </Actions>
          </div>
        </>
      ),
    },
    { status: 404, cache: 'private' },
  )
}
