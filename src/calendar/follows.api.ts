import { Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common'
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Gate } from '../access/gate.service.ts'
import { isNamed, type AgendaView } from '../access/view.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { PersonId, SessionId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, SIGNED_IN } from '../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../platform/policies/token-scope.ts'
import { Follows } from './follows.service.ts'

/** A session that the reader follows, as they may see it. */
export class FollowDto {
  @ApiProperty({ description: 'Stable, short, case-blind', example: 'PL-1' })
  code: string

  @ApiProperty({ description: 'In the language of the request' })
  title: string

  @ApiProperty({ description: 'The day it is listed under', example: '2022-10-18' })
  day: string

  @ApiProperty({ type: String, nullable: true, description: 'RFC 3339; null while to be announced' })
  start: string | null

  @ApiProperty({ enum: ['confirmed', 'cancelled'] })
  status: 'confirmed' | 'cancelled'
}

export class FollowsDto {
  @ApiProperty({ type: [FollowDto] })
  follows: FollowDto[]
}

/** The sessions a person follows; only their own. */
@ApiTags('Calendar')
@TokenScope(NO_TOKEN)
@Controller('api/v1/meetings/:meeting/follows')
@Policy(SIGNED_IN)
export class FollowsApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly gate: Gate,
    private readonly follows: Follows,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The sessions that the reader follows' })
  @ApiResponse({ status: 200, type: FollowsDto })
  async list(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<FollowsDto> {
    const { meeting, view, person } = await this.asker(ctx, slug)
    return { follows: followsIn(view, await this.follows.of(meeting.id, person)) }
  }

  @Put(':code')
  @HttpCode(204)
  @ApiOperation({ summary: 'Follows a session; a second time changes nothing' })
  @ApiResponse({ status: 204 })
  @ApiResponse({ status: 404, description: 'The reader sees no such session, or it is a pause' })
  async follow(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('code') code: string): Promise<void> {
    const { meeting, view, person } = await this.asker(ctx, slug)
    await this.follows.follow(meeting.id, person, view, code)
  }

  @Delete(':code')
  @HttpCode(204)
  @ApiOperation({ summary: 'Follows it no more; a second time changes nothing' })
  @ApiResponse({ status: 204 })
  @ApiResponse({ status: 404, description: 'The reader sees no such session, or it is a pause' })
  async unfollow(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<void> {
    const { meeting, view, person } = await this.asker(ctx, slug)
    await this.follows.unfollow(meeting.id, person, view, code)
  }

  private async asker(
    ctx: RequestContext,
    slug: string,
  ): Promise<{ meeting: Meeting; view: AgendaView; person: PersonId }> {
    const person = ctx.reader?.person
    if (!person) throw new NotSignedIn()
    const meeting = await this.meetings.named(slug)
    const view = await this.gate.view(meeting, await this.gate.audience(meeting, person), ctx.locale)
    if (!view) throw new NotFound()
    return { meeting, view, person }
  }
}

const followsIn = (view: AgendaView, follows: ReadonlySet<SessionId>): FollowDto[] =>
  view.days
    .flatMap((day) => day.sessions.filter(isNamed))
    .filter((entry) => follows.has(entry.id))
    .map((entry) => ({
      code: entry.code,
      title: entry.title.text,
      day: entry.day.toString(),
      start: entry.start?.toString({ timeZoneName: 'never', smallestUnit: 'second' }) ?? null,
      status: entry.status,
    }))
