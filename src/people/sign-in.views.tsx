import type { FieldError } from '../kernel/domain-error.ts'
import type { Locale } from '../kernel/locale.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { Actions, Button, ButtonLink, Form } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import type { MeetingFrame } from '../ui/meeting-frame.ts'
import { Note } from '../ui/note.tsx'
import { page, type PageParts } from '../ui/page.tsx'
import { fieldProblems, problemOf } from '../ui/problems.ts'
import { safeHref } from '../ui/safe-href.ts'
import { TextInput } from '../ui/text-input.tsx'
import { Tick } from '../ui/tick.tsx'
import type { Challenge } from './challenge.ts'
import { CODE_MINUTES } from './sign-in-code.ts'

/** At which door the reader stands. */
export type Frame = { desk: true } | { desk?: never; meeting?: MeetingFrame }

const partsOf = (frame: Frame): Pick<PageParts, 'meeting' | 'section' | 'desk'> =>
  frame.desk ? { desk: { sections: [] } } : { meeting: frame.meeting, section: 'register' }

/** Where the address is asked for; the query says what it is for, and stays where the language or the address is another. */
const doorPath = (locale: Locale, desk: boolean, next: string | undefined, kept: boolean): string => {
  const query = new URLSearchParams({ ...(next !== undefined && { next }), ...(kept && { typed: 'kept' }) })
  return `/${locale}${desk ? '/desk' : ''}/sign-in${query.size > 0 ? `?${query}` : ''}`
}

/** Asks for the address. */
export const signInPage = (
  ctx: RequestContext,
  parts: {
    frame: Frame
    next: string | undefined
    typed?: string
    /** What was sent after the sign-in had ended is kept, and comes back. */
    kept?: boolean
    errors?: readonly FieldError[]
  },
  status = 200,
): HtmlResponse => {
  const { t, locale } = ctx
  const { frame, next, typed, kept = false, errors } = parts
  const problems = errors && fieldProblems(locale, errors)
  const words = frame.desk
    ? {
        rail: t('people:desk.rail'),
        title: t('people:desk.title'),
        lead: t('people:desk.lead'),
        hint: t('people:desk.hint'),
      }
    : {
        rail: t('people:signIn.rail'),
        title: t('people:signIn.title'),
        lead: t('people:signIn.lead'),
        hint: t('people:signIn.hint'),
      }
  return page(
    ctx,
    {
      title: words.title,
      ...partsOf(frame),
      errors: problems,
      children: (
        <>
          <PageHead t={t} rail={words.rail} errors={problems} title={words.title} lead={words.lead}>
            {kept && (
              <Note>
                <p>{t('people:signIn.kept')}</p>
              </Note>
            )}
          </PageHead>
          <div class="axis">
            <Form class="form" action={doorPath(locale, frame.desk ?? false, next, kept)}>
              {next !== undefined && <input type="hidden" name="next" value={next} />}
              <TextInput
                t={t}
                name="email"
                type="email"
                label={t('people:signIn.email')}
                hint={words.hint}
                error={problemOf(problems, 'email')}
                value={typed}
                autocomplete="email"
                spellcheck={false}
                required
              />
              <Actions>
                <Button>{t('people:signIn.send')}</Button>
              </Actions>
              {!kept && <p class="hint">{t('people:signIn.keep')}</p>}
            </Form>
          </div>
        </>
      ),
    },
    { status, ...(errors && { cache: 'private' }) },
  )
}

/** Words around a link, where the sentence has its placeholder: `Write to {{address}}.` */
const Around = ({ sentence, href, children }: { sentence: string; href: string; children: string }) => {
  const [before, after = ''] = sentence.split('\u0000')
  return (
    <>
      {before}
      <a href={safeHref(href)}>{children}</a>
      {after}
    </>
  )
}

/** Asks for the code that was sent. Says nothing that depends on whose address it is. */
export const codePage = (
  ctx: RequestContext,
  parts: {
    frame: Frame
    challenge: Challenge
    canStay: boolean
    stay: boolean
    showsOutbox: boolean
    typed?: string | undefined
    errors?: readonly FieldError[] | undefined
  },
  status: number,
): HtmlResponse => {
  const { t, locale } = ctx
  const { frame, challenge, canStay, stay, showsOutbox, typed, errors } = parts
  const problems = errors && fieldProblems(locale, errors)
  const back = doorPath(locale, challenge.desk, challenge.next, challenge.kept ?? false)
  const contact = frame.desk ? undefined : frame.meeting?.contactEmail
  return page(
    ctx,
    {
      title: t('people:code.title'),
      ...partsOf(frame),
      errors: problems,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('people:code.rail')}
            errors={problems}
            title={t('people:code.title')}
            lead={
              <>
                {t('people:code.sent', { address: challenge.address })}{' '}
                <a href={safeHref(back)}>{t('people:code.another')}</a>
              </>
            }
          />
          <div class="axis">
            <Form class="form" action={`/${locale}/sign-in/code`}>
              <TextInput
                t={t}
                name="code"
                code
                label={t('people:code.label')}
                hint={t('people:code.hint', { count: CODE_MINUTES[challenge.desk ? 'desk' : 'everybody'] })}
                error={problemOf(problems, 'code')}
                value={typed}
                inputmode="numeric"
                autocomplete="one-time-code"
                spellcheck={false}
                size={8}
                maxlength={16}
                required
              />
              {canStay && (
                <Tick t={t} name="stay" checked={stay} label={t('people:code.stay')} hint={t('people:code.stayHint')} />
              )}
              <Actions>
                <Button>{t('people:code.continue')}</Button>
              </Actions>
            </Form>
          </div>
          <Axis title={t('people:code.noMail')}>
            <div class="flow">
              {showsOutbox ? (
                <Note>
                  <p>
                    {t('people:code.outbox')} <a href={`/${locale}/outbox`}>{t('people:code.toOutbox')}</a>
                  </p>
                </Note>
              ) : (
                <p>{t('people:code.wait')}</p>
              )}
              <Form class="actions" action={`/${locale}/sign-in/code/again`}>
                <Button second>{t('people:code.again')}</Button> <span class="quiet">{t('people:code.newest')}</span>
              </Form>
              {contact !== undefined && (
                <p class="quiet">
                  <Around sentence={t('people:code.spam', { address: '\u0000' })} href={`mailto:${contact}`}>
                    {contact}
                  </Around>
                </p>
              )}
            </div>
          </Axis>
        </>
      ),
    },
    { status, cache: 'private' },
  )
}

/** What the link in the mail shows in a browser that asked for no code. */
export const elsewherePage = (ctx: RequestContext): HtmlResponse => {
  const { t, locale } = ctx
  return page(
    ctx,
    {
      title: t('people:elsewhere.title'),
      children: (
        <>
          <PageHead
            t={t}
            rail={t('people:code.rail')}
            title={t('people:elsewhere.title')}
            lead={t('people:elsewhere.lead')}
          />
          <div class="axis">
            <div class="flow">
              <p>{t('people:elsewhere.same')}</p>
              <Actions>
                <ButtonLink href={`/${locale}/sign-in`}>{t('people:elsewhere.start')}</ButtonLink>
              </Actions>
            </div>
          </div>
        </>
      ),
    },
    { cache: 'private' },
  )
}
