import type { FieldError } from '../../kernel/domain-error.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { ReceivedFile } from '../../platform/files/read-upload.ts'
import { inspect, type SoundFile } from '../../platform/files/sniff.ts'
import { parseForm } from '../../platform/http/form.ts'
import { questionsOf } from '../questions/badge-questions.ts'
import { filePurposeOf } from '../questions/file-questions.ts'
import type { Answers, Claim, Draft, Names, Wish } from '../registration.ts'
import { checkAnswers } from './answers.ts'
import { askedOf, checkClaim, checkNeeds, checkWishes, checkYou } from './draft.ts'
import {
  answersFrom,
  AttendanceForm,
  claimFrom,
  NeedsForm,
  RepresentingForm,
  wishesFrom,
  YouForm,
} from './registration-forms.dto.ts'

/** What was typed at a step: as it came, as it is kept where nothing is wrong with it, and what is. */
export interface StepAnswers<Part extends Draft> {
  typed: Draft
  value: Part | undefined
  problems: readonly FieldError[]
  /** Which showing of the step it was. */
  edit: string | undefined
}

type Named = { names: Names; jobTitle: string }

/** Step 1. */
export const readYou = (body: unknown): StepAnswers<Named> => {
  const { value: form, errors } = parseForm(YouForm, body)
  const typed = {
    names: { givenNames: form?.names?.givenNames ?? '', familyName: form?.names?.familyName ?? '' },
    jobTitle: form?.jobTitle ?? '',
  }
  const { value, problems } = checkYou(typed.names, typed.jobTitle)
  return { typed, value, problems: errors ?? problems ?? [], edit: form?.edit }
}

/** Step 2. */
export const readRepresenting = (body: unknown, meeting: Meeting): StepAnswers<{ claim: Claim }> => {
  const { value: form, errors } = parseForm(RepresentingForm, body)
  const claim = claimFrom(form?.claim ?? {})
  const { value, problems } = checkClaim(claim, meeting)
  return { typed: { claim }, value: value && { claim: value }, problems: errors ?? problems ?? [], edit: form?.edit }
}

/** Step 3. `before` is what was asked for until now, on days that are past. */
export const readAttendance = (
  body: unknown,
  meeting: Meeting,
  claim: Claim,
  today: Temporal.PlainDate,
  before: readonly Wish[],
): StepAnswers<{ wishes: Wish[] }> => {
  const { value: form, errors } = parseForm(AttendanceForm, body)
  const wishes = wishesFrom(form?.days)
  const { value, problems } = checkWishes(wishes, meeting, claim.constituency, today, before)
  return { typed: { wishes }, value: value && { wishes: value }, problems: errors ?? problems ?? [], edit: form?.edit }
}

/** What was typed at step 4, with the files that came along. */
export interface NeedsAnswers extends StepAnswers<{ answers: Answers; language: string }> {
  uploads: ReadonlyMap<string, SoundFile | null>
  /** The answers lead to questions that were not on the page: they are shown now, and nothing is wrong with them yet. */
  follows: boolean
}

/** Stands for a file that came with the form, until it is kept. */
const UPLOADED = 'uploaded'

/** Step 4. `draft` is what was saved, or sent, until now; `sent` are the answers of a registration that was sent. */
export const readNeeds = async (
  body: unknown,
  received: ReadonlyMap<string, ReceivedFile>,
  meeting: Meeting,
  draft: Draft & { claim: Claim },
  sent: Answers = {},
): Promise<NeedsAnswers> => {
  const { value: form, errors } = parseForm(NeedsForm, body)
  const questions = questionsOf(meeting.registration)
  const before = draft.answers ?? {}
  const uploads = new Map<string, SoundFile | null>()
  const refused: FieldError[] = []
  for (const question of questions.filter(({ type }) => type === 'file')) {
    const { id } = question
    const file = received.get(`answers[${id}]`)
    if (!file && form?.remove?.[id] === 'yes') uploads.set(id, null)
    if (!file) continue
    const seen = await inspect(file, filePurposeOf(question), `/answers/${id}`)
    if (seen.problem) refused.push(seen.problem)
    else uploads.set(id, seen.file)
  }
  const kept = Object.fromEntries(
    questions.flatMap(({ id, type }): [string, string][] => {
      if (type !== 'file') return []
      const upload = uploads.get(id)
      return [[id, upload ? UPLOADED : upload === null ? '' : (before[id] ?? '')]]
    }),
  )
  const given = answersFrom(form?.answers)
  const language = form?.language ?? ''
  const of = { constituency: draft.claim.constituency, wishes: draft.wishes ?? [] }
  const known = { ...before, ...kept }
  const { value, problems = [] } = checkNeeds({ answers: { ...given, ...kept }, language }, meeting, of, known, sent)
  const all = [
    ...refused,
    ...(errors ?? problems).filter((each) => !refused.some((one) => one.pointer === each.pointer)),
  ]
  const asked = checkAnswers(questions, { ...given, ...kept }, askedOf(meeting, of), known).asked
  // Programs and old pages do not say what they showed: then all that is asked was.
  const shown = form?.shown && new Set(form.shown)
  const following = shown ? asked.filter(({ id }) => !shown.has(id)).map(({ id }) => `/answers/${id}`) : []
  const wrong = all.filter(({ pointer }) => !following.includes(pointer))
  return {
    typed: { answers: { ...given, ...onlyFiles(questions, before) }, language },
    value: refused.length ? undefined : value,
    problems: wrong,
    edit: form?.edit,
    uploads,
    follows: following.length > 0 && wrong.length === 0,
  }
}

const onlyFiles = (questions: readonly { id: string; type: string }[], answers: Answers): Answers =>
  Object.fromEntries(questions.flatMap(({ id, type }) => (type === 'file' && answers[id] ? [[id, answers[id]]] : [])))
