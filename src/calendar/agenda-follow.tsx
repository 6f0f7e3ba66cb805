import { isNamed, type AgendaView, type SessionView } from '../access/view.ts'
import type { SessionId } from '../kernel/id.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { Says } from '../ui/badge.tsx'
import { Form } from '../ui/actions.tsx'
import { langOf } from '../ui/localized.tsx'
import { followableIn } from './chosen-sessions.ts'
import { clashing } from './followed-days.tsx'
import { isFollowable, isTimed } from './selection.ts'

/** What one person follows, in an agenda that is drawn for them alone. */
export interface Following {
  readonly ids: ReadonlySet<SessionId>
  /** Those they follow that are on while another one is. */
  readonly clashes: ReadonlySet<SessionView>
  /** The page to come back to: this very agenda, as they look at it. */
  readonly back: string
}

/** What a person follows of a view. */
export const followingIn = (view: AgendaView, ids: ReadonlySet<SessionId>, back: string): Following => ({
  ids,
  clashes: clashing(followableIn(view).filter(({ id }) => ids.has(id))),
  back,
})

const sessionPath = ({ locale, meeting }: AgendaView, code: string): string =>
  `/${locale}/${meeting.slug}/sessions/${encodeURIComponent(code)}`

/**
 * The button beside a session of an agenda that follows it or leaves it, and what it clashes with. `browser/my-agenda.js` presses it
 * without loading the page again, and draws the same for who is not signed in: their page is everybody's.
 */
export const FollowInAgenda = ({
  view,
  entry,
  following: { ids, clashes, back },
}: {
  view: AgendaView
  entry: SessionView
  following: Following
}) => {
  if (!isNamed(entry) || !isFollowable(entry)) return null
  const t = translator(view.locale)
  const follows = ids.has(entry.id)
  // Nobody begins to follow what does not take place.
  if (entry.status === 'cancelled' && !follows) return null
  return (
    <>
      <Form
        action={`${sessionPath(view, entry.code)}/${follows ? 'unfollow' : 'follow'}`}
        data-follows={`/api/v1/meetings/${view.meeting.slug}/follows/${encodeURIComponent(entry.code)}`}
      >
        <input type="hidden" name="next" value={`${back}#${entry.code.toLowerCase()}`} />
        <button class="press" aria-pressed={follows}>
          {t('calendar:follow.short')}
          <span class="hidden" lang={langOf(entry.title, view.locale)}>
            {' '}
            {entry.title.text}
          </span>
        </button>
      </Form>
      {clashes.has(entry) && (
        <p class="clash">
          <Says icon="warning">{t('calendar:sessions.clash')}</Says>
        </p>
      )}
    </>
  )
}

/**
 * Sessions that are on while one of `shown` is and are not shown themselves, as `PL-1 start end` (milliseconds), for the script to find
 * clashes with. Of who is signed in, only those they follow.
 */
const elsewhereOf = (view: AgendaView, shown: readonly SessionView[], following: Following | undefined): string => {
  const here = shown.filter(isTimed).map(spanOf)
  const drawn = new Set(shown)
  return followableIn(view)
    .filter((entry) => !drawn.has(entry) && entry.status !== 'cancelled' && (following?.ids.has(entry.id) ?? true))
    .filter(isTimed)
    .map((entry) => ({ entry, span: spanOf(entry) }))
    .filter(({ span }) => here.some(({ start, end }) => start < span.end && span.start < end))
    .map(({ entry, span }) => `${entry.code.toUpperCase()} ${span.start} ${span.end}`)
    .join(';')
}

const spanOf = ({ start, end }: { start: Temporal.ZonedDateTime; end: Temporal.ZonedDateTime }) => ({
  start: start.epochMilliseconds,
  end: end.epochMilliseconds,
})

/** Where what is followed stands together. Who is not signed in is told that it stays on their device, once the script can keep it. */
export const FollowsHere = ({
  view,
  shown,
  following,
}: {
  view: AgendaView
  shown: readonly SessionView[]
  following: Following | undefined
}) => {
  const t = translator(view.locale)
  return (
    <p
      class="screen quiet"
      hidden
      data-agenda-of={view.meeting.slug}
      data-on-device={following ? undefined : ''}
      data-elsewhere={elsewhereOf(view, shown, following) || undefined}
    >
      {!following && (
        <>
          {t('calendar:follow.here')}{' '}
          <a href={`/${view.locale}/${view.meeting.slug}/my-agenda`}>{t('calendar:mine.title')}</a>
        </>
      )}
    </p>
  )
}
