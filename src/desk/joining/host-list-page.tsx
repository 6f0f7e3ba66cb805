import type { AdmittedPerson } from '../../checkin/admitted.service.ts'
import { constituency } from '../../delegations/constituency.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { doorMinutesOf } from '../../meetings/registration-settings.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant, formatTime, formatTimeInSentence } from '../../platform/i18n/formats.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { ClockTime } from '../../ui/clock.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { Empty } from '../../ui/note.tsx'
import { safeHref } from '../../ui/safe-href.ts'
import { State } from '../../ui/state.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { guestsOf, type ListedGuest, type Sort } from './host-list.ts'
import { whenWords } from './joining-words.tsx'
import type { OnlineSession } from './online-sessions.service.ts'

interface Props {
  ctx: RequestContext
  meeting: Meeting
  session: OnlineSession
  /** Who may come in now, not narrowed. */
  people: readonly AdmittedPerson[]
  /** Where the list is. */
  base: string
  wish: { q: string; sort: Sort }
  now: Temporal.Instant
  organises: boolean
}

const groupName = (id: AdmittedPerson['constituency'], locale: Locale): string | undefined =>
  id === null ? undefined : (localize(constituency(id)?.plural, locale, 'en')?.text ?? id).replaceAll("'", '’')

const Door = ({ ctx: { t, locale }, meeting, session, now }: Props) => {
  if (session.cancelled)
    return (
      <p>
        <State t={t} is="cancelled">
          {t('joining:hosting.cancelled')}
        </State>
      </p>
    )
  if (!session.published)
    return (
      <p>
        <State t={t} is="warning">
          {t('joining:notPublished')}
        </State>
      </p>
    )
  const opens = session.startsAt?.subtract({ minutes: doorMinutesOf(meeting.registration) })
  if (!opens || Temporal.Instant.compare(opens, now) <= 0) return null
  return (
    <p>{t('joining:hosting.doorOpens', { at: formatInstant(opens, meeting.timeZone, locale, { sentence: true }) })}</p>
  )
}

const Guests = ({ ctx: { t, locale }, meeting, base, wish, guests }: Props & { guests: readonly ListedGuest[] }) => {
  const sorted = (sort: Sort) => ({
    href: `${base}?${new URLSearchParams({ ...(wish.q && { q: wish.q }), sort }).toString()}`,
    ...(wish.sort === sort && { sorted: sort === 'opened' ? ('descending' as const) : ('ascending' as const) }),
  })
  return (
    <DataTable
      t={t}
      columns={[
        { name: t('joining:hosting.name'), ...sorted('name') },
        { name: t('joining:hosting.from'), ...sorted('from') },
        { name: t('joining:hosting.constituency') },
        { name: t('joining:hosting.holds') },
        { name: t('joining:hosting.opened'), ...sorted('opened') },
      ]}
      rows={guests.map(({ name, from, constituency: group, holds, opened }) => ({
        header: name,
        cells: [
          from || '–',
          groupName(group, locale) ?? t('joining:hosting.not-verified'),
          t(`joining:hosting.${holds}`),
          opened ? (
            <ClockTime at={opened.toZonedDateTimeISO(meeting.timeZone)} />
          ) : (
            <span class="quiet">{t('joining:hosting.notYet')}</span>
          ),
        ],
      }))}
    />
  )
}

/** Who may come in to a session now: read at a glance, found by a word, on paper too. What changes is inside `data-live`. */
export const HostListPage = (props: Props) => {
  const { ctx, meeting, session, people, base, wish, now, organises } = props
  const { t, locale } = ctx
  const guests = guestsOf(people, { ...wish, locale })
  const at = now.toZonedDateTimeISO(meeting.timeZone)
  const time = formatTimeInSentence(at, locale)
  return (
    <>
      <DeskHead
        t={t}
        title={t('joining:hosting.title')}
        under={`${session.code} · ${wordsOf(session.title, meeting, locale).text} · ${whenWords(session, locale, t)}`}
      >
        <Links
          links={[
            { href: base.replace(/\/[^/]+\/list$/, ''), children: t('joining:session.back') },
            ...(organises ? [{ href: base.replace(/\/list$/, ''), children: t('joining:setUp') }] : []),
          ]}
        />
      </DeskHead>
      <Form class="filters" method="get" action={base} role="search" aria-label={t('joining:hosting.search')}>
        <TextInput t={t} type="search" name="q" label={t('joining:hosting.search')} value={wish.q} autocomplete="off" />
        {wish.sort !== 'name' && <input type="hidden" name="sort" value={wish.sort} />}
        <Actions>
          <Button second>{t('joining:hosting.find')}</Button>
          {wish.q && <a href={safeHref(base)}>{t('joining:hosting.all')}</a>}
        </Actions>
      </Form>
      <div class="flow" data-live data-events={`${base}/events`} data-now={formatTime(at)}>
        <Door {...props} />
        <p>
          {people.length ? t('joining:hosting.lead', { count: people.length }) : t('joining:hosting.nobody')}
          {wish.q && guests.length > 0 && ` ${t('joining:hosting.found', { count: guests.length })}.`}
        </p>
        {guests.length > 0 ? (
          <Guests {...props} guests={guests} />
        ) : (
          people.length > 0 && <Empty>{t('joining:hosting.foundNone')}</Empty>
        )}
        <p class="quiet" data-as-of>
          <noscript>
            {t('joining:hosting.asOfNoScript', { time })} <a href={safeHref(base)}>{t('joining:hosting.reload')}</a>
          </noscript>
          <span hidden>{t('joining:hosting.asOf', { time })}</span>
        </p>
      </div>
    </>
  )
}
