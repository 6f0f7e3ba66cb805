import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common'
import {
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger'
import { localeFrom, LOCALES } from '../../kernel/locale.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { NotSignedIn } from '../../platform/policies/policies.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { TokenScope } from '../../platform/policies/token-scope.ts'
import { CountedParticipation } from './counted-participation.service.ts'
import { ParticipantListDto, ParticipantListSettingsDto, ParticipationFiguresDto } from './participants.dto.ts'
import { Participants } from './participants.service.ts'
import { READS_PARTICIPANTS } from './reads-participants.ts'

/** The list of participants for programs. */
@ApiTags('Participants')
@TokenScope('read-registrations', 'configure-meeting')
@Controller('api/v1/meetings/:meeting/participants')
export class ParticipantsApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly participants: Participants,
    private readonly counted: CountedParticipation,
  ) {}

  @Get()
  @Policy(READS_PARTICIPANTS)
  @ApiOperation({
    summary: 'The list of participants',
    description: 'In the official order of the language. Who may read it, the organiser decides.',
  })
  @ApiQuery({ name: 'language', required: false, enum: LOCALES })
  @ApiOkResponse({ type: ParticipantListDto })
  @ApiForbiddenResponse({ description: 'It is for participants, and you are not one (yet).' })
  @ApiNotFoundResponse({ description: 'No such meeting, or its list is for nobody.' })
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('language') language?: string,
  ): Promise<ParticipantListDto> {
    const list = await this.participants.list(
      await this.meetings.named(slug),
      localeFrom(String(language)) ?? ctx.locale,
    )
    return {
      date: list.date.toString(),
      provisional: list.provisional,
      sections: list.sections.map(({ constituency, groups }) => ({
        constituency,
        groups: groups.map(({ name, state, people }) => ({ name, state, people: people.map((one) => ({ ...one })) })),
      })),
    }
  }

  @Get('figures')
  @Policy(roleWith('review-registrations'))
  @ApiOperation({ summary: 'Who comes, in numbers', description: 'For the desk. Counted at this moment.' })
  @ApiOkResponse({ type: ParticipationFiguresDto })
  async figures(@Param('meeting') slug: string): Promise<ParticipationFiguresDto> {
    const { total, constituencies, regionalGroups, days, states } = await this.counted.of(
      await this.meetings.named(slug),
    )
    return {
      total,
      constituencies: [...constituencies],
      regionalGroups: [...regionalGroups],
      days: [...days],
      states: states.map((row) => ({ state: row.state, days: [...row.days] })),
    }
  }

  @Put('settings')
  @Policy(roleWith('configure-meeting'))
  @ApiOperation({ summary: 'Set who reads the list, and who is on it by the rules of the meeting' })
  @ApiOkResponse({ type: ParticipantListSettingsDto })
  async configure(
    @Ctx() { reader }: RequestContext,
    @Param('meeting') slug: string,
    @Body() { readers, byRules }: ParticipantListSettingsDto,
  ): Promise<ParticipantListSettingsDto> {
    if (!reader) throw new NotSignedIn()
    const meeting = await this.meetings.named(slug)
    await this.participants.configure(meeting.id, reader.person, { readers, byRules })
    return { readers, byRules }
  }
}
