import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { PageHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { ClaimWords } from '../form/answer-terms.tsx'
import { ownPath } from '../form/form-views.tsx'
import type { OwnRegistration } from './own.ts'
import { daysInSentence } from '../words.ts'

/** Asks once more before places are given back. */
export const withdrawPage = (ctx: RequestContext, meeting: Meeting, own: OwnRegistration): HtmlResponse => {
  const { t, locale } = ctx
  const held = own.standing.days.filter((day) => day.held)
  return page(
    ctx,
    {
      title: t('registration:title.withdraw'),
      meeting: frameOf(meeting, locale),
      section: 'me',
      children: (
        <>
          <PageHead
            t={t}
            rail={t('registration:rail.registration')}
            title={t('registration:stop.question')}
            lead={
              held.length
                ? t('registration:stop.lead', { days: daysInSentence(held, locale) })
                : t('registration:stop.leadNone')
            }
          />
          <div class="axis">
            <Form class="flow" action={`${ownPath(locale, meeting)}/withdraw`}>
              {own.claim && (
                <p>
                  <ClaimWords claim={own.claim} locale={locale} />
                </p>
              )}
              <Actions>
                <Button>{t('registration:stop.yes')}</Button>{' '}
                <a href={ownPath(locale, meeting)}>{t('registration:stop.no')}</a>
              </Actions>
            </Form>
          </div>
        </>
      ),
    },
    { cache: 'private' },
  )
}
