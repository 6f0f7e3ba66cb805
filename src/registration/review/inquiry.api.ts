import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger'
import { IsString, MaxLength } from 'class-validator'
import type { PersonId } from '../../kernel/id.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { NotSignedIn } from '../../platform/policies/policies.ts'
import { Policy, SIGNED_IN } from '../../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../../platform/policies/token-scope.ts'
import { Inquiries, WORDS_LIMIT } from './inquiries.service.ts'

/** What somebody answers. */
export class AnswerDto {
  @ApiProperty({ maxLength: WORDS_LIMIT })
  @IsString()
  @MaxLength(20_000)
  answer!: string
}

const personOf = ({ reader }: RequestContext): PersonId => {
  if (!reader) throw new NotSignedIn()
  return reader.person
}

/** What is asked of a person about their registration, for programs. */
@ApiTags('Registration')
@Policy(SIGNED_IN)
@TokenScope(NO_TOKEN)
@Controller('api/v1/meetings/:meeting/registration/questions')
export class InquiryApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly inquiries: Inquiries,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What the secretariat asked you, oldest first' })
  @ApiOkResponse({ description: 'Each with your answer, or null' })
  async asked(@Ctx() ctx: RequestContext, @Param('meeting') slug: string) {
    const meeting = await this.meetings.named(slug)
    const all = await this.inquiries.askedOf(meeting.id, personOf(ctx))
    return {
      questions: all.map(({ id, question, askedAt, answer, answeredAt }) => ({
        id,
        question,
        askedAt: askedAt.toString(),
        answer,
        answeredAt: answeredAt?.toString() ?? null,
      })),
    }
  }

  @Post(':id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a question' })
  @ApiOkResponse({ description: 'All that was asked' })
  async answer(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() { answer }: AnswerDto,
  ) {
    await this.inquiries.answer(await this.meetings.named(slug), personOf(ctx), id, answer)
    return this.asked(ctx, slug)
  }
}
