import type { FieldError } from '../../kernel/domain-error.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant, inSeries } from '../../platform/i18n/formats.ts'
import type { Scope } from '../../platform/policies/token-scope.ts'
import { ActionLink, Actions, Button, ButtonLink, Form, Links } from '../../ui/actions.tsx'
import { Axis, DeskHead, PageHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { describedBy, HintAndError } from '../../ui/field.tsx'
import { langOf, LocalizedWords } from '../../ui/localized.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import type { MeetingChoice } from '../meeting-directory.ts'
import type { ApiTokenView } from './api-tokens.service.ts'
import { LIFETIMES } from './lifetime.ts'
import { NAME_LIMIT, type Offered, type Typed } from './token-form.ts'

// No meeting is at hand, so no zone of one: UTC, and said so.
const when = ({ locale }: RequestContext, instant: Temporal.Instant): string =>
  `${formatInstant(instant, 'UTC', locale)} UTC`

const pathOf = ({ locale }: RequestContext): string => `/${locale}/desk/tokens`

const Meeting = ({
  ctx: { t, locale },
  token,
  meetings,
}: {
  ctx: RequestContext
  token: ApiTokenView
  meetings: readonly MeetingChoice[]
}) => {
  const one = meetings.find(({ id }) => id === token.meeting)
  if (one) return <LocalizedWords of={one.title} locale={locale} />
  return <>{token.meeting ? t('tokens:list.gone') : t('tokens:list.all')}</>
}

const usedWords = (ctx: RequestContext, { used, usedFrom }: ApiTokenView): string => {
  if (!used) return ctx.t('tokens:list.never')
  const at = when(ctx, used)
  return usedFrom ? ctx.t('tokens:list.usedFrom', { when: at, program: programWords(ctx, usedFrom) }) : at
}

const programWords = ({ t }: RequestContext, program: string): string =>
  program === 'browser' ? t('tokens:list.browser') : program

const endWords = (ctx: RequestContext, { good, stopped, until }: ApiTokenView): string => {
  if (stopped) return ctx.t('tokens:list.stopped', { when: when(ctx, stopped) })
  return good ? when(ctx, until) : ctx.t('tokens:list.ended', { when: when(ctx, until) })
}

/** One's own: what each may do, until when, when it was last used; those that ended lately too. */
export const listPage = (
  ctx: RequestContext,
  known: readonly ApiTokenView[],
  meetings: readonly MeetingChoice[],
): HtmlResponse => {
  const { t, locale } = ctx
  const path = pathOf(ctx)
  return page(ctx, {
    title: t('tokens:list.title'),
    desk: { sections: [] },
    children: (
      <>
        <DeskHead t={t} title={t('tokens:list.title')} under={t('tokens:list.under')}>
          <Actions>
            <ButtonLink href={`${path}/new`}>{t('tokens:list.make')}</ButtonLink>
          </Actions>
        </DeskHead>
        {known.length === 0 ? (
          <Empty>{t('tokens:list.none')}</Empty>
        ) : (
          <DataTable
            t={t}
            columns={[
              { name: t('tokens:list.name') },
              { name: t('tokens:list.may') },
              { name: t('tokens:list.where') },
              { name: t('tokens:list.until') },
              { name: t('tokens:list.used') },
              { name: t('tokens:list.stop'), hideName: true },
            ]}
            rows={known.map((token) => ({
              header: token.name,
              cells: [
                inSeries(
                  token.scopes.map((scope) => t(`tokens:scope.${scope}.name`)),
                  ctx.locale,
                ),
                <Meeting ctx={ctx} token={token} meetings={meetings} />,
                endWords(ctx, token),
                usedWords(ctx, token),
                token.good && (
                  <ActionLink href={`${path}/${token.id}/stop`} about={token.name}>
                    {t('tokens:list.stop')}
                  </ActionLink>
                ),
              ],
            }))}
          />
        )}
        {known.filter(({ good }) => good).length > 1 && (
          <Actions>
            <ButtonLink second href={`${path}/stop`}>
              {t('tokens:list.stopAll')}
            </ButtonLink>
          </Actions>
        )}
        <nav aria-label={t('tokens:list.more')}>
          <Links
            links={[
              { href: '/api/v1/openapi.json', children: t('tokens:list.description') },
              { href: `/${locale}/desk/second-factors`, children: t('factors:list.title') },
              { href: `/${locale}/me/sign-ins`, children: t('people:signIns.title') },
            ]}
          />
        </nav>
      </>
    ),
  })
}

/** Asks what it is for. */
export const newPage = (
  ctx: RequestContext,
  { offered, typed, errors }: { offered: Offered; typed: Typed; errors?: readonly FieldError[] },
): HtmlResponse => {
  const { t, locale } = ctx
  const problems = errors && fieldProblems(locale, errors)
  const path = pathOf(ctx)
  return page(
    ctx,
    {
      title: t('tokens:new.title'),
      desk: { sections: [] },
      errors: problems,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('tokens:list.title')}
            errors={problems}
            title={t('tokens:new.title')}
            lead={t('tokens:new.lead')}
          />
          <div class="axis">
            <Form class="form" action={`${path}/new`}>
              <input type="hidden" name="id" value={typed.id} />
              <TextInput
                t={t}
                name="name"
                label={t('tokens:new.name')}
                hint={t('tokens:new.nameHint')}
                error={problemOf(problems, 'name')}
                value={typed.name}
                maxlength={NAME_LIMIT}
                autocomplete="off"
                required
              />
              <ScopeTicks
                ctx={ctx}
                offered={offered.scopes}
                typed={typed.scopes}
                error={problemOf(problems, 'scopes')}
              />
              <RadioChoices
                t={t}
                name="meeting"
                label={t('tokens:new.meeting')}
                hint={t('tokens:new.meetingHint')}
                error={problemOf(problems, 'meeting')}
                value={typed.meeting}
                choices={[
                  ...offered.meetings.map(({ id, title }) => ({
                    value: id,
                    label: title.text,
                    ...(langOf(title, locale) && { lang: title.lang }),
                  })),
                  { value: 'all', label: t('tokens:new.all'), note: t('tokens:new.allHint') },
                ]}
              />
              <RadioChoices
                t={t}
                name="days"
                label={t('tokens:new.days')}
                hint={t('tokens:new.daysHint')}
                error={problemOf(problems, 'days')}
                value={typed.days}
                choices={LIFETIMES.map((count) => ({
                  value: String(count),
                  label: count === 365 ? t('tokens:new.year') : t('tokens:new.day', { count }),
                }))}
              />
              <Actions>
                <Button>{t('tokens:new.button')}</Button> <a href={path}>{t('tokens:new.cancel')}</a>
              </Actions>
            </Form>
          </div>
        </>
      ),
    },
    { status: errors ? 422 : 200, cache: 'private' },
  )
}

const ScopeTicks = ({
  ctx: { t },
  offered,
  typed,
  error,
}: {
  ctx: RequestContext
  offered: readonly Scope[]
  typed: readonly string[]
  error: string | undefined
}) => (
  <fieldset class="field" aria-describedby={describedBy('scopes', { hint: true, error })}>
    <legend>{t('tokens:new.scopes')}</legend>
    <HintAndError t={t} id="scopes" hint={t('tokens:new.scopesHint')} error={error} />
    {offered.map((scope, index) => (
      <Tick
        t={t}
        name="scopes"
        id={index === 0 ? 'scopes' : `scopes-${scope}`}
        value={scope}
        checked={typed.includes(scope)}
        label={t(`tokens:scope.${scope}.name`)}
        hint={t(`tokens:scope.${scope}.hint`)}
      />
    ))}
  </fieldset>
)

/** What a token for this can ask first: its method, and where in its meeting. */
const FIRST_REQUEST: Readonly<Record<Scope, readonly [method: string, path: string]>> = {
  'read-agenda': ['GET', 'agenda'],
  'edit-agenda': ['PATCH', 'working-copy/{code}'],
  publish: ['POST', 'releases'],
  'read-registrations': ['GET', 'registrations'],
  'review-registrations': ['POST', 'registrations/{id}/decision'],
  'export-registrations': ['GET', 'registrations/export'],
  'configure-meeting': ['GET', 'settings'],
}

const exampleOf = (scope: Scope, slug: string | undefined, site: URL): string => {
  const [method, path] = slug === undefined ? ['GET', ''] : FIRST_REQUEST[scope]
  const address = `${site.origin}/api/v1/meetings${slug === undefined ? '' : `/${slug}/${path}`}`
  return `curl -X ${method} -H "Authorization: Bearer $PLENARY_TOKEN" \\\n  "${address}"`
}

/** The token, this once, and how it is used. */
export const madePage = (
  ctx: RequestContext,
  made: { token: string; name: string; scope: Scope; meeting: MeetingChoice | undefined; site: URL },
): HtmlResponse => {
  const { t } = ctx
  return page(
    ctx,
    {
      title: t('tokens:made.title'),
      desk: { sections: [] },
      children: (
        <>
          <PageHead t={t} rail={made.name} title={t('tokens:made.title')} lead={t('tokens:made.lead')} />
          <Axis title={t('tokens:made.token')}>
            <div class="flow">
              <pre class="letter" tabIndex={0} aria-label={t('tokens:made.token')}>
                {made.token}
              </pre>
              <Note>{t('tokens:made.keep')}</Note>
            </div>
          </Axis>
          <Axis title={t('tokens:made.use')}>
            <div class="flow">
              <p>{t('tokens:made.header')}</p>
              <pre class="letter" tabIndex={0} aria-label={t('tokens:made.example')}>
                {exampleOf(made.scope, made.meeting?.slug, made.site)}
              </pre>
              <p class="quiet">{t('tokens:made.variable')}</p>
              <Actions>
                <ButtonLink href={pathOf(ctx)}>{t('tokens:made.kept')}</ButtonLink>
              </Actions>
            </div>
          </Axis>
        </>
      ),
    },
    { cache: 'private' },
  )
}

/** Asks before one is stopped. */
export const stopPage = (ctx: RequestContext, token: ApiTokenView): HtmlResponse =>
  askPage(ctx, {
    action: `${pathOf(ctx)}/${token.id}/stop`,
    rail: token.name,
    title: ctx.t('tokens:stop.title'),
    lead: ctx.t('tokens:stop.lead'),
    button: ctx.t('tokens:stop.button'),
    keep: ctx.t('tokens:stop.keep'),
  })

/** Asks before all are. */
export const stopAllPage = (ctx: RequestContext): HtmlResponse =>
  askPage(ctx, {
    action: `${pathOf(ctx)}/stop`,
    rail: ctx.t('tokens:list.title'),
    title: ctx.t('tokens:stopAll.title'),
    lead: ctx.t('tokens:stopAll.lead'),
    button: ctx.t('tokens:stopAll.button'),
    keep: ctx.t('tokens:stopAll.keep'),
  })

const askPage = (
  ctx: RequestContext,
  {
    action,
    rail,
    title,
    lead,
    button,
    keep,
  }: Readonly<Record<'action' | 'rail' | 'title' | 'lead' | 'button' | 'keep', string>>,
): HtmlResponse =>
  page(ctx, {
    title,
    desk: { sections: [] },
    children: (
      <>
        <PageHead t={ctx.t} rail={rail} title={title} lead={lead} />
        <div class="axis">
          <Form class="form" action={action}>
            <Actions>
              <Button>{button}</Button> <a href={pathOf(ctx)}>{keep}</a>
            </Actions>
          </Form>
        </div>
      </>
    ),
  })
