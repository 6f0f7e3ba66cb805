import type { FieldError } from '../../kernel/domain-error.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { ActionLink, Actions, Button, ButtonLink, Form } from '../../ui/actions.tsx'
import { Axis, DeskHead, PageHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import type { SecondFactorView } from './second-factors.service.ts'

// No meeting is at hand, so no zone of one: UTC, and said so.
const when = ({ locale }: RequestContext, instant: Temporal.Instant): string =>
  `${formatInstant(instant, 'UTC', locale)} UTC`

const nameOf = ({ t }: RequestContext, { kind, name }: SecondFactorView): string =>
  name ? `${t(`factors:kind.${kind}`)}, ${name}` : t(`factors:kind.${kind}`)

/** One's own: what there is, and what can be added or taken away. */
export const listPage = (
  ctx: RequestContext,
  { known, codesLeft, helpsOthers }: { known: readonly SecondFactorView[]; codesLeft: number; helpsOthers: boolean },
): HtmlResponse => {
  const { t, locale } = ctx
  const path = `/${locale}/desk/second-factors`
  return page(ctx, {
    title: t('factors:list.title'),
    desk: { sections: [] },
    children: (
      <>
        <DeskHead t={t} title={t('factors:list.title')} under={t('factors:list.under')}>
          <Actions>
            <ButtonLink href={`/${locale}/desk/second-factor/set-up`}>
              {known.length ? t('factors:list.another') : t('factors:setUp.title')}
            </ButtonLink>
          </Actions>
        </DeskHead>
        {known.length === 0 ? (
          <Empty>{t('factors:list.none')}</Empty>
        ) : (
          <DataTable
            t={t}
            columns={[
              { name: t('factors:list.what') },
              { name: t('factors:list.since') },
              { name: t('factors:list.used') },
              { name: t('factors:list.remove'), hideName: true },
            ]}
            rows={known.map((factor) => ({
              header: nameOf(ctx, factor),
              cells: [
                when(ctx, factor.since),
                when(ctx, factor.used),
                known.length > 1 ? (
                  <ActionLink href={`${path}/${factor.id}/remove`} about={nameOf(ctx, factor)}>
                    {t('factors:list.remove')}
                  </ActionLink>
                ) : (
                  <span class="quiet">{t('factors:list.last')}</span>
                ),
              ],
            }))}
          />
        )}
        {known.length > 0 && (
          <Axis title={t('factors:recovery.title')}>
            <Form class="flow" action={`${path}/recovery-codes`}>
              <p>{t('factors:recovery.left', { count: codesLeft })}</p>
              <Actions>
                <Button second>{t('factors:recovery.make')}</Button>
              </Actions>
            </Form>
          </Axis>
        )}
        {known.length > 0 && (
          <Axis title={t('factors:elsewhere.title')}>
            <Form class="flow" action={`/${locale}/me/sign-ins/end-others`}>
              <p>{t('factors:elsewhere.lead')}</p>
              <Actions>
                <Button second>{t('people:signIns.endOthers')}</Button>
              </Actions>
            </Form>
          </Axis>
        )}
        <Axis title={t('tokens:list.title')}>
          <div class="flow">
            <p>{t('tokens:list.under')}</p>
            <p>
              <a href={`/${locale}/desk/tokens`}>{t('tokens:list.yours')}</a>
            </p>
          </div>
        </Axis>
        {helpsOthers && (
          <Axis title={t('factors:recover.rail')}>
            <div class="flow">
              <p>{t('factors:recover.lead')}</p>
              <p>
                <a href={`${path}/recover`}>{t('factors:recover.title')}</a>
              </p>
            </div>
          </Axis>
        )}
      </>
    ),
  })
}

/** Asks before one is taken away. */
export const removePage = (ctx: RequestContext, factor: SecondFactorView): HtmlResponse => {
  const { t, locale } = ctx
  const path = `/${locale}/desk/second-factors`
  return page(ctx, {
    title: t('factors:remove.title'),
    desk: { sections: [] },
    children: (
      <>
        <PageHead t={t} rail={nameOf(ctx, factor)} title={t('factors:remove.title')} lead={t('factors:remove.lead')} />
        <div class="axis">
          <Form class="form" action={`${path}/${factor.id}/remove`}>
            <Actions>
              <Button>{t('factors:remove.button')}</Button> <a href={path}>{t('factors:remove.keep')}</a>
            </Actions>
          </Form>
        </div>
      </>
    ),
  })
}

/** Lets somebody who has lost everything set up anew. */
export const recoverPage = (
  ctx: RequestContext,
  { typed, sure = false, errors }: { typed?: string; sure?: boolean; errors?: readonly FieldError[] },
): HtmlResponse => {
  const { t, locale } = ctx
  const problems = errors && fieldProblems(locale, errors)
  const path = `/${locale}/desk/second-factors`
  return page(
    ctx,
    {
      title: t('factors:recover.title'),
      desk: { sections: [] },
      errors: problems,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('factors:recover.rail')}
            errors={problems}
            title={t('factors:recover.title')}
            lead={t('factors:recover.what')}
          />
          <div class="axis">
            <Form class="form" action={`${path}/recover`}>
              <TextInput
                t={t}
                name="email"
                type="email"
                label={t('factors:recover.email')}
                hint={t('factors:recover.hint')}
                error={problemOf(problems, 'email')}
                value={typed}
                autocomplete="off"
                spellcheck={false}
                required
              />
              <Tick
                t={t}
                name="sure"
                checked={sure}
                label={t('factors:recover.sure')}
                error={problemOf(problems, 'sure')}
              />
              <Actions>
                <Button>{t('factors:recover.button')}</Button> <a href={path}>{t('factors:recover.cancel')}</a>
              </Actions>
            </Form>
          </div>
        </>
      ),
    },
    { status: errors ? 422 : 200, cache: 'private' },
  )
}

/** Says what was done for whom. */
export const allDonePage = (ctx: RequestContext, address: string): HtmlResponse => {
  const { t, locale } = ctx
  return page(ctx, {
    title: t('factors:recover.done'),
    desk: { sections: [] },
    children: (
      <>
        <PageHead
          t={t}
          rail={t('factors:recover.rail')}
          title={t('factors:recover.done')}
          lead={t('factors:recover.doneLead', { address })}
        />
        <div class="axis">
          <p>
            <a href={`/${locale}/desk`}>{t('factors:recover.toDesk')}</a>
          </p>
        </div>
      </>
    ),
  })
}
