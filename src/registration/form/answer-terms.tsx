import type { ComponentChildren } from 'preact'
import { toConstituencies } from '../../delegations/constituencies-in-sentence.ts'
import type { SessionId } from '../../kernel/id.ts'
import { LOCALE_NAMES, type Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { ActionLink } from '../../ui/actions.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { State } from '../../ui/state.tsx'
import type { Term } from '../../ui/terms.tsx'
import { answerParts } from '../questions/answer-words.ts'
import { questionsOf } from '../questions/badge-questions.ts'
import { questionsFor } from './answers.ts'
import { askedOf } from './draft.ts'
import type { NamedSession } from './session-offers.service.ts'
import type { Answers, Claim, Names, Step, Wish } from '../registration.ts'
import { claimLabel, constituencyName, dayHeading } from '../words.ts'

interface Said {
  ctx: RequestContext
  meeting: Meeting
  claim: Claim
  wishes: readonly Wish[]
  /** Where a step is changed; absent where nothing can be. */
  change?: ((step: Step) => string) | undefined
}

const changeLink = ({ ctx, change }: Pick<Said, 'ctx' | 'change'>, step: Step, about: ComponentChildren) =>
  change && (
    <ActionLink href={change(step)} about={about}>
      {ctx.t('registration:answers.change')}
    </ActionLink>
  )

/** A claim on two lines: which State or organization, and what kind. */
export const ClaimWords = ({ claim, locale }: { claim: Claim; locale: Locale }) => {
  const label = claimLabel(claim, locale)
  const kind = constituencyName(claim.constituency, locale)
  return (
    <>
      {label}
      {label !== kind && (
        <>
          <br />
          <span class="quiet">{kind}</span>
        </>
      )}
    </>
  )
}

/** An answer as it is read, each part of it in its own language; a file by its name, with the way to it. */
const AnswerWords = ({
  question,
  answer,
  said,
}: {
  question: Question
  answer: string | undefined
  said: Said & { files: ReadonlyMap<string, { name: string }> }
}) => {
  const { ctx, meeting, files } = said
  const { t, locale } = ctx
  if (!answer) return <span class="quiet">{t('registration:answers.none')}</span>
  if (question.type === 'file')
    return (
      <a href={`/${locale}/${meeting.slug}/me/files/${question.id}`}>
        {files.get(question.id)?.name ?? t('registration:answers.file')}
      </a>
    )
  const parts = answerParts(question, answer, meeting, locale)
  if (question.type === 'long-text') return <span class="typed">{answer}</span>
  return (
    <>
      {parts.map((part, index) => (
        <>
          {index > 0 && ', '}
          <LocalizedWords of={part} locale={locale} />
        </>
      ))}
    </>
  )
}

/** What somebody said of themselves, each with the way to change it. */
export const answerTerms = (
  said: Said & {
    names: Names
    email: string
    jobTitle: string
    answers: Answers
    /** Names of the files among the answers, by question. */
    files: ReadonlyMap<string, { name: string }>
    language: Locale
    /** Where the address is changed; absent where it cannot be. */
    changeAddress?: string | undefined
    /** Whether the claim is verified; absent before it is sent. */
    verified?: boolean
  },
): Term[] => {
  const { ctx, meeting, claim, names, email, jobTitle, answers, language, verified } = said
  const { t, locale } = ctx
  const action = (step: Step, about: ComponentChildren) => {
    const link = changeLink(said, step, about)
    return link ? { action: link } : {}
  }
  const questions = questionsFor(
    questionsOf(meeting.registration),
    askedOf(meeting, { constituency: claim.constituency, wishes: said.wishes }),
    answers,
  )
  const name = [names.givenNames, names.familyName].filter(Boolean).join(' ')
  return [
    { term: t('registration:answers.name'), detail: name, ...action('you', t('registration:answers.name')) },
    ...(email
      ? [
          {
            term: t('registration:answers.email'),
            detail: email,
            ...(said.changeAddress && {
              action: (
                <ActionLink href={said.changeAddress} about={t('registration:answers.email')}>
                  {t('registration:answers.change')}
                </ActionLink>
              ),
            }),
          },
        ]
      : []),
    {
      term: t('registration:answers.job'),
      detail: jobTitle || <span class="quiet">{t('registration:answers.none')}</span>,
      ...action('you', t('registration:answers.job')),
    },
    {
      term: t('registration:answers.representing'),
      detail: (
        <>
          <ClaimWords claim={claim} locale={locale} />
          {verified !== undefined && (
            <>
              <br />
              {verified ? (
                <State t={t} is="verified">
                  {t('registration:answers.verified')}
                </State>
              ) : (
                <State t={t} is="under-review">
                  {t('registration:answers.toCheck')}
                </State>
              )}
            </>
          )}
        </>
      ),
      ...action('representing', t('registration:answers.representing')),
    },
    ...questions.map((question) => {
      const label = <LocalizedWords of={wordsOf(question.label, meeting, locale)} locale={locale} />
      return {
        term: label,
        detail: <AnswerWords question={question} answer={answers[question.id]} said={said} />,
        ...action('needs', label),
      }
    }),
    {
      term: t('registration:answers.language'),
      detail: <span lang={language}>{LOCALE_NAMES[language]}</span>,
      ...action('needs', t('registration:answers.language')),
    },
  ]
}

/** The days as they will be asked for. */
export const draftDayTerms = (said: Said & { sessions: ReadonlyMap<SessionId, NamedSession> }): Term[] => {
  const { ctx, meeting, wishes, claim, sessions } = said
  const { t, locale } = ctx
  return meeting.days.map((day): Term => {
    const heading = dayHeading(day.date, locale)
    const wish = wishes.find((each) => each.day === day.date.toString())
    if (!wish)
      return {
        term: heading,
        detail: (
          <State t={t} is="not-open">
            {t('registration:days.notOpen', { constituency: toConstituencies([claim.constituency], locale) })}
          </State>
        ),
      }
    const link = changeLink(said, 'attendance', heading)
    return {
      term: heading,
      detail: (
        <>
          {t(`registration:attendance.${wish.mode}`)}
          {wish.floor && (
            <>
              <br />
              {t('registration:attendance.floor')}
            </>
          )}
          {wish.sessions?.map((id) => {
            const session = sessions.get(id)
            return (
              session && (
                <>
                  <br />
                  <LocalizedWords of={session.title} locale={locale} />
                </>
              )
            )
          })}
        </>
      ),
      ...(link && { action: link }),
    }
  })
}
