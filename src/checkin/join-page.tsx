import type { ComponentChildren } from 'preact'
import type { AgendaView, NamedEntry } from '../access/view.ts'
import { entriesOf } from '../access/changes.ts'
import { isPause } from '../agenda/release.ts'
import { toConstituencies } from '../delegations/constituencies-in-sentence.ts'
import type { Locale } from '../kernel/locale.ts'
import { capitalized, formatDay, formatTimeInSentence, ofCity } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Actions, Button, ButtonLink, Form } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { ClockTime, TimeRange } from '../ui/clock.tsx'
import { Door as DoorBox } from '../ui/door.tsx'
import { LocalizedWords, langOf } from '../ui/localized.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { Terms } from '../ui/terms.tsx'
import { waitUntil, type Door, type Wait } from './door.ts'
import { Fails, Hear } from './join-help.tsx'
import type { Refusal } from './refusal.ts'

/** All that the page of a door says. */
export interface JoinPageOf {
  readonly t: TFunction
  readonly locale: Locale
  readonly view: AgendaView
  readonly entry: NamedEntry
  /** How long before its start the door opens. */
  readonly minutes: number
  readonly now: Temporal.Instant
  /** What stands in the way of this reader, or the door for who may go in. */
  readonly answer: { readonly refusal: Refusal } | { readonly door: Door }
}

const cityOf = ({ view }: JoinPageOf): string => view.meeting.city.text
const rootOf = ({ locale, view }: JoinPageOf): string => `/${locale}/${view.meeting.slug}`
const sessionOf = (of: JoinPageOf): string => `${rootOf(of)}/sessions/${encodeURIComponent(of.entry.code)}`

const opensIn = (t: TFunction, { unit, count }: Wait): string | undefined =>
  unit === 'now' ? undefined : t(`checkin:opensIn.${unit}`, { count })

const startsIn = (t: TFunction, { unit, count }: Wait): string =>
  unit === 'now' ? t('checkin:started') : t(`checkin:startsIn.${unit}`, { count })

const Write = ({ of }: { of: JoinPageOf }) => (
  <a href={safeHref(`mailto:${of.view.meeting.contactEmail}`)}>{of.t('checkin:write')}</a>
)

const ShutBefore = ({ of, opens }: { of: JoinPageOf; opens: Temporal.ZonedDateTime }) => {
  const { t, locale, minutes, now } = of
  const wait = waitUntil(now, opens.toInstant())
  const today = now.toZonedDateTimeISO(opens.timeZoneId).toPlainDate().equals(opens.toPlainDate())
  const values = { time: formatTimeInSentence(opens, locale), ofCity: ofCity(cityOf(of), locale), minutes }
  return (
    <DoorBox open={false} icon="none" headline={t('checkin:closed')} count={opensIn(t, wait)}>
      <p>
        {today
          ? t('checkin:opensAt', values)
          : t('checkin:opensOn', { ...values, day: formatDay(opens.toPlainDate(), locale, { year: false }) })}
      </p>
    </DoorBox>
  )
}

const Shut = ({ of, why }: { of: JoinPageOf; why: Exclude<Extract<Door, { is: 'shut' }>['why'], 'before'> }) => {
  const { t, minutes } = of
  const words = {
    over: { count: t('checkin:over'), why: t('checkin:overWhy') },
    cancelled: { count: t('checkin:cancelled'), why: undefined },
    'no-time': { count: t('checkin:noTime'), why: t('checkin:noTimeWhy', { minutes }) },
    'no-way-yet': { count: t('checkin:noWayYet'), why: t('checkin:noWayYetWhy') },
    'ask-host': { count: t('checkin:askHost'), why: t('checkin:askHostWhy') },
    'way-lost': { count: t('checkin:wayLost'), why: t('checkin:wayLostWhy') },
  }[why]
  return (
    <DoorBox open={false} icon="none" headline={t('checkin:closed')} count={words.count}>
      {words.why && <p>{words.why}</p>}
      <Actions>
        <a href={safeHref(sessionOf(of))}>{t('checkin:seeSession')}</a>
        {(why === 'no-way-yet' || why === 'ask-host' || why === 'way-lost') && <Write of={of} />}
      </Actions>
    </DoorBox>
  )
}

const Open = ({ of, start }: { of: JoinPageOf; start: Temporal.ZonedDateTime }) => {
  const { t, now } = of
  return (
    <DoorBox open headline={t('checkin:open')} count={startsIn(t, waitUntil(now, start.toInstant()))}>
      <Form action={`${sessionOf(of)}/join`}>
        <Actions>
          <Button>{t('checkin:join')}</Button>
        </Actions>
      </Form>
      <p class="quiet">{t('checkin:opensHere')}</p>
    </DoorBox>
  )
}

/** Why not, in a line, and what would change it. */
export const refusalWords = (
  { t, locale, entry }: Pick<JoinPageOf, 't' | 'locale' | 'entry'>,
  refusal: Refusal,
): { headline: string; why: string } => {
  const day = formatDay(entry.day, locale, { year: false })
  switch (refusal.is) {
    case 'waiting':
      return {
        headline:
          refusal.rank === undefined
            ? t('checkin:no.waiting', { day })
            : t('checkin:no.waiting-rank', { rank: refusal.rank, day }),
        why: t('checkin:no.waiting-why'),
      }
    case 'session-waiting':
      return {
        headline:
          refusal.rank === undefined
            ? t('checkin:no.session-waiting')
            : t('checkin:no.session-waiting-rank', { rank: refusal.rank }),
        why: t('checkin:no.session-waiting-why'),
      }
    case 'not-for-you':
      return {
        headline: t('checkin:no.not-for-you'),
        why: t('checkin:no.not-for-you-why', { list: toConstituencies(refusal.constituencies, locale) }),
      }
    default:
      return { headline: t(`checkin:no.${refusal.is}`, { day }), why: t(`checkin:no.${refusal.is}-why`, { day }) }
  }
}

/** What the reader can do about it: their registration where that decides, else a person to write to. */
const NextStep = ({ of, refusal }: { of: JoinPageOf; refusal: Refusal }): ComponentChildren => {
  const { t } = of
  switch (refusal.is) {
    case 'not-registered':
      return (
        <ButtonLink second href={`${rootOf(of)}/register`}>
          {t('checkin:register')}
        </ButtonLink>
      )
    case 'waiting':
    case 'offered':
    case 'day-requested':
    case 'not-that-day':
    case 'under-review':
    case 'with-focal-point':
    case 'session-waiting':
    case 'session-offered':
    case 'session-asked':
    case 'session-none':
      return (
        <ButtonLink second href={`${rootOf(of)}/me`}>
          {t('checkin:yourRegistration')}
        </ButtonLink>
      )
    default:
      return null
  }
}

const Refused = ({ of, refusal }: { of: JoinPageOf; refusal: Refusal }) => {
  const { headline, why } = refusalWords(of, refusal)
  return (
    <DoorBox open={false} icon="none" headline={of.t('checkin:notForYou')} count={headline}>
      <p>{why}</p>
      <Actions>
        <NextStep of={of} refusal={refusal} />
        <Write of={of} />
      </Actions>
    </DoorBox>
  )
}

/** Other sessions this reader may attend that are on now, or next. */
const openNow = ({ view, entry, now }: JoinPageOf): NamedEntry[] => {
  const own = entriesOf(view).filter(
    (one) =>
      one.level === 'attend' &&
      one.id !== entry.id &&
      !isPause(one.kind) &&
      one.status === 'confirmed' &&
      one.end !== null &&
      Temporal.Instant.compare(one.end.toInstant(), now) > 0,
  ) as NamedEntry[]
  return own.slice(0, 2)
}

const Meanwhile = ({ of }: { of: JoinPageOf }) => {
  const { t, locale } = of
  const sessions = openNow(of)
  if (sessions.length === 0) return null
  return (
    <Axis title={t('checkin:meanwhile')}>
      <p>
        {t('checkin:openNow')}{' '}
        {sessions.map((session, index) => (
          <>
            {index > 0 && t('reading:list.semicolon')}
            <a
              href={safeHref(`${rootOf(of)}/sessions/${encodeURIComponent(session.code)}`)}
              lang={langOf(session.title, locale)}
            >
              {session.title.text}
            </a>
            {session.start && (
              <>
                , {!session.day.equals(of.entry.day) && `${formatDay(session.day, locale, { year: false })}, `}
                <ClockTime at={session.start} />
              </>
            )}
          </>
        ))}
        .
      </p>
    </Axis>
  )
}

/** Whether somebody is about to go in: then the page says what to do when it fails. */
const mayFail = (answer: JoinPageOf['answer']): boolean =>
  'door' in answer && (answer.door.is === 'open' || answer.door.why === 'before')

/** The title of the page, which says how the door is. */
export const joinTitle = ({ t, locale, answer }: JoinPageOf): string => {
  if ('refusal' in answer) return t('checkin:titleNo')
  if (answer.door.is === 'open') return t('checkin:titleOpen')
  return answer.door.why === 'before'
    ? t('checkin:titleOpens', { time: formatTimeInSentence(answer.door.opens, locale) })
    : t('checkin:title')
}

/** The door of a session online: the words first, then when, then why and what next. */
export const JoinPage = (of: JoinPageOf) => {
  const { t, locale, view, entry, answer } = of
  return (
    <>
      <PageHead
        t={t}
        rail={entry.code}
        under={capitalized(formatDay(entry.day, locale, { weekday: true, year: false }), locale)}
        title={entry.title.text}
        lang={langOf(entry.title, locale)}
      >
        {entry.start && entry.end && (
          <Terms
            terms={[
              {
                term: t('checkin:time'),
                detail: (
                  <span data-own-time>
                    <strong>
                      <TimeRange t={t} start={entry.start} end={entry.end} />
                    </strong>{' '}
                    <LocalizedWords of={view.meeting.city} locale={locale} />
                  </span>
                ),
              },
            ]}
          />
        )}
      </PageHead>
      <Axis title={t('checkin:door')} id="door">
        {'refusal' in answer ? (
          <Refused of={of} refusal={answer.refusal} />
        ) : answer.door.is === 'open' ? (
          <Open of={of} start={answer.door.start} />
        ) : answer.door.why === 'before' ? (
          <ShutBefore of={of} opens={answer.door.opens} />
        ) : (
          <Shut of={of} why={answer.door.why} />
        )}
      </Axis>
      {'refusal' in answer ? <Meanwhile of={of} /> : <Hear t={t} locale={locale} entry={entry} />}
      {mayFail(answer) && (
        <Fails t={t} open={'door' in answer && answer.door.is === 'open'} write={<Write of={of} />} />
      )}
    </>
  )
}
