import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common'
import { ApiConflictResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { constituency } from '../../delegations/constituency.ts'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { asId, isId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { NotSignedIn } from '../../platform/policies/policies.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { TokenScope } from '../../platform/policies/token-scope.ts'
import { Allocations } from '../../registration/places/allocations.service.ts'
import { Capacities } from '../../registration/places/capacities.service.ts'
import type { Queue } from '../../registration/places/pools.service.ts'
import { Queues } from '../../registration/places/queues.service.ts'
import { WaitingListRules } from '../../registration/places/waiting-list-rules.service.ts'
import {
  CapacitiesDto,
  CarryOutDto,
  GiveDto,
  MoveDto,
  LineDto,
  RuleQueryDto,
  WaitingListSettingsDto,
} from './places.dto.ts'

const personIn = ({ reader }: RequestContext): PersonId => {
  if (!reader) throw new NotSignedIn()
  return reader.person
}

/** Places and waiting lists for programs: the same commands as the desk's pages; each can be sent again. */
@ApiTags('Desk')
@Policy(roleWith('review-registrations'))
@TokenScope('read-registrations', 'review-registrations')
@Controller('api/v1/meetings/:meeting/places')
export class PlacesApi {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Capacities) private readonly capacities: Capacities,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(Allocations) private readonly allocations: Allocations,
    @Inject(WaitingListRules) private readonly rules: WaitingListRules,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How many places there are, how far they are taken, and how many wait' })
  @ApiOkResponse({ description: 'Capacities, and the waiting lists that are not empty' })
  async show(@Param('meeting') slug: string) {
    const { id } = await this.meetings.named(slug)
    const [capacities, lines] = await Promise.all([this.capacities.of(id), this.queues.counts(id)])
    return { capacities, lines }
  }

  @Put()
  @ApiOperation({
    summary: 'Set capacities',
    description: 'All or none. Fewer places than are taken are refused; more go to those who wait.',
  })
  @ApiOkResponse({ description: 'As they are now' })
  async set(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: CapacitiesDto) {
    const meeting = await this.meetings.named(slug)
    const wanted = await Promise.all(
      body.capacities.map(async (each, index) => {
        if (each.constituency && !constituency(each.constituency))
          throw new InvalidInput({
            fields: [{ pointer: `/capacities/${index}/constituency`, message: 'field.not-a-choice' }],
          })
        return {
          ...(await this.queueOf(meeting, each)),
          constituency: each.constituency ?? null,
          places: each.places ?? null,
          heldBack: each.heldBack ?? 0,
          perDelegation: each.perDelegation ?? null,
          ...(each.gives && { gives: each.gives }),
        }
      }),
    )
    await this.capacities.set(meeting, wanted, personIn(ctx), (index) => `/capacities/${index}`)
    return this.show(slug)
  }

  @Put('waiting-list')
  @HttpCode(204)
  @ApiOperation({ summary: 'Give a freed place to the first who waits, or offer it for some hours' })
  @ApiNoContentResponse()
  async settings(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() { freed, offerHours }: WaitingListSettingsDto,
  ): Promise<void> {
    const { id } = await this.meetings.named(slug)
    await this.rules.set(id, { freed, offerHours }, personIn(ctx))
  }

  @Get('line')
  @ApiOperation({ summary: 'A waiting list, first to last' })
  @ApiOkResponse({ description: 'The first 200 of it' })
  async line(@Param('meeting') slug: string, @Query() query: LineDto) {
    const meeting = await this.meetings.named(slug)
    const { rows, more } = await this.queues.list(meeting.id, await this.queueOf(meeting, query), { limit: 200 })
    return { more, line: rows.map((row) => ({ ...row, since: row.since.toString() })) }
  }

  @Post('line/:registration/move')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Put somebody at another number of a waiting list',
    description: 'A delegation still fills its own numbers in its own order.',
  })
  @ApiNoContentResponse()
  async move(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('registration') registration: string,
    @Body() body: MoveDto,
  ): Promise<void> {
    const meeting = await this.meetings.named(slug)
    const queue = await this.queueOf(meeting, body)
    await this.queues.move(meeting, idIn(registration), queue, body.to, { by: personIn(ctx), why: body.why })
  }

  @Post('line/:registration/give')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Give or offer a place to somebody who waits, out of turn',
    description: 'Never over a capacity. From 72 hours before the day a place is only offered.',
  })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'One of the limits that apply to them is reached.' })
  async give(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('registration') registration: string,
    @Body() body: GiveDto,
  ): Promise<void> {
    const meeting = await this.meetings.named(slug)
    const queue = await this.queueOf(meeting, body)
    await this.queues.give(meeting, idIn(registration), queue, body.how, { by: personIn(ctx), why: body.why })
  }

  @Get('rule')
  @ApiOperation({ summary: 'What giving places out by a rule would do' })
  @ApiOkResponse({ description: 'Who would get a place, and the fingerprint to carry it out with' })
  async preview(@Param('meeting') slug: string, @Query() query: RuleQueryDto) {
    const meeting = await this.meetings.named(slug)
    return this.allocations.preview(meeting, await this.queueOf(meeting, query), ruleOf(query))
  }

  @Post('rule')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give places out by a rule, exactly as it was seen' })
  @ApiOkResponse({ description: 'Who got a place' })
  @ApiConflictResponse({ description: 'The effect is another now: look at it again.' })
  async carryOut(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: CarryOutDto) {
    const meeting = await this.meetings.named(slug)
    const queue = await this.queueOf(meeting, body)
    return this.allocations.carryOut(meeting, queue, ruleOf(body), body.fingerprint, personIn(ctx))
  }

  /** @throws NotFound when the meeting has no such day or session */
  private async queueOf(meeting: Meeting, { day, mode, session }: LineDto): Promise<Queue> {
    if (!meeting.days.some(({ date }) => date.toString() === day)) throw new NotFound()
    if (!session) return { day, mode, session: null }
    const found = (await this.workingCopy.list(meeting.id)).find((one) => one.id === session)
    if (!found || found.day.toString() !== day || mode === 'floor') throw new NotFound()
    return { day, mode, session: found.id }
  }
}

const ruleOf = ({ perDelegation = 0, holdBack = 0 }: RuleQueryDto) => ({ perDelegation, holdBack })

/** @throws NotFound */
const idIn = (id: string): RegistrationId => {
  if (!isId(id)) throw new NotFound()
  return asId(id)
}
