import { Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common'
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { delegationName, type Delegation } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { parseForm } from '../../platform/http/form.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { NotSignedIn } from '../../platform/policies/policies.ts'
import { Policy, SIGNED_IN } from '../../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../../platform/policies/token-scope.ts'
import { noteFrom } from './ask.pages.tsx'
import { delegationFrom } from './asked-delegation.ts'
import { DelegationRefDto, OwnRequestDto } from './delegation.dto.ts'
import { AskForm } from './delegation.forms.ts'

/** A delegation by its name. */
export const refOf = (delegation: Delegation, { locale }: RequestContext): DelegationRefDto => ({
  id: delegation.id,
  name: delegationName(delegation, locale),
  constituency: delegation.constituency,
  state: delegation.state,
})

/** The delegations that you speak for, and asking to speak for one. */
@ApiTags('Delegations')
@Policy(SIGNED_IN)
@TokenScope(NO_TOKEN)
@Controller('api/v1/meetings/:meeting/my-delegations')
export class MyDelegationsApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly delegations: Delegations,
    private readonly focalPoints: FocalPoints,
    private readonly limits: RateLimits,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The delegations of which you are a focal point' })
  @ApiOkResponse({ type: DelegationRefDto, isArray: true })
  async mine(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<DelegationRefDto[]> {
    if (!ctx.reader) throw new NotSignedIn()
    const meeting = await this.meetings.named(slug)
    return (await this.delegations.ledBy(meeting.id, ctx.reader.person)).map((each) => refOf(each, ctx))
  }

  @Uploads()
  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Ask to be the focal point of a State or organization',
    description: 'With the note verbale that names you (PDF, JPEG or PNG, at most 10 MB). The secretariat answers.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['constituency', 'note'],
      properties: {
        constituency: { type: 'string' },
        state: { type: 'string' },
        organization: { type: 'string' },
        note: { type: 'string', format: 'binary' },
      },
    },
  })
  @ApiAcceptedResponse({ description: 'Asked for; the secretariat is told.' })
  @ApiUnprocessableEntityResponse({ description: 'Something is missing, or the note is none of these files.' })
  async ask(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Req() request: FastifyRequest): Promise<void> {
    if (!ctx.reader) throw new NotSignedIn()
    const meeting = await this.meetings.named(slug)
    await this.limits.take('uploaded-by', ctx.reader.person)
    const { body, files } = await readUpload(request)
    const { value: form, errors } = parseForm(AskForm, body)
    if (errors) throw new InvalidInput({ fields: errors })
    const { of, problems } = delegationFrom(form, meeting)
    const { file, problem } = await noteFrom(files.get('note'))
    if (!of || problem) throw new InvalidInput({ fields: [...problems, ...(problem ? [problem] : [])] })
    await this.focalPoints.ask(meeting.id, of, { person: ctx.reader.person, note: file })
  }
}

/** Your own request to speak for a delegation, until the secretariat answers. */
@ApiTags('Delegations')
@Policy(SIGNED_IN)
@TokenScope(NO_TOKEN)
@Controller('api/v1/meetings/:meeting/my-delegations/requests')
export class MyDelegationRequestsApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly focalPoints: FocalPoints,
    private readonly limits: RateLimits,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What you asked for, and what became of it' })
  @ApiOkResponse({ type: OwnRequestDto, isArray: true })
  async mine(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<OwnRequestDto[]> {
    if (!ctx.reader) throw new NotSignedIn()
    const asked = await this.focalPoints.ofPerson((await this.meetings.named(slug)).id, ctx.reader.person)
    return asked.map(({ id, delegation, state, since }) => ({ id, delegation, state, since: since.toString() }))
  }

  @Uploads()
  @Put(':request/note')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Replace the note verbale of your request',
    description: 'While nobody has answered it; the note before is dropped.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['note'], properties: { note: { type: 'string', format: 'binary' } } },
  })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'The request has been answered.' })
  @ApiUnprocessableEntityResponse({ description: 'The note is none of these files.' })
  async replaceNote(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('request') id: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    if (!ctx.reader) throw new NotSignedIn()
    const meeting = await this.meetings.named(slug)
    await this.limits.take('uploaded-by', ctx.reader.person)
    const { files } = await readUpload(request)
    const { file, problem } = await noteFrom(files.get('note'))
    if (problem) throw new InvalidInput({ fields: [problem] })
    await this.focalPoints.replaceNote(meeting.id, id, { person: ctx.reader.person, note: file })
  }
}
