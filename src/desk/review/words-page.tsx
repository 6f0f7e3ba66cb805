import type { RequestContext } from '../../platform/http/request-context.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { WORDS_LIMIT } from '../../registration/review/inquiries.service.ts'
import type { ReviewedRequest } from '../../registration/review/requests.service.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Textarea } from '../../ui/textarea.tsx'
import { nameOf, representedBy } from '../registrations/registrations-table.tsx'
import { queryOf, type ReviewQuery } from './review-query.ts'

const SENTENCES = {
  decline: ['not-verified', 'no-place', 'not-open', 'closed', 'twice'],
  ask: ['function', 'address', 'who-confirms', 'days'],
} as const

/** What is written to the person. */
export type WordsKind = keyof typeof SENTENCES

/** A prepared sentence in the person's language; undefined when there is none of that name. */
const sentence = (kind: WordsKind, start: string | undefined, request: ReviewedRequest): string | undefined => {
  const t = translator(request.registration.language)
  if (kind === 'decline') {
    const found = SENTENCES.decline.find((each) => each === start)
    return found && t(`review:sentence.decline.${found}`)
  }
  const found = SENTENCES.ask.find((each) => each === start)
  return found && t(`review:sentence.ask.${found}`)
}

/** Declining or asking: the words are the person's to read, so they are written in their language. */
export const WordsPage = ({
  ctx: { t, locale },
  kind,
  base,
  query,
  request,
  submission,
  typed,
  errors,
}: {
  ctx: RequestContext
  kind: WordsKind
  base: string
  query: ReviewQuery
  request: ReviewedRequest
  submission: string
  typed: string | undefined
  errors: readonly FieldProblem[]
}) => {
  const { registration, seen } = request
  const { language } = registration
  const tongue = languageName(locale, language)
  const here = `${base}/${registration.id}/${kind}`
  return (
    <>
      <DeskHead
        t={t}
        errors={errors}
        title={t(`review:${kind}.title`, { name: nameOf(registration) })}
        under={representedBy(registration, locale)}
      >
        <Links links={[{ href: `${base}/${registration.id}${queryOf(query)}`, children: t('review:back') }]} />
      </DeskHead>
      <p>{t(`review:${kind}.lead`, { language: tongue })}</p>
      <section class="panel flow" aria-labelledby="prepared">
        <h2 id="prepared">{t('review:prepared')}</h2>
        <ul class="flow">
          {SENTENCES[kind].map((each) => (
            <li>
              <a href={`${here}${queryOf(query, { start: each })}`} lang={language}>
                {sentence(kind, each, request)}
              </a>
            </li>
          ))}
        </ul>
      </section>
      <Form class="form" action={`${here}${queryOf(query)}`}>
        <input type="hidden" name="seen" value={seen} />
        <input type="hidden" name="submission" value={submission} />
        <Textarea
          t={t}
          name="words"
          label={t(`review:${kind}.label`, { language: tongue })}
          hint={t(`review:${kind}.hint`)}
          lang={language}
          rows={5}
          maxlength={WORDS_LIMIT}
          value={typed ?? sentence(kind, query.start, request) ?? ''}
          error={problemOf(errors, 'words')}
        />
        <Actions>
          <Button>{t(`review:${kind}.send`)}</Button>{' '}
          <a href={`${base}/${registration.id}${queryOf(query)}`}>{t('review:back')}</a>
        </Actions>
      </Form>
    </>
  )
}
