import { constituency } from '../../delegations/constituency.ts'
import { searchForm, state } from '../../delegations/state.ts'
import type { FieldError } from '../../kernel/domain-error.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { cleanLocalizedText, localize, type LocalizedText } from '../../kernel/localized-text.ts'
import {
  QUESTION_TYPES,
  type Question,
  type QuestionOption,
  type QuestionType,
} from '../../meetings/registration-settings.ts'
import { limitOf, readAnswer } from './answer-values.ts'
import { OWN_QUESTIONS } from './badge-questions.ts'
import { hasLimits, isLess } from './limits.ts'

const LABEL = 300
const HELP = 1000
const OPTIONS = 100

/** A question as an organiser writes it. Options that are there already come with their ids. */
export interface QuestionDraft {
  type: string
  required: boolean
  label: LocalizedText
  help?: LocalizedText
  purpose?: LocalizedText
  options?: readonly { id?: string; label: LocalizedText; retired?: boolean }[]
  /** As they were typed. */
  least?: string
  most?: string
  appliesTo?: Question['appliesTo']
  retention?: string
}

/** Whether its answers are chosen, so that other questions can follow from them. */
export const isChosen = ({ type }: Pick<Question, 'type'>): boolean =>
  type === 'one-of' || type === 'several-of' || type === 'yes-no' || type === 'country'

/** What a number or a date may be at least and at most, as answers are kept, or what is wrong with it. */
const limitsFrom = (draft: QuestionDraft): { limits: Pick<Question, 'least' | 'most'>; wrong: FieldError[] } => {
  const { type } = draft
  if (!isType(type) || !hasLimits({ type })) return { limits: {}, wrong: [] }
  const read = (['least', 'most'] as const).flatMap((end) => {
    const typed = draft[end]?.trim()
    return typed ? [{ end, ...readAnswer({ id: '', type, required: false, label: {} }, typed) }] : []
  })
  const limits = Object.fromEntries(
    read.flatMap(({ end, value }) => (value === undefined ? [] : [[end, value]])),
  ) as Pick<Question, 'least' | 'most'>
  const wrong = read.flatMap(({ end, problem: message }): FieldError[] =>
    message === undefined ? [] : [{ pointer: `/${end}`, message, params: { limit: limitOf({ type }) } }],
  )
  const { least, most } = limits
  if (least !== undefined && most !== undefined && isLess({ type }, most, least))
    wrong.push(problem('/most', 'most-below-least'))
  return { limits, wrong }
}

/** Whether a question has options of its own. */
export const hasOptions = ({ type }: { type: string }): boolean => type === 'one-of' || type === 'several-of'

const isType = (type: string): type is QuestionType => QUESTION_TYPES.some((each) => each === type)

/** An id that is not taken, from words: `what-do-you-eat`. */
export const idFrom = (text: string, taken: ReadonlySet<string>): string => {
  const stem = searchForm(text)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  for (let number = 1; ; number++) {
    const id = `${stem || 'q'}${number === 1 ? '' : `-${number}`}`
    if (!taken.has(id)) return id
  }
}

const wordsIn = (text: LocalizedText, main: Locale): string => localize(text, 'en', main)?.text ?? ''

const problem = (pointer: string, message: string, params?: FieldError['params']): FieldError => ({
  pointer,
  message: `question.${message}`,
  ...(params && { params }),
})

const tooLong = (text: LocalizedText | undefined, at: string, limit: number): FieldError[] =>
  LOCALES.flatMap((locale) =>
    (text?.[locale]?.length ?? 0) > limit ? [problem(`${at}/${locale}`, 'too-long', { limit })] : [],
  )

/** Options with ids: those that were there keep theirs, those left out are retired where somebody answered. */
const optionsFrom = (
  given: QuestionDraft['options'],
  before: readonly QuestionOption[],
  answered: boolean,
  main: Locale,
): QuestionOption[] => {
  const taken = new Set(before.map(({ id }) => id))
  const named = (given ?? []).flatMap((option): QuestionOption[] => {
    const label = cleanLocalizedText(option.label)
    if (Object.keys(label).length === 0) return []
    const known = before.find(({ id }) => id === option.id)
    const id = known?.id ?? idFrom(wordsIn(label, main), taken)
    taken.add(id)
    return [{ id, label, ...(option.retired && { retired: true }) }]
  })
  const dropped = before.filter(({ id }) => !named.some((option) => option.id === id))
  return [...named, ...(answered ? dropped.map((option) => ({ ...option, retired: true })) : [])]
}

interface Around {
  /** All questions as they are now, in order. */
  questions: readonly Question[]
  /** The one that is changed; absent for a new one. */
  before?: Question
  /** How many have answered it. */
  answered: number
  mainLanguage: Locale
  days: number
  constituencies: readonly string[]
}

/**
 * A question as it would be kept, or what is wrong with it. It is never changed so that an answer given before would mean
 * something else: its id, and its options' ids, stay; its type stays once somebody has answered.
 */
export const checkQuestion = (
  draft: QuestionDraft,
  { questions, before, answered, mainLanguage, days, constituencies }: Around,
): { value: Question; problems?: undefined } | { value?: undefined; problems: FieldError[] } => {
  const problems: FieldError[] = []
  const label = cleanLocalizedText(draft.label)
  const help = cleanLocalizedText(draft.help ?? {})
  const purpose = cleanLocalizedText(draft.purpose ?? {})
  if (!isType(draft.type)) problems.push(problem('/type', 'type-missing'))
  if (before && draft.type !== before.type && answered > 0)
    problems.push(problem('/type', 'type-has-answers', { count: answered }))
  if (!label[mainLanguage]) problems.push(problem(`/label/${mainLanguage}`, 'label-missing'))
  // One of before there were purposes may still be changed without.
  if (!purpose[mainLanguage] && (!before || before.purpose))
    problems.push(problem(`/purpose/${mainLanguage}`, 'purpose-missing'))
  problems.push(
    ...tooLong(label, '/label', LABEL),
    ...tooLong(help, '/help', HELP),
    ...tooLong(purpose, '/purpose', HELP),
  )
  const options = hasOptions(draft) ? optionsFrom(draft.options, before?.options ?? [], answered > 0, mainLanguage) : []
  if (hasOptions(draft) && options.filter(({ retired }) => !retired).length < 2)
    problems.push(problem('/options/0/label/' + mainLanguage, 'options-missing'))
  if (options.length > OPTIONS)
    problems.push(problem('/options/0/label/' + mainLanguage, 'options-too-many', { limit: OPTIONS }))
  options.forEach(({ label: words, retired }, index) => {
    problems.push(...tooLong(words, `/options/${index}/label`, LABEL))
    if (!retired && !words[mainLanguage])
      problems.push(problem(`/options/${index}/label/${mainLanguage}`, 'label-missing'))
  })
  const { limits, wrong: beyond } = limitsFrom(draft)
  problems.push(...beyond)
  const { appliesTo, wrong } = conditionsFrom(draft.appliesTo, {
    questions,
    ...(before && { before }),
    days,
    constituencies,
  })
  problems.push(...wrong)
  const retention = draft.retention?.trim()
  if (retention && !isDuration(retention)) problems.push(problem('/retention', 'not-a-duration'))
  if (problems.length || !isType(draft.type)) return { problems }
  const taken = new Set([...questions.map(({ id }) => id), ...OWN_QUESTIONS])
  return {
    value: {
      id: before?.id ?? idFrom(wordsIn(label, mainLanguage), taken),
      type: draft.type,
      required: draft.required,
      label,
      ...(Object.keys(help).length > 0 && { help }),
      ...(Object.keys(purpose).length > 0 && { purpose }),
      ...(options.length > 0 && { options }),
      ...limits,
      ...(appliesTo && { appliesTo }),
      ...(retention && { retention }),
      ...(before?.retired && { retired: true }),
    },
  }
}

/** Whether a text is a duration of days, weeks, months or years (ISO 8601), none of it negative. */
export const isDuration = (text: string): boolean => /^P(?=\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?$/.test(text)

const conditionsFrom = (
  given: Question['appliesTo'],
  around: Pick<Around, 'questions' | 'before' | 'days' | 'constituencies'>,
): { appliesTo?: Question['appliesTo']; wrong: FieldError[] } => {
  const wrong: FieldError[] = []
  const mode = given?.mode ?? []
  const days = [...new Set(given?.days ?? [])].sort((a, b) => a - b)
  const constituencies = [...new Set(given?.constituencies ?? [])]
  if (days.some((day) => !Number.isInteger(day) || day < 1 || day > around.days))
    wrong.push(problem('/appliesTo/days', 'no-such-day'))
  // One that was offered before may stay: it is asked of nobody new.
  if (constituencies.some((id) => !constituency(id)))
    wrong.push(problem('/appliesTo/constituencies', 'no-such-constituency'))
  const { answer } = given ?? {}
  if (answer) {
    const at = around.before
      ? around.questions.findIndex(({ id }) => id === around.before?.id)
      : around.questions.length
    const trigger = around.questions.slice(0, at).find(({ id }) => id === answer.question)
    if (!trigger || !isChosen(trigger)) wrong.push(problem('/appliesTo/answer', 'follows-from-none'))
    else if (answer.is.length === 0 || !answer.is.every((value) => canBe(trigger, value)))
      wrong.push(problem('/appliesTo/answer', 'follows-from-no-answer'))
  }
  const appliesTo = {
    ...(mode.length === 1 && { mode }),
    ...(days.length > 0 && days.length < around.days && { days }),
    ...(constituencies.length > 0 && { constituencies }),
    ...(answer && { answer }),
  }
  return { ...(Object.keys(appliesTo).length > 0 && { appliesTo }), wrong }
}

const canBe = (question: Question, value: string): boolean =>
  question.type === 'yes-no'
    ? value === 'yes' || value === 'no'
    : question.type === 'country'
      ? state(value) !== undefined
      : (question.options ?? []).some(({ id }) => id === value)

/** The questions with one of them at another place (from 0); undefined where one would stand before what it follows from. */
export const moved = (questions: readonly Question[], id: string, to: number): readonly Question[] | undefined => {
  const question = questions.find((each) => each.id === id)
  if (!question) return questions
  const rest = questions.filter((each) => each !== question)
  const at = Math.min(Math.max(to, 0), rest.length)
  const after = [...rest.slice(0, at), question, ...rest.slice(at)]
  const place = (of: string) => after.findIndex((each) => each.id === of)
  const inOrder = after.every(({ appliesTo }, index) => !appliesTo?.answer || place(appliesTo.answer.question) < index)
  return inOrder ? after : undefined
}

/** The questions that follow from one. */
export const followersOf = (questions: readonly Question[], id: string): readonly Question[] =>
  questions.filter((question) => !question.retired && question.appliesTo?.answer?.question === id)
