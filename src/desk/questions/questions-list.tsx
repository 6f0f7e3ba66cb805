import type { ComponentChildren } from 'preact'
import { constituency } from '../../delegations/constituency.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { localize, missingIn, type LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import { formatDay, inSeries, listed } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { answerParts } from '../../registration/questions/answer-words.ts'
import { ActionLink, Form, Hidden } from '../../ui/actions.tsx'
import { DataTable, type Row } from '../../ui/data-table.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { State } from '../../ui/state.tsx'

interface Props {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022/questions` */
  base: string
  answered: ReadonlyMap<string, number>
}

/** The languages that some words of a question are missing in. */
export const untranslated = ({ label, help, purpose, options = [] }: Question): Locale[] => {
  const texts: LocalizedText[] = [
    label,
    ...(help ? [help] : []),
    ...(purpose ? [purpose] : []),
    ...options.filter(({ retired }) => !retired).map((option) => option.label),
  ]
  return LOCALES.filter((locale) => texts.some((text) => missingIn(text, [locale]).length > 0))
}

const labelOf = (question: Question, { meeting, locale }: Pick<Props, 'meeting' | 'locale'>) =>
  wordsOf(question.label, meeting, locale)

/** Whom a question is asked of, in words. */
const askedOf = (question: Question, { t, locale, meeting }: Props): string => {
  const { mode, days, constituencies, answer } = question.appliesTo ?? {}
  const trigger = answer && meeting.registration.questions.find(({ id }) => id === answer.question)
  const parts = [
    ...(constituencies
      ? [
          listed(
            constituencies.map((id) => localize(constituency(id)?.plural, locale, meeting.mainLanguage)?.text ?? id),
            locale,
          ),
        ]
      : []),
    ...(mode ?? []).map((each) => t(`questions:asked.${each}`)),
    ...(days
      ? [
          listed(
            days.map((number) => {
              const day = meeting.days[number - 1]
              return day ? formatDay(day.date, locale, { weekday: true, year: false }) : String(number)
            }),
            locale,
          ),
        ]
      : []),
    ...(trigger && answer
      ? [
          t('questions:asked.follows', {
            question: labelOf(trigger, { meeting, locale }).text,
            answers: listed(
              answer.is.map((each) =>
                answerParts(trigger, each, meeting, locale)
                  .map(({ text }) => text)
                  .join(', '),
              ),
              locale,
            ),
          }),
        ]
      : []),
  ]
  return parts.length ? inSeries(parts, locale) : t('questions:everybody')
}

const Words = ({ question, ...props }: Props & { question: Question }) => {
  const { t, locale } = props
  const missing = untranslated(question)
  return (
    <>
      <LocalizedWords of={labelOf(question, props)} locale={locale} />
      <small>{question.required ? t('questions:required') : t('questions:optional')}</small>
      {missing.length > 0 && (
        <small>
          <State t={t} is="warning">
            {t('questions:missingIn', {
              languages: listed(
                missing.map((each) => languageName(locale, each)),
                locale,
              ),
            })}
          </State>
        </small>
      )}
      {!question.purpose && (
        <small>
          <State t={t} is="warning">
            {t('questions:noPurpose')}
          </State>
        </small>
      )}
    </>
  )
}

/** A button that is a form of its own: the same words in each row, and what they are about for who does not see the row. */
const Press = ({
  action,
  about,
  to,
  children,
}: {
  action: string
  about: string
  to?: number
  children: ComponentChildren
}) => (
  <Form action={action} class="inline">
    {to !== undefined && <input type="hidden" name="to" value={to} />}
    <button class="link">
      {children}
      <Hidden> {about}</Hidden>
    </button>
  </Form>
)

/** The questions that are asked, in their order. */
export const QuestionsTable = (props: Props) => {
  const { t, meeting, base, answered, locale } = props
  const all = meeting.registration.questions
  const asked = all.filter(({ retired }) => !retired)
  const rows = asked.map((question, index): Row => {
    const about = t('questions:about', { question: labelOf(question, { meeting, locale }).text })
    const at = (neighbour: Question | undefined) => all.findIndex((each) => each === neighbour)
    return {
      header: <Words {...props} question={question} />,
      cells: [
        t(`questions:type.${question.type}`),
        askedOf(question, props),
        String(answered.get(question.id) ?? 0),
        <span class="presses">
          <ActionLink href={`${base}/${question.id}`} about={about}>
            {t('questions:change')}
          </ActionLink>
          {index > 0 && (
            <Press action={`${base}/${question.id}/move`} about={about} to={at(asked[index - 1])}>
              {t('questions:up')}
            </Press>
          )}
          {index < asked.length - 1 && (
            <Press action={`${base}/${question.id}/move`} about={about} to={at(asked[index + 1])}>
              {t('questions:down')}
            </Press>
          )}
          <Press action={`${base}/${question.id}/retire`} about={about}>
            {t('questions:retire')}
          </Press>
        </span>,
      ],
    }
  })
  return (
    <DataTable
      t={t}
      columns={[
        { name: t('questions:column.question') },
        { name: t('questions:column.type') },
        { name: t('questions:column.asked') },
        { name: t('questions:column.answered') },
        { name: t('questions:column.do'), hideName: true },
      ]}
      rows={rows}
    />
  )
}

/** The questions that are not asked any more. */
export const RetiredTable = (props: Props) => {
  const { t, meeting, base, answered, locale } = props
  return (
    <DataTable
      t={t}
      caption={t('questions:retiredLead')}
      labelledBy="retired"
      columns={[
        { name: t('questions:column.question') },
        { name: t('questions:column.answered') },
        { name: t('questions:column.do'), hideName: true },
      ]}
      rows={meeting.registration.questions
        .filter(({ retired }) => retired)
        .map((question): Row => {
          const label = labelOf(question, { meeting, locale })
          return {
            header: <LocalizedWords of={label} locale={locale} />,
            cells: [
              String(answered.get(question.id) ?? 0),
              <Press action={`${base}/${question.id}/restore`} about={t('questions:about', { question: label.text })}>
                {t('questions:restore')}
              </Press>,
            ],
          }
        })}
    />
  )
}
