import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { directionOf, type Locale } from '../kernel/locale.ts'
import { guardAddresses } from './guarded-addresses.ts'
import { safeMailHref } from './safe-href.ts'

guardAddresses()

/** One piece of a mail. HTML and plain text are drawn from the same. */
export type MailBlock =
  | string
  | { heading: string; text?: string }
  | { list: readonly string[] }
  /** A code to type, large. */
  | { code: string }
  /** A link that stands alone: its words, then (in plain text) its address. */
  | { link: string; href: string }
  | { quiet: string }

/** What a mail says. */
export interface MailParts {
  /** The same as the page's: the weakest truth first. */
  headline: string
  /** Shown after the subject in a list of mails. */
  preview?: string
  /** Above the headline: which meeting, when and where. */
  head?: readonly string[]
  blocks: readonly MailBlock[]
  action?: { label: string; href: string }
  /** After the action. */
  after?: readonly MailBlock[]
  /** Small print: the zone of the times, whom to ask, why this mail came, how to choose. */
  foot?: readonly MailBlock[]
}

const INK = '#131c24'
const SOFT = '#4c5963'
const ACT = '#00566b'

// Outlook reads the inline styles only; the element is for the mail programs that can more.
const DARK = `body { max-width: 36rem; }
@media (prefers-color-scheme: dark) {
  body, p, h1, h2, li, strong { color: #e9eef1 !important; background: #10171c !important; }
  a { color: #86d3e2 !important; }
  .go { background: #86d3e2 !important; color: #10171c !important; border-color: #86d3e2 !important; }
  .soft { color: #a9b6bf !important; }
}`

const Paragraph = ({ children }: { children: ComponentChildren }) => <p style="margin:0 0 16px">{children}</p>

const Anchor = ({ href, children }: { href: string; children: ComponentChildren }) => (
  <a href={safeMailHref(href)} style={`color:${ACT}`}>
    {children}
  </a>
)

const Block = ({ block }: { block: MailBlock }) => {
  if (typeof block === 'string') return <Paragraph>{block}</Paragraph>
  if ('heading' in block)
    return (
      <>
        <h2 style="margin:24px 0 4px;font-size:16px;line-height:24px">{block.heading}</h2>
        {block.text !== undefined && <Paragraph>{block.text}</Paragraph>}
      </>
    )
  if ('list' in block)
    return (
      <ul style="margin:0 0 16px;padding:0 0 0 20px">
        {block.list.map((item) => (
          <li style="margin:0 0 4px">{item}</li>
        ))}
      </ul>
    )
  if ('code' in block)
    return (
      <p style="margin:0 0 16px;font-size:32px;line-height:40px;font-weight:bold;letter-spacing:4px">{block.code}</p>
    )
  if ('link' in block)
    return (
      <Paragraph>
        <Anchor href={block.href}>{block.link}</Anchor>
      </Paragraph>
    )
  return (
    <p class="soft" style={`margin:0 0 16px;color:${SOFT}`}>
      {block.quiet}
    </p>
  )
}

const Lines = ({ lines }: { lines: readonly ComponentChildren[] }) => (
  <>
    {lines.map((line, index) => (
      <>
        {index > 0 && <br />}
        {line}
      </>
    ))}
  </>
)

const footLine = (block: MailBlock): ComponentChildren => {
  if (typeof block !== 'string' && 'link' in block) return <Anchor href={block.href}>{block.link}</Anchor>
  return textOf(block)
}

const Message = ({ locale, parts }: { locale: Locale; parts: MailParts }) => {
  const { headline, preview, head = [], blocks, action, after = [], foot = [] } = parts
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{headline}</title>
        {/* A constant of this file, with nothing from outside in it. */}
        <style dangerouslySetInnerHTML={{ __html: DARK }} />
      </head>
      <body
        style={`margin:0;padding:24px;background:#ffffff;color:${INK};font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:24px`}
      >
        {preview !== undefined && <div style="display:none;max-height:0;overflow:hidden;mso-hide:all">{preview}</div>}
        {head.length > 0 && (
          <header>
            <p class="soft" style={`margin:0 0 24px;padding:0 0 12px;border-bottom:2px solid ${INK};color:${SOFT}`}>
              <Lines lines={head} />
            </p>
          </header>
        )}
        <main>
          <h1 style="margin:0 0 16px;font-family:Charter,Cambria,Georgia,serif;font-size:32px;line-height:36px;font-weight:normal">
            {headline}
          </h1>
          {blocks.map((block) => (
            <Block block={block} />
          ))}
          {action && (
            <p style="margin:32px 0">
              <a
                class="go"
                href={safeMailHref(action.href)}
                style={`display:inline-block;padding:11px 24px;border:1px solid ${ACT};background:${ACT};color:#ffffff;font-weight:bold;text-decoration:none;mso-padding-alt:0`}
              >
                {action.label}
              </a>
            </p>
          )}
          {after.map((block) => (
            <Block block={block} />
          ))}
        </main>
        {foot.length > 0 && (
          <footer>
            <p
              class="soft"
              style={`margin:32px 0 0;padding:12px 0 0;border-top:1px solid #cfd7dc;color:${SOFT};font-size:14px;line-height:21px`}
            >
              <Lines lines={foot.map(footLine)} />
            </p>
          </footer>
        )}
      </body>
    </html>
  )
}

/** A block as plain text; a link is its words and its address on the next line. */
const textOf = (block: MailBlock): string => {
  if (typeof block === 'string') return block
  if ('heading' in block) return block.text === undefined ? block.heading : `${block.heading}\n${block.text}`
  if ('list' in block) return block.list.map((item) => `- ${item}`).join('\n')
  if ('code' in block) return block.code
  if ('link' in block) return `${block.link}:\n${safeMailHref(block.href)}`
  return block.quiet
}

const plain = ({ headline, head = [], blocks, action, after = [], foot = [] }: MailParts): string =>
  [
    ...(head.length ? [head.join('\n')] : []),
    headline,
    ...blocks.map(textOf),
    ...(action ? [`${action.label}:\n${safeMailHref(action.href)}`] : []),
    ...after.map(textOf),
    ...(foot.length ? [`-- \n${foot.map(textOf).join('\n')}`] : []),
  ].join('\n\n') + '\n'

/** A mail in both its forms, from the same words. Addresses in it are whole (`https://…`). */
export const mail = (locale: Locale, parts: MailParts): { html: string; text: string } => ({
  html: `<!doctype html>\n${renderToString(<Message locale={locale} parts={parts} />)}\n`,
  text: plain(parts),
})
