import type { NamedEntry } from '../access/view.ts'
import { followableIn, sessionsQuery } from '../calendar/chosen-sessions.ts'
import { FollowedDays } from '../calendar/followed-days.tsx'
import { subscribeLinks } from '../calendar/links.ts'
import { capitalized, formatDay } from '../platform/i18n/formats.ts'
import { Actions, Button, ButtonLink } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { TimeRange } from '../ui/clock.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { Empty, Note } from '../ui/note.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { QrCode } from '../ui/qr.tsx'
import { Terms } from '../ui/terms.tsx'
import { Tick } from '../ui/tick.tsx'
import { meetingPath, type Frame } from './frame.ts'
import { Marks } from './session-entry.tsx'

interface MyAgendaProps {
  frame: Frame
  chosen: readonly NamedEntry[]
  /** Who is signed in follows; who is not has the choice in the address, and their device keeps it. */
  signedIn: boolean
  saved: boolean
  baseUrl: URL
}

const rootOf = ({ frame: { locale, view } }: MyAgendaProps): string => meetingPath(locale, view.meeting)

/** A code with more in it is too fine for a camera before a screen; one with far more there is not. */
const FITS_A_CODE = 500

/** Ways to take the choice of who has no registration: a file, an address to subscribe to, and the same as a code for the phone. */
const TakeAlong = (props: MyAgendaProps) => {
  const { chosen, baseUrl } = props
  const { t } = props.frame
  const path = `${rootOf(props)}/agenda.ics?${sessionsQuery(chosen)}`
  const { webcal } = subscribeLinks(new URL(path, baseUrl), '')
  return (
    <>
      <Actions>
        <ButtonLink href={path}>{t('calendar:mine.file')}</ButtonLink>
        <a href={safeHref(webcal)}>{t('calendar:mine.subscribe')}</a>
      </Actions>
      <div class="screen">
        <Terms
          ways
          terms={[
            webcal.length > FITS_A_CODE
              ? { term: t('calendar:way.phone'), detail: t('calendar:mine.tooMany') }
              : {
                  term: t('calendar:way.phone'),
                  detail: t('calendar:mine.phoneSays'),
                  action: <QrCode of={webcal} label={t('calendar:mine.qr')} />,
                },
          ]}
        />
      </div>
      <p class="quiet screen">{t('calendar:mine.takeAlong')}</p>
    </>
  )
}

const Chosen = (props: MyAgendaProps) => {
  const { frame, chosen, signedIn } = props
  const { t, locale } = frame
  return (
    <Axis title={t('calendar:sessions.title')}>
      <div class="flow">
        {chosen.length === 0 ? (
          <Empty>
            <p>{t('calendar:mine.none')}</p>
          </Empty>
        ) : (
          <>
            <FollowedDays
              t={t}
              locale={locale}
              meetingPath={rootOf(props)}
              entries={chosen}
              marks={(entry) => <Marks frame={frame} entry={entry} />}
            />
            {!signedIn && <TakeAlong {...props} />}
          </>
        )}
        {signedIn && (
          <Actions>
            <ButtonLink href={`${rootOf(props)}/me/calendar`} second={chosen.length === 0}>
              {t('calendar:mine.calendar')}
            </ButtonLink>
          </Actions>
        )}
      </div>
    </Axis>
  )
}

const Choice = ({ frame: { t, locale }, entry, checked }: { frame: Frame; entry: NamedEntry; checked: boolean }) => (
  <Tick
    t={t}
    name="session"
    id={`session-${entry.code}`}
    value={entry.code}
    checked={checked}
    label={<LocalizedWords of={entry.title} locale={locale} />}
    hint={
      <>
        {entry.start && entry.end ? (
          <TimeRange t={t} start={entry.start} end={entry.end} />
        ) : (
          t('calendar:sessions.timeToCome')
        )}
        {entry.room && (
          <>
            , <LocalizedWords of={entry.room.name} locale={locale} />
          </>
        )}
      </>
    }
  />
)

const Chooser = (props: MyAgendaProps) => {
  const { frame, chosen, signedIn } = props
  const { t, locale, view } = frame
  const codes = new Set(chosen.map(({ code }) => code))
  const all = followableIn(view)
  const days = view.days.filter(({ date }) => all.some(({ day }) => day.equals(date)))
  return (
    <Axis
      title={t('calendar:mine.choose')}
      under={t(signedIn ? 'calendar:mine.kept' : 'calendar:mine.onDevice')}
      screen
    >
      <form
        class="form"
        method={signedIn ? 'post' : 'get'}
        action={`${rootOf(props)}/my-agenda`}
        data-keeps={signedIn ? undefined : view.meeting.slug}
      >
        {days.map(({ date }) => (
          <fieldset class="field">
            <legend>{capitalized(formatDay(date, locale, { weekday: true, year: false }), locale)}</legend>
            {all
              .filter(({ day }) => day.equals(date))
              .map((entry) => (
                <Choice frame={frame} entry={entry} checked={codes.has(entry.code)} />
              ))}
          </fieldset>
        ))}
        <Actions>
          <Button>{t(signedIn ? 'calendar:mine.save' : 'calendar:mine.show')}</Button>
        </Actions>
      </form>
    </Axis>
  )
}

/** "My agenda": the sessions somebody follows or chose, by day, to read, print and take along; and all there is to choose. */
export const MyAgendaPage = (props: MyAgendaProps) => {
  const { signedIn, saved } = props
  const { t, view } = props.frame
  return (
    <>
      <PageHead
        t={t}
        title={t('calendar:mine.title')}
        lead={t(signedIn ? 'calendar:mine.lead' : 'calendar:mine.leadDevice')}
      >
        {saved && (
          <Note>
            <p role="status">{t('calendar:mine.saved')}</p>
          </Note>
        )}
        {!signedIn && (
          <div class="screen" data-other-choice={view.meeting.slug} hidden>
            <Note>
              <p>
                {t('calendar:mine.other')}{' '}
                <button class="button second" type="button">
                  {t('calendar:mine.keep')}
                </button>
              </p>
            </Note>
          </div>
        )}
      </PageHead>
      <Chosen {...props} />
      <Chooser {...props} />
    </>
  )
}
