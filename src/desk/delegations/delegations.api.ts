import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common'
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import { delegationName } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { asId, isId } from '../../kernel/id.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { People } from '../../people/people.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { FileResponse } from '../../platform/files/file-response.ts'
import { StoredFiles } from '../../platform/files/stored-files.service.ts'
import type { Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { NotSignedIn } from '../../platform/policies/policies.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { TokenScope } from '../../platform/policies/token-scope.ts'
import { delegationFrom } from '../../registration/delegation/asked-delegation.ts'
import { DelegationRefDto, ReasonDto } from '../../registration/delegation/delegation.dto.ts'
import { DelegationList } from '../../registration/delegation/delegation-list.service.ts'
import { OwnConfirmation } from '../../registration/delegation/own-confirmation.service.ts'

export class DelegationRowDto extends DelegationRefDto {
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' }, description: 'Persons.' })
  focalPoints!: string[]
  @ApiProperty() confirmed!: number
  @ApiProperty() requested!: number
}

export class FocalPointRequestDto {
  @ApiProperty({ format: 'uuid' }) id!: string
  @ApiProperty({ format: 'uuid' }) delegation!: string
  @ApiProperty({ format: 'uuid' }) person!: string
  @ApiProperty({ format: 'date-time' }) since!: string
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' }, description: 'Notes verbales.' })
  notes!: string[]
}

export class InviteDto {
  @ApiProperty({ example: 'member-state' }) @IsString() @MaxLength(100) constituency!: string
  @ApiPropertyOptional({ example: 'ARG' }) @IsOptional() @IsString() @MaxLength(200) state?: string
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(1000) organization?: string
  @ApiProperty() @IsString() @MaxLength(300) email!: string
  @ApiPropertyOptional({ enum: LOCALES }) @IsOptional() @IsIn(LOCALES) language?: Locale
}

const personOf = ({ reader }: RequestContext) => {
  if (!reader) throw new NotSignedIn()
  return reader.person
}

/** Delegations and their focal points, for organisers' programs: the same commands as the desk's pages. */
@ApiTags('Desk')
@Policy(roleWith('review-registrations'))
@TokenScope('read-registrations', 'review-registrations')
@Controller('api/v1/meetings/:meeting/delegations')
export class DeskDelegationsApi {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Delegations) private readonly delegations: Delegations,
    @Inject(FocalPoints) private readonly focalPoints: FocalPoints,
    @Inject(DelegationList) private readonly lists: DelegationList,
    @Inject(OwnConfirmation) private readonly own: OwnConfirmation,
    @Inject(People) private readonly people: People,
    @Inject(StoredFiles) private readonly files: StoredFiles,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every delegation with its state of affairs' })
  @ApiOkResponse({ type: DelegationRowDto, isArray: true })
  async list(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<DelegationRowDto[]> {
    const listed = await this.lists.of(await this.meetings.named(slug))
    return listed.map(({ delegation, focalPoints, confirmed, requested }) => ({
      id: delegation.id,
      name: delegationName(delegation, ctx.locale),
      constituency: delegation.constituency,
      state: delegation.state,
      focalPoints: focalPoints.map(({ person }) => person),
      confirmed,
      requested,
    }))
  }

  @Post()
  @ApiOperation({ summary: 'Invite somebody to speak for a State or organization', description: 'Told by mail.' })
  @ApiCreatedResponse({ type: DelegationRefDto })
  @ApiUnprocessableEntityResponse({ description: 'No such delegation can take part, or no address.' })
  async invite(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() body: InviteDto,
  ): Promise<DelegationRefDto> {
    const meeting = await this.meetings.named(slug)
    const { of, problems } = delegationFrom(body, meeting)
    const address = emailFrom(body.email)
    const wrong = [...problems, ...(address ? [] : [{ pointer: '/email', message: 'email.invalid' }])]
    if (!of || !address) throw new InvalidInput({ fields: wrong })
    const by = personOf(ctx)
    const id = await this.focalPoints.invite(meeting.id, of, { address, locale: body.language ?? ctx.locale }, by)
    await this.own.confirm(meeting, id, (await this.people.byEmail(address))?.id, by)
    const { constituency, state, ...rest } = await this.delegations.one(meeting.id, id)
    return { id, name: delegationName({ state, ...rest }, ctx.locale), constituency, state }
  }

  @Get('requests')
  @ApiOperation({ summary: 'Who asks to be a focal point' })
  @ApiOkResponse({ type: FocalPointRequestDto, isArray: true })
  async requests(@Param('meeting') slug: string): Promise<FocalPointRequestDto[]> {
    const meeting = await this.meetings.named(slug)
    const asked = await this.focalPoints.inMeeting(meeting.id, ['requested'])
    return Promise.all(
      asked.map(async ({ id, delegation, person, since }) => ({
        id,
        delegation,
        person,
        since: since.toString(),
        notes: (await this.focalPoints.notesOf(delegation))
          .filter((note) => note.by === person)
          .map((note) => note.file),
      })),
    )
  }

  @Post('requests/:request/approve')
  @HttpCode(204)
  @ApiOperation({ summary: 'Approve a request to be focal point' })
  @ApiNoContentResponse()
  async approve(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('request') request: string,
  ): Promise<void> {
    const meeting = await this.meetings.named(slug)
    const { delegation, person } = await this.focalPoints.approve(meeting.id, request, personOf(ctx))
    await this.own.confirm(meeting, delegation, person, personOf(ctx))
  }

  @Post('requests/:request/refuse')
  @HttpCode(204)
  @ApiOperation({ summary: 'Refuse a request to be focal point' })
  @ApiNoContentResponse()
  async refuse(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('request') request: string,
    @Body() { why }: ReasonDto,
  ): Promise<void> {
    await this.focalPoints.refuse((await this.meetings.named(slug)).id, request, personOf(ctx), why)
  }

  @Get(':delegation/notes/:file')
  @ApiOperation({ summary: 'A note verbale' })
  async note(
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('file') file: string,
  ): Promise<Sendable> {
    const { id: delegation } = await this.delegations.one((await this.meetings.named(slug)).id, id)
    const notes = await this.focalPoints.notesOf(delegation)
    if (!isId(file) || !notes.some((note) => note.file === file)) throw new NotFound()
    return new FileResponse(await this.files.read(asId<'File'>(file)))
  }

  @Delete(':delegation/focal-points/:person')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a focal point, also the last' })
  @ApiNoContentResponse()
  async remove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('person') person: string,
  ): Promise<void> {
    const delegation = await this.delegations.one((await this.meetings.named(slug)).id, id)
    await this.focalPoints.removeAny(delegation, person, personOf(ctx))
  }
}
