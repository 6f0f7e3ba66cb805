import type { FieldError } from '../../kernel/domain-error.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { PageHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { ownPath } from '../form/form-views.tsx'

interface Parts {
  ctx: RequestContext
  meeting: Meeting
  typed?: string | undefined
  errors?: readonly FieldError[] | undefined
}

/** Asks for the new address, and says what follows from it. */
export const addressPage = (parts: Parts & { email: string; suspends: boolean }): HtmlResponse => {
  const { ctx, meeting, email, suspends, typed, errors } = parts
  const { t, locale } = ctx
  const problems = fieldProblems(locale, errors ?? [])
  return page(
    ctx,
    {
      title: t('registration:address.title'),
      meeting: frameOf(meeting, locale),
      section: 'me',
      errors: problems,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('registration:rail.registration')}
            errors={problems}
            title={t('registration:address.title')}
            lead={email ? t('registration:address.lead', { email }) : t('registration:address.leadNone')}
          />
          <div class="axis">
            <Form class="form" action={`${ownPath(locale, meeting)}/address`}>
              <TextInput
                t={t}
                name="email"
                type="email"
                label={t('registration:address.new')}
                hint={t('registration:address.newHint')}
                error={problemOf(problems, 'email')}
                value={typed}
                autocomplete="email"
                spellcheck={false}
              />
              <p>{suspends ? t('registration:address.effect') : t('registration:address.effectNone')}</p>
              <Actions>
                <Button>{t('registration:address.send')}</Button>{' '}
                <a href={ownPath(locale, meeting)}>{t('registration:back.me')}</a>
              </Actions>
            </Form>
          </div>
        </>
      ),
    },
    { cache: 'private', status: problems.length ? 422 : 200 },
  )
}

/** Asks for the code that went to the new address. */
export const addressCodePage = (parts: Parts & { address: string }): HtmlResponse => {
  const { ctx, meeting, address, typed, errors } = parts
  const { t, locale } = ctx
  const problems = fieldProblems(locale, errors ?? [])
  return page(
    ctx,
    {
      title: t('registration:address.codeTitle'),
      meeting: frameOf(meeting, locale),
      section: 'me',
      errors: problems,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('registration:rail.registration')}
            errors={problems}
            title={t('registration:address.codeTitle')}
            lead={t('registration:address.codeLead', { email: address })}
          />
          <div class="axis">
            <Form class="form" action={`${ownPath(locale, meeting)}/address/code`}>
              <TextInput
                t={t}
                name="code"
                code
                label={t('registration:address.code')}
                hint={t('registration:address.codeHint')}
                error={problemOf(problems, 'code')}
                value={typed}
                inputmode="numeric"
                autocomplete="one-time-code"
                spellcheck={false}
                size={8}
                maxlength={16}
              />
              <Actions>
                <Button>{t('registration:address.confirm')}</Button>{' '}
                <a href={`${ownPath(locale, meeting)}/address`}>{t('registration:address.another')}</a>
              </Actions>
            </Form>
          </div>
        </>
      ),
    },
    { cache: 'private', status: problems.length ? 422 : 200 },
  )
}
