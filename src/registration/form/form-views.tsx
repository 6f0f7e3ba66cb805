import type { ComponentChildren } from 'preact'
import { toConstituencies } from '../../delegations/constituencies-in-sentence.ts'
import type { FieldError } from '../../kernel/domain-error.ts'
import type { SessionId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { Actions, Button, ButtonLink } from '../../ui/actions.tsx'
import { Axis, PageHead } from '../../ui/axis.tsx'
import type { ScriptName } from '../../ui/assets.ts'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { Steps } from '../../ui/steps.tsx'
import { Terms } from '../../ui/terms.tsx'
import { answerTerms, draftDayTerms } from './answer-terms.tsx'
import type { DayAvailability } from '../places/availability.service.ts'
import { questionsOf } from '../questions/badge-questions.ts'
import { isAsked, questionsFor } from './answers.ts'
import { askedOf, type Complete } from './draft.ts'
import { DayFields, ShutDay } from './day-fields.tsx'
import { ConsentFields, NeedsFields, RepresentingFields, YouFields } from './form-steps.tsx'
import type { OwnRegistration } from '../own/own.ts'
import { listHint } from '../participants/participants-page.tsx'
import type { NamedSession, SessionOffer } from './session-offers.service.ts'
import { SavedForm } from './saved-form.tsx'
import { STEPS, type Claim, type Draft, type Step } from '../registration.ts'
import { needsVerification } from '../verification.ts'
import { claimLabel, dayHeading } from '../words.ts'

/** What every page of the form is drawn from. */
export interface FormFrame {
  ctx: RequestContext
  meeting: Meeting
  /** The sent registration that is being changed; absent while the form is filled in for the first time. */
  changing?: OwnRegistration | undefined
  errors?: readonly FieldError[] | undefined
  /** The showing of a step that was sent last. */
  closed?: string | undefined
  /** Says whose form it is, for when it is sent after the sign-in has ended. */
  whose: string
  /** What stands in the form was sent when its owner was signed in no more. */
  kept?: boolean | undefined
}

/** Where the form of a meeting is. */
export const formPath = (locale: Locale, meeting: Pick<Meeting, 'slug'>, step?: Step): string =>
  `/${locale}/${meeting.slug}/register${step ? `/${step}` : ''}`

/** Where a person's own page is. */
export const ownPath = (locale: Locale, meeting: Pick<Meeting, 'slug'>): string => `/${locale}/${meeting.slug}/me`

const StepButtons = ({ ctx, meeting, changing, step }: FormFrame & { step: Step }) => {
  const { t, locale } = ctx
  const before = STEPS[STEPS.indexOf(step) - 1]
  return (
    <>
      <Actions>
        <Button>
          {changing
            ? t('registration:save.change')
            : step === 'check'
              ? t('registration:save.send')
              : t('registration:save.continue')}
        </Button>{' '}
        {changing ? (
          <a href={ownPath(locale, meeting)}>{t('registration:back.me')}</a>
        ) : (
          before &&
          before !== 'check' && <a href={formPath(locale, meeting, before)}>{t(`registration:back.${before}`)}</a>
        )}
      </Actions>
      {step !== 'check' && (
        <p class="hint" role="status" data-saving>
          {!changing && t('registration:save.asYouGo')}
        </p>
      )}
    </>
  )
}

const scriptsOf = ({ step }: { step: Step }): ScriptName[] => [
  // What was not saved yet comes back first: the others build on what stands in the form.
  ...(step === 'check' ? [] : (['autosave'] as const)),
  ...(step === 'needs' ? (['follow'] as const) : []),
  ...(step === 'representing' || step === 'needs' ? (['combobox'] as const) : []),
]

const stepPage = (
  frame: FormFrame & { step: Step; lead?: ComponentChildren },
  children: ComponentChildren,
): HtmlResponse => {
  const { ctx, meeting, changing, step, lead, errors } = frame
  const { t, locale } = ctx
  const problems = fieldProblems(locale, errors ?? [])
  const current = STEPS.indexOf(step)
  return page(
    ctx,
    {
      title: `${t(`registration:step.${step}`)} · ${t('registration:title.register')}`,
      meeting: frameOf(meeting, locale),
      section: 'register',
      errors: problems,
      scripts: scriptsOf(frame),
      children: (
        <>
          <PageHead
            t={t}
            rail={t('registration:rail.registration')}
            under={
              changing
                ? t('registration:rail.change')
                : t('common:steps.of', { step: current + 1, steps: STEPS.length })
            }
            errors={problems}
            before={
              changing ? undefined : (
                <Steps t={t} steps={STEPS.map((each) => t(`registration:step.${each}`))} current={current} />
              )
            }
            title={t(`registration:${step}.heading`)}
            lead={lead}
          />
          {frame.kept && (
            <div class="axis">
              <Note>
                <p>{t(step === 'needs' ? 'registration:kept.files' : 'registration:kept.typed')}</p>
              </Note>
            </div>
          )}
          {children}
        </>
      ),
    },
    { status: errors?.length ? 422 : 200, cache: 'private' },
  )
}

const StepForm = ({
  frame,
  step,
  files = false,
  children,
}: {
  frame: FormFrame
  step: Step
  /** Whether it asks for files. */
  files?: boolean
  children: ComponentChildren
}) => (
  <div class="axis">
    <SavedForm
      action={formPath(frame.ctx.locale, frame.meeting, step)}
      frame={frame}
      step={step}
      class="form"
      {...(files && { enctype: 'multipart/form-data' })}
    >
      {children}
      <StepButtons {...frame} step={step} />
    </SavedForm>
  </div>
)

const fieldsOf = ({ ctx, meeting, errors }: FormFrame) => ({
  t: ctx.t,
  locale: ctx.locale,
  meeting,
  problems: fieldProblems(ctx.locale, errors ?? []),
})

/** Step 1. */
export const youPage = (frame: FormFrame, draft: Draft, email: string): HtmlResponse =>
  stepPage(
    { ...frame, step: 'you', lead: email ? frame.ctx.t('registration:you.email', { email }) : undefined },
    <StepForm frame={frame} step="you">
      <YouFields {...fieldsOf(frame)} names={draft.names ?? {}} jobTitle={draft.jobTitle} />
    </StepForm>,
  )

/** Step 2. */
export const representingPage = (frame: FormFrame, draft: Draft): HtmlResponse =>
  stepPage(
    { ...frame, step: 'representing', lead: frame.ctx.t('registration:representing.lead') },
    <StepForm frame={frame} step="representing">
      <RepresentingFields {...fieldsOf(frame)} claim={draft.claim ?? {}} />
    </StepForm>,
  )

const attendanceLead = (frame: FormFrame, claim: Claim, offers: readonly DayAvailability[]): string =>
  [frame.changing ? '' : whomLead(frame, claim, offers), frame.ctx.t('registration:attendance.hint')]
    .filter(Boolean)
    .join(' ')

const whomLead = ({ ctx, meeting }: FormFrame, claim: Claim, offers: readonly DayAvailability[]): string => {
  const whom = claimLabel(claim, ctx.locale)
  if (!needsVerification(meeting.registration, claim.constituency))
    return ctx.t('registration:attendance.leadVerified', { whom })
  return offers.some((offer) => offer.onApproval)
    ? ctx.t('registration:attendance.leadApproval', { whom })
    : ctx.t('registration:attendance.lead', { whom })
}

/** Step 3, day by day; the door of a day that is not for them is shut. */
export const attendancePage = (
  frame: FormFrame,
  draft: Draft & { claim: Claim },
  offers: readonly DayAvailability[],
  sessions: ReadonlyMap<string, readonly SessionOffer[]>,
  lateInPerson: boolean,
): HtmlResponse => {
  const { ctx, meeting, changing } = frame
  const { t, locale } = ctx
  const { claim } = draft
  const open = offers.some((offer) => offer.door === 'open')
  return stepPage(
    { ...frame, step: 'attendance', lead: attendanceLead(frame, claim, offers) },
    <SavedForm action={formPath(frame.ctx.locale, frame.meeting, 'attendance')} frame={frame} step="attendance">
      {offers.map((offer) => {
        const day = meeting.days[offer.number - 1]!
        const heading = dayHeading(day.date, locale)
        if (offer.door !== 'open')
          return (
            <Axis title={heading}>
              <ShutDay t={t} locale={locale} offer={offer} openTo={day.openTo} claimed={claim.constituency} />
            </Axis>
          )
        return (
          <div class="axis">
            <p class="rail" aria-hidden="true">
              {heading}
            </p>
            <div class="form">
              <DayFields
                {...fieldsOf(frame)}
                offer={offer}
                wish={draft.wishes?.find((wish) => wish.day === offer.day)}
                held={changing?.standing.days.find((each) => each.day === offer.day)?.held ?? null}
                late={lateInPerson}
                sessions={sessions.get(offer.day) ?? []}
                first={offer === offers.find((each) => each.door === 'open')}
              />
            </div>
          </div>
        )
      })}
      <div class="axis">
        <div class="form">
          {open ? (
            <StepButtons {...frame} step="attendance" />
          ) : (
            <>
              <p>
                {t('registration:attendance.noDay', {
                  constituency: toConstituencies([claim.constituency], locale),
                })}
              </p>
              <Actions>
                <ButtonLink href={formPath(locale, meeting, 'representing')}>
                  {t('registration:back.representing')}
                </ButtonLink>
              </Actions>
            </>
          )}
        </div>
      </div>
    </SavedForm>,
  )
}

/** Step 4. `follows`: the answers that were sent lead to questions that were not on the page yet. */
export const needsPage = (
  frame: FormFrame,
  draft: Draft & { claim: Claim },
  files: ReadonlyMap<string, { name: string }>,
  follows = false,
): HtmlResponse => {
  const { meeting, ctx } = frame
  const of = askedOf(meeting, { constituency: draft.claim.constituency, wishes: draft.wishes ?? [] })
  const all = questionsOf(meeting.registration)
  const answers = draft.answers ?? {}
  const questions = all.filter((question) => isAsked(question, of))
  return stepPage(
    { ...frame, step: 'needs', ...(follows && { lead: ctx.t('registration:needs.follows') }) },
    <StepForm frame={frame} step="needs" files={questions.some(({ type }) => type === 'file')}>
      <NeedsFields
        {...fieldsOf(frame)}
        questions={questions}
        asked={questionsFor(all, of, answers)}
        answers={answers}
        files={files}
        language={draft.language ?? frame.ctx.locale}
      />
    </StepForm>,
  )
}

/** Step 5: everything once more, what is agreed to, and the button that sends it. */
export const checkPage = (
  frame: FormFrame,
  complete: Complete,
  {
    email,
    submissionId,
    late,
    consents,
    files,
    sessions,
  }: {
    email: string
    submissionId: string
    late: boolean
    consents: { data: boolean; list: boolean }
    files: ReadonlyMap<string, { name: string }>
    sessions: ReadonlyMap<SessionId, NamedSession>
  },
): HtmlResponse => {
  const { ctx, meeting } = frame
  const { t, locale } = ctx
  const change = (step: Step) => formPath(locale, meeting, step)
  const closed = formatInstant(Temporal.Instant.from(meeting.registration.closes), meeting.timeZone, locale, {
    year: false,
    sentence: true,
  })
  return stepPage(
    {
      ...frame,
      step: 'check',
      lead: late ? t('registration:check.late', { moment: closed }) : t('registration:check.lead'),
    },
    <>
      <Axis title={t('registration:days.title')}>
        <Terms
          terms={draftDayTerms({ ctx, meeting, claim: complete.claim, wishes: complete.wishes, sessions, change })}
        />
      </Axis>
      <Axis title={t('registration:answers.title')}>
        <Terms terms={answerTerms({ ctx, meeting, email, change, files, ...complete })} />
      </Axis>
      <StepForm frame={frame} step="check">
        <input type="hidden" name="submissionId" value={submissionId} />
        <p>
          <a href={`/${locale}/${meeting.slug}/privacy`}>{t('privacy:notice.link')}</a>
        </p>
        <ConsentFields
          {...fieldsOf(frame)}
          {...consents}
          listHint={listHint(t, meeting, complete.claim.constituency)}
        />
      </StepForm>
    </>,
  )
}
