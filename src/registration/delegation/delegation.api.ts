import { randomUUID } from 'node:crypto'
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Req } from '@nestjs/common'
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { delegationName, type Delegation } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FOCAL_POINT } from '../../delegations/focal-point-policy.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { asId } from '../../kernel/id.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { parseForm } from '../../platform/http/form.ts'
import { fieldSentence } from '../../platform/http/problem.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { NotSignedIn } from '../../platform/policies/policies.ts'
import { Policy, SIGNED_IN } from '../../platform/policies/policy.ts'
import { DAY_MODES, type Wish } from '../registration.ts'
import { noteFrom } from './ask.pages.tsx'
import { delegationFrom } from './asked-delegation.ts'
import {
  ColleagueDto,
  DelegationDto,
  DelegationRefDto,
  MemberChangeDto,
  MemberDto,
  NamedDto,
  NomineesDto,
  PersonDto,
  ReasonDto,
} from './delegation.dto.ts'
import { AskForm } from './delegation.forms.ts'
import { DelegationRooms, type Member } from './delegation-room.service.ts'
import { DelegationVisits } from './delegation-visits.service.ts'
import { checkEntry, checkSuccessor, type Entry } from './nomination.ts'
import { Nominations } from './nominations.service.ts'
import { Ranks } from './ranks.service.ts'
import { Replacements } from './replacements.service.ts'

const refOf = (delegation: Delegation, { locale }: RequestContext): DelegationRefDto => ({
  id: delegation.id,
  name: delegationName(delegation, locale),
  constituency: delegation.constituency,
  state: delegation.state,
})

const memberOf = ({ id, names, address, proved, jobTitle, role, state, standing }: Member): MemberDto => ({
  id,
  ...names,
  address,
  proved,
  jobTitle,
  role,
  state,
  days: standing.days.map(({ day, mode, status, rank }) => ({ day, mode, status, ...(rank && { rank }) })),
})

const daysOf = (days: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(days).flatMap(([day, mode]) => (typeof mode === 'string' ? [[day, mode]] : [])))

const entryOf = (dto: PersonDto, { locale }: RequestContext): Omit<Entry, 'role' | 'days'> => ({
  givenNames: dto.givenNames,
  familyName: dto.familyName ?? '',
  jobTitle: dto.jobTitle ?? '',
  language: dto.language ?? locale,
  email: dto.email ?? '',
  contact: dto.contact ?? '',
})

/** The delegations that you speak for, and asking to speak for one. */
@ApiTags('Delegations')
@Policy(SIGNED_IN)
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

/** One delegation, for its focal points: the same commands as on its page; each can be sent again. */
@ApiTags('Delegations')
@Policy(FOCAL_POINT)
@Controller('api/v1/meetings/:meeting/my-delegations/:delegation')
export class DelegationApi {
  constructor(
    private readonly visits: DelegationVisits,
    private readonly rooms: DelegationRooms,
    private readonly nominations: Nominations,
    private readonly replacements: Replacements,
    private readonly ranks: Ranks,
    private readonly focalPoints: FocalPoints,
    private readonly limits: RateLimits,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The delegation: its people in their order, who asks to join, its quotas' })
  @ApiOkResponse({ type: DelegationDto })
  async show(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
  ): Promise<DelegationDto> {
    const { meeting, delegation } = await this.visits.of(ctx, slug, id)
    const room = await this.rooms.of(meeting, delegation)
    return {
      ...refOf(delegation, ctx),
      people: room.members.map(memberOf),
      requests: room.requests.map(memberOf),
      quotas: room.quotas.map((quota) => ({ ...quota })),
      focalPoints: room.focalPoints.map(({ person, name, address }) => ({ person, name, address })),
      nominateBy: room.deadlines.nominate.toString(),
      confirmBy: room.deadlines.confirm.toString(),
    }
  }

  @Post('people')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Name people',
    description: 'Each that can be named is; the answer has one entry for each, in their order.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Up to 200 characters of your choice.' })
  @ApiOkResponse({ type: NamedDto, isArray: true })
  async name(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Body() { people }: NomineesDto,
    @Headers('idempotency-key') key?: string,
  ): Promise<NamedDto[]> {
    const { meeting, delegation, by, today } = await this.visits.of(ctx, slug, id)
    await this.limits.take('named-by', by.person, people.length)
    const submission = key?.slice(0, 160) || randomUUID()
    const named: NamedDto[] = []
    for (const [index, dto] of people.entries()) {
      const entry: Entry = { ...entryOf(dto, ctx), role: dto.role, days: daysOf(dto.days) }
      try {
        const { value, problems } = checkEntry(entry, meeting, delegation, today)
        if (problems) throw new InvalidInput({ fields: problems })
        named.push({ id: await this.nominations.nominate(meeting, delegation, by, value, `${submission} ${index}`) })
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error
        named.push({
          errors: error.fields.map((field) => ({ pointer: field.pointer, detail: fieldSentence(ctx, field) })),
        })
      }
    }
    return named
  }

  @Patch('people/:registration')
  @HttpCode(204)
  @ApiOperation({ summary: 'Change somebody’s role, order or days' })
  @ApiNoContentResponse()
  async change(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
    @Body() { role, days, move }: MemberChangeDto,
  ): Promise<void> {
    const { meeting, delegation, by } = await this.visits.of(ctx, slug, id)
    const member = await this.rooms.member(delegation, registration)
    if (role) await this.ranks.assign(meeting, delegation, by, new Map([[member.id, role]]), () => '/role')
    if (move) await this.ranks.move(meeting, delegation, by, member.id, move)
    const wishes = Object.entries(daysOf(days)).flatMap(([day, typed]): Wish[] => {
      const mode = DAY_MODES.find((each) => each === typed)
      if (!mode) throw new InvalidInput({ fields: [{ pointer: `/days/${day}`, message: 'field.not-a-choice' }] })
      return [{ day, mode, meanwhile: mode === 'in-person' }]
    })
    if (wishes.length) await this.nominations.choose(meeting, delegation, by, member.id, wishes)
  }

  @Post('people/:registration/confirm')
  @HttpCode(204)
  @ApiOperation({ summary: 'Confirm who asks to join' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'They do not ask any more.' })
  async confirm(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Promise<void> {
    const { meeting, delegation, by } = await this.visits.of(ctx, slug, id)
    await this.nominations.confirm(meeting, delegation, by, (await this.rooms.member(delegation, registration)).id)
  }

  @Post('people/:registration/decline')
  @HttpCode(204)
  @ApiOperation({ summary: 'Decline who asks to join' })
  @ApiNoContentResponse()
  async decline(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
    @Body() { why }: ReasonDto,
  ): Promise<void> {
    const { meeting, delegation, by } = await this.visits.of(ctx, slug, id)
    await this.nominations.decline(meeting, delegation, by, asId(registration), why)
  }

  @Post('people/:registration/replace')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Put somebody in another’s place',
    description: 'Seats, role, order and position in line pass at once; the one before has no access any more.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Up to 200 characters of your choice.' })
  @ApiCreatedResponse({ type: NamedDto })
  @ApiConflictResponse({ description: 'Somebody else replaced them first.' })
  async replace(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
    @Body() body: PersonDto,
    @Headers('idempotency-key') key?: string,
  ): Promise<NamedDto> {
    const { meeting, delegation, by } = await this.visits.of(ctx, slug, id)
    await this.limits.take('named-by', by.person)
    const { value, problems } = checkSuccessor(entryOf(body, ctx))
    if (problems) throw new InvalidInput({ fields: problems })
    const submission = key?.slice(0, 200) || randomUUID()
    return {
      id: await this.replacements.replace(meeting, delegation, by, asId(registration), value, submission),
    }
  }

  @Delete('people/:registration')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take somebody out of the delegation', description: 'Their places go to those who wait.' })
  @ApiNoContentResponse()
  async remove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Promise<void> {
    const { meeting, delegation, by } = await this.visits.of(ctx, slug, id)
    await this.nominations.remove(meeting, delegation, by, asId(registration))
  }

  @Post('focal-points')
  @HttpCode(204)
  @ApiOperation({ summary: 'Name another focal point', description: 'It acts at once and the others are told.' })
  @ApiNoContentResponse()
  async colleague(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Body() { email, language }: ColleagueDto,
  ): Promise<void> {
    const { delegation, by } = await this.visits.of(ctx, slug, id)
    const address = emailFrom(email)
    if (!address) throw new InvalidInput({ fields: [{ pointer: '/email', message: 'email.invalid' }] })
    await this.limits.take('named-by', by.person)
    await this.focalPoints.name(delegation, { address, locale: language ?? ctx.locale }, by.person)
  }

  @Delete('focal-points/:person')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a focal point, or step down' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'The last one goes through the secretariat.' })
  async removeColleague(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('person') person: string,
  ): Promise<void> {
    const { delegation, by } = await this.visits.of(ctx, slug, id)
    await this.focalPoints.remove(delegation, person, by.person)
  }
}
