import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant, ofCity } from '../../platform/i18n/formats.ts'
import { PageHead } from '../../ui/axis.tsx'
import { Door } from '../../ui/door.tsx'
import { page } from '../../ui/page.tsx'

/** Registration is not open yet, or over: the words first, then when. */
export const closedPage = (ctx: RequestContext, meeting: Meeting, is: 'not-yet' | 'over'): HtmlResponse => {
  const { t, locale } = ctx
  const frame = frameOf(meeting, locale)
  const opens = formatInstant(Temporal.Instant.from(meeting.registration.opens), meeting.timeZone, locale, {
    sentence: true,
  })
  return page(ctx, {
    title: t('registration:title.register'),
    meeting: frame,
    section: 'register',
    children: (
      <>
        <PageHead t={t} rail={t('registration:rail.registration')} title={t('registration:title.register')} />
        <div class="axis">
          {is === 'not-yet' ? (
            <Door open={false} headline={t('registration:closed.notYet')}>
              <p>{t('registration:closed.opens', { moment: opens, ofCity: ofCity(frame.city, locale) })}</p>
            </Door>
          ) : (
            <Door open={false} headline={t('registration:closed.over')}>
              <p>{t('registration:closed.overLead')}</p>
            </Door>
          )}
        </div>
      </>
    ),
  })
}
