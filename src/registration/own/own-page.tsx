import type { ComponentChildren } from 'preact'
import { toConstituencies } from '../../delegations/constituencies-in-sentence.ts'
import type { SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { frameOf } from '../../meetings/meeting-frame.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { ActionLink, Actions, ButtonLink } from '../../ui/actions.tsx'
import { Axis, PageHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import type { FieldProblem } from '../../ui/problems.ts'
import { State, type StateName } from '../../ui/state.tsx'
import { Terms, type Term } from '../../ui/terms.tsx'
import { answerTerms } from '../form/answer-terms.tsx'
import { isUnanswered } from '../form/draft.ts'
import { dayDoor } from '../places/days-open.ts'
import { formPath, ownPath } from '../form/form-views.tsx'
import type { NamedSession } from '../form/session-offers.service.ts'
import { OffersAxis } from './offers-axis.tsx'
import type { OwnRegistration } from './own.ts'
import { shownReference } from '../reference.ts'
import type { DayStanding, DayStatus } from '../standing.ts'
import { can } from '../states.ts'
import { dayDetail, dayHeading, extraWords, headlineWords, leadWords, nextWords, type About } from '../words.ts'

/** What the own page is drawn from. */
export interface OwnPageParts {
  ctx: RequestContext
  meeting: Meeting
  own: OwnRegistration
  /** What is known of the files among the answers, by question. */
  files: ReadonlyMap<string, { name: string }>
  /** The sessions that this person's view of the agenda names. */
  named: ReadonlyMap<SessionId, NamedSession>
  /** What could not be done. */
  errors?: readonly FieldProblem[]
  /** Today, in the meeting's zone. */
  today: Temporal.PlainDate
  /** Whether the form may be sent (again). */
  open: boolean
  /** The organiser's reason, where one was given for how it stands now. */
  why?: string | undefined
  /** What other folders bring, in their order. */
  sections: readonly { order: number; children: ComponentChildren }[]
  /** Right after sending: the same page, whose rail says when. */
  sent?: boolean
}

const SHAPES: Readonly<Record<DayStatus, StateName>> = {
  none: 'not-attending',
  requested: 'under-review',
  confirmed: 'confirmed',
  waiting: 'waiting',
  offered: 'offered',
  declined: 'declined',
  withdrawn: 'withdrawn',
}

const aboutOf = ({ ctx, meeting, own, why }: OwnPageParts): About => ({
  meeting,
  locale: ctx.locale,
  claim: own.claim,
  standing: own.standing,
  ...(why && { why }),
})

const DayWords = ({
  day,
  about,
  ctx,
  sessions,
}: {
  day: DayStanding
  about: About
  ctx: RequestContext
  sessions: ReadonlyMap<SessionId, NamedSession>
}) => {
  const detail = dayDetail(day, about)
  return (
    <>
      <State t={ctx.t} is={SHAPES[day.status]} rank={day.rank} />
      {detail && (
        <>
          <br />
          {detail}
        </>
      )}
      {extraWords(day, ctx.locale, sessions).map((words) => (
        <>
          <br />
          {words}
        </>
      ))}
    </>
  )
}

const dayTerms = (parts: OwnPageParts): Term[] => {
  const { ctx, meeting, own, today } = parts
  const { t, locale } = ctx
  const about = aboutOf(parts)
  const constituency = own.verified?.constituency ?? own.claim?.constituency ?? ''
  return meeting.days.flatMap((day): Term[] => {
    const heading = dayHeading(day.date, locale)
    const door = dayDoor(day, constituency, today)
    const standing = own.standing.days.find((each) => each.day === day.date.toString())
    const action =
      door === 'open' && can('choose', own.state) ? (
        <ActionLink href={formPath(locale, meeting, 'attendance')} about={heading}>
          {t('registration:days.change')}
        </ActionLink>
      ) : undefined
    if (standing)
      return [
        {
          term: heading,
          detail: <DayWords day={standing} about={about} ctx={ctx} sessions={parts.named} />,
          ...(action && { action }),
        },
      ]
    if (door === 'not-for-you')
      return [
        {
          term: heading,
          detail: (
            <State t={t} is="not-open">
              {t('registration:days.notOpen', { constituency: toConstituencies([constituency], locale) })}
            </State>
          ),
        },
      ]
    return door === 'open' && action ? [{ term: heading, detail: t('registration:days.choose'), action }] : []
  })
}

const sectionsOf = (parts: OwnPageParts): { order: number; children: ComponentChildren }[] => {
  const { ctx, meeting, own, open } = parts
  const { t, locale } = ctx
  const about = aboutOf(parts)
  const amends = can('amend', own.state)
  return [
    {
      order: 3,
      children: amends && isUnanswered(meeting, own) && (
        <Axis title={t('registration:unanswered.title')}>
          <p>
            {t('registration:unanswered.lead')}{' '}
            <a href={formPath(locale, meeting, 'needs')}>{t('registration:unanswered.link')}</a>
          </p>
        </Axis>
      ),
    },
    {
      order: 2,
      children: can('accept', own.state) && <OffersAxis ctx={ctx} meeting={meeting} own={own} named={parts.named} />,
    },
    { order: 5, children: <NextAxis parts={parts} about={about} /> },
    {
      order: 10,
      children: own.claim && (
        <Axis title={t('registration:days.title')}>
          <Terms terms={dayTerms(parts)} />
        </Axis>
      ),
    },
    {
      order: 60,
      children: own.claim && (
        <Axis title={t('registration:answers.title')}>
          <Terms
            terms={answerTerms({
              ctx,
              meeting,
              claim: own.claim,
              wishes: own.wishes,
              names: own.names,
              email: own.email,
              jobTitle: own.jobTitle,
              answers: own.answers,
              files: parts.files,
              language: own.language,
              verified: own.verified !== null,
              changeAddress: `${ownPath(locale, meeting)}/address`,
              change: amends ? (step) => formPath(locale, meeting, step) : undefined,
            })}
          />
        </Axis>
      ),
    },
    {
      order: 90,
      children: can('withdraw', own.state) && (
        <Axis title={t('registration:stop.title')} screen>
          <p>
            <a href={`${ownPath(locale, meeting)}/withdraw`}>{t('registration:stop.link')}</a>
            <br />
            <span class="quiet">{t('registration:stop.explain')}</span>
          </p>
        </Axis>
      ),
    },
    {
      order: 95,
      children: open && can('submit', own.state) && (
        <div class="axis">
          <Actions>
            <ButtonLink href={formPath(locale, meeting)}>
              {own.state === 'draft' ? t('registration:goOn') : t('registration:again')}
            </ButtonLink>
          </Actions>
        </div>
      ),
    },
  ]
}
const NextAxis = ({ parts, about }: { parts: OwnPageParts; about: About }) => {
  const { t } = parts.ctx
  return (
    <Axis title={t('registration:next.title')}>
      <ol class="flow">
        {nextWords(about).map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ol>
    </Axis>
  )
}

/** A person's own page, and (`sent`) the confirmation: where they stand, the weakest truth first. */
export const ownPage = (parts: OwnPageParts): HtmlResponse => {
  const { ctx, meeting, own, why, sent, sections } = parts
  const { t, locale } = ctx
  const about = aboutOf(parts)
  const headline = headlineWords(about)
  const moment =
    own.submittedAt && own.state !== 'draft'
      ? t('registration:rail.sent', {
          moment: formatInstant(own.submittedAt, meeting.timeZone, locale, { year: false }),
        })
      : undefined
  const all = [...sectionsOf(parts), ...sections].sort((a, b) => a.order - b.order)
  return page(
    ctx,
    {
      title: sent ? headline : t('registration:title.me'),
      meeting: frameOf(meeting, locale),
      section: 'me',
      errors: parts.errors,
      children: (
        <>
          <PageHead
            t={t}
            rail={t('registration:rail.registration')}
            under={moment}
            errors={parts.errors}
            title={headline}
            lead={leadWords(about)}
          >
            {own.state !== 'draft' && (
              <p class="quiet">{t('registration:reference', { reference: shownReference(own.reference) })}</p>
            )}
            {why && <p>{t('registration:why', { why })}</p>}
          </PageHead>
          {all.map((section) => section.children)}
        </>
      ),
    },
    { cache: 'private', status: parts.errors?.length ? 409 : 200 },
  )
}

/** Nobody is registered here yet. */
export const unregisteredPage = (ctx: RequestContext, meeting: Meeting, open: boolean): HtmlResponse => {
  const { t, locale } = ctx
  return page(
    ctx,
    {
      title: t('registration:title.me'),
      meeting: frameOf(meeting, locale),
      section: 'me',
      children: (
        <PageHead
          t={t}
          rail={t('registration:rail.registration')}
          title={t('registration:title.me')}
          lead={t('registration:closed.notSent')}
        >
          {open && (
            <Actions>
              <ButtonLink href={formPath(locale, meeting)}>{t('registration:closed.register')}</ButtonLink>
            </Actions>
          )}
        </PageHead>
      ),
    },
    { cache: 'private' },
  )
}
