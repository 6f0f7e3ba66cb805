import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common'
import {
  ApiConflictResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger'
import { IsOptional, IsUUID, Matches } from 'class-validator'
import { asId } from '../../kernel/id.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { NotSignedIn } from '../../platform/policies/policies.ts'
import { Policy, SIGNED_IN } from '../../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../../platform/policies/token-scope.ts'
import { Offers, type Offered } from './offers.service.ts'

export class OfferDto {
  @ApiProperty({ format: 'date', example: '2022-10-19' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'field.not-a-date' })
  day!: string

  @ApiPropertyOptional({ format: 'uuid', description: 'For a place in a session of that day: its id.' })
  @IsOptional()
  @IsUUID()
  session?: string
}

/** An offered place, for programs: the same commands as the buttons on one's own page; each can be sent again. */
@ApiTags('Registration')
@Policy(SIGNED_IN)
@TokenScope(NO_TOKEN)
@Controller('api/v1/meetings/:meeting/registration/offers')
export class OffersApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly offers: Offers,
  ) {}

  @Post('accept')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a place that is offered', description: 'What you held of that day goes to others.' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'The offer has ended, or was let go.' })
  async accept(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: OfferDto): Promise<void> {
    if (!ctx.reader) throw new NotSignedIn()
    await this.offers.accept(await this.meetings.named(slug), ctx.reader.person, offered(body))
  }

  @Post('refuse')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Let a place go that is offered',
    description: 'It goes to the next in line; you keep what you hold of that day, and do not wait any more.',
  })
  @ApiNoContentResponse()
  async refuse(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: OfferDto): Promise<void> {
    if (!ctx.reader) throw new NotSignedIn()
    await this.offers.refuse(await this.meetings.named(slug), ctx.reader.person, offered(body))
  }
}

const offered = ({ day, session }: OfferDto): Offered => ({
  day,
  ...(session && { session: asId<'Session'>(session) }),
})
