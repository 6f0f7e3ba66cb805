import type { ComponentChildren } from 'preact'
import type { FieldError } from '../../kernel/domain-error.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { Actions, Button, ButtonLink, Form } from '../../ui/actions.tsx'
import { Axis, PageHead } from '../../ui/axis.tsx'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { QrCode } from '../../ui/qr.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import { keyAddress, spelled } from './app-codes.ts'
import type { SecondFactorView } from './second-factors.service.ts'

/** Where one goes on to, and what was wrong with what was sent. */
interface Sent {
  next: string | undefined
  typed?: string | undefined
  errors?: readonly FieldError[]
}

const Next = ({ next }: { next: string | undefined }) =>
  next === undefined ? null : <input type="hidden" name="next" value={next} />

const Stay = ({ ctx: { t }, checked, id = 'stay' }: { ctx: RequestContext; checked: boolean; id?: string }) => (
  <Tick t={t} id={id} name="stay" checked={checked} label={t('factors:door.stay')} hint={t('factors:door.stayHint')} />
)

/** A form that a script fills with what the passkey answers; without one it stays away, and a sentence says why. */
const PasskeyForm = ({
  ctx: { t },
  action,
  does,
  next,
  stay,
  children,
}: {
  ctx: RequestContext
  action: string
  does: 'create' | 'get'
  next: string | undefined
  stay?: ComponentChildren
  children: ComponentChildren
}) => (
  <>
    <form class="flow" method="post" action={action} data-passkey={does} data-options={`${action}/options`} hidden>
      <Next next={next} />
      <input type="hidden" name="answer" />
      {stay}
      <Actions>{children}</Actions>
      <div role="alert" hidden>
        <p class="error">{t('factors:passkey.failed')}</p>
      </div>
    </form>
    <p class="quiet" data-without-passkeys>
      {t('factors:passkey.needsScript')}
    </p>
  </>
)

/** Asks for the second factor. */
export const doorPage = (
  ctx: RequestContext,
  parts: Sent & {
    known: readonly SecondFactorView[]
    /** It was given in this sign-in, over a day ago. */
    again: boolean
    stay?: boolean
  },
): HtmlResponse => {
  const { t, locale } = ctx
  const { known, next, again, stay = false, typed, errors } = parts
  const problems = errors && fieldProblems(locale, errors)
  const action = `/${locale}/desk/second-factor`
  const hasApp = known.some(({ kind }) => kind === 'codes')
  const byPasskey = known.some(({ kind }) => kind === 'passkey') && (
    <Axis title={t('factors:kind.passkey')}>
      <div class="flow">
        <PasskeyForm
          ctx={ctx}
          action={action}
          does="get"
          next={next}
          stay={<Stay ctx={ctx} checked={stay} id="stay-with-passkey" />}
        >
          <Button>{t('factors:door.usePasskey')}</Button>
        </PasskeyForm>
      </div>
    </Axis>
  )
  return page(
    ctx,
    {
      title: t('factors:door.title'),
      desk: { sections: [] },
      errors: problems,
      scripts: ['passkey'],
      children: (
        <>
          <PageHead
            t={t}
            rail={t('people:desk.rail')}
            errors={problems}
            title={t('factors:door.title')}
            lead={again ? t('factors:door.again') : t('factors:door.lead')}
          />
          {byPasskey}
          <Axis title={hasApp ? t('factors:kind.codes') : t('factors:door.recovery')}>
            <Form class="form" action={action}>
              <Next next={next} />
              <TextInput
                t={t}
                name="code"
                code
                label={hasApp ? t('factors:door.code') : t('factors:door.recoveryCode')}
                hint={hasApp ? t('factors:door.codeHint') : t('factors:door.recoveryHint')}
                error={problemOf(problems, 'code')}
                value={typed}
                autocomplete="one-time-code"
                spellcheck={false}
                size={hasApp ? 12 : 20}
                maxlength={40}
                required
              />
              <Stay ctx={ctx} checked={stay} />
              <Actions>
                <Button second={Boolean(byPasskey)}>{t('factors:door.continue')}</Button>
              </Actions>
            </Form>
          </Axis>
          <Axis title={t('factors:door.lost')}>
            <p class="quiet">{t('factors:door.lostText')}</p>
          </Axis>
        </>
      ),
    },
    { status: errors ? 422 : 200, cache: 'private' },
  )
}

/** Offers the ways there are, and in a development install to put it off. */
export const setUpPage = (
  ctx: RequestContext,
  parts: Sent & {
    offered: { key: string; sealed: string }
    /** Whose key it is, as the app will show it. */
    account: string
    /** Of what, above the code. */
    site: string
    passkeys: boolean
    first: boolean
    mayPutOff: boolean
  },
): HtmlResponse => {
  const { t, locale } = ctx
  const { offered, account, site, passkeys, first, mayPutOff, next, typed, errors } = parts
  const problems = errors && fieldProblems(locale, errors)
  const action = `/${locale}/desk/second-factor/set-up`
  const title = first ? t('factors:setUp.title') : t('factors:setUp.another')
  return page(
    ctx,
    {
      title,
      desk: { sections: [] },
      errors: problems,
      scripts: ['passkey'],
      children: (
        <>
          <PageHead
            t={t}
            rail={t('people:desk.rail')}
            errors={problems}
            title={title}
            lead={first ? t('factors:setUp.lead') : t('factors:setUp.anotherLead')}
          />
          {passkeys && (
            <Axis title={t('factors:kind.passkey')}>
              <div class="flow">
                <p>{t('factors:setUp.passkey')}</p>
                <PasskeyForm ctx={ctx} action={action} does="create" next={next}>
                  <Button>{t('factors:setUp.makePasskey')}</Button>
                </PasskeyForm>
              </div>
            </Axis>
          )}
          <Axis title={t('factors:kind.codes')}>
            <Form class="form" action={action}>
              <Next next={next} />
              <input type="hidden" name="key" value={offered.sealed} />
              <div class="flow">
                <p>{t('factors:setUp.scan')}</p>
                <QrCode large of={keyAddress(offered.key, account, site)} label={t('factors:setUp.qr')} />
                <p>
                  {t('factors:setUp.key')} <code class="key">{spelled(offered.key)}</code>
                </p>
              </div>
              <TextInput
                t={t}
                name="code"
                code
                label={t('factors:setUp.code')}
                hint={t('factors:setUp.codeHint')}
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
                <Button second={passkeys}>{t('factors:setUp.useApp')}</Button>
              </Actions>
            </Form>
          </Axis>
          {first && mayPutOff && (
            <Axis title={t('factors:later.title')}>
              <Note>
                <p>{t('factors:later.text')}</p>
                <Form class="actions" action={`/${locale}/desk/second-factor/later`}>
                  <Next next={next} />
                  <Button second>{t('factors:later.button')}</Button>
                </Form>
              </Note>
            </Axis>
          )}
        </>
      ),
    },
    { status: errors ? 422 : 200, cache: 'private' },
  )
}

/** The recovery codes, this once. */
export const recoveryCodesPage = (ctx: RequestContext, codes: readonly string[], next: string): HtmlResponse => {
  const { t } = ctx
  return page(
    ctx,
    {
      title: t('factors:recovery.title'),
      desk: { sections: [] },
      children: (
        <>
          <PageHead
            t={t}
            rail={t('people:desk.rail')}
            title={t('factors:recovery.title')}
            lead={t('factors:recovery.lead')}
          />
          <div class="axis">
            <div class="flow">
              <ol class="codes">
                {codes.map((code) => (
                  <li>
                    <code>{code}</code>
                  </li>
                ))}
              </ol>
              <p>{t('factors:recovery.keep')}</p>
              <Actions>
                <ButtonLink href={next}>{t('factors:recovery.kept')}</ButtonLink>
              </Actions>
            </div>
          </div>
        </>
      ),
    },
    { cache: 'private' },
  )
}
