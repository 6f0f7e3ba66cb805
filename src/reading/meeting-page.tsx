import type { AgendaView, DayView } from '../access/view.ts'
import { isNamed } from '../access/view.ts'
import { isPause } from '../agenda/release.ts'
import type { Locale } from '../kernel/locale.ts'
import { localize, type Localized, type LocalizedText } from '../kernel/localized-text.ts'
import type { MaterialView } from '../materials/material.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { capitalized, formatDay, formatTimeInSentence, listed } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import type { Room } from '../registration/places/outcome.ts'
import { ActionLink, Actions, ButtonLink, Links } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { Says } from '../ui/badge.tsx'
import { TimeRange } from '../ui/clock.tsx'
import { Figures, type Figure } from '../ui/figures.tsx'
import { Filled, SLOT } from '../ui/filled.tsx'
import { languageName } from '../ui/language-codes.tsx'
import { LocalizedWords, langOf } from '../ui/localized.tsx'
import type { MeetingFrame } from '../ui/meeting-frame.ts'
import { Empty } from '../ui/note.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { Stamp } from '../ui/stamp.tsx'
import { Terms, type Term } from '../ui/terms.tsx'
import { forWhom } from './day-rule.ts'
import { Papers } from './papers.tsx'
import type { DayPlaces } from './places.ts'
import type { RegistrationState } from './registration-state.ts'
import { dayForWords } from './words.ts'

/** What the overview of a meeting shows. */
export interface Overview {
  readonly t: TFunction
  readonly locale: Locale
  readonly meeting: Meeting
  readonly frame: MeetingFrame
  /** The agenda in force, if there is one. */
  readonly view?: AgendaView | undefined
  readonly registration: RegistrationState
  readonly places: readonly DayPlaces[]
  readonly papers: readonly MaterialView[]
  /** Whether who reads is signed in. */
  readonly signedIn: boolean
}

const say = ({ meeting, locale }: Overview, text: LocalizedText | null | undefined): Localized | undefined =>
  localize(text, locale, meeting.mainLanguage)

const Words = ({ of, text }: { of: Overview; text: LocalizedText | null | undefined }) => {
  const words = say(of, text)
  return words ? <LocalizedWords of={words} locale={of.locale} /> : null
}

/** From the first to the last session of a day that this reader sees; pauses and what is cancelled do not count. */
const hoursOf = (
  day: DayView | undefined,
): { start: Temporal.ZonedDateTime; end: Temporal.ZonedDateTime } | undefined => {
  const on = (day?.sessions ?? []).filter(
    (entry) => entry.status === 'confirmed' && !(isNamed(entry) && isPause(entry.kind)),
  )
  const starts = on.flatMap(({ start }) => (start ? [start] : [])).sort(Temporal.ZonedDateTime.compare)
  const ends = on.flatMap(({ end }) => (end ? [end] : [])).sort(Temporal.ZonedDateTime.compare)
  const [start, end] = [starts[0], ends.at(-1)]
  return start && end ? { start, end } : undefined
}

const dayTerms = (of: Overview): Term[] => {
  const { t, locale, meeting, view } = of
  return meeting.days.map((day) => {
    const hours = hoursOf(view?.days.find(({ date }) => date.equals(day.date)))
    const title = say(of, day.title)
    const name = formatDay(day.date, locale, { weekday: true, year: false })
    return {
      term: capitalized(name, locale),
      detail: (
        <>
          {title && (
            <>
              <strong>
                <LocalizedWords of={title} locale={locale} />
              </strong>
              {hours && (
                <>
                  , <TimeRange t={t} start={hours.start} end={hours.end} />
                </>
              )}
              <br />
            </>
          )}
          {!title && hours && (
            <>
              <TimeRange t={t} start={hours.start} end={hours.end} />
              <br />
            </>
          )}
          {dayForWords(forWhom(day.openTo, meeting.registration.constituencies), t, locale)}
        </>
      ),
      ...(view
        ? {
            action: (
              <ActionLink
                href={`/${locale}/${meeting.slug}/agenda#day-${day.number}`}
                about={t('reading:meeting.agendaOf', { day: formatDay(day.date, locale, { year: false }) })}
              >
                {t('reading:meeting.agenda')}
              </ActionLink>
            ),
          }
        : {}),
    }
  })
}

const dayIn = (of: Overview, instant: Temporal.Instant): string =>
  formatDay(instant.toZonedDateTimeISO(of.meeting.timeZone).toPlainDate(), of.locale, { year: false })

const timeIn = (of: Overview, instant: Temporal.Instant): string =>
  formatTimeInSentence(instant.toZonedDateTimeISO(of.meeting.timeZone), of.locale)

const RegistrationSays = ({ of }: { of: Overview }) => {
  const { t, frame, registration: state } = of
  const at = (instant: Temporal.Instant) => ({ day: dayIn(of, instant), time: timeIn(of, instant), city: frame.city })
  switch (state.is) {
    case 'before':
      return (
        <p class="says">
          <Stamp stage="draft">{t('reading:meeting.notOpenYet')}</Stamp> {t('reading:meeting.opensOn', at(state.opens))}
        </p>
      )
    case 'open': {
      const { inPerson, online } = state
      const only = inPerson ?? online
      return (
        <p class="says">
          <Stamp>{t('reading:meeting.open')}</Stamp>{' '}
          {inPerson && online && !inPerson.equals(online)
            ? t('reading:meeting.openUntilBoth', { inPerson: dayIn(of, inPerson), online: dayIn(of, online) })
            : only && t('reading:meeting.openUntil', at(only))}
        </p>
      )
    }
    case 'online-only':
      return (
        <p class="says">
          <Stamp>{t('reading:meeting.open')}</Stamp>{' '}
          {t('reading:meeting.openOnlineOnly', { inPerson: dayIn(of, state.since), online: dayIn(of, state.online) })}
        </p>
      )
    case 'closed':
      return (
        <p class="says">
          <Stamp stage="final">{t('reading:meeting.closed')}</Stamp>{' '}
          {t('reading:meeting.closedOn', {
            day: formatDay(state.since.toZonedDateTimeISO(of.meeting.timeZone).toPlainDate(), of.locale),
          })}
        </p>
      )
  }
}

const roomWords = (room: Room, t: TFunction): Pick<Figure, 'figure' | 'note'> =>
  room === 'full'
    ? { figure: t('reading:meeting.full'), note: t('reading:meeting.waitingList') }
    : { figure: room === 'nearly-full' ? t('reading:meeting.nearlyFull') : t('reading:meeting.placesLeft') }

/** One tile a day in person; one for all days online where they say the same. */
const figuresOf = (of: Overview): Figure[] => {
  const { t, locale, places } = of
  const day = (iso: string) => formatDay(Temporal.PlainDate.from(iso), locale, { year: false })
  const inPerson = places.flatMap(({ day: iso, room }) =>
    room['in-person']
      ? [{ label: t('reading:meeting.inPersonOn', { day: day(iso) }), ...roomWords(room['in-person'], t) }]
      : [],
  )
  const online = places.flatMap(({ day: iso, room }) => (room.online ? [{ iso, room: room.online }] : []))
  const alike =
    online.length > 1 && online.length === places.length && new Set(online.map(({ room }) => room)).size === 1
  return [
    ...inPerson,
    ...(alike && online[0]
      ? [{ label: t('reading:meeting.onlineAll'), ...roomWords(online[0].room, t) }]
      : online.map(({ iso, room }) => ({
          label: t('reading:meeting.onlineOn', { day: day(iso) }),
          ...roomWords(room, t),
        }))),
  ]
}

const Registration = ({ of }: { of: Overview }) => {
  const { t, locale, meeting, registration, signedIn } = of
  const root = `/${locale}/${meeting.slug}`
  const open = registration.is === 'open' || registration.is === 'online-only'
  const figures = open ? figuresOf(of) : []
  return (
    <Axis title={t('reading:meeting.registration')}>
      <div class="flow">
        <RegistrationSays of={of} />
        {figures.length > 0 && <Figures figures={figures} />}
        <Actions>
          {open && !signedIn && <ButtonLink href={`${root}/register`}>{t('reading:meeting.register')}</ButtonLink>}
          <a href={`${root}/me`}>{t('reading:meeting.change')}</a>
        </Actions>
      </div>
    </Axis>
  )
}

const mapOf = ({ meeting: { venue } }: Overview): string | undefined =>
  venue.latitude === undefined || venue.longitude === undefined
    ? undefined
    : `https://www.openstreetmap.org/?mlat=${venue.latitude}&mlon=${venue.longitude}#map=16/${venue.latitude}/${venue.longitude}`

const Where = ({ of }: { of: Overview }) => {
  const { t, meeting } = of
  if (meeting.format === 'online') return null
  const map = mapOf(of)
  return (
    <Axis title={t('reading:meeting.where')}>
      <div class="flow">
        <p>
          <Words of={of} text={meeting.venue.name} />
          <br />
          <Words of={of} text={meeting.venue.address} />
        </p>
        {meeting.venue.access && (
          <p>
            <Words of={of} text={meeting.venue.access} />
          </p>
        )}
        {map && <Links links={[{ href: map, children: t('reading:meeting.map'), rel: 'noreferrer' }]} />}
      </div>
    </Axis>
  )
}

const howTerms = ({ t, locale, meeting }: Overview): Term[] => [
  ...(meeting.format === 'online'
    ? []
    : [
        {
          term: <Says icon="in-person">{t('reading:meeting.inPerson')}</Says>,
          detail: t('reading:meeting.inPersonHow'),
        },
      ]),
  ...(meeting.format === 'in-person'
    ? []
    : [{ term: <Says icon="online">{t('reading:meeting.online')}</Says>, detail: t('reading:meeting.onlineHow') }]),
  {
    term: <Says icon="interpretation">{t('reading:meeting.languages')}</Says>,
    detail: t('reading:meeting.languagesHow', {
      languages: capitalized(
        listed(
          meeting.workingLanguages.map((tag) => languageName(locale, tag)),
          locale,
        ),
        locale,
      ),
    }),
  },
]

/** One meeting: what it is, whom each day is for, how to register, where it is, its papers, whom to ask. */
export const MeetingPage = (of: Overview) => {
  const { t, locale, meeting, frame, view, papers } = of
  const summary = say(of, meeting.summary)
  return (
    <>
      <PageHead
        t={t}
        rail={frame.dates}
        under={frame.place}
        title={frame.title.text}
        lang={langOf(frame.title, locale)}
        lead={summary && <LocalizedWords of={summary} locale={locale} />}
      >
        {meeting.demonstration && <p class="quiet">{t('reading:home.demonstration')}</p>}
      </PageHead>
      <Axis title={t('reading:meeting.whoEachDay')}>
        <div class="flow">
          <Terms terms={dayTerms(of)} />
          {!view && (
            <Empty>
              <p>{t('reading:meeting.noAgenda')}</p>
            </Empty>
          )}
        </div>
      </Axis>
      <Registration of={of} />
      <Where of={of} />
      <Axis title={t('reading:meeting.howToAttend')}>
        <Terms terms={howTerms(of)} />
      </Axis>
      <Axis title={t('reading:meeting.papers')}>
        <Papers t={t} locale={locale} meeting={meeting.slug} papers={papers} />
      </Axis>
      <Axis title={t('reading:meeting.questions')}>
        <p>
          <Filled
            words={t('reading:meeting.ask', { name: SLOT, address: SLOT })}
            with={[
              <Words of={of} text={meeting.contact.name} />,
              <a href={safeHref(`mailto:${meeting.contact.email}`)}>{meeting.contact.email}</a>,
            ]}
          />
        </p>
      </Axis>
    </>
  )
}
