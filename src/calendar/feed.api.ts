import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common'
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger'
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Policy, SIGNED_IN } from '../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../platform/policies/token-scope.ts'
import { LONGEST_NAME } from './calendar-page.tsx'
import { Feeds, NoFeed, type FeedWish } from './feeds.service.ts'
import { oneLine } from './icalendar.ts'
import { CARRIES, REMINDERS, type Carries, type Reminder } from './selection.ts'

/** What somebody chooses for their calendar. */
export class FeedWishDto {
  @ApiProperty({ enum: CARRIES, description: 'Sessions that you follow, or all that you may attend.' })
  @IsIn(CARRIES)
  carries: Carries

  @ApiProperty({ enum: LOCALES, description: 'The language of its events.' })
  @IsIn(LOCALES)
  language: Locale

  @ApiPropertyOptional({ default: true, description: 'Whether side events are in it.' })
  @IsOptional()
  @IsBoolean()
  sideEvents?: boolean

  @ApiPropertyOptional({ enum: [...REMINDERS], nullable: true, type: Number, description: 'Minutes before a session.' })
  @IsOptional()
  @IsIn(REMINDERS)
  reminder?: Reminder | null

  @ApiPropertyOptional({
    nullable: true,
    type: String,
    maxLength: LONGEST_NAME,
    description: 'By the meeting, if absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NAME)
  name?: string | null
}

/** A person's own calendar. */
export class FeedDto extends FeedWishDto {
  @ApiProperty({ format: 'uri', description: 'Secret: whoever has it sees what you may see. Subscribe to it.' })
  address: string
}

const wishOf = ({ carries, language, sideEvents, reminder, name }: FeedWishDto): FeedWish => ({
  carries,
  language,
  ...(sideEvents !== undefined && { sideEvents }),
  reminder: reminder ?? null,
  name: oneLine(name ?? '') || null,
})

/** Shows the feed of a person as they alone may see it. @throws NoFeed */
const shown = async (feeds: Feeds, meeting: MeetingId | null, person: PersonId): Promise<FeedDto> => {
  const feed = await feeds.own(meeting, person)
  if (!feed) throw new NoFeed()
  const { carries, language, sideEvents, reminder, name, address } = feed
  return { carries, language, sideEvents, reminder, name, address: address.href }
}

const personOf = ({ reader }: RequestContext): PersonId => {
  if (!reader) throw new NotSignedIn()
  return reader.person
}

/** One's own calendar of a meeting, for programs: the same commands as its page. */
@ApiTags('Calendar')
@TokenScope(NO_TOKEN)
@Controller('api/v1/meetings/:meeting/calendar')
@Policy(SIGNED_IN)
export class FeedApi {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Feeds) private readonly feeds: Feeds,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Your calendar in this meeting, and its secret address' })
  @ApiResponse({ status: 200, type: FeedDto })
  @ApiResponse({ status: 404, description: 'You have none.' })
  async own(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<FeedDto> {
    return shown(this.feeds, await this.idOf(slug), personOf(ctx))
  }

  @Put()
  @ApiOperation({ summary: 'Makes your calendar, or changes what it carries; its address stays' })
  @ApiResponse({ status: 200, type: FeedDto })
  async choose(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() wish: FeedWishDto,
  ): Promise<FeedDto> {
    const meeting = await this.idOf(slug)
    await this.feeds.choose(meeting, personOf(ctx), wishOf(wish))
    return shown(this.feeds, meeting, personOf(ctx))
  }

  @Post('replace')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives it another address; the old one is gone at once' })
  @ApiResponse({ status: 200, type: FeedDto })
  @ApiResponse({ status: 404, description: 'You have none.' })
  async replace(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<FeedDto> {
    const meeting = await this.idOf(slug)
    await this.feeds.replace(meeting, personOf(ctx))
    return shown(this.feeds, meeting, personOf(ctx))
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends it at once; a second time changes nothing' })
  @ApiResponse({ status: 204 })
  async stop(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<void> {
    await this.feeds.stop(await this.idOf(slug), personOf(ctx))
  }

  private async idOf(slug: string): Promise<MeetingId> {
    return (await this.meetings.named(slug)).id
  }
}

/** One's own calendar across all meetings. */
@ApiTags('Calendar')
@TokenScope(NO_TOKEN)
@Controller('api/v1/me/calendar')
@Policy(SIGNED_IN)
export class FeedOfAllApi {
  constructor(@Inject(Feeds) private readonly feeds: Feeds) {}

  @Get()
  @ApiOperation({ summary: 'Your calendar across all your meetings, and its secret address' })
  @ApiResponse({ status: 200, type: FeedDto })
  @ApiResponse({ status: 404, description: 'You have none.' })
  async own(@Ctx() ctx: RequestContext): Promise<FeedDto> {
    return shown(this.feeds, null, personOf(ctx))
  }

  @Put()
  @ApiOperation({ summary: 'Makes it, or changes what it carries; its address stays' })
  @ApiResponse({ status: 200, type: FeedDto })
  async choose(@Ctx() ctx: RequestContext, @Body() wish: FeedWishDto): Promise<FeedDto> {
    await this.feeds.choose(null, personOf(ctx), wishOf(wish))
    return shown(this.feeds, null, personOf(ctx))
  }

  @Post('replace')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives it another address; the old one is gone at once' })
  @ApiResponse({ status: 200, type: FeedDto })
  @ApiResponse({ status: 404, description: 'You have none.' })
  async replace(@Ctx() ctx: RequestContext): Promise<FeedDto> {
    await this.feeds.replace(null, personOf(ctx))
    return shown(this.feeds, null, personOf(ctx))
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends it at once; a second time changes nothing' })
  @ApiResponse({ status: 204 })
  async stop(@Ctx() ctx: RequestContext): Promise<void> {
    await this.feeds.stop(null, personOf(ctx))
  }
}
