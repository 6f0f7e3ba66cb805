import { isNamed, type AgendaView } from '../access/view.ts'
import { LOCALES } from '../kernel/locale.ts'
import { element, type Xml } from './xml.ts'

/** A meeting that everybody may know of, with what the public sees of its agenda. */
export interface Listed {
  readonly slug: string
  readonly view: AgendaView | undefined
}

/** No more than one file may hold (sitemaps.org). */
const MOST = 50_000

const alternates = (path: string, baseUrl: URL): Xml[] =>
  LOCALES.map((locale) =>
    element('xhtml:link', { rel: 'alternate', hreflang: locale, href: new URL(`/${locale}${path}`, baseUrl).href }),
  )

const pagesOf = (path: string, changed: Temporal.Instant | undefined, baseUrl: URL): Xml[] =>
  LOCALES.map((locale) =>
    element('url', {}, [
      element('loc', {}, new URL(`/${locale}${path}`, baseUrl).href),
      ...(changed ? [element('lastmod', {}, changed.toString({ smallestUnit: 'second' }))] : []),
      ...alternates(path, baseUrl),
    ]),
  )

const meetingPages = ({ slug, view }: Listed, baseUrl: URL): Xml[] => {
  const changed = view?.release.publishedAt
  const codes = view?.days.flatMap((day) => day.sessions.filter(isNamed).map(({ code }) => code)) ?? []
  return [
    ...pagesOf(`/${slug}`, changed, baseUrl),
    ...(view ? pagesOf(`/${slug}/agenda`, changed, baseUrl) : []),
    ...codes.flatMap((code) => pagesOf(`/${slug}/sessions/${encodeURIComponent(code)}`, changed, baseUrl)),
  ]
}

/** Every page that the public can read, in each language, with the others beside it. */
export const sitemap = (meetings: readonly Listed[], baseUrl: URL): string => {
  const urls = [...pagesOf('', undefined, baseUrl), ...meetings.flatMap((meeting) => meetingPages(meeting, baseUrl))]
  const { xml } = element(
    'urlset',
    { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9', 'xmlns:xhtml': 'http://www.w3.org/1999/xhtml' },
    urls.slice(0, MOST),
  )
  return `<?xml version="1.0" encoding="utf-8"?>\n${xml}\n`
}

/** What crawlers should leave alone: what needs a sign-in, and what only programs read. */
export const robots = (baseUrl: URL): string =>
  [
    'User-agent: *',
    ...['desk', 'sign-in', 'me', '*/me', '*/register', '*/delegation'].map((path) => `Disallow: /*/${path}`),
    'Disallow: /api/',
    'Disallow: /feeds/',
    `Sitemap: ${new URL('/sitemap.xml', baseUrl).href}`,
    '',
  ].join('\n')
