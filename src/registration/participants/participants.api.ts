import { Controller, Get, Param } from '@nestjs/common'
import { ApiForbiddenResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { ParticipantListDto } from './participants.dto.ts'
import { Participants } from './participants.service.ts'
import { READS_PARTICIPANTS } from './reads-participants.ts'

/** The list of participants for programs. */
@ApiTags('Participants')
@Controller('api/v1/meetings/:meeting/participants')
export class ParticipantsApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly participants: Participants,
  ) {}

  @Get()
  @Policy(READS_PARTICIPANTS)
  @ApiOperation({
    summary: 'The list of participants',
    description: 'In the official order of the language (Accept-Language). For whom, the organiser decides.',
  })
  @ApiOkResponse({ type: ParticipantListDto })
  @ApiForbiddenResponse({ description: 'It is for participants, and you are not one (yet).' })
  @ApiNotFoundResponse({ description: 'No such meeting, or its list is for nobody.' })
  async list(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<ParticipantListDto> {
    const list = await this.participants.list(await this.meetings.named(slug), ctx.locale)
    return {
      date: list.date.toString(),
      provisional: list.provisional,
      sections: list.sections.map(({ constituency, groups }) => ({
        constituency,
        groups: groups.map(({ name, state, people }) => ({ name, state, people: people.map((one) => ({ ...one })) })),
      })),
    }
  }
}
