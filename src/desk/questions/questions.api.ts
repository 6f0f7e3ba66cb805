import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common'
import {
  ApiConflictResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator'
import { NotFound } from '../../kernel/domain-error.ts'
import type { PersonId } from '../../kernel/id.ts'
import { LOCALES } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { QUESTION_TYPES, type Question } from '../../meetings/registration-settings.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { TokenScope } from '../../platform/policies/token-scope.ts'
import type { QuestionDraft } from '../../registration/questions/question.ts'
import { Questions, versionOf } from '../../registration/questions/questions.service.ts'
import { TextsDto } from '../agenda/session-form.ts'

export class OptionDto {
  @ApiPropertyOptional({ description: 'Of an option that is there already; it never changes.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  id?: string

  @ApiProperty({ type: TextsDto })
  @IsObject()
  @ValidateNested()
  @Type(() => TextsDto)
  label!: TextsDto

  @ApiPropertyOptional({ description: 'Not offered any more; it still names answers given before.' })
  @IsOptional()
  @IsBoolean()
  retired?: boolean
}

export class FollowsAnswerDto {
  @ApiProperty({ description: 'Id of an earlier question.' })
  @IsString()
  @MaxLength(100)
  question!: string

  @ApiProperty({ type: String, isArray: true, description: 'The answers that lead here.' })
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  is!: string[]
}

export class AppliesToDto {
  @ApiPropertyOptional({ enum: ['in-person', 'online'], isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsIn(['in-person', 'online'], { each: true })
  mode?: ('in-person' | 'online')[]

  @ApiPropertyOptional({ type: Number, isArray: true, description: 'Numbers of days, from one.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  days?: number[]

  @ApiPropertyOptional({ type: String, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  constituencies?: string[]

  @ApiPropertyOptional({ type: FollowsAnswerDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => FollowsAnswerDto)
  answer?: FollowsAnswerDto
}

export class QuestionBodyDto {
  @ApiProperty({ enum: QUESTION_TYPES, description: 'It stays once somebody has answered.' })
  @IsString()
  @MaxLength(40)
  type!: string

  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  required?: boolean

  @ApiProperty({ type: TextsDto })
  @IsObject()
  @ValidateNested()
  @Type(() => TextsDto)
  label!: TextsDto

  @ApiPropertyOptional({ type: TextsDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TextsDto)
  help?: TextsDto

  @ApiPropertyOptional({
    type: TextsDto,
    description: 'Why it is asked; shown beside the field. A new question needs it.',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TextsDto)
  purpose?: TextsDto

  @ApiPropertyOptional({ type: OptionDto, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(120)
  @ValidateNested({ each: true })
  @Type(() => OptionDto)
  options?: OptionDto[]

  @ApiPropertyOptional({
    description: 'Of a number or a date: the least, or the first, that may be given.',
    example: '1',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  least?: string

  @ApiPropertyOptional({ description: 'The most, or the last.', example: '10' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  most?: string

  @ApiPropertyOptional({ type: AppliesToDto, description: 'Asked only where all of it is so.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AppliesToDto)
  appliesTo?: AppliesToDto

  @ApiPropertyOptional({ example: 'P30D', description: 'After the end of the meeting; then answers are deleted.' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  retention?: string
}

export class QuestionChangeDto extends QuestionBodyDto {
  @ApiPropertyOptional({ description: 'The version that you saw; refused where it is another now.' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  version?: string
}

export class QuestionPlaceDto {
  @ApiPropertyOptional({ description: 'Its place in the order, from zero.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1000)
  place?: number

  @ApiPropertyOptional({ description: 'Asked of nobody any more, or again.' })
  @IsOptional()
  @IsBoolean()
  retired?: boolean
}

const words = (dto: TextsDto): LocalizedText =>
  Object.fromEntries(LOCALES.flatMap((locale) => (dto[locale] === undefined ? [] : [[locale, dto[locale]]])))

const draftFrom = (dto: QuestionBodyDto): QuestionDraft => ({
  type: dto.type,
  required: dto.required ?? false,
  label: words(dto.label),
  ...(dto.help && { help: words(dto.help) }),
  ...(dto.purpose && { purpose: words(dto.purpose) }),
  ...(dto.options && {
    options: dto.options.map(({ id, label, retired }) => ({
      ...(id && { id }),
      label: words(label),
      ...(retired && { retired }),
    })),
  }),
  ...(dto.least && { least: dto.least }),
  ...(dto.most && { most: dto.most }),
  ...(dto.appliesTo && {
    appliesTo: {
      ...(dto.appliesTo.mode && { mode: dto.appliesTo.mode }),
      ...(dto.appliesTo.days && { days: dto.appliesTo.days }),
      ...(dto.appliesTo.constituencies && { constituencies: dto.appliesTo.constituencies }),
      ...(dto.appliesTo.answer && { answer: { question: dto.appliesTo.answer.question, is: dto.appliesTo.answer.is } }),
    },
  }),
  ...(dto.retention && { retention: dto.retention }),
})

const personIn = ({ reader }: RequestContext): PersonId => {
  if (!reader) throw new NotFound()
  return reader.person
}

/** The questions of a meeting, for programs: the same commands as the desk's pages. */
@ApiTags('Desk')
@Policy(roleWith('configure-meeting'))
@TokenScope('configure-meeting')
@Controller('api/v1/meetings/:meeting/questions')
export class QuestionsApi {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Questions) private readonly questions: Questions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The questions of the registration form, in order, with how many have answered' })
  @ApiOkResponse({ description: 'Retired ones too' })
  async list(@Param('meeting') slug: string) {
    const meeting = await this.meetings.named(slug)
    const answered = await this.questions.answered(meeting.id)
    return meeting.registration.questions.map((question) => ({
      ...question,
      version: versionOf(question),
      answered: answered.get(question.id) ?? 0,
    }))
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Add a question at the end', description: 'The very same again is the same question.' })
  @ApiOkResponse({ description: 'The question, with its id' })
  @ApiUnprocessableEntityResponse({ description: 'Something is missing; `errors` says what, by JSON pointer.' })
  async add(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: QuestionBodyDto) {
    const meeting = await this.meetings.named(slug)
    return this.asItIs(await this.questions.add(meeting, draftFrom(body), personIn(ctx)))
  }

  @Patch(':question')
  @ApiOperation({
    summary: 'Change a question',
    description: 'Give all of it. Options that are left out are retired where somebody has answered.',
  })
  @ApiOkResponse({ description: 'The question as it is now' })
  @ApiConflictResponse({ description: 'Somebody else changed it meanwhile.' })
  @ApiUnprocessableEntityResponse({ description: 'Something is missing, or the change would spoil answers.' })
  async change(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('question') id: string,
    @Body() { version, ...body }: QuestionChangeDto,
  ) {
    const meeting = await this.meetings.named(slug)
    return this.asItIs(await this.questions.change(meeting, id, version, draftFrom(body), personIn(ctx)))
  }

  @Post(':question/place')
  @HttpCode(200)
  @ApiOperation({ summary: 'Move a question, retire it, or ask it again' })
  @ApiOkResponse({ description: 'The question as it is now' })
  @ApiConflictResponse({ description: 'It would stand before the question that it follows from.' })
  async place(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('question') id: string,
    @Body() { place, retired }: QuestionPlaceDto,
  ) {
    const meeting = await this.meetings.named(slug)
    const by = personIn(ctx)
    if (place !== undefined) await this.questions.move(meeting, id, place, by)
    if (retired !== undefined) await this.questions.retire(meeting, id, retired, by)
    const now = (await this.meetings.named(slug)).registration.questions.find((question) => question.id === id)
    if (!now) throw new NotFound()
    return this.asItIs(now)
  }

  private asItIs(question: Question) {
    return { ...question, version: versionOf(question) }
  }
}
