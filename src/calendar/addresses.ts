import { isNamed, type AgendaView, type NamedEntry, type SessionView } from '../access/view.ts'

const absolute = (baseUrl: URL, ...segments: readonly string[]): URL =>
  new URL(`/${segments.map(encodeURIComponent).join('/')}`, baseUrl)

/** The page of a meeting's agenda. */
export const agendaPage = (view: AgendaView, baseUrl: URL): URL =>
  absolute(baseUrl, view.locale, view.meeting.slug, 'agenda')

/** The page of a session. */
export const sessionPage = (view: AgendaView, entry: NamedEntry, baseUrl: URL): URL =>
  absolute(baseUrl, view.locale, view.meeting.slug, 'sessions', entry.code)

/**
 * Our door to a session, for those who may attend and while there is a way in online; it checks again who comes.
 * The provider's own address is never in a calendar.
 */
export const joinPage = (view: AgendaView, entry: SessionView, baseUrl: URL): URL | undefined =>
  entry.level === 'attend' && entry.online && entry.status !== 'cancelled'
    ? absolute(baseUrl, view.locale, view.meeting.slug, 'sessions', entry.code, 'join')
    : undefined

/** The page of an entry that has one: a *closed* entry has no address. */
export const pageOf = (view: AgendaView, entry: SessionView, baseUrl: URL): URL | undefined =>
  isNamed(entry) ? sessionPage(view, entry, baseUrl) : undefined
