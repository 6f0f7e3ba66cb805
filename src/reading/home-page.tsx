import type { AgendaView } from '../access/view.ts'
import type { Locale } from '../kernel/locale.ts'
import { localize } from '../kernel/localized-text.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { formatDay } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { PageHead } from '../ui/axis.tsx'
import { Facts, type Fact } from '../ui/facts.tsx'
import { LocalizedWords, langOf } from '../ui/localized.tsx'
import type { MeetingFrame } from '../ui/meeting-frame.ts'
import { Empty } from '../ui/note.tsx'
import { labelWords } from '../ui/release-banner.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { Stamp } from '../ui/stamp.tsx'
import type { RegistrationState } from './registration-state.ts'

/** A meeting on the front page. */
export interface Announced {
  readonly meeting: Meeting
  readonly frame: MeetingFrame
  readonly release?: AgendaView['release'] | undefined
  readonly registration: RegistrationState
  readonly past: boolean
}

interface Home {
  readonly t: TFunction
  readonly locale: Locale
  readonly meetings: readonly Announced[]
}

const factsOf = ({ t, locale }: Home, { meeting, registration, release, past }: Announced): Fact[] => {
  const day = (instant: Temporal.Instant) =>
    formatDay(instant.toZonedDateTimeISO(meeting.timeZone).toPlainDate(), locale)
  const until = registration.is === 'open' ? (registration.online ?? registration.inPerson) : undefined
  return [
    {
      children: release ? (
        <span>
          {t('reading:home.agenda')} <Stamp stage={release.stage}>{labelWords(t, release.label)}</Stamp>
        </span>
      ) : (
        t('reading:home.noAgenda')
      ),
    },
    ...(past
      ? []
      : [
          {
            children:
              registration.is === 'before'
                ? t('reading:home.registrationOpens', { day: day(registration.opens) })
                : registration.is === 'online-only'
                  ? t('reading:home.registrationOpen', { day: day(registration.online) })
                  : until
                    ? t('reading:home.registrationOpen', { day: day(until) })
                    : t('reading:home.registrationClosed'),
          },
        ]),
    ...(meeting.demonstration ? [{ children: t('reading:home.demonstration') }] : []),
  ]
}

const MeetingRow = ({ home, of }: { home: Home; of: Announced }) => {
  const { locale } = home
  const { frame, meeting } = of
  const organizer = localize(meeting.organizer, locale, meeting.mainLanguage)
  return (
    <section class="axis">
      <p class="rail">
        {frame.dates}
        <br />
        <span class="quiet">{frame.place}</span>
      </p>
      <div class="flow">
        <h3>
          <a href={safeHref(`/${locale}/${meeting.slug}`)} lang={langOf(frame.title, locale)}>
            {frame.title.text}
          </a>
        </h3>
        {organizer && (
          <p class="quiet">
            <LocalizedWords of={organizer} locale={locale} />
          </p>
        )}
        <Facts facts={factsOf(home, of)} />
      </div>
    </section>
  )
}

/** The front page: the meetings to come, the next one first, and those that are over, the last one first. */
export const HomePage = (home: Home) => {
  const { t, meetings } = home
  const upcoming = meetings.filter(({ past }) => !past)
  const past = meetings.filter((one) => one.past)
  return (
    <>
      <PageHead t={t} title={t('reading:home.title')} lead={t('reading:home.lead')} />
      {meetings.length === 0 ? (
        <Empty>
          <p>{t('reading:home.none')}</p>
        </Empty>
      ) : (
        <>
          <h2 class="bar">{t('reading:home.upcoming')}</h2>
          {upcoming.length === 0 && (
            <div class="axis">
              <p>{t('reading:home.noneUpcoming')}</p>
            </div>
          )}
          {upcoming.map((of) => (
            <MeetingRow home={home} of={of} />
          ))}
          {past.length > 0 && (
            <>
              <h2 class="bar">{t('reading:home.past')}</h2>
              {past.map((of) => (
                <MeetingRow home={home} of={of} />
              ))}
            </>
          )}
        </>
      )}
    </>
  )
}
