import { isNamed, type AgendaView, type SessionView } from '../access/view.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { Actions, Button, Form, Links } from '../ui/actions.tsx'
import { langOf } from '../ui/localized.tsx'
import { sessionsQuery } from './chosen-sessions.ts'
import { addLinks } from './links.ts'
import { isFollowable, oneSession } from './selection.ts'

/** Where a person sets up their own calendar of a meeting. */
export const calendarPath = (view: Pick<AgendaView, 'locale' | 'meeting'>): string =>
  `/${view.locale}/${view.meeting.slug}/me/calendar`

const sessionPath = (view: AgendaView, code: string): string =>
  `/${view.locale}/${view.meeting.slug}/sessions/${encodeURIComponent(code)}`

/**
 * Ways to take one session into a calendar: a file, Google, Outlook; each says that it is a copy, and offers the feed.
 * Nothing is drawn for a session whose time is to be announced: it is in no calendar. The same for every reader of a view,
 * so it may stand in a cached page.
 */
export const AddToCalendar = ({ view, entry, baseUrl }: { view: AgendaView; entry: SessionView; baseUrl: URL }) => {
  const t = translator(view.locale)
  const timed = isNamed(entry) ? oneSession(view, entry.code) : undefined
  if (!timed || !isNamed(timed)) return null
  const subscribe = <a href={calendarPath(view)}>{t('calendar:add.subscribe')}</a>
  if (timed.status === 'cancelled')
    return (
      <p class="quiet">
        {t('calendar:add.cancelled')} {subscribe}
      </p>
    )
  const links = addLinks(view, timed, baseUrl)
  return (
    <section class="flow screen" aria-labelledby="add-to-calendar">
      <h3 id="add-to-calendar">{t('calendar:add.title')}</h3>
      <Links
        links={[
          { href: `${sessionPath(view, timed.code)}.ics`, children: t('calendar:add.file') },
          { href: links.google, children: t('calendar:add.google'), rel: 'noreferrer' },
          { href: links.outlook, children: t('calendar:add.outlook'), rel: 'noreferrer' },
          { href: links.office365, children: t('calendar:add.office365'), rel: 'noreferrer' },
        ]}
      />
      <p class="quiet">
        {t('calendar:add.copy')} {subscribe} {t('calendar:add.subscribeWhy')}
      </p>
    </section>
  )
}

/** The button that follows a session, or follows it no more; for who is signed in. Pauses and closed meetings have none. */
export const FollowButton = ({
  view,
  entry,
  following,
  back,
}: {
  view: AgendaView
  entry: SessionView
  following: boolean
  /** The page to come back to; the session's own when absent. */
  back?: string
}) => {
  const t = translator(view.locale)
  if (!isNamed(entry) || !isFollowable(entry)) return null
  const path = sessionPath(view, entry.code)
  return (
    <Form action={`${path}/${following ? 'unfollow' : 'follow'}`}>
      {back !== undefined && <input type="hidden" name="next" value={back} />}
      <Actions>
        <Button second>
          {following ? t('calendar:follow.unfollow') : t('calendar:follow.follow')}
          <span class="hidden" lang={langOf(entry.title, view.locale)}>
            {' '}
            {entry.title.text}
          </span>
        </Button>
        {following && <span class="quiet">{t('calendar:follow.following')}</span>}
      </Actions>
    </Form>
  )
}

/**
 * The same for who is not signed in: a link that puts the session into an agenda of their own; with a script, a button, and the
 * choice stays on this device.
 */
export const KeepButton = ({ view, entry }: { view: AgendaView; entry: SessionView }) => {
  const t = translator(view.locale)
  if (!isNamed(entry) || !isFollowable(entry)) return null
  const mine = `/${view.locale}/${view.meeting.slug}/my-agenda`
  return (
    <p
      class="actions"
      data-keeps-session={entry.code}
      data-keeps-in={view.meeting.slug}
      data-follow={t('calendar:mine.followHere')}
      data-unfollow={t('calendar:follow.unfollow')}
    >
      <a class="button second" href={`${mine}?${sessionsQuery([entry])}`}>
        {t('calendar:mine.followHere')}
      </a>
      <span data-following hidden>
        <a href={mine}>{t('calendar:mine.title')}</a>
      </span>
    </p>
  )
}
