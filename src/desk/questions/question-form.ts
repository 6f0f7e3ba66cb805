import { Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator'
import { stateFrom } from '../../delegations/state.ts'
import type { FieldError } from '../../kernel/domain-error.ts'
import { LOCALES } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import { PLACE_MODES } from '../../registration/registration.ts'
import type { QuestionDraft } from '../../registration/questions/question.ts'
import { TextsDto } from '../agenda/session-form.ts'

/** Room for all States. */
const STATES_LENGTH = 10_000

/** A choice as the form has it. */
export class OptionForm {
  @IsOptional() @IsString() @MaxLength(100) id?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) label?: TextsDto
  @IsOptional() @IsString() @MaxLength(10) retired?: string
}

/** The form of a question. */
export class QuestionForm {
  /** The version that was on the screen; absent for a new question. */
  @IsOptional() @IsString() @MaxLength(40) seen?: string
  @IsOptional() @IsString() @MaxLength(40) type?: string
  @IsOptional() @IsString() @MaxLength(10) required?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) label?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) help?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) purpose?: TextsDto
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(120)
  @ValidateNested({ each: true })
  @Type(() => OptionForm)
  options?: OptionForm[]
  @IsOptional() @IsString() @MaxLength(200) least?: string
  @IsOptional() @IsString() @MaxLength(200) most?: string
  @IsOptional() @IsString({ each: true }) @ArrayMaxSize(10) mode?: string[]
  @IsOptional() @IsString({ each: true }) @ArrayMaxSize(60) days?: string[]
  @IsOptional() @IsString({ each: true }) @ArrayMaxSize(60) constituencies?: string[]
  /** The answers that lead here, each as `question answer`. */
  @IsOptional() @IsString({ each: true }) @ArrayMaxSize(500) follows?: string[]
  /** The States that lead here, a line each as they were typed, by the question that asks for one. */
  @IsOptional() @IsObject() states?: Record<string, unknown>
  @IsOptional() @IsString() @MaxLength(40) retention?: string
}

/** What each line names: a State's code, or the line as it was typed where it names none. */
const statesIn = (typed: string): { is: string[]; unknown: string[] } => {
  const lines = typed
    .slice(0, STATES_LENGTH)
    .split(/[\r\n;]+/)
    .flatMap((line) => line.trim() || [])
  const found = lines.map((line) => ({ line, code: stateFrom(line)?.iso3 }))
  return {
    is: [...new Set(found.map(({ line, code }) => code ?? line))],
    unknown: found.flatMap(({ line, code }) => (code ? [] : [line])),
  }
}

const words = (dto: TextsDto | undefined): LocalizedText =>
  Object.fromEntries(LOCALES.flatMap((locale) => (dto?.[locale] === undefined ? [] : [[locale, dto[locale]]])))

/** The question that a form says, and what is wrong before its rules are asked. */
export const draftFrom = (form: QuestionForm): { draft: QuestionDraft; problems: FieldError[] } => {
  const chosen = (form.follows ?? []).map((pair) => pair.split(' ', 2) as [string, string | undefined])
  const named = Object.entries(form.states ?? {}).flatMap(([question, typed]) =>
    typeof typed === 'string' && typed.trim() ? [{ question, ...statesIn(typed) }] : [],
  )
  const pairs = [...chosen, ...named.flatMap(({ question, is }) => is.map((each) => [question, each] as const))]
  const triggers = [...new Set(pairs.map(([question]) => question))]
  const [trigger] = triggers
  const appliesTo: Question['appliesTo'] = {
    mode: PLACE_MODES.filter((mode) => form.mode?.includes(mode)),
    days: (form.days ?? []).map(Number),
    constituencies: form.constituencies ?? [],
    ...(trigger !== undefined && {
      answer: { question: trigger, is: pairs.flatMap(([question, is]) => (question === trigger && is ? [is] : [])) },
    }),
  }
  return {
    draft: {
      type: form.type ?? '',
      required: form.required === 'yes',
      label: words(form.label),
      help: words(form.help),
      purpose: words(form.purpose),
      options: (form.options ?? []).map(({ id, label, retired }) => ({
        ...(id && { id }),
        label: words(label),
        ...(retired === 'yes' && { retired: true }),
      })),
      ...(form.least && { least: form.least }),
      ...(form.most && { most: form.most }),
      appliesTo,
      ...(form.retention && { retention: form.retention }),
    },
    problems: [
      ...(triggers.length > 1 ? [{ pointer: '/appliesTo/answer', message: 'question.follows-from-two' }] : []),
      ...named.flatMap(({ question, unknown }) =>
        unknown.length
          ? [
              {
                pointer: `/states/${question}`,
                message: 'question.no-such-state',
                params: { names: unknown.join('; ') },
              },
            ]
          : [],
      ),
    ],
  }
}
