import type { FieldError } from '../kernel/domain-error.ts'
import { KINDS, type PersonalData } from '../meetings/personal-data.ts'
import { CODE_MINUTES } from '../people/sign-in-code.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { Actions, Button, ButtonLink, Form } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { page } from '../ui/page.tsx'
import { fieldProblems, problemOf } from '../ui/problems.ts'
import { TextInput } from '../ui/text-input.tsx'
import { HOLDINGS } from './what-we-hold.ts'

/** The kinds of which anything goes when a person is erased, and of which nothing does. */
const goes = (kind: PersonalData): boolean =>
  HOLDINGS.some((holding) => holding.kind === kind && holding.goes !== 'stays')

/** What goes, what stays and why; then a code, as whoever sits at a device left open is not its owner. */
export const erasePage = (
  ctx: RequestContext,
  {
    address,
    asked,
    typed,
    errors,
  }: {
    /** Where the code goes; absent for who has no address of their own. */
    address: string | undefined
    /** A code was sent to this browser. */
    asked: boolean
    typed?: string | undefined
    errors?: readonly FieldError[]
  },
): HtmlResponse => {
  const { t, locale } = ctx
  const problems = errors && fieldProblems(locale, errors)
  const path = `/${locale}/me/data`
  return page(
    ctx,
    {
      title: t('privacy:erase.title'),
      errors: problems,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('privacy:data.rail')}
            errors={problems}
            title={t('privacy:erase.title')}
            lead={t('privacy:erase.lead')}
          />
          <Axis title={t('privacy:erase.goes')}>
            <ul>
              {KINDS.filter(goes).map((kind) => (
                <li>{t(`privacy:kind.${kind}.title`)}</li>
              ))}
            </ul>
          </Axis>
          <Axis title={t('privacy:erase.stays')}>
            <div class="flow">
              <p>{t('privacy:erase.staysLead')}</p>
              <ul>
                <li>{t('privacy:erase.stay.registration')}</li>
                <li>{t('privacy:erase.stay.record')}</li>
                <li>{t('privacy:erase.stay.agreement')}</li>
                <li>{t('privacy:erase.stay.others')}</li>
                <li>{t('privacy:erase.stay.note')}</li>
              </ul>
            </div>
          </Axis>
          <Axis title={t('privacy:erase.prove')} id="prove">
            {asked ? (
              <div class="flow">
                {address !== undefined && <p>{t('privacy:erase.sent', { address })}</p>}
                <Form class="form" action={`${path}/erase`}>
                  <TextInput
                    t={t}
                    name="code"
                    code
                    label={t('privacy:erase.code')}
                    hint={t('privacy:erase.codeHint', { count: CODE_MINUTES.everybody })}
                    error={problemOf(problems, 'code')}
                    value={typed}
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    spellcheck={false}
                    size={8}
                    maxlength={16}
                    required
                  />
                  <Actions>
                    <Button>{t('privacy:erase.yes')}</Button> <a href={path}>{t('privacy:erase.no')}</a>
                  </Actions>
                </Form>
                <Form action={`${path}/erase/code`}>
                  <Button second>{t('people:code.again')}</Button>
                </Form>
              </div>
            ) : (
              <Form class="form" action={`${path}/erase/code`}>
                {address !== undefined && <p>{t('privacy:erase.sendHint', { address })}</p>}
                <Actions>
                  <Button>{t('privacy:erase.send')}</Button> <a href={path}>{t('privacy:erase.no')}</a>
                </Actions>
              </Form>
            )}
          </Axis>
        </>
      ),
    },
    { status: errors?.length ? 422 : 200, cache: 'private' },
  )
}

/** Where erasing leads. Says nothing of anybody, so everybody may see it. */
export const erasedPage = (ctx: RequestContext): HtmlResponse => {
  const { t, locale } = ctx
  return page(ctx, {
    title: t('privacy:erased.title'),
    children: (
      <PageHead t={t} rail={t('privacy:data.rail')} title={t('privacy:erased.title')} lead={t('privacy:erased.lead')}>
        <p>{t('privacy:erased.backups')}</p>
        <Actions>
          <ButtonLink href={`/${locale}`}>{t('common:footer.meetings')}</ButtonLink>
        </Actions>
      </PageHead>
    ),
  })
}
