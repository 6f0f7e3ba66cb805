import { randomUUID } from 'node:crypto'
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post } from '@nestjs/common'
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger'
import { FOCAL_POINT } from '../../delegations/focal-point-policy.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { asId } from '../../kernel/id.ts'
import { fieldSentence } from '../../platform/http/problem.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../../platform/policies/token-scope.ts'
import { DAY_MODES, type Wish } from '../registration.ts'
import {
  ColleagueDto,
  DelegationDto,
  MemberChangeDto,
  MemberDto,
  NamedDto,
  NomineesDto,
  PersonDto,
  ReasonDto,
} from './delegation.dto.ts'
import { DelegationRooms, type DelegationRoom, type Member } from './delegation-room.service.ts'
import { DelegationVisits } from './delegation-visits.service.ts'
import { checkEntry, checkSuccessor, type Entry } from './nomination.ts'
import { refOf } from './my-delegations.api.ts'
import { Nominations } from './nominations.service.ts'
import { Ranks } from './ranks.service.ts'
import { Replacements } from './replacements.service.ts'

const memberOf = (
  { id, names, address, proved, jobTitle, role, state, standing }: Member,
  { seats }: DelegationRoom,
): MemberDto => ({
  id,
  ...names,
  address,
  proved,
  jobTitle,
  role,
  state,
  days: standing.days.map(({ day, mode, status, rank }) => {
    const seat = seats.get(id)?.find((each) => each.day === day)?.number
    return { day, mode, status, ...(rank && { rank }), ...(seat && { seat }) }
  }),
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

/** One delegation, for its focal points: the same commands as on its page; each can be sent again. */
@ApiTags('Delegations')
@Policy(FOCAL_POINT)
@TokenScope(NO_TOKEN)
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
      people: room.members.map((member) => memberOf(member, room)),
      requests: room.requests.map((member) => memberOf(member, room)),
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
