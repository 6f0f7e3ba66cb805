import { render } from 'preact-render-to-string'
import type { VNode } from 'preact'
import type { AgendaView, AudienceOf, OfficerView, SessionView } from '../access/view.ts'
import { CONSTITUENCIES } from '../delegations/constituency.ts'
import type { Locale } from '../kernel/locale.ts'
import { localize } from '../kernel/localized-text.ts'
import { translator, type TFunction } from '../platform/i18n/i18n.ts'
import { languageName } from '../ui/language-codes.tsx'
import { Markdown, plainWords } from '../ui/markdown.tsx'
import { joinPage, pageOf } from './addresses.ts'
import { plain } from './icalendar.ts'

/** A paragraph of what an event says of itself; written as plain text and as HTML. */
type Block =
  | { readonly kind: 'words'; readonly words: string; readonly lang: Locale }
  | { readonly kind: 'marked'; readonly text: string; readonly lang: Locale }
  | { readonly kind: 'fact'; readonly label: string; readonly values: readonly string[] }
  | { readonly kind: 'link'; readonly label: string; readonly href: string }

/** Longer texts are cut, after a word where there is one: the page has the rest. */
const LONGEST = 6000

/** A text of at most so many characters, no surrogate pair cut. */
export const shortened = (words: string, longest: number): string => {
  if (words.length <= longest) return words
  const cut = words.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')
  const space = cut.search(/\s+\S*$/)
  return `${space > longest * 0.8 ? cut.slice(0, space) : cut}…`
}

/** A tag that is none of a language is shown as it is. */
const languageWords = (locale: Locale, tag: string): string => {
  try {
    return languageName(locale, tag)
  } catch {
    return tag
  }
}

const whoMay = (openTo: AudienceOf, locale: Locale, t: TFunction): string[] => {
  if (openTo.attend === 'everyone') return [t('calendar:event.everyone')]
  if (openTo.attend === 'invited') return [t('calendar:event.invited')]
  return CONSTITUENCIES.filter(({ id }) => openTo.constituencies.includes(id)).map(
    ({ plural }) => localize(plural, locale, 'en')?.text ?? '',
  )
}

const namesIn = (role: OfficerView['role'], officers: readonly OfficerView[]): string[] =>
  officers.filter((officer) => officer.role === role).map((officer) => officer.name.text)

const blocksOf = (view: AgendaView, entry: SessionView, baseUrl: URL, namesMeeting: boolean): Block[] => {
  const t = translator(view.locale)
  const blocks: Block[] = []
  const fact = (label: string, values: readonly string[]): void => {
    if (values.length > 0) blocks.push({ kind: 'fact', label, values })
  }
  const link = (label: string, to: URL | undefined): void => {
    if (to) blocks.push({ kind: 'link', label, href: to.href })
  }
  if (entry.status === 'cancelled')
    blocks.push({ kind: 'words', words: t('calendar:event.isCancelled'), lang: view.locale })
  if (entry.level === 'closed') return blocks

  link(t('calendar:event.join'), joinPage(view, entry, baseUrl))
  if (entry.level !== 'listed') {
    if (entry.abstract)
      blocks.push({
        kind: 'marked',
        text: shortened(plain(entry.abstract.text).trim(), LONGEST),
        lang: entry.abstract.lang,
      })
    fact(t('calendar:event.chair'), namesIn('chair', entry.officers))
    fact(t('calendar:event.moderator'), namesIn('moderator', entry.officers))
    const speakers = namesIn('speaker', entry.officers)
    fact(t('calendar:event.speaker', { count: speakers.length }), speakers)
    fact(
      t('calendar:event.items'),
      entry.items.map((item) => `${item.number}. ${item.title.text}`),
    )
  }
  fact(t('calendar:event.format'), [t(`calendar:format.${entry.format}`)])
  fact(
    t('calendar:event.interpretation'),
    [entry.interpretation.map((tag) => languageWords(view.locale, tag)).join(', ')].filter(Boolean),
  )
  fact(t('calendar:event.openTo'), whoMay(entry.openTo, view.locale, t))
  if (namesMeeting) fact(t('calendar:event.meeting'), [view.meeting.shortTitle.text])
  link(t('calendar:event.page'), pageOf(view, entry, baseUrl))
  return blocks
}

const colon = (locale: Locale): string => (locale === 'fr' ? '\u00a0:' : ':')

const asText = (block: Block, locale: Locale): string => {
  if (block.kind === 'words') return block.words
  if (block.kind === 'marked') return plainWords(block.text)
  if (block.kind === 'link') return `${block.label}${colon(locale)} ${block.href}`
  return block.values.length === 1
    ? `${block.label}${colon(locale)} ${block.values[0]}`
    : [`${block.label}${colon(locale)}`, ...block.values.map((value) => `- ${value}`)].join('\n')
}

const AsHtml = ({ block, locale }: { block: Block; locale: Locale }): VNode => {
  if (block.kind === 'words')
    return (
      <>
        {block.words.split(/\n+/).map((paragraph) => (
          <p lang={block.lang === locale ? undefined : block.lang}>{paragraph}</p>
        ))}
      </>
    )
  if (block.kind === 'marked')
    return (
      <div lang={block.lang === locale ? undefined : block.lang}>
        <Markdown text={block.text} />
      </div>
    )
  if (block.kind === 'link')
    return (
      <p>
        <a href={block.href}>{block.label}</a>
      </p>
    )
  const [only, ...more] = block.values
  return more.length === 0 ? (
    <p>
      <b>{`${block.label}${colon(locale)}`}</b> {only}
    </p>
  ) : (
    <>
      <p>
        <b>{`${block.label}${colon(locale)}`}</b>
      </p>
      <ul>
        {block.values.map((value) => (
          <li>{value}</li>
        ))}
      </ul>
    </>
  )
}

interface Description {
  readonly text: string
  readonly html: string
}

/** Everybody of one audience has the same entries: each is described once, for as long as it is in use. */
const described = new WeakMap<SessionView, Map<string, Description>>()

/** What an event says of itself, as plain text and as HTML (which Outlook prefers); empty for a *closed* entry. */
export const descriptionOf = (
  view: AgendaView,
  entry: SessionView,
  baseUrl: URL,
  namesMeeting = false,
): Description => {
  const known = described.get(entry) ?? new Map<string, Description>()
  described.set(entry, known)
  const key = `${namesMeeting} ${baseUrl.href}`
  const description = known.get(key) ?? describe(view, entry, baseUrl, namesMeeting)
  known.set(key, description)
  return description
}

const describe = (view: AgendaView, entry: SessionView, baseUrl: URL, namesMeeting: boolean): Description => {
  const blocks = blocksOf(view, entry, baseUrl, namesMeeting)
  if (blocks.length === 0) return { text: '', html: '' }
  return {
    text: blocks.map((block) => asText(block, view.locale)).join('\n\n'),
    html: render(
      <html lang={view.locale}>
        <body>
          {blocks.map((block) => (
            <AsHtml block={block} locale={view.locale} />
          ))}
        </body>
      </html>,
    ),
  }
}
