import type { ComponentChildren } from 'preact'
import { delegationName, type Delegation } from '../../delegations/delegation.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { PageHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Textarea } from '../../ui/textarea.tsx'
import { PersonFields } from './name-people.tsx'
import type { Entry } from './nomination.ts'

/** A page that asks one thing about one person of a delegation. */
interface Asking {
  ctx: RequestContext
  meeting: Meeting
  delegation: Delegation
  name: string
  errors?: readonly FieldProblem[]
}

const askingPage = (
  { ctx, meeting, delegation, errors = [] }: Asking,
  { title, lead, action, button }: { title: string; lead: string; action: string; button: string },
  fields?: ComponentChildren,
): HtmlResponse => {
  const { t, locale } = ctx
  const base = `/${locale}/${meeting.slug}/delegation/${delegation.id}`
  return page(
    ctx,
    {
      title,
      meeting: frameOf(meeting, locale),
      section: 'me',
      errors,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('delegation:rail')}
            under={delegationName(delegation, locale)}
            errors={errors}
            title={title}
            lead={lead}
          />
          <div class="axis">
            <Form action={`${base}/${action}`} class="form">
              {fields}
              <Actions>
                <Button>{button}</Button> <a href={base}>{t('delegation:back')}</a>
              </Actions>
            </Form>
          </div>
        </>
      ),
    },
    { status: errors.length ? 422 : 200, cache: 'private' },
  )
}

/** Why somebody who asked to join is declined. */
export const declinePage = (asking: Asking & { id: string; why?: string | undefined }): HtmlResponse => {
  const { t } = asking.ctx
  return askingPage(
    asking,
    {
      title: t('delegation:decline.heading', { name: asking.name }),
      lead: t('delegation:decline.lead'),
      action: `requests/${asking.id}/decline`,
      button: t('delegation:decline.send'),
    },
    <Textarea
      t={t}
      name="why"
      label={t('delegation:decline.why')}
      value={asking.why}
      maxlength={1000}
      error={problemOf(asking.errors, 'why')}
    />,
  )
}

/** Whether somebody really leaves the delegation. */
export const removePage = (asking: Asking & { id: string }): HtmlResponse => {
  const { t } = asking.ctx
  return askingPage(asking, {
    title: t('delegation:remove.heading', { name: asking.name }),
    lead: t('delegation:remove.lead'),
    action: `people/${asking.id}/remove`,
    button: t('delegation:remove.send'),
  })
}

/** Who comes in somebody's place. */
export const replacePage = (asking: Asking & { id: string; entry: Entry; submission: string }): HtmlResponse => {
  const { t } = asking.ctx
  return askingPage(
    asking,
    {
      title: t('delegation:replace.heading', { name: asking.name }),
      lead: t('delegation:replace.lead', { name: asking.name }),
      action: `people/${asking.id}/replace`,
      button: t('delegation:replace.send'),
    },
    <>
      <input type="hidden" name="submission" value={asking.submission} />
      <PersonFields t={t} row={undefined} entry={asking.entry} errors={asking.errors} />
    </>,
  )
}

/** Whether somebody really is a focal point no more. */
export const removeColleaguePage = (asking: Asking & { person: string }): HtmlResponse => {
  const { t } = asking.ctx
  return askingPage(asking, {
    title: t('delegation:focal.removeHeading', { name: asking.name }),
    lead: t('delegation:focal.removeLead'),
    action: `focal-points/${asking.person}/remove`,
    button: t('delegation:remove.send'),
  })
}
