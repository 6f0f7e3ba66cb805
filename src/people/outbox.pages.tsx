import { Controller, Get, Param } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { NotFound } from '../kernel/domain-error.ts'
import { HtmlResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { contentSecurityPolicy } from '../platform/http/security.ts'
import { formatInstant } from '../platform/i18n/formats.ts'
import { Outbox, type Shown } from '../platform/mail/outbox.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { Axis, PageHead } from '../ui/axis.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/note.tsx'
import { page } from '../ui/page.tsx'
import { Terms } from '../ui/terms.tsx'

/** A mail brings its own styles, as mail must; it runs nothing, loads nothing, and is framed by our own page only. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox"

/** Our usual policy, and that frame. */
const FRAMING = `${contentSecurityPolicy(false)}; frame-src 'self'`

/** Outgoing mail of a development install. Elsewhere there is no such page. */
@ApiExcludeController()
@Policy(PUBLIC)
@Controller(':locale/outbox')
export class OutboxPages {
  constructor(private readonly outbox: Outbox) {}

  @Get()
  async list(@Ctx() ctx: RequestContext): Promise<HtmlResponse> {
    this.orNotFound()
    return listPage(ctx, await this.outbox.latest())
  }

  @Get(':mail')
  async show(@Ctx() ctx: RequestContext, @Param('mail') id: string): Promise<HtmlResponse> {
    return mailPage(ctx, await this.one(id))
  }

  /** The HTML of a mail by itself, for the frame on its page. */
  @Get(':mail/html')
  async html(@Param('mail') id: string): Promise<HtmlResponse> {
    const { html } = await this.one(id)
    // Its links lead out of the frame.
    return new HtmlResponse(html.replace('<head>', '<head><base target="_top">'), {
      cache: 'private',
      headers: { 'content-security-policy': MAIL_POLICY, 'cross-origin-opener-policy': 'unsafe-none' },
    })
  }

  private orNotFound(): void {
    if (!this.outbox.exists) throw new NotFound()
  }

  private async one(id: string): Promise<Shown> {
    this.orNotFound()
    const mail = await this.outbox.one(id)
    if (!mail) throw new NotFound()
    return mail
  }
}

const when = (ctx: RequestContext, { postedAt }: Shown): string => `${formatInstant(postedAt, 'UTC', ctx.locale)} UTC`

const listPage = (ctx: RequestContext, mails: readonly Shown[]): HtmlResponse => {
  const { t, locale } = ctx
  return page(
    ctx,
    {
      title: t('people:outbox.title'),
      children: (
        <>
          <PageHead
            t={t}
            rail={t('people:outbox.rail')}
            title={t('people:outbox.title')}
            lead={t('people:outbox.lead')}
          />
          {mails.length ? (
            <DataTable
              t={t}
              columns={[
                { name: t('people:outbox.subject') },
                { name: t('people:outbox.to') },
                { name: t('people:outbox.at') },
              ]}
              rows={mails.map((mail) => ({
                header: (
                  <a href={`/${locale}/outbox/${mail.id}`} lang={mail.locale === locale ? undefined : mail.locale}>
                    {mail.subject}
                  </a>
                ),
                cells: [mail.address, when(ctx, mail)],
              }))}
            />
          ) : (
            <div class="axis">
              <Empty>
                <p>{t('people:outbox.empty')}</p>
              </Empty>
            </div>
          )}
        </>
      ),
    },
    { cache: 'private' },
  )
}

const mailPage = (ctx: RequestContext, mail: Shown): HtmlResponse => {
  const { t, locale } = ctx
  const lang = mail.locale === locale ? undefined : mail.locale
  return page(
    ctx,
    {
      title: mail.subject,
      children: (
        <>
          <PageHead t={t} rail={t('people:outbox.rail')} title={mail.subject} lang={lang}>
            <Terms
              terms={[
                { term: t('people:outbox.to'), detail: mail.address },
                { term: t('people:outbox.at'), detail: when(ctx, mail) },
              ]}
            />
            <p>
              <a href={`/${locale}/outbox`}>{t('people:outbox.all')}</a>
            </p>
          </PageHead>
          <Axis title={t('people:outbox.html')}>
            <iframe
              class="letter"
              title={t('people:outbox.html')}
              sandbox="allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox"
              src={`/${locale}/outbox/${mail.id}/html`}
            />
          </Axis>
          <Axis title={t('people:outbox.text')}>
            <pre class="letter" lang={lang} tabIndex={0}>
              {mail.text}
            </pre>
          </Axis>
        </>
      ),
    },
    { cache: 'private', headers: { 'content-security-policy': FRAMING } },
  )
}
