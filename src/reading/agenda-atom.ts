import type { AgendaChanges } from '../access/changes.ts'
import type { AgendaView, ReleaseView } from '../access/view.ts'
import { named } from '../platform/i18n/formats.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { changeCounts, labelWords } from '../ui/release-banner.tsx'
import { labelInPath, meetingPath } from './frame.ts'
import { countsOf } from './marks.ts'
import { element, type Xml } from './xml.ts'

/** A release that this reader could tell from the one before it, and what it changed for them. */
export interface FeedRelease {
  readonly release: ReleaseView
  /** Absent for the first, and where a later release has the same label: addresses lead to that one. */
  readonly changes?: AgendaChanges | undefined
}

const link = (rel: string, type: string, href: URL): Xml => element('link', { rel, type, href: href.href })

const entryOf = (view: AgendaView, { release, changes }: FeedRelease, baseUrl: URL): Xml => {
  const t = translator(view.locale)
  const root = meetingPath(view.locale, view.meeting)
  const page = new URL(`${root}/releases/${labelInPath(release.label)}`, baseUrl)
  // A label can come with several releases; each keeps its own id for ever (RFC 4287, 4.2.6).
  const id = new URL(page)
  id.hash = release.publishedAt.toString()
  const at = release.publishedAt.toString()
  const what = changes && changeCounts(t, countsOf(changes.changes))
  const says = [what ? t('reading:atom.changed', { list: what }) : undefined, release.note?.text].filter(Boolean)
  return element('entry', {}, [
    element('title', {}, labelWords(t, release.label)),
    element('id', {}, id.href),
    element('published', {}, at),
    element('updated', {}, at),
    link('alternate', 'text/html', page),
    ...(changes?.from
      ? [
          link(
            'related',
            'text/html',
            new URL(
              `${root}/changes?from=${labelInPath(changes.from.label)}&to=${labelInPath(release.label)}`,
              baseUrl,
            ),
          ),
        ]
      : []),
    element('summary', {}, says.length ? says.join('\n\n') : t('reading:atom.first')),
  ])
}

/** The releases of an agenda, the latest first, as an Atom feed (RFC 4287). */
export const agendaAtom = (view: AgendaView, releases: readonly FeedRelease[], baseUrl: URL): string => {
  const { locale, meeting } = view
  const root = meetingPath(locale, meeting)
  const self = new URL(`${root}/agenda.atom`, baseUrl)
  const feed = element('feed', { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': locale }, [
    element('title', {}, named(meeting.shortTitle.text, translator(locale)('reading:agenda.title'), locale)),
    element('subtitle', {}, meeting.title.text),
    element('id', {}, self.href),
    element('updated', {}, (releases[0]?.release ?? view.release).publishedAt.toString()),
    element('author', {}, [element('name', {}, meeting.organizer.text), element('email', {}, meeting.contactEmail)]),
    element('generator', {}, 'Plenary'),
    link('self', 'application/atom+xml', self),
    link('alternate', 'text/html', new URL(`${root}/agenda`, baseUrl)),
    ...releases.map((each) => entryOf(view, each, baseUrl)),
  ])
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed.xml}\n`
}
