import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { directionOf } from '../kernel/locale.ts'
import { HtmlResponse } from '../platform/http/html-response.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { ofCity } from '../platform/i18n/formats.ts'
import { ASSETS, type ScriptName } from './assets.ts'
import { guardAddresses } from './guarded-addresses.ts'
import { DeskMasthead, Masthead, type DeskFrame } from './masthead.tsx'
import type { MeetingFrame, Section } from './meeting-frame.ts'
import type { FieldProblem } from './problems.ts'
import { Banner, type ReleaseBanner } from './release-banner.tsx'
import { safeHref } from './safe-href.ts'

guardAddresses()

/** What a page is made of. */
export interface PageParts {
  /** What this page is, most particular first: `Needs · Register`. The meeting is added. */
  title: string
  meeting?: MeetingFrame | undefined
  /** The version of the agenda that the page shows. */
  release?: ReleaseBanner | undefined
  section?: Section
  /** Draws the organisers' masthead instead. */
  desk?: DeskFrame
  /** Nothing around it: a page that nobody sits before, such as a screen at a door. */
  bare?: boolean
  /** What is wrong with the answers sent: marks the title. Show them with `PageHead` or `ErrorSummary`. */
  errors?: readonly FieldProblem[] | undefined
  scripts?: readonly ScriptName[]
  /** More for the head, such as JSON-LD or `<link rel="alternate">`. */
  head?: ComponentChildren
  children: ComponentChildren
}

/** How the page is sent. */
export type Sending = ConstructorParameters<typeof HtmlResponse>[1]

const Footer = ({ ctx, meeting }: { ctx: RequestContext; meeting: MeetingFrame | undefined }) => {
  const { t, locale } = ctx
  return (
    <footer class="foot">
      <div class="wrap">
        {meeting && (
          <span>{t('common:footer.zone', { ofCity: ofCity(meeting.city, locale), offset: meeting.offset })}</span>
        )}
        <nav aria-label={t('common:nav.footer')}>
          <ul class="links">
            {meeting && (
              <li>
                <a href={`/${locale}`}>{t('common:footer.meetings')}</a>
              </li>
            )}
            {ctx.reader && (
              <li>
                <a href={`/${locale}/me/sign-ins`}>{t('common:footer.signIns')}</a>
              </li>
            )}
            <li>
              <a href={`/${locale}${meeting ? `/${meeting.slug}` : ''}/privacy`}>{t('privacy:title')}</a>
            </li>
            <li>
              <a href={`/${locale}/accessibility`}>{t('common:footer.accessibility')}</a>
            </li>
            {meeting && (
              <li>
                <a href={safeHref(`mailto:${meeting.contactEmail}`)}>{t('common:footer.contact')}</a>
              </li>
            )}
          </ul>
        </nav>
      </div>
    </footer>
  )
}

const titleOf = ({ t }: RequestContext, { title, meeting, errors, desk }: PageParts): string => {
  const words = [title, desk && t('common:nav.desk'), meeting?.shortTitle.text ?? t('common:brand')]
  const whole = words.filter(Boolean).join(' · ')
  return errors?.length ? t('common:title.errors', { title: whole }) : whole
}

const Document = ({ ctx, parts }: { ctx: RequestContext; parts: PageParts }) => {
  const { meeting, release, section, desk, errors, scripts = [], bare = false, head, children } = parts
  const loaded = new Set<ScriptName>(errors?.length ? ['errors', ...scripts] : scripts)
  return (
    <html lang={ctx.locale} dir={directionOf(ctx.locale)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{titleOf(ctx, parts)}</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={ASSETS.stylesheet} />
        <link rel="stylesheet" href={ASSETS.wide} />
        <link rel="icon" type="image/svg+xml" href={ASSETS.icon} />
        {[...loaded].map((name) => (
          <script type="module" src={ASSETS.script(name, ctx.locale)} />
        ))}
        {head}
      </head>
      <body class={desk && 'desk'}>
        {bare ? (
          <main id="main">{children}</main>
        ) : (
          <>
            <a class="skip" href="#main">
              {ctx.t('common:skip')}
            </a>
            {desk ? (
              <DeskMasthead ctx={ctx} meeting={meeting} desk={desk} />
            ) : (
              <Masthead ctx={ctx} meeting={meeting} section={section} />
            )}
            {release && <Banner t={ctx.t} locale={ctx.locale} release={release} />}
            <main id="main" class="wrap">
              {children}
            </main>
            {!desk && <Footer ctx={ctx} meeting={meeting} />}
          </>
        )}
      </body>
    </html>
  )
}

/** A whole page as HTML, for who keeps it; handlers return `page`. */
export const pageHtml = (ctx: RequestContext, parts: PageParts): string =>
  `<!doctype html>\n${renderToString(<Document ctx={ctx} parts={parts} />)}`

/** A whole page: masthead, language links to this very page, sections, the version of the agenda, footer. */
export const page = (ctx: RequestContext, parts: PageParts, sending?: Sending): HtmlResponse =>
  new HtmlResponse(pageHtml(ctx, parts), sending)
