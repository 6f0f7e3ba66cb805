import type { SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatDay, formatInstant, ofCity } from '../../platform/i18n/formats.ts'
import { Actions, Button, Form, Hidden } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { ownPath } from '../form/form-views.tsx'
import type { NamedSession } from '../form/session-offers.service.ts'
import type { OwnRegistration } from './own.ts'

interface Props {
  ctx: RequestContext
  meeting: Meeting
  own: OwnRegistration
  named: ReadonlyMap<SessionId, NamedSession>
}

interface Offer {
  day: string
  session?: SessionId
  what: string
  until: string | undefined
  /** They keep a place online until they accept. */
  keeps: boolean
}

const offersOf = ({ ctx, own, named }: Props): Offer[] => {
  const { t, locale } = ctx
  return own.standing.days.flatMap(({ day, mode, status, until, held, sessions = [] }) => {
    const date = formatDay(Temporal.PlainDate.from(day), locale, { weekday: true, year: false })
    return [
      ...(status === 'offered' && mode !== 'none'
        ? [{ day, until, what: t(`registration:offer.${mode}`, { day: date }), keeps: held === 'online' }]
        : []),
      ...sessions.flatMap((each) => {
        if (each.status !== 'offered') return []
        const title = named.get(each.session)?.title.text
        const what = title
          ? t('registration:offer.session', { title })
          : t('registration:offer.sessionUnnamed', { day: date })
        return [{ day, session: each.session, until: each.until, what, keeps: false }]
      }),
    ]
  })
}

/** The places that are offered, each with until when, and the two buttons; nothing where none is. */
export const OffersAxis = (props: Props) => {
  const { ctx, meeting } = props
  const { t, locale } = ctx
  const city = wordsOf(meeting.city, meeting, locale).text
  const offers = offersOf(props)
  if (offers.length === 0) return null
  return (
    <Axis title={t('registration:offer.title')} id="offers">
      <div class="flow">
        {offers.map(({ day, session, what, until, keeps }) => (
          <Form action={`${ownPath(locale, meeting)}/offer`}>
            <input type="hidden" name="day" value={day} />
            {session && <input type="hidden" name="session" value={session} />}
            <p>
              <strong>{what}</strong>
              {until && (
                <>
                  <br />
                  {t('registration:offer.until', {
                    moment: formatInstant(Temporal.Instant.from(until), meeting.timeZone, locale, {
                      year: false,
                      sentence: true,
                    }),
                    ofCity: ofCity(city, locale),
                  })}
                </>
              )}
              {keeps && <> {t('registration:offer.keep')}</>}
            </p>
            <Actions>
              <Button name="answer" value="accept">
                {t('registration:offer.accept')}
                <Hidden>: {what}</Hidden>
              </Button>{' '}
              <Button second name="answer" value="refuse">
                {t('registration:offer.refuse')}
                <Hidden>: {what}</Hidden>
              </Button>
            </Actions>
          </Form>
        ))}
      </div>
    </Axis>
  )
}
